//! A difference full of hostile text, in every format.

use pulldown_cmark::{Event, Options as Extensions, Parser};

use super::{DiffFormat, diff};
use crate::model::change::{
    Anomaly, AnomalyKind, Belief, DIFF_VERSION, Diff, DiffCounts, Hearing, HearingCause,
    ItemChangeKind, Listener, Loss, ObserverChange, ObserverPart, PointChange, PointChangeKind,
    Priority, Reason, ReferenceChange, SecretChange, Seen, Version,
};
use crate::model::observer::{ObserverKind, UseKind};
use crate::model::place::{Place, Pos, Span};
use crate::model::signal::{Severity, Signal, Source};
use crate::report::sample::{HOSTILE, safe};
use crate::report::{Options, Words};

fn place(path: &str) -> Place {
    Place {
        path: path.into(),
        span: Span { start: 0, end: 1 },
        start: Pos { line: 1, column: 1 },
        end: Pos { line: 1, column: 2 },
    }
}

fn seen(text: &str) -> Seen {
    Seen {
        at: place(text),
        library: "python/logging".into(),
        name: Some(safe(text)),
        exposed: None,
        level: None,
        instrument: None,
        unit: Some(safe(text)),
        function: Some(safe(text)),
        component: Some(text.into()),
    }
}

fn point(kind: PointChangeKind, text: &str) -> PointChange {
    PointChange {
        kind,
        priority: Priority::P0,
        breaking: true,
        signal: Signal::Metric,
        old: Some(seen(text)),
        new: Some(seen(text)),
        labels_added: vec![safe(text)],
        labels_removed: vec![safe(text)],
        remaining: 2,
        belief: Some(Belief {
            score: 77,
            because: Reason::ALL.to_vec(),
        }),
        listeners: vec![Listener {
            kind: ObserverKind::Alert,
            name: Some(safe(text)),
            within: Some(safe(text)),
            at: place(text),
            broken: true,
        }],
        also: vec![place(text)],
    }
}

/// Every kind of entry with this text wherever text of a file may stand.
fn add(diff: &mut Diff, text: &str) {
    for cause in HearingCause::ALL {
        let hearing = Hearing {
            priority: Priority::P1,
            kind: ObserverKind::Panel,
            name: Some(safe(text)),
            within: Some(safe(text)),
            at: place(text),
            losses: vec![Loss {
                cause: *cause,
                what: UseKind::Metric,
                name: safe(text),
                label: Some(safe(text)),
                uncertain: false,
                at: place(text),
                point: Some(place(text)),
                likely: Some(safe(text)),
            }],
        };
        diff.broken.push(hearing.clone());
        diff.mended.push(hearing);
    }
    for kind in PointChangeKind::ALL {
        diff.points.push(point(*kind, text));
    }
    for kind in ItemChangeKind::ALL {
        diff.observers.push(ObserverChange {
            kind: *kind,
            priority: Priority::P2,
            observer: ObserverKind::Alert,
            name: Some(safe(text)),
            was: Some(safe(text)),
            within: Some(safe(text)),
            at: place(text),
            parts: ObserverPart::ALL.to_vec(),
        });
        diff.secrets.push(SecretChange {
            kind: *kind,
            priority: Priority::P2,
            rule: text.into(),
            title: text.to_owned(),
            severity: Severity::High,
            name: Some(safe(text)),
            at: place(text),
        });
        diff.references.push(ReferenceChange {
            kind: *kind,
            priority: Priority::P2,
            name: safe(text),
            key: Some(safe(text)),
            source: Source::Environment,
            at: place(text),
            places: 2,
        });
    }
    for kind in AnomalyKind::ALL {
        diff.anomalies.push(Anomaly {
            kind: *kind,
            priority: Priority::P2,
            component: Some(text.into()),
            name: Some(safe(text)),
            at: Some(place(text)),
            before: 10,
            after: 20,
        });
    }
}

fn empty() -> Diff {
    let version = |name: &str| Version {
        name: name.to_owned(),
        revision: None,
        points: 0,
        observers: 0,
    };
    Diff {
        schema_version: DIFF_VERSION,
        old: version("old | `x` <b>"),
        new: version("new\n# x"),
        same_rules: false,
        counts: DiffCounts::default(),
        broken: Vec::new(),
        mended: Vec::new(),
        points: Vec::new(),
        observers: Vec::new(),
        secrets: Vec::new(),
        references: Vec::new(),
        anomalies: Vec::new(),
    }
}

fn written(one: &Diff, format: DiffFormat) -> String {
    diff(one, format, &Options::default(), &Words::english())
}

#[test]
fn hostile_text_stays_text() {
    for text in HOSTILE {
        let mut one = empty();
        add(&mut one, text);
        let markdown = written(&one, DiffFormat::Markdown);
        assert!(markdown.starts_with("<!-- vigie diff -->\n"));
        let events = Parser::new_ext(&markdown, Extensions::ENABLE_TABLES);
        let (mut cells, mut headings) = (0, 0);
        for event in events {
            match event {
                Event::Html(html) => assert_eq!(html.trim(), "<!-- vigie diff -->", "{text:?}"),
                Event::InlineHtml(html) => assert_eq!(&*html, "<br>", "{text:?}"),
                Event::Start(pulldown_cmark::Tag::TableCell) => cells += 1,
                Event::Start(pulldown_cmark::Tag::Heading { .. }) => headings += 1,
                Event::Start(
                    pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. },
                ) => panic!("a link in {text:?}"),
                _ => {}
            }
        }
        let rows = 6 + 6 + 4 * 3;
        assert_eq!(headings, 8, "{text:?}\n{markdown}");
        assert_eq!(cells, 4 * (rows + 7), "{text:?}\n{markdown}");
        let terminal = written(&one, DiffFormat::Terminal);
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!terminal.contains(steers), "{text:?}\n{terminal:?}");
    }
}

#[test]
fn a_comment_stays_within_its_limit_and_says_what_is_cut() {
    let mut one = empty();
    for number in 0..3000 {
        let name = format!("shop_metric_of_{}_{number}", "a_long_name_".repeat(8));
        one.points.push(point(PointChangeKind::Renamed, &name));
    }
    let markdown = written(&one, DiffFormat::Markdown);
    assert!(markdown.chars().count() <= 60_000);
    assert!(
        markdown.contains("more, left out"),
        "{}",
        &markdown[markdown.len() - 200..]
    );
    assert!(markdown.contains("(3000)"));
}

#[test]
fn nothing_is_said_in_one_sentence() {
    let mut one = empty();
    one.same_rules = true;
    assert_eq!(written(&one, DiffFormat::Markdown).lines().count(), 4);
    let terminal = written(&one, DiffFormat::Terminal);
    assert!(terminal.lines().count() <= 2, "{terminal}");
}
