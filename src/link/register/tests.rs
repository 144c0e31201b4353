//! The join of the register with what was found, on summaries made by hand.

use super::*;
use crate::model::date::Date;
use crate::model::inventory::Reference;
use crate::model::place::{Pos, Span};
use crate::model::register::{Environment, Fault, Read};
use crate::model::signal::{Role, Source};
use crate::rules::Rules;

fn place(path: &str, line: u32) -> Place {
    let start = Pos { line, column: 1 };
    Place {
        path: path.into(),
        span: Span::new(0, 1),
        start,
        end: start,
    }
}

fn summary(path: &str) -> Summary {
    Summary::empty(path.into(), Context::Product)
}

fn asks(path: &str, name: &'static str, context: Context) -> Summary {
    let mut one = summary(path);
    one.context = context;
    one.references.push(Reference {
        at: place(path, 7),
        name: SafeText::constant(name),
        key: None,
        source: Source::Environment,
        role: Role::Reads,
        secret: true,
        why: None,
        into: None,
        consumer: None,
        has_default: false,
        default: None,
        context,
        library: "python/os".into(),
        function: None,
        component: None,
        declared: None,
    });
    one
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn entry(name: &'static str, line: u32) -> Declaration {
    Declaration {
        at: place("secrets.yaml", line),
        name: SafeText::constant(name),
        aliases: Vec::new(),
        kind: None,
        usage: None,
        scope: None,
        terms: Terms {
            owner: Some(SafeText::constant("team-a")),
            ..Terms::default()
        },
        consumers: Vec::new(),
        classification: Some("confidential"),
        environments: Vec::new(),
        references: 0,
        findings: 0,
    }
}

fn declares(declarations: Vec<Declaration>) -> Summary {
    let mut one = summary("secrets.yaml");
    one.register = Some(Box::new(Read {
        declarations,
        faults: Vec::new(),
    }));
    one
}

/// Rule and name of each finding after the join.
fn joined(
    settings: &Settings,
    around: &Around,
    summaries: &mut [Summary],
) -> Vec<(String, String)> {
    join(&Rules::builtin().packs, settings, around, summaries);
    let findings = summaries.iter().flat_map(|one| &one.findings);
    let name = |finding: &Finding| {
        finding
            .name
            .as_ref()
            .map_or(String::new(), ToString::to_string)
    };
    findings
        .map(|finding| (finding.rule.to_string(), name(finding)))
        .collect()
}

fn whole() -> Around {
    Around {
        whole: true,
        ..Around::default()
    }
}

#[test]
fn without_a_register_nothing_is_said() {
    let mut all = [asks("a.py", "DB_PASSWORD", Context::Product)];
    assert_eq!(joined(&Settings::default(), &whole(), &mut all), []);
}

#[test]
fn names_meet_in_any_spelling_and_by_alias_and_what_does_not_meet_is_told() {
    let mut known = entry("DB_PASSWORD", 3);
    known.aliases.push(SafeText::constant("pg-password"));
    let mut all = [
        asks("a.py", "db-password", Context::Product),
        asks("b.py", "PGPASSWORD", Context::Product),
        asks("c.py", "OTHER_TOKEN", Context::Product),
        asks("d.py", "other-token", Context::Product),
        asks("e.py", "TEST_TOKEN", Context::Test),
        asks("f.py", "GITHUB_TOKEN", Context::Product),
        declares(vec![known, entry("OLD_KEY", 9), entry("SHELL_KEY", 12)]),
    ];
    let around = Around {
        mentioned: [folded("SHELL_KEY")].into(),
        ..whole()
    };
    let found = joined(&Settings::default(), &around, &mut all);
    let told = |rule: &str, name: &str| (rule.to_owned(), name.to_owned());
    assert_eq!(
        found,
        [
            told("secret-undeclared", "OTHER_TOKEN"),
            told("secret-unused", "OLD_KEY"),
        ]
    );
    for one in &all[..2] {
        let declared = one.references[0].declared.as_ref().expect("it is declared");
        assert_eq!(&*declared.name, "DB_PASSWORD");
        assert_eq!(declared.owner.as_deref(), Some("team-a"));
        assert_eq!(declared.classification, Some("confidential"));
    }
    assert!(all[2].references[0].declared.is_none());
}

#[test]
fn dates_are_judged_on_the_day_that_is_named_and_on_no_other() {
    let dated = |name, expiry, last, days| {
        let mut one = entry(name, 1);
        one.terms.expiry = day(expiry);
        one.terms.last_rotation = day(last);
        one.terms.rotation_days = days;
        one
    };
    let mut there = dated("E", "2030-01-01", "", None);
    there.environments.push(Environment {
        name: SafeText::constant("staging"),
        aliases: Vec::new(),
        terms: Terms {
            expiry: day("2026-02-28"),
            ..Terms::default()
        },
    });
    let all = vec![
        dated("A", "2026-02-28", "", None),
        dated("B", "2026-03-01", "", None),
        dated("C", "2026-06-01", "2026-01-01", Some(58)),
        dated("D", "2026-06-01", "2026-01-01", Some(59)),
        there,
    ];
    let judged = |date: Option<Date>| {
        let settings = Settings {
            date,
            ..Settings::default()
        };
        let around = Around::default();
        joined(&settings, &around, &mut [declares(all.clone())])
    };
    assert_eq!(judged(None), []);
    let told = |rule: &str, name: &str| (rule.to_owned(), name.to_owned());
    assert_eq!(
        judged(day("2026-03-01")),
        [
            told("secret-expired", "A"),
            told("secret-expires-soon", "B"),
            told("secret-overdue", "C"),
            told("secret-expired", "E"),
        ]
    );
}

#[test]
fn errors_of_the_register_are_findings_and_what_is_open_is_not() {
    let mut register = declares(Vec::new());
    let fault = |weight, about| Fault {
        at: place("secrets.yaml", 4),
        weight,
        about,
        entry: Some(SafeText::constant("A")),
        message: Message::new("model-entry"),
        hint: None,
    };
    register.register = Some(Box::new(Read {
        declarations: Vec::new(),
        faults: vec![
            fault(Weight::Error, About::Form),
            fault(Weight::Error, About::Owner),
            fault(Weight::Error, About::Value),
            fault(Weight::Warning, About::Form),
        ],
    }));
    let off = Settings {
        disabled_rules: vec!["register-entry".to_owned()],
        ..Settings::default()
    };
    let rules = |settings: &Settings| {
        let found = joined(settings, &whole(), &mut [register.clone()]);
        found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    assert_eq!(
        rules(&Settings::default()),
        ["register-entry", "secret-ownerless"]
    );
    assert_eq!(rules(&off), ["secret-ownerless"]);
}
