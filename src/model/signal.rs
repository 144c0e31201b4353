//! The closed vocabularies: what kinds of things code emits, and how sure and how bad a finding is.
//!
//! Every enum here has one spelling, the one that stands in packs, in JSON and in the inventory.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have exactly one spelling, used for serde, packs and display.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The one spelling of this value.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The value spelt `text`, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "build.rs compiles this file without the other vocabularies"
)]
pub(crate) use vocabulary;

vocabulary! {
    /// What kind of telemetry a point emits, in OpenTelemetry's terms where it has one.
    Signal {
        /// A log record.
        Log = "log",
        /// A metric instrument or a sample of one.
        Metric = "metric",
        /// A span, or something that shapes one.
        Trace = "trace",
        /// A product or domain event.
        Event = "event",
        /// An error handed to an error tracker.
        ErrorReport = "error-report",
        /// A health, liveness or readiness answer.
        Health = "health",
        /// A record kept for auditors.
        Audit = "audit",
        /// A profile or a profiling label.
        Profile = "profile",
    }
}

vocabulary! {
    /// Severity of a log record, coarsened to the six names every library maps to.
    Level {
        /// Finest detail.
        Trace = "trace",
        /// Detail for developers.
        Debug = "debug",
        /// The normal course of events.
        Info = "info",
        /// Unexpected, and survived.
        Warn = "warn",
        /// An operation failed.
        Error = "error",
        /// The process cannot go on.
        Fatal = "fatal",
    }
}

vocabulary! {
    /// The instrument behind a metric point.
    Instrument {
        /// Only goes up.
        Counter = "counter",
        /// Goes up and down by addition.
        UpDownCounter = "updowncounter",
        /// A value as it is now.
        Gauge = "gauge",
        /// A distribution in buckets.
        Histogram = "histogram",
        /// A distribution in quantiles.
        Summary = "summary",
        /// A duration distribution.
        Timer = "timer",
        /// A rate meter.
        Meter = "meter",
        /// A set cardinality.
        Set = "set",
        /// Constant labels on the value 1.
        Info = "info",
        /// The library does not say, or the scan could not read it.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// How bad a finding is. Ordered: `Info < Low < … < Critical`.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Worth fixing some day.
        Low = "low",
        /// Worth fixing.
        Medium = "medium",
        /// Fix soon.
        High = "high",
        /// Fix now.
        Critical = "critical",
    }
}

vocabulary! {
    /// How sure the scan is. Ordered: `Possible < Likely < Confirmed`.
    Confidence {
        /// A name or a neighbourhood speaks for it.
        Possible = "possible",
        /// Its own form speaks for it.
        Likely = "likely",
        /// Proved by resolution or by a checksum.
        Confirmed = "confirmed",
    }
}

vocabulary! {
    /// How the receiver of a call was recognised, from certain to likely.
    ResolvedBy {
        /// The callee is imported from the library.
        Import = "import",
        /// A variable in reach was assigned an object of the library.
        Binding = "binding",
        /// A field or parameter is declared with a type of the library.
        Type = "type",
        /// Another file of the same package declares it.
        Package = "package",
        /// Another file exports it.
        Export = "export",
        /// Only its name says so.
        Convention = "convention",
    }
}

vocabulary! {
    /// Where a value that is asked for by name comes from.
    Source {
        /// A process environment variable.
        Environment = "environment",
        /// A secret of the CI system.
        Ci = "ci",
        /// A Kubernetes Secret.
        Kubernetes = "kubernetes",
        /// A secret manager (Vault and its kin).
        Vault = "vault",
        /// A template of an environment file.
        EnvFile = "env-file",
        /// A key of the program's configuration, which files, the environment and vaults fill alike.
        Configuration = "configuration",
        /// A file of the repository that holds it encrypted: SOPS, Ansible Vault, git-crypt, a `SealedSecret`.
        Encrypted = "encrypted",
    }
}

vocabulary! {
    /// What a place has to do with the value it names. Ordered as a value travels.
    Role {
        /// Says that there is such a value: a template of an environment file, a default, a variable.
        Declares = "declares",
        /// Gives it: a Secret's manifest, an encrypted file, the target of an `ExternalSecret`.
        Provides = "provides",
        /// Hands it on under a name of its own: from a Secret into the environment of a container.
        Injects = "injects",
        /// Uses it.
        Reads = "reads",
    }
}

vocabulary! {
    /// Why what is asked for is taken for a secret.
    Why {
        /// Its name means a credential.
        Name = "name",
        /// It is asked for where nothing but secrets is kept.
        Store = "store",
        /// The key asked for, or the name under which it is handed on, means a credential.
        Key = "key",
        /// Whoever declared it marked it as sensitive.
        Marked = "marked",
    }
}

vocabulary! {
    /// What the findings of a rule are about.
    Topic {
        /// Credentials, and what asks for them.
        Secrets = "secrets",
        /// Observers and what they listen to.
        Observability = "observability",
    }
}

impl Instrument {
    /// The instrument that a name speaks of, when it speaks of one: `Int64Counter`, `GAUGE`.
    pub fn in_name(name: &str) -> Option<Self> {
        const WORDS: [(&str, Instrument); 6] = [
            ("updowncounter", Instrument::UpDownCounter),
            ("counter", Instrument::Counter),
            ("gauge", Instrument::Gauge),
            ("histogram", Instrument::Histogram),
            ("summary", Instrument::Summary),
            ("timer", Instrument::Timer),
        ];
        let name = name.to_ascii_lowercase().replace('_', "");
        let (word, found) = WORDS.iter().find(|(word, _)| name.contains(word))?;
        let rest = name.replacen(word, "", 1);
        let alone = WORDS.iter().all(|(word, _)| !rest.contains(word));
        alone.then_some(*found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_parses_back() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.as_str()), Some(*level));
        }
        for signal in Signal::ALL {
            assert_eq!(Signal::parse(signal.as_str()), Some(*signal));
        }
        assert_eq!(Level::parse("loud"), None);
    }

    #[test]
    fn a_name_speaks_of_one_instrument_or_of_none() {
        let told = [
            "Int64Counter",
            "GAUGE",
            "Int64UpDownCounter",
            "CounterOrGauge",
            "opts",
        ];
        assert_eq!(
            told.map(Instrument::in_name),
            [
                Some(Instrument::Counter),
                Some(Instrument::Gauge),
                Some(Instrument::UpDownCounter),
                None,
                None
            ]
        );
    }

    #[test]
    fn severity_and_confidence_are_ordered() {
        assert!(Severity::Critical > Severity::High);
        assert!(Confidence::Confirmed > Confidence::Likely);
    }
}
