//! One file: its bytes and syntax facts become a summary. No IO, nothing of other files but what
//! `link` taught.

mod declared;
mod described;
mod exposition;
mod fields;
mod flows;
mod index;
mod input;
mod keywords;
mod level;
mod lifetimes;
mod locate;
mod marks;
mod observers;
mod placeholders;
mod points;
mod references;
mod register;
mod resolve;
mod rule_info;
mod secrets;
mod summarise;
mod ways;
mod words;
mod written;

use std::sync::Arc;

use index::FamilyIndex;
use keywords::{Keywords, Use};
use secrets::names::Names;
use secrets::pattern::{Hits, Worth};
use secrets::promising;
use secrets::stores::Stores;
use secrets::{Raw, RuleRef};

pub use input::Input;
pub use secrets::example::example;

pub(crate) use secrets::pattern::Pattern;

use crate::lang::{self, Parsers};
use crate::model::inventory::{Context, Skip, SkipReason};
use crate::model::known::Known;
use crate::model::language::{Dialect, Family, Format};
use crate::model::place::Span;
use crate::model::settings::{Only, Settings};
use crate::model::signal::{Confidence, Severity};
use crate::model::summary::{ObjectRef, Summary};
use crate::model::text::{Scrubber, SecretKey};
use crate::rules::Rules;
use crate::rules::pack::Packs;

/// The id of the rule for credentials known by the name beside them.
pub const NAMED_CREDENTIAL: &str = "hard-coded-credential";

/// The id of the rule for values in the register of secrets.
pub const REGISTER_VALUE: &str = "register-value";

/// Everything that is the same for every file of a scan; shared by all workers.
#[derive(Debug)]
pub struct Engine {
    packs: Arc<Packs>,
    keywords: Keywords,
    families: Vec<FamilyIndex>,
    patterns: Vec<Pattern>,
    asking: references::Patterns,
    credentials: Names,
    flows: flows::FlowIndex,
    pub(in crate::detect) stores: Stores,
    listening: observers::Gate,
    key: SecretKey,
    marks: marks::Marks,
    max_parse_bytes: u64,
    parse_foreign: bool,
    secrets_only: bool,
    named_enabled: bool,
    /// Ids of rules that are not told of.
    disabled: Vec<String>,
    /// The register of secrets that the settings name, from the root; empty for the usual places.
    register: String,
    /// Rules that are off, by their place: they still claim what they match, so that no weaker rule
    /// reports it instead, and what they claim is then left out.
    off: Vec<bool>,
}

/// What one worker keeps from file to file.
#[derive(Debug, Default)]
pub struct Worker {
    parsers: Parsers,
    vendors: secrets::Search,
    /// For texts inside the text.
    inner: secrets::Search,
}

impl Engine {
    /// An engine for these rules and settings.
    pub fn new(rules: &Rules, settings: &Settings) -> Self {
        let packs = Arc::new(rules.packs.clone());
        let enabled = |id: &str| !settings.disabled_rules.iter().any(|off| off == id);
        let patterns: Vec<Pattern> = packs
            .vendors
            .iter()
            .flat_map(|vendor| &vendor.rules)
            .map(|rule| Pattern::new(rule.clone()))
            .collect();
        let off = patterns
            .iter()
            .map(|pattern| !enabled(&pattern.rule.id))
            .collect();
        let words = patterns
            .iter()
            .map(|pattern| pattern.rule.keywords.as_slice());
        let secrets_only = settings.only == Only::Secrets;
        let keywords = if secrets_only {
            Keywords::of_secrets(&packs, words)
        } else {
            Keywords::new(&packs, words)
        };
        let credentials = packs
            .sensitive
            .iter()
            .find(|pack| pack.id == "credentials")
            .map(Names::new);
        Self {
            families: Family::ALL
                .iter()
                .map(|family| FamilyIndex::new(&packs, *family))
                .collect(),
            keywords,
            patterns,
            asking: references::Patterns::new(&packs),
            credentials: credentials.unwrap_or_default(),
            flows: flows::FlowIndex::new(&packs),
            stores: Stores::new(&packs, enabled),
            listening: observers::Gate::new(&packs),
            key: SecretKey::default(),
            marks: marks::Marks::new(),
            max_parse_bytes: settings.max_parse_bytes,
            parse_foreign: settings.parse_foreign,
            secrets_only,
            named_enabled: enabled(NAMED_CREDENTIAL),
            register: settings.register.clone(),
            disabled: settings.disabled_rules.clone(),
            off,
            packs,
        }
    }

    /// Whether it looks for nothing but secrets: one round over the files is all it takes.
    pub fn is_for_secrets_only(&self) -> bool {
        self.secrets_only
    }

    /// Ids of rules that are not told of.
    pub fn disabled(&self) -> &[String] {
        &self.disabled
    }

    /// The packs in force.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// The object kinds that naming conventions may mean, in order of how many points they had.
    pub fn object_name(&self, object: ObjectRef) -> (&str, &str) {
        let library = &self.packs.libraries[object.library as usize];
        (&library.id, &library.objects[object.object as usize].kind)
    }

    /// The dialect a file is parsed in, if it is.
    pub fn dialect(&self, language: Option<u16>) -> Option<Dialect> {
        self.packs.languages.get(usize::from(language?))?.dialect
    }

    /// Reads one file. `force` parses it whether or not a word of a library stands in it; `known`
    /// is what earlier rounds learnt from other files.
    pub fn read(
        &self,
        worker: &mut Worker,
        input: Input<'_>,
        force: bool,
        known: Option<&Known>,
    ) -> Summary {
        let family = self.dialect(input.language).map(Dialect::family);
        let secrets_only = self.secrets_only || input.secrets_only;
        let own = input.context != Context::Foreign || self.parse_foreign;
        let mut gate = false;
        // Facts say what the text alone does not: a secret in several pieces, and in which function
        // one stands. No other word leads to them, so that a secret is the same whatever else a
        // scan looks for.
        let mut promises = false;
        let mut marked = false;
        let mut names: Vec<Span> = Vec::new();
        let mut asked = references::Hits::default();
        let mut seeds: Vec<(lifetimes::Seed, Span)> = Vec::new();
        let bytes = input.text.as_bytes();
        let Worker {
            parsers,
            vendors,
            inner,
        } = worker;
        vendors.begin(self.patterns.len());
        self.keywords.scan(input.text, |wanted, span| match wanted {
            Use::Secret(rule) => vendors.try_rule(&self.patterns, rule, bytes, span),
            Use::Telemetry(of) => gate |= Some(of) == family,
            Use::Credential => {
                names.push(span);
                if own && family.is_some() && !promises {
                    promises = self.named_enabled
                        && promising::is_given_secret(
                            input.text,
                            span,
                            &self.credentials,
                            input.context,
                        );
                }
            }
            Use::Reference(pack, text) => asked.text(pack, text, span),
            Use::Entry(pack, entry) => asked.entry(pack, entry),
            Use::Mark => marked = true,
            Use::Dated(seed) => seeds.push((seed, span)),
        });
        let language = input
            .language
            .map(|index| &self.packs.languages[usize::from(index)]);
        let mut raw = vendors.take(&self.patterns, input.context);
        let by_form = raw.len();
        if self.named_enabled {
            let asked = secrets::generic::Asked {
                path: input.path,
                text: input.text,
                context: input.context,
                language,
                names: &self.credentials,
            };
            raw.extend(secrets::generic::find(&asked, &mut names));
        }
        secrets::encoded::each(input.text, |span, decoded| {
            self.encoded(inner, &input, decoded, span, 2, &mut raw);
        });
        secrets::encoded::each_escaped(input.text, |span, decoded| {
            // What is known without its escapes has the better place.
            if !raw.iter().any(|known| known.span.overlaps(span)) {
                self.encoded(inner, &input, decoded, span, 2, &mut raw);
            }
        });
        self.stores
            .find(input.path, input.text, input.context, &mut raw);

        let register = self.register_in(&input);
        if let Some(register) = &register {
            raw.extend(register::values(register));
        }

        let for_secrets = promises || !raw.is_empty() || marked;
        let wanted = force || own && (gate && !secrets_only || for_secrets);
        let dialect = self.dialect(input.language).filter(|_| wanted);
        let too_large = dialect.is_some() && input.text.len() as u64 > self.max_parse_bytes;
        let dialect = dialect.filter(|_| !too_large);
        let reading = dialect.map(|dialect| lang::read(parsers, dialect, input.text));
        let facts = reading.as_ref().map(|reading| &reading.facts);
        if let Some(facts) = facts.filter(|_| promises) {
            let assigned =
                secrets::assigned::find(facts, input.text, &self.credentials, input.context);
            // Before what else only a name gives away: of two equal claims the first stays.
            raw.splice(by_form..by_form, assigned);
        }
        // What loses to a better claim is as secret as what wins.
        let scrubber = Scrubber::new(raw.iter().map(|raw| raw.span.of(input.text).as_bytes()));
        let mut raw = secrets::settle(raw, &self.patterns);
        raw.retain(|raw| !matches!(raw.rule, RuleRef::Vendor(rule) if self.off[usize::from(rule)]));
        for one in &mut raw {
            // Found as a product's, and yet a test's.
            let test = input.context == Context::Product
                && input.context_at(one.span) == Context::Test
                && one.confidence != Confidence::Confirmed;
            if test {
                one.severity = one.severity.min(Severity::Low);
            }
        }
        let skip = match &reading {
            _ if too_large => Some(SkipReason::TooLargeToParse),
            Some(reading) if reading.timed_out => Some(SkipReason::TimedOut),
            Some(reading) if reading.errors => Some(SkipReason::SyntaxErrors),
            _ => None,
        };
        let ends = lifetimes::find(&input, &seeds, &raw, &scrubber);
        let mut summary = Summary {
            language: input.language,
            bytes: input.bytes,
            hash: text_hash(input.text),
            parsed: reading.is_some(),
            vendored: input.context == Context::Foreign && crate::source::is_vendored(input.path),
            skip: skip.map(|reason| Skip {
                path: input.path.into(),
                reason,
                detail: None,
            }),
            manifest: (!input.secrets_only)
                .then(|| crate::source::manifest::read(input.path, input.text, &scrubber))
                .flatten(),
            marks: if marked {
                self.marks.find(&marks::Asked {
                    text: input.text,
                    comments: facts.filter(|_| own).map(|facts| facts.comments.as_slice()),
                    openers: self.comment_openers(input.language),
                    scrubber: &scrubber,
                })
            } else {
                Vec::new()
            },
            register: register
                .map(|tree| Box::new(register::read(&tree, input.path, input.text, &scrubber))),
            certificates: ends.certificates,
            lifetimes: ends.lifetimes,
            ..Summary::empty(input.path.into(), input.context)
        };
        let texts = if secrets_only {
            Vec::new()
        } else {
            self.asking
                .find(&self.packs, &input, language, &self.credentials, &asked)
        };
        summarise::fill(
            self,
            &input,
            reading.as_ref(),
            &raw,
            texts,
            &scrubber,
            known,
            &mut summary,
        );
        if !secrets_only {
            let (observers, built) = self.listeners(&input, &scrubber, &summary.path);
            (summary.observers, summary.built) = (observers, built);
        }
        if !own {
            // It was parsed for what it declares.
            summary.points.clear();
            summary.open.clear();
            summary.untold.clear();
            summary.registries.clear();
            summary.given_names.clear();
            summary.flows = None;
        }
        summary
    }

    /// The keys and values of a file that is a register of secrets.
    fn register_in<'t>(&self, input: &Input<'t>) -> Option<lang::entries::Tree<'t>> {
        let certain = register::expected(input.path, &self.register)?;
        let tree = lang::entries::read(Format::Yaml, input.text);
        (certain || register::is_register(&tree)).then_some(tree)
    }

    /// Reads source text under a path that no file has: for the examples of packs.
    pub fn read_source(&self, path: &str, text: &str) -> Summary {
        let languages = crate::source::Languages::new(&self.packs.languages);
        let language = languages.of(path, text.as_bytes());
        let context = Context::Product;
        let input = Input {
            path,
            text,
            bytes: text.len() as u64,
            language,
            context,
            secrets_only: false,
        };
        self.read(&mut Worker::default(), input, false, None)
    }

    /// What a file is by its name and first bytes alone, where that is a store of credentials that
    /// need not be text.
    pub fn read_binary(&self, path: &str, bytes: &[u8], context: Context) -> Option<Summary> {
        if let Some(certificate) = lifetimes::of_file(path, bytes, context) {
            return Some(summarise::of_certificate(path, bytes, certificate, context));
        }
        let store = self.stores.binary(path, bytes)?;
        Some(summarise::of_binary(self, path, bytes, store, context))
    }

    /// Whether a name means data of that class, weak names included.
    pub fn is_data(&self, class: &str, name: &str) -> bool {
        let meant = self.flows.meaning(name, &[]);
        meant.is_some_and(|meant| self.flows.id(meant.class) == class)
    }

    /// Whether a store finds something in a text of its own, whoever else claims it.
    pub fn finds_in_store(&self, store: &str, path: &str, text: &str) -> bool {
        let mut raw = Vec::new();
        self.stores.find(path, text, Context::Product, &mut raw);
        raw.iter().any(|raw| match raw.rule {
            RuleRef::Store(index) => self.stores.store(index).id == store,
            _ => false,
        })
    }

    /// Whether one vendor rule finds something of worth in a text, the words that lead to it included.
    pub fn finds(&self, rule: &str, text: &str) -> bool {
        let Some(wanted) = self
            .patterns
            .iter()
            .position(|pattern| pattern.rule.id == rule)
        else {
            return false;
        };
        let mut hits = Hits::default();
        self.keywords.scan(text, |hit, span| {
            if hit == Use::Secret(wanted as u16) {
                self.patterns[wanted].search(text.as_bytes(), span, &mut hits);
            }
        });
        let named_only = self.patterns[wanted].rule.severity == Severity::Info;
        hits.found.iter().any(|found| {
            found.worth == Worth::Something || named_only && found.worth == Worth::Little
        })
    }

    /// What begins a comment, where a language has comments: JSON may be read with some, but is not
    /// written with any.
    fn comment_openers(&self, language: Option<u16>) -> &[String] {
        match language.map(|language| &self.packs.languages[usize::from(language)]) {
            Some(language) if language.format != Some(Format::Json) => &language.comments,
            _ => &[],
        }
    }

    /// Secrets of a text that stands encoded at `span`, `depth` codes deep.
    fn encoded(
        &self,
        search: &mut secrets::Search,
        input: &Input<'_>,
        decoded: &str,
        span: Span,
        depth: u8,
        raw: &mut Vec<Raw>,
    ) {
        search.begin(self.patterns.len());
        let mut names = Vec::new();
        self.keywords.scan(decoded, |wanted, hit| match wanted {
            Use::Secret(rule) => search.try_rule(&self.patterns, rule, decoded.as_bytes(), hit),
            Use::Credential => names.push(hit),
            Use::Telemetry(_) | Use::Reference(..) | Use::Entry(..) | Use::Mark | Use::Dated(_) => {
            }
        });
        let mut found = search.take(&self.patterns, input.context);
        if self.named_enabled {
            let asked = secrets::generic::Asked {
                path: input.path,
                text: decoded,
                context: input.context,
                language: None,
                names: &self.credentials,
            };
            found.extend(secrets::generic::find(&asked, &mut names));
        }
        // The code stands for the worst that is in it.
        if let Some(worst) = found
            .into_iter()
            .max_by_key(|found| (found.confidence, found.severity))
        {
            raw.push(Raw { span, ..worst });
        } else if depth > 1 {
            secrets::encoded::each(decoded, |_, inside| {
                self.encoded(search, input, inside, span, depth - 1, raw);
            });
            secrets::encoded::each_escaped(decoded, |_, inside| {
                self.encoded(search, input, inside, span, depth - 1, raw);
            });
        }
    }
}

/// Hash of a text, to notice that a file changed between two readings (FNV-1a over 8-byte steps).
pub(crate) fn text_hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let chunks = text.as_bytes().chunks_exact(8);
    for byte in chunks.remainder() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    for chunk in chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("chunks_exact gives 8 bytes"));
        hash = (hash ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23);
    }
    hash
}
