//! The words people read: every message id of `locales/` and how its arguments are shown.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::model::change::{ItemChangeKind, ObserverPart, PointChangeKind, Reason};
use crate::model::inventory::{Context, History, SkipReason};
use crate::model::message::Message;
use crate::model::observer::{ObserverKind, Verdict};
use crate::model::signal::{Confidence, Instrument, Level, Role, Severity, Signal, Source, Why};
use crate::model::suppression::{SuppressionKind, UnusedWhy};

const ENGLISH: [&str; 2] = [
    include_str!("locales/en.ftl"),
    include_str!("locales/en.generate.ftl"),
];

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("locales", &self.bundle.locales)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// The English words.
    pub fn english() -> Self {
        let language = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks would end up in files that machines compare; what is shown is escaped anyway.
        bundle.set_use_isolating(false);
        // A test holds the file to be without errors; what parses of it is used in any case.
        for file in ENGLISH {
            let resource = match FluentResource::try_new(file.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    /// The tag of the language, as documents name it: `en`.
    pub fn language(&self) -> String {
        let language = self.bundle.locales.first();
        language.map_or_else(|| "en".to_owned(), ToString::to_string)
    }

    /// What `id` says; the id itself where no word is known for it.
    pub fn of(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// What `id` says with these arguments; the id itself where no word is known for it.
    pub fn with(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            given.set(Cow::Borrowed(*name), value.clone());
        }
        self.format(id, &given)
    }

    /// What a message says, with each of its arguments as `show` shows it. A whole number is passed
    /// on as a number, so that plurals work.
    pub fn say(&self, message: &Message, show: impl Fn(&str) -> String) -> String {
        let mut given = FluentArgs::with_capacity(message.args.len());
        for (name, text) in &message.args {
            let value =
                whole_number(text).map_or_else(|| FluentValue::from(show(text)), FluentValue::from);
            given.set(*name, value);
        }
        self.format(message.id, &given)
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|found| found.value()) else {
            return id.to_owned();
        };
        // An argument that is missing shows as its name in braces.
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned()
    }

    /// The name of a signal.
    pub fn signal(&self, signal: Signal) -> String {
        self.of(&format!("signal-{signal}"))
    }

    /// The name of a log level; `None` is a level decided when the program runs.
    pub fn level(&self, level: Option<Level>) -> String {
        match level {
            Some(level) => self.of(&format!("level-{level}")),
            None => self.of("level-open"),
        }
    }

    /// The name of an instrument.
    pub fn instrument(&self, instrument: Instrument) -> String {
        self.of(&format!("instrument-{instrument}"))
    }

    /// What observers of a kind are called.
    pub fn observers(&self, kind: ObserverKind) -> String {
        self.of(&format!("observer-{kind}"))
    }

    /// What one observer of a kind is called.
    pub fn listener(&self, kind: ObserverKind) -> String {
        self.of(&format!("listener-{kind}"))
    }

    /// What one point of a signal is called.
    pub fn told(&self, signal: Signal) -> String {
        self.of(&format!("told-{signal}"))
    }

    /// What happened to a point.
    pub fn change(&self, kind: PointChangeKind) -> String {
        self.of(&format!("change-{kind}"))
    }

    /// What happened to anything else.
    pub fn item(&self, kind: ItemChangeKind) -> String {
        self.of(&format!("item-{kind}"))
    }

    /// A part of an observer.
    pub fn part(&self, part: ObserverPart) -> String {
        self.of(&format!("part-{part}"))
    }

    /// What speaks for two points being one.
    pub fn reason(&self, reason: Reason) -> String {
        self.of(&format!("reason-{reason}"))
    }

    /// Whether what is listened to exists.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.of(&format!("verdict-{verdict}"))
    }

    /// The name of a severity.
    pub fn severity(&self, severity: Severity) -> String {
        self.of(&format!("severity-{severity}"))
    }

    /// The name of a confidence.
    pub fn confidence(&self, confidence: Confidence) -> String {
        self.of(&format!("confidence-{confidence}"))
    }

    /// What a place has to do with a value.
    pub fn role(&self, role: Role) -> String {
        self.of(&format!("role-{role}"))
    }

    /// Why a value is taken for a secret.
    pub fn because(&self, why: Why) -> String {
        self.of(&format!("because-{why}"))
    }

    /// The name of a source of values.
    pub fn source(&self, source: Source) -> String {
        self.of(&format!("source-{source}"))
    }

    /// The name of what surrounds a finding.
    pub fn context(&self, context: Context) -> String {
        self.of(match context {
            Context::Product => "context-product",
            Context::Test => "context-test",
            Context::Documentation => "context-documentation",
            Context::Foreign => "context-foreign",
        })
    }

    /// Since when a finding stands there, and whether it still does.
    pub fn since(&self, history: &History) -> String {
        let commit = history.commit.get(..12).unwrap_or(&history.commit);
        let head = if history.at_head { "yes" } else { "no" };
        self.with(
            "note-history",
            &[("commit", commit.into()), ("head", head.into())],
        )
    }

    /// Who says that a finding does not count.
    pub fn suppression(&self, kind: SuppressionKind) -> String {
        self.of(match kind {
            SuppressionKind::Mark => "suppressed-by-mark",
            SuppressionKind::AllowList => "suppressed-by-allow-list",
            SuppressionKind::Baseline => "suppressed-by-baseline",
        })
    }

    /// Why a mark or an entry suppresses nothing.
    pub fn unused(&self, why: UnusedWhy) -> String {
        self.of(match why {
            UnusedWhy::NothingFound => "unused-nothing-found",
            UnusedWhy::NoRule => "unused-no-rule",
            UnusedWhy::NoReason => "unused-no-reason",
            UnusedWhy::Expired => "unused-expired",
            UnusedWhy::Gone => "unused-gone",
        })
    }

    /// Why a file was not fully read.
    pub fn skip(&self, reason: SkipReason) -> String {
        self.of(match reason {
            SkipReason::Binary => "skip-binary",
            SkipReason::TooLarge => "skip-too-large",
            SkipReason::TooLargeToParse => "skip-too-large-to-parse",
            SkipReason::Unreadable => "skip-unreadable",
            SkipReason::SyntaxErrors => "skip-syntax-errors",
            SkipReason::TimedOut => "skip-timed-out",
            SkipReason::Panicked => "skip-panicked",
            SkipReason::Archive => "skip-archive",
        })
    }
}

/// The number `text` spells, where it is written as a person would write it.
fn whole_number(text: &str) -> Option<u64> {
    let plain = text.len() <= 12 && (text == "0" || !text.starts_with(['0', '+']));
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::model::priority::Priority;
    use crate::model::text::Scrubber;

    /// Every id that the English files define, in their order.
    fn defined() -> Vec<&'static str> {
        ENGLISH
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
                ids.extend(
                    ["more", "means", "look"].map(|part| format!("generated-{kind}-{part}")),
                );
            }
            // Ids that a condition or a match chooses stand as literals somewhere.
            for id in defined() {
                if text.contains(&format!("\"{id}\"")) {
                    ids.insert(id.to_owned());
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
    fn the_english_file_has_no_errors_and_no_id_twice() {
        for file in ENGLISH {
            assert!(FluentResource::try_new(file.to_owned()).is_ok());
        }
        let ids = defined();
        let once: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len());
    }

    #[test]
    fn every_id_asked_for_exists_and_every_id_is_asked_for() {
        let defined: BTreeSet<String> = defined().into_iter().map(str::to_owned).collect();
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
}
