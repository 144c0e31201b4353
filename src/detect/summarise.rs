//! The border of a worker: spans become places, raw strings become safe text, and a summary leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::exposition::{self, Announced};
use super::points::{Draft, Finder, Harvest};
use super::references::{self, Asked};
use super::resolve::{Around, Resolver};
use super::secrets::{Raw, RuleRef};
use super::written::Written;
use super::{Engine, Input, NAMED_CREDENTIAL, REGISTER_VALUE, declared, described, flows};
use crate::lang::Reading;
use crate::model::facts::{Facts, FunctionId};
use crate::model::inventory::{Attribute, Context, Finding, Point, Reference, identity};
use crate::model::known::Known;
use crate::model::language::{Dialect, Format};
use crate::model::lifetime::Certificate;
use crate::model::message::Message;
use crate::model::place::{LineCounter, Place, Pos, Span};
use crate::model::signal::{Confidence, ResolvedBy, Severity, Signal, Why};
use crate::model::summary::{Asks, Gap, Module, OpenText, Summary, TextSlot};
use crate::model::text::{MASK, Redacted, SafeText, Scrubber};

/// Longest text that is kept of a template, name or help. Characters.
const LONGEST: usize = 400;

/// Fills a summary with what was found in one file.
#[expect(
    clippy::too_many_arguments,
    reason = "the border sees everything that was found in the file, once"
)]
pub(super) fn fill(
    engine: &Engine,
    input: &Input<'_>,
    reading: Option<&Reading<'_>>,
    raw: &[Raw],
    texts: Vec<Asked>,
    scrubber: &Scrubber,
    known: Option<&Known>,
    summary: &mut Summary,
) {
    let mut asked = texts;
    let mut harvest = Harvest::default();
    let facts = reading.map(|reading| &reading.facts);
    let secrets_only = engine.secrets_only || input.secrets_only;
    let told = facts.filter(|_| !secrets_only);
    if let (Some(facts), Some(dialect)) = (told, engine.dialect(input.language)) {
        let family = dialect.family();
        let index = &engine.families[family as usize];
        let around = known.and_then(|known| {
            let module = known.modules.of_file(family, input.path, facts.package)?;
            Some(Around { known, module })
        });
        let resolver = Resolver::new(facts, family, index, input.path, around);
        let finder = Finder::new(&resolver, &engine.packs, dialect, input.text, scrubber);
        harvest = finder.harvest();
        let prefixes = finder.prefixes();
        asked.extend(references::in_code(
            &resolver,
            &engine.packs,
            &finder.chains,
            input.text,
        ));
        let means_secret = |asked: &Asked| secrecy(engine, asked).is_some();
        let libraries = |library: u16| engine.packs.libraries[usize::from(library)].id.as_str();
        summary.flows = flows::find(
            &finder,
            &flows::Known {
                input,
                index: &engine.flows,
                path: &summary.path,
                drafts: &harvest.drafts,
                asked: &asked,
                raw,
                scrubber,
                libraries: &libraries,
                is_secret: &means_secret,
            },
        );
        let whole = summary.flows.iter().flat_map(|flows| &flows.whole);
        for one in whole.filter(|one| flows::is_worth_reading(&one.name)) {
            let type_of = (one.module.to_string(), one.name.to_string());
            harvest.needs.insert(type_of);
        }
        summary.module = Some(Box::new(Module {
            family,
            package: facts.package.map(Into::into),
            declared: declared::declared(&resolver, &harvest, prefixes, scrubber),
            imports: facts
                .imports
                .iter()
                .map(|import| import.module.as_ref())
                .chain(harvest.beside.iter().map(String::as_str))
                .map(Into::into)
                .collect(),
            wants: harvest.wants.iter().copied().collect(),
            bases: declared::bases(&resolver),
            given: harvest.given.clone(),
            samples: harvest
                .samples
                .iter()
                .map(|(name, told)| (name.as_str().into(), *told))
                .collect(),
            carried: std::mem::take(&mut harvest.carried),
            registered: std::mem::take(&mut harvest.registered),
            needs: harvest
                .needs
                .iter()
                .map(|(module, names)| (module.as_str().into(), names.as_str().into()))
                .collect(),
        }));
        debug_assert!(Dialect::ALL.contains(&dialect));
    }
    asked.sort_by_key(|asked| asked.at);
    let announced = match engine
        .packs
        .languages
        .get(usize::from(input.language.unwrap_or(u16::MAX)))
    {
        Some(language)
            if !secrets_only
                && (language.dialect.is_some() || !language.shebangs.is_empty())
                && input.context != Context::Documentation =>
        {
            exposition::announced(input.text)
        }
        Some(language)
            if language.format == Some(Format::Yaml)
                && !matches!(input.context, Context::Documentation | Context::Foreign) =>
        {
            described::described(input.path, input.text)
        }
        _ => Vec::new(),
    };
    let places = Places::new(input, &harvest.drafts, raw, &asked, &announced);
    let shown = Shown {
        facts,
        scrubber,
        path: &summary.path.clone(),
    };
    for (at, draft) in harvest.drafts.iter().enumerate() {
        let point = point(engine, input, &shown, &places, draft);
        open(at as u32, draft, &point, &mut summary.open);
        if let Some(bound) = &draft.bound {
            summary.untold.push((at as u32, bound.as_str().into()));
        }
        summary.points.push(point);
    }
    summary.registries = std::mem::take(&mut harvest.registries);
    summary.given_names = std::mem::take(&mut harvest.given_names);
    for metric in &announced {
        summary.points.push(in_text(input, &shown, &places, metric));
    }
    // What others wrote may have been parsed for what it declares: a secret in it is the same without.
    let own = input.context != Context::Foreign || engine.parse_foreign;
    let shown_secrets = Shown {
        facts: facts.filter(|_| own),
        ..shown
    };
    summary.findings = findings(engine, input, &shown_secrets, &places, raw);
    summary.references = asked
        .iter()
        .map(|asked| reference(engine, input, &shown, &places, asked))
        .collect();
}

/// The summary of a file that is a store of credentials as a whole, and may not be text.
pub(super) fn of_binary(
    engine: &Engine,
    path: &str,
    bytes: &[u8],
    store: u16,
    context: Context,
) -> Summary {
    let path: Arc<str> = path.into();
    let store = engine.stores.store(store);
    let start = Pos { line: 1, column: 1 };
    let safe = Scrubber::default();
    let severity = match context {
        Context::Product => store.severity,
        _ => Severity::Low,
    };
    let finding = Finding {
        at: Place {
            path: path.clone(),
            span: Span::new(0, 0),
            start,
            end: start,
        },
        rule: store.id.as_str().into(),
        severity,
        confidence: Confidence::Likely,
        message: Message::new("finding-secret")
            .with("title", safe.clean(&store.title))
            .with("mask", SafeText::constant(MASK)),
        evidence: None,
        name: None,
        fingerprint: format!("{:016x}:1", identity([&store.id, &path, "", ""])),
        copies: 1,
        related: Vec::new(),
        component: None,
        context,
        excerpt: None,
        history: None,
        declared: None,
        flow: Vec::new(),
        data: None,
    };
    Summary {
        findings: vec![finding],
        ..of_bytes(path, bytes, context)
    }
}

/// The summary of a file that is a certificate.
pub(super) fn of_certificate(
    path: &str,
    bytes: &[u8],
    certificate: Certificate,
    context: Context,
) -> Summary {
    Summary {
        certificates: vec![certificate],
        ..of_bytes(path.into(), bytes, context)
    }
}

/// The summary of a file that is no text.
fn of_bytes(path: Arc<str>, bytes: &[u8], context: Context) -> Summary {
    Summary {
        bytes: bytes.len() as u64,
        vendored: crate::source::is_vendored(&path),
        ..Summary::empty(path, context)
    }
}

/// What turning raw strings of one file into safe ones takes.
#[derive(Clone, Copy)]
struct Shown<'a> {
    facts: Option<&'a Facts<'a>>,
    scrubber: &'a Scrubber,
    path: &'a Arc<str>,
}

impl Shown<'_> {
    fn clean(&self, text: &str) -> SafeText {
        shortened(self.scrubber, text, LONGEST)
    }

    /// The function's name with its type: `Server.handle`.
    fn function(&self, id: Option<FunctionId>) -> Option<SafeText> {
        let function = self.facts?.function(id?);
        let name = match function.owner {
            Some(owner) => format!("{owner}.{}", function.name),
            None => function.name.to_owned(),
        };
        Some(self.clean(&name))
    }
}

/// A text without secrets, cut behind `longest` characters.
pub(super) fn shortened(scrubber: &Scrubber, text: &str, longest: usize) -> SafeText {
    match text.char_indices().nth(longest) {
        // Cut after cleaning, so that a secret across the cut is masked whole.
        Some(_) => {
            let cleaned = scrubber.clean(text);
            let end = cleaned
                .char_indices()
                .nth(longest)
                .map_or(cleaned.len(), |(at, _)| at);
            let cut = format!("{}…", &cleaned[..end]);
            scrubber.clean(&cut)
        }
        None => scrubber.clean(text),
    }
}

/// Lines and columns of every span that leaves, counted in one pass over the text.
struct Places(BTreeMap<u32, Pos>);

impl Places {
    fn new(
        input: &Input<'_>,
        drafts: &[Draft],
        raw: &[Raw],
        asked: &[Asked],
        announced: &[Announced],
    ) -> Self {
        let spans = drafts
            .iter()
            .map(|draft| draft.at)
            .chain(raw.iter().map(|raw| raw.span));
        let spans = spans.chain(asked.iter().map(|asked| asked.at));
        let spans = spans.chain(announced.iter().map(|metric| metric.at));
        let offsets: BTreeSet<u32> = spans.flat_map(|span| [span.start, span.end]).collect();
        let mut lines = LineCounter::new(input.text);
        Self(
            offsets
                .into_iter()
                .map(|offset| (offset, lines.position(offset)))
                .collect(),
        )
    }

    fn place(&self, path: &Arc<str>, span: Span) -> Place {
        Place {
            path: path.clone(),
            span,
            start: self.0[&span.start],
            end: self.0[&span.end],
        }
    }
}

fn point(
    engine: &Engine,
    input: &Input<'_>,
    shown: &Shown<'_>,
    places: &Places,
    draft: &Draft,
) -> Point {
    let clean = |text: &Option<String>| text.as_deref().map(|text| shown.clean(text));
    let written = |text: &Option<Written>| text.as_ref().map(|text| shown.clean(&text.text));
    Point {
        at: places.place(shown.path, draft.at),
        library: engine.packs.libraries[draft.library as usize]
            .id
            .as_str()
            .into(),
        signal: draft.signal,
        level: draft.level,
        template: written(&draft.template),
        name: written(&draft.name),
        exposed: None,
        instrument: draft.instrument,
        unit: clean(&draft.unit),
        help: written(&draft.help),
        attributes: draft
            .attributes
            .iter()
            .map(|field| Attribute {
                key: shown.clean(&field.key.text),
                expression: clean(&field.filled),
            })
            .collect(),
        function: shown.function(draft.function),
        component: None,
        through: clean(&draft.through),
        resolved_by: draft.by,
        confidence: match draft.by {
            ResolvedBy::Import | ResolvedBy::Binding | ResolvedBy::Type => Confidence::Confirmed,
            ResolvedBy::Package | ResolvedBy::Export => Confidence::Likely,
            ResolvedBy::Convention => Confidence::Possible,
        },
        test: input.context_at(draft.at) == Context::Test,
        watched_by: Vec::new(),
    }
}

/// A metric that the code announces in the text format itself.
fn in_text(input: &Input<'_>, shown: &Shown<'_>, places: &Places, metric: &Announced) -> Point {
    let name = shown.clean(&metric.name);
    Point {
        at: places.place(shown.path, metric.at),
        library: metric.library.into(),
        signal: Signal::Metric,
        level: None,
        template: None,
        exposed: (metric.library == exposition::TEXT_FORMAT && !metric.name.contains('{'))
            .then(|| name.clone()),
        name: Some(name),
        instrument: Some(metric.instrument),
        unit: metric.unit.as_deref().map(|unit| shown.clean(unit)),
        help: metric.help.as_deref().map(|help| shown.clean(help)),
        attributes: metric
            .labels
            .iter()
            .map(|label| Attribute {
                key: shown.clean(label),
                expression: None,
            })
            .collect(),
        function: shown.function(function_at(shown.facts, metric.at)),
        component: None,
        through: None,
        resolved_by: ResolvedBy::Binding,
        confidence: Confidence::Likely,
        test: input.context_at(metric.at) == Context::Test,
        watched_by: Vec::new(),
    }
}

/// Notes which texts of a point other files complete.
fn open(at: u32, draft: &Draft, point: &Point, open: &mut Vec<OpenText>) {
    if let Some(kind) = &draft.kind {
        open.push(OpenText {
            point: at,
            slot: TextSlot::Kind,
            function: None,
            gaps: kind.gaps.clone(),
            text: Some(kind.text.clone()),
        });
    }
    let mut note = |slot: TextSlot, written: Option<&Written>, shown: Option<&SafeText>| {
        if let (Some(written), Some(shown)) = (written, shown)
            // What was masked or cut has its gaps elsewhere.
            && written.text == **shown
        {
            let function = draft.taker.as_deref();
            let asked = written.gaps.iter().filter(|gap| match gap.asks {
                Asks::Name { .. } | Asks::Handed { .. } => true,
                Asks::Own { .. } => false,
                Asks::Parameter { .. } => function.is_some(),
            });
            let gaps: Vec<Gap> = asked.cloned().collect();
            if !gaps.is_empty() {
                open.push(OpenText {
                    point: at,
                    slot,
                    function: function.map(Into::into),
                    gaps,
                    text: None,
                });
            }
        }
    };
    note(TextSlot::Name, draft.name.as_ref(), point.name.as_ref());
    note(
        TextSlot::Template,
        draft.template.as_ref(),
        point.template.as_ref(),
    );
    note(TextSlot::Help, draft.help.as_ref(), point.help.as_ref());
    for (index, (field, attribute)) in draft.attributes.iter().zip(&point.attributes).enumerate() {
        note(
            TextSlot::Key(index as u16),
            Some(&field.key),
            Some(&attribute.key),
        );
    }
}

fn findings(
    engine: &Engine,
    input: &Input<'_>,
    shown: &Shown<'_>,
    places: &Places,
    raw: &[Raw],
) -> Vec<Finding> {
    let mut ordinals: BTreeMap<u64, u32> = BTreeMap::new();
    raw.iter()
        .map(|raw| {
            let (rule, prefix, title): (&str, Option<&str>, &str) = match raw.rule {
                RuleRef::Vendor(index) => {
                    let rule = &engine.patterns[index as usize].rule;
                    (&rule.id, rule.prefix.as_deref(), &rule.title)
                }
                RuleRef::Store(index) => {
                    let store = engine.stores.store(index);
                    (&store.id, None, &store.title)
                }
                RuleRef::Register => {
                    let rule = engine.packs.finding(REGISTER_VALUE);
                    let title = rule.map_or(REGISTER_VALUE, |rule| &rule.title);
                    (REGISTER_VALUE, None, title)
                }
                RuleRef::Named => (NAMED_CREDENTIAL, None, "Credential written beside its name"),
            };
            let secret = raw.span.of(input.text).as_bytes();
            let evidence = Redacted::new(secret, prefix, &engine.key);
            let scope = function_at(shown.facts, raw.span).and_then(|id| shown.function(Some(id)));
            let name = raw.name.as_deref().map(|name| shown.clean(name));
            let identity = identity([
                rule,
                input.path,
                scope.as_ref().map_or("", |scope| scope.as_str()),
                name.as_ref().map_or("", |name| name.as_str()),
            ]);
            let ordinal = ordinals.entry(identity).or_default();
            *ordinal += 1;
            let message = match &name {
                Some(name) => Message::new("finding-secret-named").with("name", name.clone()),
                None => Message::new("finding-secret"),
            };
            Finding {
                at: places.place(shown.path, raw.span),
                rule: rule.into(),
                severity: raw.severity,
                confidence: raw.confidence,
                message: message
                    .with("title", shown.clean(title))
                    .with("mask", evidence.mask.clone()),
                evidence: Some(evidence),
                name,
                fingerprint: format!("{identity:016x}:{ordinal}"),
                copies: 1,
                related: Vec::new(),
                component: None,
                context: input.context_at(raw.span),
                excerpt: None,
                history: None,
                declared: None,
                flow: Vec::new(),
                data: None,
            }
        })
        .collect()
}

fn function_at(facts: Option<&Facts<'_>>, span: Span) -> Option<FunctionId> {
    let facts = facts?;
    let around = facts
        .functions
        .iter()
        .enumerate()
        .rfind(|(_, f)| f.span.contains(span) && !f.name.is_empty());
    around.map(|(at, _)| FunctionId(at as u32))
}

/// Why what is asked for is a secret, if it is one.
fn secrecy(engine: &Engine, asked: &Asked) -> Option<Why> {
    let means = |name: &str| engine.credentials.mean(name);
    let other = |name: &Option<String>| name.as_deref().is_some_and(means);
    let by_name = || means(&asked.name).then_some(Why::Name);
    let by_key = || (other(&asked.key) || other(&asked.into)).then_some(Why::Key);
    asked.why.or_else(by_name).or_else(by_key)
}

fn reference(
    engine: &Engine,
    input: &Input<'_>,
    shown: &Shown<'_>,
    places: &Places,
    asked: &Asked,
) -> Reference {
    let why = secrecy(engine, asked);
    let clean = |text: &Option<String>| text.as_deref().map(|text| shown.clean(text));
    Reference {
        at: places.place(shown.path, asked.at),
        name: shown.clean(&asked.name),
        key: clean(&asked.key),
        source: asked.source,
        role: asked.role,
        secret: why.is_some(),
        why,
        into: clean(&asked.into),
        consumer: clean(&asked.consumer),
        has_default: asked.has_default,
        default: asked.default,
        context: input.context_at(asked.at),
        library: engine.packs.references[asked.pack as usize]
            .id
            .as_str()
            .into(),
        function: shown.function(asked.function),
        component: None,
        declared: None,
    }
}
