//! What is read of expressions as people write them.

use super::*;

/// Names with their forms where these are not exact, and their labels.
fn shown(text: &str, notation: Notation) -> Vec<String> {
    let (language, asked) = read(text, None, notation);
    let mut lines: Vec<String> = asked
        .names
        .iter()
        .map(|name| {
            let mut line = name.name.clone();
            if name.kind != UseKind::Metric || name.form != UseForm::Exact {
                line = format!("{line} ({} {})", name.kind, name.form);
            }
            if !name.functions.is_empty() {
                line = format!("{line} < {}", name.functions.join(" < "));
            }
            for (label, role) in &name.labels {
                line = format!("{line} {role}:{label}");
            }
            line
        })
        .collect();
    if asked.partial {
        lines.push("…".to_owned());
    }
    if language != QueryLanguage::PromQl {
        lines.insert(0, language.to_string());
    }
    lines
}

fn plain(text: &str) -> Vec<String> {
    shown(text, Notation::Plain)
}

#[test]
fn names_come_with_their_functions_and_labels() {
    assert_eq!(
        plain(
            "histogram_quantile(0.99, sum by (le, route) (rate(shop_took_seconds_bucket{code=~\"5..\", env!=\"dev\"}[5m]))) > 1"
        ),
        [
            "shop_took_seconds_bucket < rate < sum < histogram_quantile group:le group:route select:code exclude:env"
        ]
    );
    assert_eq!(
        plain("up == 0 and on(job) sum without (pod) (a_total) # b_total\n"),
        ["up join:job", "a_total < sum join:job drop:pod"]
    );
}

#[test]
fn labels_belong_to_the_side_that_must_have_them() {
    assert_eq!(
        plain("sum by (team, pod) (a_bytes * on(pod) group_left(team) pod_owner)"),
        [
            "a_bytes < sum group:pod join:pod",
            "pod_owner < sum group:team join:pod"
        ]
    );
    assert_eq!(
        plain("sum by (zone) (label_replace(a_total, \"zone\", \"$1\", \"instance\", \"(.*)-x\"))"),
        ["a_total < label_replace < sum"]
    );
}

#[test]
fn variables_of_dashboards_are_holes() {
    assert_eq!(
        plain(
            "sum by ($by, pod) (rate(${prefix}_requests_total{job=~\"$job\", $filters}[$__rate_interval]))"
        ),
        ["{prefix}_requests_total (metric template) < rate < sum group:pod select:job"]
    );
    assert_eq!(
        plain("topk($n, increase(a_total[[[range]]:30s])) > $limit"),
        ["a_total < increase < topk"]
    );
    assert_eq!(
        plain("${agg}(rate(a_total[5m] offset $back))"),
        ["a_total < rate < sum"]
    );
    assert_eq!(plain("$metric{pod=\"x\"}"), ["…"]);
    assert_eq!(plain("$query"), ["…"]);
}

#[test]
fn templates_and_formats_are_holes() {
    assert_eq!(
        plain("{{ .Values.prefix }}_queue_depth{job=\"{{ include \"x\" . }}\"} == {{ $n }}"),
        ["{Values.prefix}_queue_depth (metric template) select:job"]
    );
    let format = |text| shown(text, Notation::Format);
    assert_eq!(
        format("100 * sum(rate(a_total{%(selector)s, code=\"5\"}[%(window)s])) by (%(by)s) %% 2"),
        ["a_total < rate < sum select:code"]
    );
    assert_eq!(format("%s{%s} > 1"), ["…"]);
    assert_eq!(
        format("%sa_requests{x=\"y\",%s}"),
        ["{s}a_requests (metric template) select:x"]
    );
}

#[test]
fn names_stand_in_matchers_too() {
    assert_eq!(
        plain(
            "{__name__=~\"a_total|b_total\", job=\"x\"} or {__name__=~\"shop_.*_errors\"} or {\"http.server.duration\"}"
        ),
        [
            "a_total select:job",
            "b_total select:job",
            "shop_.*_errors (metric pattern)",
            "http.server.duration"
        ]
    );
}

#[test]
fn dialects_are_read_word_by_word() {
    assert_eq!(
        plain("sum(rate(a_total{job=\"x\"}[5m]) keep_metric_names) by (pod) default 0"),
        ["a_total", "…"]
    );
}

#[test]
fn logs_are_searched_for_texts() {
    assert_eq!(
        plain(
            "sum by (app) (count_over_time({app=\"shop\"} |= \"payment failed\" or \"card refused\" != \"test\" |~ `(?i)time.?out` | json | status = \"failed\" [5m]))"
        ),
        [
            "logql",
            "payment failed (log-text exact)",
            "card refused (log-text exact)",
            "(?i)time.?out (log-text pattern)"
        ]
    );
    assert_eq!(plain("rate({app=\"shop\"}[5m])"), ["logql"]);
}

#[test]
fn spans_are_searched_for_by_name() {
    let asked = read(
        "{ resource.service.name = \"shop\" && name = \"GET /cart\" || span:name =~ \"POST .*\" }",
        Some(QueryLanguage::TraceQl),
        Notation::Plain,
    )
    .1;
    let names: Vec<_> = asked
        .names
        .iter()
        .map(|name| (name.name.as_str(), name.form))
        .collect();
    assert_eq!(
        names,
        [("GET /cart", UseForm::Exact), ("POST .*", UseForm::Pattern)]
    );
}

#[test]
fn nothing_breaks_it() {
    for text in [
        "",
        "{",
        "\"",
        "{{",
        "${",
        "[[",
        "[",
        "a[",
        "a{b=",
        "%(",
        "é{ü=\"ö\"}[日",
        "sum by (",
    ] {
        read(text, None, Notation::Format);
        read(text, Some(QueryLanguage::LogQl), Notation::Plain);
        read(text, Some(QueryLanguage::TraceQl), Notation::Plain);
    }
    read(&"(".repeat(5_000), None, Notation::Plain);
}
