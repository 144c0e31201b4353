//! Every message exists in every language, is asked for, and says the same with the same arguments.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::model::priority::Priority;
use crate::model::text::Scrubber;

/// Every id that the files of a language define, in their order.
fn defined(lang: Lang) -> Vec<&'static str> {
    files(lang)
        .iter()
        .flat_map(|file| file.lines())
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
        .collect()
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path
            .extension()
            .is_some_and(|ext| ext == "rs" || ext == "md" || ext == "html")
        {
            into.push(std::fs::read_to_string(&path).expect("text"));
        }
    }
}

/// Every id that the sources ask for, by the ways in which they ask.
fn asked_for() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    sources(&root.join("src"), &mut texts);
    sources(&root.join("templates"), &mut texts);
    let mut ids = BTreeSet::new();
    let defined: BTreeSet<&str> = defined(Lang::En).into_iter().collect();
    for text in &texts {
        // The ways themselves, in this test, are no questions.
        let text = text
            .split("fn asked_for")
            .next()
            .expect("a split has a first part");
        for way in [
            "words.of(",
            "words.with(",
            "self.of(",
            "self.columns(",
            "self.places(",
            "Message::new(",
        ] {
            for rest in text.split(way).skip(1) {
                if let Some(literal) = rest.trim_start().strip_prefix('"') {
                    let asked = literal.split('"').next().expect("a split has a first part");
                    ids.extend(asked.split(' ').map(str::to_owned));
                }
            }
        }
        // What a kind of alert has to say.
        for rest in text.split("id: \"generated-").skip(1) {
            let kind = rest.split('"').next().expect("a split has a first part");
            ids.extend(["more", "means", "look"].map(|part| format!("generated-{kind}-{part}")));
        }
        // Titles of columns are asked for as a list, on whichever line it stands.
        for list in text.split('"').filter(|list| list.contains(' ')) {
            if list.split(' ').all(|id| defined.contains(id)) {
                ids.extend(list.split(' ').map(str::to_owned));
            }
        }
        // Ids that a condition or a match chooses stand as literals somewhere.
        for id in &defined {
            if text.contains(&format!("\"{id}\"")) {
                ids.insert((*id).to_owned());
            }
        }
    }
    let vocabularies = [
        (
            "signal",
            Signal::ALL
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
        ),
        (
            "level",
            Level::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "instrument",
            Instrument::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "severity",
            Severity::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "confidence",
            Confidence::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "priority",
            Priority::ALL.iter().map(ToString::to_string).collect(),
        ),
        ("role", Role::ALL.iter().map(ToString::to_string).collect()),
        (
            "because",
            Why::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "observer",
            ObserverKind::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "listener",
            ObserverKind::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "told",
            Signal::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "change",
            PointChangeKind::ALL
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        (
            "item",
            ItemChangeKind::ALL
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        (
            "part",
            ObserverPart::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "reason",
            Reason::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "verdict",
            Verdict::ALL.iter().map(ToString::to_string).collect(),
        ),
        (
            "source",
            Source::ALL.iter().map(ToString::to_string).collect(),
        ),
    ];
    for (kind, values) in vocabularies {
        ids.extend(values.iter().map(|value| format!("{kind}-{value}")));
    }
    ids
}

#[test]
fn no_file_has_errors_or_an_id_twice() {
    for lang in Lang::ALL {
        for file in files(lang) {
            assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{lang:?}");
        }
        let ids = defined(lang);
        let once: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{lang:?}");
    }
}

#[test]
fn every_id_asked_for_exists_and_every_id_is_asked_for() {
    let defined: BTreeSet<String> = defined(Lang::En).into_iter().map(str::to_owned).collect();
    let asked = asked_for();
    let missing: Vec<_> = asked
        .difference(&defined)
        .filter(|id| *id != "no-such-id")
        .collect();
    let unused: Vec<_> = defined.difference(&asked).collect();
    assert!(missing.is_empty(), "not in en.ftl: {missing:?}");
    assert!(unused.is_empty(), "in en.ftl, and nobody asks: {unused:?}");
}

#[test]
fn an_unknown_id_is_printed_and_arguments_are_shown_as_asked() {
    let words = Words::english();
    assert_eq!(
        words.say(&Message::new("no-such-id"), str::to_owned),
        "no-such-id"
    );
    let message = Message::new("finding-secret")
        .with("title", Scrubber::default().clean("a\nb"))
        .with("mask", Scrubber::default().clean("x****"));
    let said = words.say(&message, |text| format!("<{text}>"));
    assert!(said.contains("<a\nb>"), "{said}");
    assert!(!said.contains('\u{2068}'), "{said}");
}

#[test]
fn words_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Words::english());
}

#[test]
fn whole_numbers_choose_plurals_and_names_stay_names() {
    assert_eq!(whole_number("12"), Some(12));
    assert_eq!(whole_number("0"), Some(0));
    assert_eq!(whole_number("007"), None);
    assert_eq!(whole_number("1.0"), None);
    assert_eq!(whole_number(""), None);
}

/// The messages of a language, each with its text as it is written.
fn texts(lang: Lang) -> std::collections::BTreeMap<&'static str, String> {
    let mut texts = std::collections::BTreeMap::new();
    let mut open = "";
    for line in files(lang).iter().flat_map(|file| file.lines()) {
        if let Some((id, text)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            open = id;
            texts.insert(id, text.trim().to_owned());
        } else if line.starts_with(' ')
            && let Some(text) = texts.get_mut(open)
        {
            text.push('\n');
            text.push_str(line);
        }
    }
    texts
}

/// The arguments that a message asks for.
fn arguments(text: &str) -> BTreeSet<&str> {
    let asked = text.split('{').skip(1);
    asked
        .filter_map(|rest| rest.trim_start().strip_prefix('$'))
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
            rest.split_at(end.unwrap_or(rest.len())).0
        })
        .collect()
}

#[test]
fn every_message_exists_in_every_language_with_the_same_arguments() {
    let (english, french) = (texts(Lang::En), texts(Lang::Fr));
    let lacking = |one: &std::collections::BTreeMap<&'static str, String>,
                   other: &std::collections::BTreeMap<&'static str, String>| {
        let lacking = one.keys().filter(|id| !other.contains_key(**id));
        lacking.copied().collect::<Vec<_>>()
    };
    let (untold, alone) = (lacking(&english, &french), lacking(&french, &english));
    assert!(untold.is_empty(), "not in fr.ftl: {untold:?}");
    assert!(alone.is_empty(), "in fr.ftl alone: {alone:?}");
    for (id, text) in &english {
        assert_eq!(arguments(text), arguments(&french[id]), "{id}");
    }
}

/// Messages that are the same in both languages: names that have no other, and words that both have.
const SAME: &[&str] = &[
    "card-secret",
    "column-classification",
    "column-instrument",
    "column-message",
    "column-notes",
    "column-points",
    "column-rotation",
    "column-signal",
    "column-signature",
    "column-source",
    "column-type",
    "column-usage",
    "confidence-possible",
    "diff-column-notes",
    "diff-note",
    "html-column-secret",
    "instrument-info",
    "level-debug",
    "level-error",
    "level-fatal",
    "level-info",
    "level-trace",
    "level-warn",
    "listener-pipeline",
    "observer-pipeline",
    "overview-revision",
    "overview-points",
    "part-expression",
    "rotation-consumer",
    "section-spans",
    "severity-info",
    "signal-audit",
    "signal-trace",
    "source-configuration",
    "terminal-note",
    "told-trace",
];

#[test]
fn french_is_no_copy_of_english() {
    let (english, french) = (texts(Lang::En), texts(Lang::Fr));
    let same: BTreeSet<&str> = english
        .iter()
        .filter(|(id, text)| french.get(*id) == Some(text))
        .map(|(id, _)| *id)
        .collect();
    let said: BTreeSet<&str> = SAME.iter().copied().collect();
    assert_eq!(same, said);
}

#[test]
fn french_is_set_as_french_is() {
    for (id, text) in texts(Lang::Fr) {
        // What stands in a code span is typed into a machine.
        let prose: String = text.split('`').step_by(2).collect();
        assert!(!prose.contains('\''), "{id}: a straight apostrophe");
        for mark in [" :", " ;", " ?", " !", " »", "« "] {
            assert!(
                !prose.contains(mark),
                "{id}: a space that may break at {mark}"
            );
        }
    }
}
