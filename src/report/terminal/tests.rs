//! What holds for the summary whatever was found.

use super::super::sample;
use super::*;
use crate::model::translation::Lang;

fn rendered(options: &Options, view: View) -> String {
    spoken(options, view, Lang::En)
}

fn spoken(options: &Options, view: View, lang: Lang) -> String {
    let inventory = sample::inventory();
    render(&Grouped::new(&inventory, view), options, &Words::new(lang))
}

/// `text` without the escape sequences that colours are.
fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').expect("a colour ends").1);
    }
    plain
}

#[test]
fn colours_change_nothing_but_the_colours() {
    for view in [View::All, View::Observability, View::Secrets] {
        let without = rendered(&Options::default(), view);
        let with = rendered(
            &Options {
                color: true,
                ..Options::default()
            },
            view,
        );
        assert_ne!(with, without);
        assert_eq!(plain(&with), without);
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [60, 80, 100, 200] {
        for view in [View::All, View::Observability, View::Secrets] {
            let options = Options {
                width: Some(columns),
                ..Options::default()
            };
            let text = Lang::ALL.map(|lang| spoken(&options, view, lang)).concat();
            for line in text.lines() {
                assert!(
                    width(line) <= columns,
                    "{} of {columns}: {line}",
                    width(line)
                );
            }
        }
    }
}

#[test]
fn ten_findings_are_shown_and_the_rest_is_counted() {
    let inventory = sample::large(25);
    let text = render(
        &Grouped::new(&inventory, View::Secrets),
        &Options::default(),
        &Words::english(),
    );
    assert_eq!(text.matches("-->").count(), WORST);
    assert!(
        text.ends_with("… and 15 more: vigie scan --format markdown --view secrets\n"),
        "{text}"
    );
    let first = text.find("critical[").expect("the worst is shown");
    assert!(text.find("high[").is_none_or(|high| high > first));
}

#[test]
fn an_empty_scan_says_so() {
    let inventory = sample::empty();
    let text = render(
        &Grouped::new(&inventory, View::All),
        &Options::default(),
        &Words::english(),
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_small_scan_reads_like_this() {
    let inventory = sample::large(3);
    let text = render(
        &Grouped::new(&inventory, View::All),
        &Options::default(),
        &Words::english(),
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_small_scan_reads_like_this_in_french() {
    let inventory = sample::large(3);
    let text = render(
        &Grouped::new(&inventory, View::All),
        &Options::default(),
        &Words::new(Lang::Fr),
    );
    insta::assert_snapshot!(text);
}
