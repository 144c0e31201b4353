//! What a metric speaks of: the four golden signals, and what else people ask a service about.
//!
//! Latency, traffic, errors and saturation are those of Google's *Site Reliability Engineering*,
//! chapter 6. A name is all that a repository shows of a metric's meaning, so this reads names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::signal::{Instrument, vocabulary};

vocabulary! {
    /// What a metric speaks of.
    Aspect {
        /// How long something takes.
        Latency = "latency",
        /// How much is asked for.
        Traffic = "traffic",
        /// What goes wrong.
        Errors = "errors",
        /// How full something is.
        Saturation = "saturation",
        /// What the business counts.
        Business = "business",
        /// Who may, who may not, and what proves it.
        Security = "security",
        /// What happens to personal data.
        Privacy = "privacy",
        /// How models are trained and asked.
        MachineLearning = "ml",
        /// None of these by its name.
        Other = "other",
    }
}

/// Words that decide, the strongest aspect first.
const WORDS: [(Aspect, &[&str]); 6] = [
    (
        Aspect::Errors,
        &[
            "error",
            "err",
            "failure",
            "failed",
            "fail",
            "failing",
            "exception",
            "panic",
            "crash",
            "dropped",
            "drop",
            "rejected",
            "rejection",
            "timeout",
            "aborted",
            "invalid",
            "corrupt",
            "corrupted",
            "corruption",
            "discarded",
            "lost",
            "missed",
            "unhealthy",
            "violation",
            "5xx",
            "4xx",
            "refused",
            "retry",
            "retries",
            "retried",
        ],
    ),
    (
        Aspect::Security,
        &[
            "auth",
            "authentication",
            "authorization",
            "login",
            "certificate",
            "cert",
            "tls",
            "permission",
            "denied",
            "forbidden",
            "unauthorized",
            "acl",
            "csrf",
            "oidc",
            "saml",
            "mfa",
        ],
    ),
    (
        Aspect::Privacy,
        &[
            "gdpr",
            "consent",
            "pii",
            "anonymized",
            "erasure",
            "redacted",
        ],
    ),
    (
        Aspect::MachineLearning,
        &[
            "inference",
            "training",
            "embedding",
            "epoch",
            "prediction",
            "prompt",
            "llm",
            "loss",
            "accuracy",
        ],
    ),
    (
        Aspect::Saturation,
        &[
            "queue",
            "queued",
            "backlog",
            "pending",
            "waiting",
            "inflight",
            "buffer",
            "buffered",
            "pool",
            "utilization",
            "utilisation",
            "usage",
            "used",
            "free",
            "available",
            "limit",
            "capacity",
            "lag",
            "depth",
            "load",
            "memory",
            "mem",
            "cpu",
            "heap",
            "disk",
            "goroutine",
            "thread",
            "throttled",
            "evicted",
            "saturation",
            "concurrency",
            "fds",
        ],
    ),
    (
        Aspect::Business,
        &[
            "order",
            "cart",
            "checkout",
            "payment",
            "purchase",
            "revenue",
            "invoice",
            "signup",
            "customer",
            "conversion",
            "billing",
            "price",
            "product",
            "ad",
        ],
    ),
];

/// Words that say that something is timed.
const TIMED: &[&str] = &[
    "duration",
    "latency",
    "elapsed",
    "rtt",
    "seconds",
    "milliseconds",
    "microseconds",
    "ms",
    "time",
];

impl Aspect {
    /// What a metric of this name speaks of.
    pub fn of(name: &str, instrument: Option<Instrument>) -> Self {
        let words = words(name);
        let has = |list: &[&str]| {
            words
                .iter()
                .any(|word| list.contains(&singular(word)) || list.contains(&word.as_str()))
        };
        let distribution = matches!(
            instrument,
            Some(Instrument::Histogram | Instrument::Summary | Instrument::Timer)
        );
        if distribution && has(TIMED) || instrument == Some(Instrument::Timer) {
            return Self::Latency;
        }
        for (aspect, list) in WORDS {
            // How full a thing is cannot be counted up: `cpu_seconds_total` is what was used, though.
            if has(list) {
                return aspect;
            }
        }
        match instrument {
            Some(Instrument::Counter | Instrument::Meter) => Self::Traffic,
            _ if distribution => Self::Traffic,
            _ => Self::Other,
        }
    }
}

/// The words of a name, in lower case: `HttpRequests`, `http_requests` and `http.requests` have two.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for character in name.chars() {
        let breaks = !character.is_alphanumeric() || (character.is_uppercase() && before_lower);
        if breaks && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
        before_lower = character.is_lowercase() || character.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `errors` as `error`; a word that ends in two s stays.
pub fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(one) if one.len() > 2 && !one.ends_with('s') => one,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_where_a_reader_would() {
        assert_eq!(
            words("http.serverRequests_total"),
            ["http", "server", "requests", "total"]
        );
        assert_eq!(words("HTTP2Frames"), ["http2", "frames"]);
        assert_eq!(words("__"), Vec::<String>::new());
    }

    #[test]
    fn golden_signals_are_read_off_names() {
        let of = |name, instrument| Aspect::of(name, Some(instrument));
        assert_eq!(
            of("http_request_duration_seconds", Instrument::Histogram),
            Aspect::Latency
        );
        assert_eq!(
            of("http_requests_total", Instrument::Counter),
            Aspect::Traffic
        );
        assert_eq!(
            of("ingest_errors_total", Instrument::Counter),
            Aspect::Errors
        );
        assert_eq!(of("queue_length", Instrument::Gauge), Aspect::Saturation);
        assert_eq!(
            of("orders_placed_total", Instrument::Counter),
            Aspect::Business
        );
        assert_eq!(
            of("orders_failed_total", Instrument::Counter),
            Aspect::Errors
        );
        assert_eq!(
            of("login_attempts_total", Instrument::Counter),
            Aspect::Security
        );
        assert_eq!(
            of("llm_inference_count", Instrument::Counter),
            Aspect::MachineLearning
        );
        assert_eq!(of("build_info", Instrument::Gauge), Aspect::Other);
        assert_eq!(
            of("response_size_bytes", Instrument::Histogram),
            Aspect::Traffic
        );
        assert_eq!(
            of("user_address", Instrument::Gauge),
            Aspect::Other,
            "`address` is no ad"
        );
    }
}
