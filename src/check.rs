//! Packs judged by their own examples: what `vigie rules check DIR` and the tests run.

pub mod model;

use crate::detect::{Engine, Pattern};
use crate::link;
use crate::model::inventory::Point;
use crate::model::observer::Observer;
use crate::model::settings::Settings;
use crate::model::signal::{Level, Role, Signal};
use crate::model::summary::Summary;
use crate::rules::pack::{Example, FindingRule, Packs, SecretRule, Store};
use crate::rules::{Rules, RulesError, load_dir};

pub use crate::detect::example;
pub use crate::rules::placeholder::expand;

/// How many expansions of an example are tried: chance must not decide.
const SEEDS: u64 = 5;

/// One thing that is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The pack or rule.
    pub id: String,
    /// What is wrong.
    pub what: String,
}

/// What checking packs gave.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Packs and rules that were looked at.
    pub checked: usize,
    /// Examples and counterexamples that were run.
    pub examples: usize,
    /// What is wrong, in order of id.
    pub faults: Vec<Fault>,
}

/// Checks the packs of a folder, alone: every rule compiles, every example holds.
pub fn check_dir(dir: &std::path::Path) -> Result<CheckReport, RulesError> {
    let mut packs = load_dir(dir)?;
    // Examples are read as files of a language and judged by names, which a user's packs add to.
    let builtin = Rules::builtin().packs;
    for language in builtin.languages {
        if packs.languages.iter().all(|own| own.id != language.id) {
            packs.languages.push(language);
        }
    }
    for flows in builtin.flows {
        if packs.flows.iter().all(|own| own.id != flows.id) {
            packs.flows.push(flows);
        }
    }
    for mut sensitive in builtin.sensitive {
        // What they show was checked where they were made, and an own pack may say otherwise.
        if let Some(leak) = &mut sensitive.leak {
            leak.examples.clear();
            leak.counterexamples.clear();
        }
        if packs.sensitive.iter().all(|own| own.id != sensitive.id) {
            packs.sensitive.push(sensitive);
        }
    }
    Ok(check(&Rules {
        packs,
        digest: String::new(),
    }))
}

/// Checks packs.
pub fn check(rules: &Rules) -> CheckReport {
    let mut report = CheckReport::default();
    let engine = Engine::new(rules, &Settings::default());
    unique(&rules.packs, &mut report);
    for vendor in &rules.packs.vendors {
        for rule in &vendor.rules {
            report.checked += 1;
            check_secret(&engine, rule, &mut report);
        }
    }
    for store in rules.packs.stores.iter().flat_map(|pack| &pack.stores) {
        report.checked += 1;
        check_store(&engine, store, &mut report);
    }
    for library in &rules.packs.libraries {
        report.checked += 1;
        let dialect = library.dialects.first().copied().or_else(|| {
            crate::model::language::Dialect::ALL
                .into_iter()
                .find(|dialect| dialect.family() == library.family)
        });
        for example in &library.examples {
            let ours = |summary: &Summary| points(summary, &library.id);
            let path = path_for(&rules.packs, example.dialect.or(dialect));
            check_source(&engine, &library.id, example, &path, ours, &mut report);
        }
    }
    for references in &rules.packs.references {
        report.checked += 1;
        let dialect = crate::model::language::Dialect::ALL
            .into_iter()
            .find(|d| Some(d.family()) == references.family);
        let texts = references.texts.iter().map(|text| &text.asking);
        let mut places = texts.chain(references.entries.iter().map(|entry| &entry.asking));
        let named = places.find_map(|asking| asking.files.first());
        for example in &references.examples {
            let ours = |summary: &Summary| asked(summary, &references.id);
            let path = match (&example.file, dialect, named) {
                (Some(file), ..) => file.clone(),
                (None, None, Some(glob)) => glob.replace('*', "x"),
                _ => path_for(&rules.packs, example.dialect.or(dialect)),
            };
            check_source(&engine, &references.id, example, &path, ours, &mut report);
        }
    }
    for pack in &rules.packs.observers {
        report.checked += 1;
        for example in &pack.examples {
            let path = example.file.as_deref().unwrap_or("x.yaml");
            check_source(&engine, &pack.id, example, path, listening, &mut report);
        }
        for brings in &pack.brings {
            report.examples += brings.examples.len() + brings.counterexamples.len();
            for name in brings.examples.iter().filter(|name| !brings.holds(name)) {
                fault(
                    &mut report,
                    &pack.id,
                    format!("the name `{name}` is not known"),
                );
            }
            let counter = brings.counterexamples.iter();
            for name in counter.filter(|name| brings.holds(name)) {
                fault(
                    &mut report,
                    &pack.id,
                    format!("the name `{name}` is taken for one"),
                );
            }
        }
    }
    for pack in &rules.packs.sensitive {
        report.checked += 1;
        let Some(leak) = &pack.leak else { continue };
        for (names, expected) in [(&leak.examples, true), (&leak.counterexamples, false)] {
            for name in names {
                report.examples += 1;
                if engine.is_data(&pack.id, name) != expected {
                    let verb = if expected { "is not" } else { "is" };
                    fault(&mut report, &pack.id, format!("`{name}` {verb} such data"));
                }
            }
        }
    }
    let findings: Vec<&FindingRule> = rules
        .packs
        .findings
        .iter()
        .flat_map(|pack| &pack.findings)
        .collect();
    // What they are found in is read with the built-in packs, and with those that are given beside.
    let beside = (!findings.is_empty()).then(|| {
        let mut whole = Rules::builtin();
        whole.packs.findings.clone_from(&rules.packs.findings);
        // What is off until somebody turns it on has examples too.
        let all = whole.packs.findings.iter_mut();
        for rule in all.flat_map(|pack| &mut pack.findings) {
            rule.off = false;
        }
        let known = whole.packs.observers.clone();
        let own = rules.packs.observers.iter();
        let new = own.filter(|pack| !known.iter().any(|known| known.id == pack.id));
        whole.packs.observers.extend(new.cloned());
        Engine::new(&whole, &Settings::default())
    });
    for rule in findings {
        report.checked += 1;
        if let Some(beside) = &beside {
            check_finding(beside, rule, &mut report);
        }
    }
    report.faults.sort_by(|a, b| a.id.cmp(&b.id));
    report
}

/// Runs the examples of a rule of the catalogue: files that show it, and the same files mended.
fn check_finding(engine: &Engine, rule: &FindingRule, report: &mut CheckReport) {
    for example in &rule.examples {
        for (files, expected) in [(&example.wrong, true), (&example.right, false)] {
            report.examples += 1;
            let mut summaries: Vec<Summary> = files
                .iter()
                .map(|(path, text)| engine.read_source(path, text))
                .collect();
            let packs = engine.packs();
            let plan = link::learn(packs, &summaries, None);
            link::complete(packs, &plan.known, &mut summaries);
            link::leaks(packs, &plan.known, &[], &mut summaries);
            let told: Vec<_> = summaries
                .iter_mut()
                .flat_map(|summary| std::mem::take(&mut summary.findings))
                .collect();
            let mut points = Vec::new();
            let mut observers = Vec::new();
            let mut built = Vec::new();
            for mut summary in summaries {
                // Every folder of an example is a component.
                let folder = summary.path.rsplit_once('/').map(|(folder, _)| folder);
                let folder: Option<std::sync::Arc<str>> = folder.map(Into::into);
                for point in &mut summary.points {
                    point.component.clone_from(&folder);
                }
                points.extend(summary.points);
                observers.extend(summary.observers);
                built.extend(summary.built);
            }
            link::watch(packs, &mut points, &mut observers);
            let found = link::drift(packs, &points, &observers, &built, &[]);
            let both = found.iter().chain(&told);
            let others: Vec<&str> = both.map(|finding| &*finding.rule).collect();
            if others.contains(&rule.id.as_str()) != expected {
                let files: Vec<&str> = files.keys().map(String::as_str).collect();
                let what = if expected {
                    "nothing is found"
                } else {
                    "something is found"
                };
                let what = format!("{what} in {}: {}", files.join(", "), others.join(", "));
                fault(report, &rule.id, what);
            }
        }
    }
}

fn fault(report: &mut CheckReport, id: &str, what: impl Into<String>) {
    report.faults.push(Fault {
        id: id.to_owned(),
        what: what.into(),
    });
}

fn unique(packs: &Packs, report: &mut CheckReport) {
    let mut ids: Vec<&str> = packs
        .vendors
        .iter()
        .flat_map(|vendor| vendor.rules.iter().map(|rule| rule.id.as_str()))
        .collect();
    let stores = packs.stores.iter().flat_map(|pack| &pack.stores);
    ids.extend(stores.map(|store| store.id.as_str()));
    let findings = packs.findings.iter().flat_map(|pack| &pack.findings);
    ids.extend(findings.map(|finding| finding.id.as_str()));
    ids.extend(packs.libraries.iter().map(|pack| pack.id.as_str()));
    ids.extend(packs.references.iter().map(|pack| pack.id.as_str()));
    ids.sort_unstable();
    for pair in ids.windows(2).filter(|pair| pair[0] == pair[1]) {
        fault(report, pair[0], "is the id of more than one rule or pack");
    }
}

fn check_secret(engine: &Engine, rule: &SecretRule, report: &mut CheckReport) {
    if let Err(error) = Pattern::compile(&rule.pattern) {
        return fault(
            report,
            &rule.id,
            format!("its pattern does not compile: {error}"),
        );
    }
    if rule.examples.is_empty() || rule.counterexamples.is_empty() {
        fault(
            report,
            &rule.id,
            "needs at least one example and one counterexample",
        );
    }
    for (examples, wanted) in [(&rule.examples, true), (&rule.counterexamples, false)] {
        for example in examples {
            report.examples += 1;
            for seed in 0..SEEDS {
                let text = match self::example(rule, example, seed) {
                    Ok(text) => text,
                    Err(why) => return fault(report, &rule.id, format!("`{example}`: {why}")),
                };
                if engine.finds(&rule.id, &text) != wanted {
                    let verb = if wanted { "is not found" } else { "is found" };
                    fault(report, &rule.id, format!("`{example}` {verb}"));
                    break;
                }
            }
        }
    }
}

/// Every example of a store, as a file of the first name it may have.
fn check_store(engine: &Engine, store: &Store, report: &mut CheckReport) {
    for pattern in &store.patterns {
        if let Err(error) = Pattern::compile(pattern) {
            let what = format!("its pattern does not compile: {error}");
            return fault(report, &store.id, what);
        }
    }
    let text = !store.patterns.is_empty() || !store.keys.is_empty();
    if text && (store.examples.is_empty() || store.counterexamples.is_empty()) {
        let what = "needs at least one example and one counterexample";
        fault(report, &store.id, what);
    }
    let path = store
        .files
        .first()
        .map_or_else(|| "x".to_owned(), |glob| glob.replace('*', "x"));
    for (examples, wanted) in [(&store.examples, true), (&store.counterexamples, false)] {
        for example in examples {
            report.examples += 1;
            for seed in 0..SEEDS {
                let text = match expand(example, seed) {
                    Ok(text) => text,
                    Err(why) => return fault(report, &store.id, format!("`{example}`: {why}")),
                };
                if engine.finds_in_store(&store.id, &path, &text) != wanted {
                    let verb = if wanted { "is not found" } else { "is found" };
                    fault(report, &store.id, format!("`{example}` {verb}"));
                    break;
                }
            }
        }
    }
}

fn check_source(
    engine: &Engine,
    id: &str,
    example: &Example,
    path: &str,
    ours: impl Fn(&Summary) -> Vec<String>,
    report: &mut CheckReport,
) {
    report.examples += 1;
    let found = ours(&engine.read_source(path, &example.code));
    if found != example.finds {
        let what = format!(
            "expected {:#?}, found {found:#?} in\n{}",
            example.finds,
            example.code.trim()
        );
        fault(report, id, what);
    }
}

/// A path that has the extension of a dialect.
fn path_for(packs: &Packs, dialect: Option<crate::model::language::Dialect>) -> String {
    let language = packs
        .languages
        .iter()
        .find(|language| dialect.is_some() && language.dialect == dialect);
    language
        .and_then(|language| language.extensions.first())
        .map_or_else(|| "x".to_owned(), |ending| format!("x.{ending}"))
}

/// The points of one library, one a line, as examples write them.
fn points(summary: &Summary, library: &str) -> Vec<String> {
    let own = summary
        .points
        .iter()
        .filter(|point| &*point.library == library);
    own.map(described).collect()
}

/// Who listens, one a line, as examples write them: `alert "Down" in "group" to "pager" as "page":
/// what it asks`.
fn listening(summary: &Summary) -> Vec<String> {
    let described = |observer: &Observer| {
        let mut line = observer.kind.to_string();
        for (word, text) in [
            ("", &observer.name),
            ("in ", &observer.within),
            ("to ", &observer.receiver),
            ("as ", &observer.severity),
        ] {
            if let Some(text) = text {
                line.extend([" ", word]);
                line.push_str(&format_args!("{:?}", text.as_str()).to_string());
            }
        }
        if let Some(asked) = &observer.expression {
            line.push_str(": ");
            line.push_str(&asked.replace('\n', " | "));
        }
        line
    };
    summary.observers.iter().map(described).collect()
}

/// A point as examples and fixtures write it down: `metric counter "name" {label, label}`.
pub fn described(point: &Point) -> String {
    let mut line = point.signal.to_string();
    if point.signal == Signal::Log {
        line.push(' ');
        line.push_str(point.level.map_or("-", Level::as_str));
    }
    if let Some(instrument) = point.instrument {
        line.push(' ');
        line.push_str(instrument.as_str());
    }
    if let Some(text) = point.name.as_ref().or(point.template.as_ref()) {
        line.extend([" \"", text.as_str(), "\""]);
    }
    if !point.attributes.is_empty() {
        let keys: Vec<&str> = point
            .attributes
            .iter()
            .map(|attribute| attribute.key.as_str())
            .collect();
        line.extend([" {", &keys.join(", "), "}"]);
    }
    line
}

/// The references of one pack, one a line: `injects kubernetes db#password -> DB_PASSWORD`, where
/// what only reads is just called a reference.
fn asked(summary: &Summary, pack: &str) -> Vec<String> {
    let own = summary
        .references
        .iter()
        .filter(|reference| &*reference.library == pack);
    own.map(|reference| {
        let role = match reference.role {
            Role::Reads => "reference",
            role => role.as_str(),
        };
        let mut line = format!("{role} {} {}", reference.source, reference.name);
        if let Some(key) = &reference.key {
            line.extend(["#", key.as_str()]);
        }
        if let Some(into) = &reference.into {
            line.extend([" -> ", into.as_str()]);
        }
        line
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pack_holds_its_examples() {
        let report = check(&Rules::builtin());
        assert!(
            report.examples > 500,
            "only {} examples ran",
            report.examples
        );
        let faults: Vec<String> = report
            .faults
            .iter()
            .map(|fault| format!("{}: {}", fault.id, fault.what))
            .collect();
        assert!(
            faults.is_empty(),
            "{} faults:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }

    #[test]
    fn a_rule_that_misses_its_example_is_a_fault() {
        let mut rules = Rules::builtin();
        rules.packs.vendors.truncate(1);
        let rule = &mut rules.packs.vendors[0].rules[0];
        rule.examples = vec!["nothing to see".to_owned()];
        let (id, report) = (rule.id.clone(), check(&rules));
        assert!(
            report
                .faults
                .iter()
                .any(|fault| fault.id == id && fault.what.contains("is not found"))
        );
    }
}
