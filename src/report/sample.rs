//! Inventories for the tests of this room: a small one full of hostile text, large ones, an empty one.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::date::Date;
use crate::model::inventory::{
    Attribute, Component, Context, Excerpt, Finding, History, Inventory, Point, Reference,
    RuleInfo, SCHEMA_VERSION, Skip, SkipReason, Statistics, Target, Tool,
};
use crate::model::lifetime::{Certificate, Lifetime, TokenKind};
use crate::model::message::Message;
use crate::model::place::{Place, Pos, Span};
use crate::model::register::{Declaration, Environment, Terms};
use crate::model::signal::{
    Confidence, Instrument, Level, ResolvedBy, Role, Severity, Signal, Source, Topic, Why,
};
use crate::model::suppression::{
    MarkWord, Suppressed, Suppression, SuppressionKind, Unused, UnusedWhy,
};
use crate::model::text::{Redacted, SafeText, Scrubber, SecretKey};

/// Text that has broken a table, a diagram, an annotation, a link or a terminal somewhere.
pub(super) const HOSTILE: &[&str] = &[
    "pipe | in a cell",
    "back\\|slash \\\\| before bars \\",
    "one ` tick and ``two`` ticks",
    "`at both ends`",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- comment -->",
    "[click](javascript:alert(1)) ![img](https://evil.example/x.png)",
    "double \" and single ' quotes",
    "日本語 ☃ café 😀",
    "#hash; 100% &amp; #quot;",
    "--> end; subgraph x",
    "**bold** _it_ | --- |",
    "someone@example.com https://evil.example/?a=1&b=2 www.evil.example",
    "%%{init: {'theme':'dark'}}%%",
    "click A href x",
    "::error file=x::owned",
    "\u{1b}[31mred\u{1b}[0m\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{9b}31m and \u{7f} and \u{0}",
    "right \u{202e}tfel ot\u{202c} and \u{2066}back\u{2069}",
    "line\nbreak\r\nand\ttab",
    "\u{2028}separator\u{2029}",
    "{{ braces }} {0} {% if x %}",
    "- list\n# heading\n```fence",
    "~~~\n    indented",
    "$math$ $`x`$ @mention :emoji:",
    " leading and trailing ",
    "",
    "|",
    "`",
    "\\",
    "C:\\path\\file%20name?#x",
];

/// Text as a worker without secrets would clean it.
pub(super) fn safe(text: &str) -> SafeText {
    Scrubber::default().clean(text)
}

/// A place of three columns on one line.
pub(super) fn place(path: &str, line: u32) -> Place {
    Place {
        path: path.into(),
        span: Span::new(line as usize * 40, line as usize * 40 + 3),
        start: Pos { line, column: 5 },
        end: Pos { line, column: 8 },
    }
}

fn point(path: &str, line: u32, signal: Signal, library: &str, text: &str) -> Point {
    let is_log = signal == Signal::Log;
    Point {
        at: place(path, line),
        library: library.into(),
        signal,
        level: (is_log && !line.is_multiple_of(7)).then(|| Level::ALL[line as usize % 6]),
        template: is_log.then(|| safe(text)),
        name: (!is_log).then(|| safe(text)),
        exposed: None,
        instrument: (signal == Signal::Metric).then(|| Instrument::ALL[line as usize % 10]),
        unit: (signal == Signal::Metric).then(|| safe("s")),
        help: (signal == Signal::Metric).then(|| safe(text)),
        attributes: vec![Attribute {
            key: safe(text),
            expression: Some(safe(text)),
        }],
        function: Some(safe(text)),
        component: None,
        through: line.is_multiple_of(3).then(|| safe(text)),
        resolved_by: ResolvedBy::Import,
        confidence: Confidence::ALL[line as usize % 3],
        test: line.is_multiple_of(5),
        watched_by: Vec::new(),
    }
}

/// A finding of `rule` at a place.
pub(super) fn finding(path: &str, line: u32, rule: &str, severity: Severity) -> Finding {
    let key = SecretKey::default();
    Finding {
        at: place(path, line),
        rule: rule.into(),
        severity,
        confidence: Confidence::ALL[line as usize % 3],
        message: Message::new("finding-secret").with("title", safe("A key")),
        evidence: Some(Redacted::new(b"pre_0123456789", Some("pre_"), &key)),
        name: None,
        fingerprint: format!("{line:016x}"),
        copies: 1 + line % 2,
        related: Vec::new(),
        component: None,
        context: Context::Product,
        excerpt: Some(Excerpt {
            line: safe("k = pre_**** # tail"),
            start_column: 5,
            end_column: 13,
            line_hash: format!("{:x}:1", u64::from(line) * 7919),
        }),
        history: None,
        declared: None,
        flow: Vec::new(),
        data: None,
    }
}

fn rule(id: &str, title: &str) -> RuleInfo {
    RuleInfo {
        id: id.into(),
        title: title.to_owned(),
        cwe: Some(798),
        severity: Severity::High,
        docs: Some("https://example.org/docs?a=1&b=2".to_owned()),
        revoke: Some(
            "Delete it under Settings → `Tokens | Keys`; see https://example.org/revoke."
                .to_owned(),
        ),
        rotate: Some("Make a <new> one, then delete the *old* one".to_owned()),
        topic: Topic::Secrets,
        why: None,
        fix: None,
        french: None,
    }
}

fn reference(path: &str, line: u32, name: &str, secret: bool) -> Reference {
    Reference {
        key: None,
        role: Role::Reads,
        why: secret.then_some(Why::Name),
        into: None,
        consumer: None,
        context: Context::Product,
        at: place(path, line),
        name: safe(name),
        source: Source::ALL[line as usize % 5],
        secret,
        has_default: line.is_multiple_of(2),
        default: None,
        library: "python/os".into(),
        function: Some(safe(name)),
        component: None,
        declared: None,
    }
}

fn suppression(index: usize, text: &str) -> Suppression {
    let kind = [
        SuppressionKind::Mark,
        SuppressionKind::AllowList,
        SuppressionKind::Baseline,
    ][index % 3];
    Suppression {
        kind,
        mark: (kind == SuppressionKind::Mark).then_some(MarkWord::Vigie),
        source: safe(text),
        line: (kind != SuppressionKind::Baseline).then_some(index as u32 + 1),
        reason: Some(safe(text)),
        by: (kind == SuppressionKind::Baseline).then(|| safe(text)),
        date: (kind == SuppressionKind::Baseline).then(|| Date::from_days(20_000)),
        expires: None,
    }
}

fn declaration(path: &str, line: u32, text: &str) -> Declaration {
    let terms = Terms {
        owner: Some(safe(text)),
        storage: Some("vault"),
        location: Some(safe(text)),
        rotation_days: Some(line),
        last_rotation: Some(Date::from_days(20_000)),
        expiry: Some(Date::from_days(20_400)),
    };
    Declaration {
        at: place(path, line),
        name: safe(text),
        aliases: vec![safe(text)],
        kind: Some("token"),
        usage: Some(safe(text)),
        scope: Some(safe(text)),
        terms: terms.clone(),
        consumers: vec![safe(text)],
        classification: Some("internal"),
        environments: vec![Environment {
            name: safe(text),
            aliases: Vec::new(),
            terms,
        }],
        references: line,
        findings: 0,
    }
}

fn certificate(path: &str, line: u32, text: &str) -> Certificate {
    Certificate {
        at: place(path, line),
        subject: safe(text),
        issuer: safe(text),
        self_signed: false,
        not_before: Date::from_days(20_000),
        not_after: Date::from_days(20_400),
        key: safe("RSA"),
        key_bits: Some(2048),
        signature: safe("sha256WithRSA"),
        context: Context::Product,
        component: None,
    }
}

/// Nothing was found.
pub(super) fn empty() -> Inventory {
    Inventory {
        schema_version: SCHEMA_VERSION,
        tool: Tool {
            name: "vigie",
            version: "0.1.0",
            rules_digest: "7f3a".to_owned(),
            settings_digest: "91c2".to_owned(),
        },
        target: Target {
            name: "shop".to_owned(),
            revision: Some("29f4211e0c".to_owned()),
            ..Target::default()
        },
        statistics: Statistics::default(),
        components: Vec::new(),
        points: Vec::new(),
        observers: Vec::new(),
        findings: Vec::new(),
        rules: Vec::new(),
        references: Vec::new(),
        declarations: Vec::new(),
        certificates: Vec::new(),
        lifetimes: Vec::new(),
        skips: Vec::new(),
        suppressed: Vec::new(),
        unused: Vec::new(),
        baseline: None,
        marks: Vec::new(),
    }
}

/// Every hostile text in every place where text from a file can stand.
pub(crate) fn inventory() -> Inventory {
    let mut inventory = empty();
    inventory.target.name = HOSTILE[2].to_owned();
    inventory.statistics = Statistics {
        files: 1204,
        bytes: 12_897_484,
        parsed: 900,
        reread: 3,
        unresolved: 2,
        foreign: 17,
        languages: BTreeMap::from([("Go".to_owned(), 12), ("C# <b>".to_owned(), 1)]),
    };
    for (index, text) in HOSTILE.iter().enumerate() {
        let line = index as u32 + 1;
        let rule_id = if text.is_empty() { "nameless" } else { text };
        // No path is empty, and none has a NUL.
        let path = format!("src/{}x.py", text.replace('\0', ""));
        let folder: Arc<str> = format!("services/{index}{text}").into();
        inventory.components.push(Component {
            path: folder.clone(),
            name: safe(text),
            manifest: format!("{folder}/package.json").into(),
        });
        for signal in Signal::ALL {
            let mut point = point(&path, line, *signal, text, text);
            point.component = Some(folder.clone());
            inventory.points.push(point);
        }
        let mut found = finding(&path, line, rule_id, Severity::ALL[index % 5]);
        found.component = Some(folder.clone());
        found.message = Message::new("finding-secret-named")
            .with("title", safe(text))
            .with("name", safe(text));
        found.name = Some(safe(text));
        found.context = [
            Context::Product,
            Context::Test,
            Context::Documentation,
            Context::Foreign,
        ][index % 4];
        if let Some(excerpt) = &mut found.excerpt {
            excerpt.line = safe(&format!("{}****", text.replace(['\n', '\r'], " ")));
        }
        let mut aside = found.clone();
        aside.history = Some(History {
            commit: "29f4211e0c".repeat(4),
            at_head: index % 2 == 0,
            versions: line,
        });
        inventory.suppressed.push(Suppressed {
            finding: aside,
            suppression: suppression(index, text),
        });
        inventory.unused.push(Unused {
            source: safe(text),
            line: (index % 2 == 0).then_some(line),
            kind: SuppressionKind::Mark,
            why: UnusedWhy::NoReason,
            names: safe(text),
        });
        inventory.findings.push(found);
        inventory.rules.push(rule(rule_id, &format!("{text} key")));
        inventory
            .references
            .push(reference(&path, line, text, index % 2 == 0));
        inventory.declarations.push(declaration(&path, line, text));
        if let Some(asked) = inventory.references.last_mut() {
            asked.declared = inventory.declarations.last().map(Declaration::told);
        }
        inventory.certificates.push(certificate(&path, line, text));
        inventory.lifetimes.push(Lifetime {
            at: place(&path, line),
            kind: TokenKind::Jwt,
            algorithm: Some(safe(text)),
            issued: None,
            expires: Some(Date::from_days(20_000)),
            context: Context::Test,
            component: None,
        });
        inventory.skips.push(Skip {
            path: path.into(),
            reason: [
                SkipReason::Binary,
                SkipReason::Unreadable,
                SkipReason::SyntaxErrors,
            ][index % 3],
            detail: Some(safe(text)),
        });
    }
    sort(&mut inventory);
    inventory
}

/// `size` of everything, each in a component of its own.
pub(super) fn large(size: u32) -> Inventory {
    let mut inventory = empty();
    inventory.statistics.files = u64::from(size);
    inventory.statistics.bytes = 3_000 * u64::from(size);
    for index in 0..size {
        let path = format!("services/s{index:05}/src/a file with a longer name.py");
        let folder: Arc<str> = format!("services/s{index:05}").into();
        let text = format!(
            "order {{id}} of {index} <|`\"> was refused {}",
            "because ".repeat(8)
        );
        inventory.components.push(Component {
            path: folder.clone(),
            name: safe(&format!("s{index}\"|<`")),
            manifest: format!("{folder}/package.json").into(),
        });
        for signal in [Signal::Log, Signal::Metric] {
            let mut point = point(
                &path,
                index + 1,
                signal,
                &format!("python/lib{}", index % 120),
                &text,
            );
            point.component = Some(folder.clone());
            inventory.points.push(point);
        }
        let rule_id = format!("rule-{}", index % 70);
        let mut found = finding(
            &path,
            index + 1,
            &rule_id,
            Severity::ALL[index as usize % 5],
        );
        found.component = Some(folder.clone());
        inventory.findings.push(found);
        let mut asked = reference(&path, index + 1, &format!("TOKEN_{index}"), true);
        asked.component = Some(folder);
        inventory.references.push(asked);
    }
    inventory.rules.extend(
        (0..70).map(|index| rule(&format!("rule-{index}"), &format!("Vendor {index} key"))),
    );
    sort(&mut inventory);
    inventory
}

fn sort(inventory: &mut Inventory) {
    inventory.components.sort();
    inventory.points.sort();
    inventory.references.sort();
    inventory.skips.sort();
    inventory.declarations.sort();
    inventory.certificates.sort();
    inventory.lifetimes.sort();
    inventory.rules.sort_by(|a, b| a.id.cmp(&b.id));
    inventory
        .findings
        .sort_by(|a, b| (&a.at, &a.rule).cmp(&(&b.at, &b.rule)));
}
