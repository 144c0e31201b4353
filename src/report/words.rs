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
use crate::model::translation::Lang;

/// What reports and generated files say in a language.
const fn files(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::En => [
            include_str!("locales/en.ftl"),
            include_str!("locales/en.generate.ftl"),
        ],
        Lang::Fr => [
            include_str!("locales/fr.ftl"),
            include_str!("locales/fr.generate.ftl"),
        ],
    }
}

/// The words of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// The English words, which programs read too.
    pub fn english() -> Self {
        Self::new(Lang::En)
    }

    /// The words of a language.
    pub fn new(lang: Lang) -> Self {
        Self::holding(lang, &files(lang))
    }

    /// The words of these files, which hold messages in `lang` in the form of Fluent.
    pub fn holding(lang: Lang, files: &[&str]) -> Self {
        let language = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks would end up in files that machines compare; what is shown is escaped anyway.
        bundle.set_use_isolating(false);
        // A test holds the files to be without errors; what parses of them is used in any case.
        for file in files {
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// What `id` says, where a word is known for it.
    pub fn known(&self, id: &str) -> Option<String> {
        self.bundle.has_message(id).then(|| self.of(id))
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

    /// So many of what is called `what`.
    pub fn counted(&self, count: usize, what: &str) -> String {
        self.with("counted", &[("count", count.into()), ("what", what.into())])
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
mod tests;
