//! Small repositories, one a language: names are followed from file to file, through wrappers,
//! constants, inherited and injected loggers.

use std::fmt::Write as _;
use std::path::Path;

use vigie::model::settings::Settings;
use vigie::model::signal::Signal;
use vigie::rules::Rules;

/// The points of the sample repository of a language, one a line.
fn points(language: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/languages")
        .join(language);
    let inventory = vigie::scan(
        &root,
        &Settings::default(),
        &Rules::builtin(),
        vigie::From::WorkTree,
        &|_| {},
    )
    .expect("the sample is there");
    assert!(inventory.skips.is_empty(), "{:?}", inventory.skips);
    let points = inventory.points.iter();
    points
        .map(|point| {
            let file = point.at.path.rsplit('/').next().unwrap_or("");
            let mut line = format!("{file}:{} {}", point.at.start.line, point.signal);
            if point.signal == Signal::Log {
                line.push(' ');
                line.push_str(point.level.map_or("-", |level| level.as_str()));
            }
            if let Some(text) = point.name.as_ref().or(point.template.as_ref()) {
                let _ = write!(line, " \"{}\"", text.as_str());
            }
            if let Some(through) = &point.through {
                let _ = write!(line, " through {}", through.as_str());
            }
            line
        })
        .collect()
}

#[test]
fn csharp() {
    assert_eq!(
        points("csharp"),
        [
            "Orders.cs:11 metric \"shop_requests_total\"",
            "Orders.cs:21 log info \"order placed by {User}\"",
            "Orders.cs:22 log info \"audited {user}\" through Journal.Audit",
            "Orders.cs:23 log error \"shouted\" through Journal.Shout",
            "Orders.cs:24 log error \"failed\" through Orders.Fail",
            "Orders.cs:27 log error \"{why}\"",
            "Journal.cs:16 log info \"{message}\"",
            "Journal.cs:19 log error \"{message}\"",
        ]
    );
}

#[test]
fn kotlin() {
    assert_eq!(
        points("kotlin"),
        [
            "Orders.kt:16 log info \"order placed by {user}\"",
            "Orders.kt:17 log warn \"order refused\"",
            "Orders.kt:18 log debug \"inherited {user}\"",
            "Orders.kt:19 log info \"audited {user}\" through Journal.audit",
            "Orders.kt:20 log error \"failed\" through Orders.fail",
            "Orders.kt:23 log error \"{why}\"",
            "Journal.kt:10 log info \"{message}\"",
        ]
    );
}

#[test]
fn php() {
    assert_eq!(
        points("php"),
        [
            "Orders.php:19 log info \"order placed by {user}\"",
            "Orders.php:20 log warn \"slow {$user}\"",
            "Orders.php:21 log debug \"asked for\"",
            "Orders.php:22 log info \"audited {$user}\" through Journal.audit",
            "Orders.php:23 log error \"shouted\" through Journal.shout",
            "Orders.php:24 log error \"failed\" through Orders.fail",
            "Orders.php:29 log error \"{$why}\"",
            "Journal.php:25 log info \"{$message}\"",
            "Journal.php:33 log error \"{$message}\"",
        ]
    );
}

#[test]
fn ruby() {
    assert_eq!(
        points("ruby"),
        [
            "orders.rb:3 log info \"order placed by {user}\"",
            "orders.rb:4 log warn \"slow {user}\"",
            "orders.rb:5 log debug \"inherited {user}\"",
            "orders.rb:6 log error \"shouted\" through Journal.shout",
            "orders.rb:7 log error \"failed\" through Orders.fail_with",
            "orders.rb:9 log info \"audited {user}\" through Journal.audit",
            "orders.rb:15 log error \"{why}\"",
            "journal.rb:15 log error \"{message}\"",
            "journal.rb:19 log info \"{message}\"",
        ]
    );
}
