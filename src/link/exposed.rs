//! The name under which a metric is scraped, by the rules of the client that makes it.

use crate::model::signal::Instrument;
use crate::model::stored::plain;
use crate::rules::pack::Exposition;

/// Units as OpenTelemetry's translation for Prometheus spells them.
/// Source: OpenTelemetry specification, "Prometheus and `OpenMetrics` Compatibility", metric metadata.
const UNITS: &[(&str, &str)] = &[
    ("d", "days"),
    ("h", "hours"),
    ("min", "minutes"),
    ("s", "seconds"),
    ("ms", "milliseconds"),
    ("us", "microseconds"),
    ("ns", "nanoseconds"),
    ("By", "bytes"),
    ("KiBy", "kibibytes"),
    ("MiBy", "mebibytes"),
    ("GiBy", "gibibytes"),
    ("KBy", "kilobytes"),
    ("MBy", "megabytes"),
    ("GBy", "gigabytes"),
    ("V", "volts"),
    ("A", "amperes"),
    ("J", "joules"),
    ("W", "watts"),
    ("g", "grams"),
    ("Cel", "celsius"),
    ("Hz", "hertz"),
    ("%", "percent"),
];

/// The exposed name; `None` where a part of the written one is unknown.
pub(super) fn exposed(
    rule: Exposition,
    name: &str,
    instrument: Option<Instrument>,
    unit: Option<&str>,
) -> Option<String> {
    if name.contains('{') || name.is_empty() {
        return None;
    }
    let counter = instrument == Some(Instrument::Counter);
    let mut exposed = plain(name);
    match rule {
        Exposition::Prometheus => {}
        Exposition::OpenMetrics => {
            let base = exposed.strip_suffix("_total").filter(|_| counter);
            let mut base = base.unwrap_or(&exposed).to_owned();
            with_suffix(&mut base, unit.unwrap_or(""));
            if counter {
                base.push_str("_total");
            }
            exposed = base;
        }
        Exposition::OpenTelemetry => {
            let base = exposed.strip_suffix("_total").filter(|_| counter);
            let mut base = base.unwrap_or(&exposed).to_owned();
            match unit {
                Some("1") if instrument == Some(Instrument::Gauge) => {
                    with_suffix(&mut base, "ratio");
                }
                Some(unit) => with_suffix(&mut base, &spelled(unit)),
                None => {}
            }
            if counter {
                base.push_str("_total");
            }
            exposed = base;
        }
        Exposition::Micrometer if instrument == Some(Instrument::Timer) => {
            with_suffix(&mut exposed, "seconds");
        }
        Exposition::Micrometer => {
            let base = exposed.strip_suffix("_total").filter(|_| counter);
            let mut base = base.unwrap_or(&exposed).to_owned();
            with_suffix(&mut base, &plain(unit.unwrap_or("")));
            if counter {
                base.push_str("_total");
            }
            exposed = base;
        }
    }
    Some(exposed)
}

fn with_suffix(name: &mut String, suffix: &str) {
    let there = name
        .strip_suffix(suffix)
        .is_some_and(|before| before.ends_with('_'));
    if !suffix.is_empty() && !there {
        name.push('_');
        name.push_str(suffix);
    }
}

/// A UCUM unit in words: `By/s` is `bytes_per_second`; what stands in braces is no unit.
fn spelled(unit: &str) -> String {
    let word = |unit: &str| {
        let unit = unit.split('{').next().unwrap_or("").trim();
        let known = UNITS.iter().find(|(short, _)| *short == unit);
        known.map_or_else(|| plain(unit), |(_, long)| (*long).to_owned())
    };
    match unit.split_once('/') {
        Some((of, per)) => {
            let (of, per) = (word(of), word(per));
            let per = per.strip_suffix('s').unwrap_or(&per);
            match (of.is_empty(), per.is_empty()) {
                (_, true) => of,
                (true, _) => format!("per_{per}"),
                _ => format!("{of}_per_{per}"),
            }
        }
        None => match word(unit).as_str() {
            "1" => String::new(),
            word => word.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_spells_names_its_own_way() {
        let counter = Some(Instrument::Counter);
        let gauge = Some(Instrument::Gauge);
        let timer = Some(Instrument::Timer);
        for (rule, name, instrument, unit, expected) in [
            (Exposition::Prometheus, "a_total", counter, None, "a_total"),
            (Exposition::OpenMetrics, "a", counter, None, "a_total"),
            (Exposition::OpenMetrics, "a_total", counter, None, "a_total"),
            (
                Exposition::OpenMetrics,
                "took",
                gauge,
                Some("seconds"),
                "took_seconds",
            ),
            (
                Exposition::OpenTelemetry,
                "http.server.duration",
                None,
                Some("ms"),
                "http_server_duration_milliseconds",
            ),
            (
                Exposition::OpenTelemetry,
                "sent",
                counter,
                Some("By/s"),
                "sent_bytes_per_second_total",
            ),
            (
                Exposition::OpenTelemetry,
                "jobs",
                counter,
                Some("{job}"),
                "jobs_total",
            ),
            (
                Exposition::OpenTelemetry,
                "used",
                gauge,
                Some("1"),
                "used_ratio",
            ),
            (
                Exposition::Micrometer,
                "shop.orders",
                counter,
                None,
                "shop_orders_total",
            ),
            (
                Exposition::Micrometer,
                "shop.took",
                timer,
                None,
                "shop_took_seconds",
            ),
            (
                Exposition::Micrometer,
                "shop.size",
                gauge,
                Some("bytes"),
                "shop_size_bytes",
            ),
        ] {
            assert_eq!(
                exposed(rule, name, instrument, unit).as_deref(),
                Some(expected),
                "{name}"
            );
        }
        assert_eq!(
            exposed(Exposition::Prometheus, "a_{b}", counter, None),
            None
        );
    }
}
