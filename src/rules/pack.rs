//! What packs say, compiled: the types that detection reads and that the binary carries as a blob.
//!
//! The TOML shapes people write stand in `raw.rs`; these are the same facts after checking, in a
//! form without optional spellings.

mod flows;
mod observers;
mod references;
mod ways;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use flows::{FlowPack, Leak, LeakFinding, SinkKind, SinkRule};
pub use observers::{
    Brings, FindingExample, FindingPack, FindingRule, ObserverEntry, ObserverFile, ObserverPack,
    Origin, Reader,
};
pub use references::{Asking, EntryReference, Filled, Read, References, TextReference};
pub use ways::{Route, Step};

use crate::model::language::{Dialect, Family, Format};
use crate::model::signal::{Confidence, Instrument, Level, Severity, Signal};

/// Every pack, compiled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Packs {
    /// `rules/languages/*.toml`.
    pub languages: Vec<Language>,
    /// `rules/telemetry/**/*.toml`.
    pub libraries: Vec<Library>,
    /// `rules/secrets/*.toml`.
    pub vendors: Vec<Vendor>,
    /// `rules/stores/*.toml`.
    pub stores: Vec<StorePack>,
    /// `rules/references/*.toml`.
    pub references: Vec<References>,
    /// `rules/sensitive/*.toml`.
    pub sensitive: Vec<Sensitive>,
    /// `rules/observers/*.toml`.
    pub observers: Vec<ObserverPack>,
    /// `rules/findings/*.toml`.
    pub findings: Vec<FindingPack>,
    /// `rules/flows/*.toml`.
    pub flows: Vec<FlowPack>,
}

/// A language: how its files are recognised, and with which grammar they are read, if with one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Language {
    /// `go`.
    pub id: String,
    /// `Go`.
    pub title: String,
    /// The grammar; `None` for files that are searched but not parsed.
    pub dialect: Option<Dialect>,
    /// How its keys and values are written; `None` for what is not configuration.
    pub format: Option<Format>,
    /// Extensions without the dot, lower case.
    pub extensions: Vec<String>,
    /// Whole file names.
    pub names: Vec<String>,
    /// Interpreter names of a `#!` line.
    pub shebangs: Vec<String>,
    /// How test files are called: globs over the file name, `*` only.
    pub tests: Vec<String>,
    /// Marks that begin a comment to the end of the line.
    pub comments: Vec<String>,
    /// Prose rather than code or configuration.
    pub prose: bool,
}

/// A telemetry library.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Library {
    /// `go/zap`.
    pub id: String,
    /// `Zap`.
    pub title: String,
    /// Where it is documented.
    pub docs: String,
    /// Whose packs it belongs to.
    pub family: Family,
    /// The dialects of the family it is used from; empty for all.
    pub dialects: Vec<Dialect>,
    /// Module paths whose import says that a file uses it.
    pub modules: Vec<String>,
    /// Words whose presence makes a file worth parsing, beside those that follow from the rest.
    pub words: Vec<String>,
    /// What makes an object of the library.
    pub objects: Vec<Object>,
    /// Which calls are points.
    pub points: Vec<PointRule>,
    /// Calls on a metric itself that say which fields it has.
    pub uses: Vec<UseRule>,
    /// Calls that say what an exporter puts before all names.
    pub exporters: Vec<ExporterRule>,
    /// Calls that make a sample of a metric that is declared elsewhere, and so tell its kind.
    pub samples: Vec<SampleRule>,
    /// How metrics come to the registry that puts something before their names.
    pub registry: RegistryRule,
    /// How the library's names look where they are scraped.
    pub exposition: Option<Exposition>,
    /// Example sources that are the pack's tests.
    pub examples: Vec<Example>,
}

/// How metrics come to a registry that puts something before their names. All names are last names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RegistryRule {
    /// Types that a registry is declared with.
    pub types: Vec<String>,
    /// Calls that give a registry which puts their first argument before the names of what is
    /// registered on it, and hands it on to the registry that is their second.
    pub prefixed: Vec<String>,
    /// Calls that give a registry which hands on to their second argument, and changes no name.
    pub dressed: Vec<String>,
    /// Methods of a registry that register their arguments.
    pub register: Vec<String>,
    /// Calls that give a factory whose metrics are registered on their first argument.
    pub factories: Vec<String>,
}

/// A call that tells of which kind a metric is that is declared elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SampleRule {
    /// Path prefixes of the call.
    pub within: Vec<String>,
    /// Names of the call, each with the instrument it tells, if its name tells one.
    pub methods: BTreeMap<String, Option<Instrument>>,
    /// Which positional argument is the metric.
    pub of: u16,
    /// Which positional argument tells the instrument, where the call's name does not.
    pub kind: Option<u16>,
    /// Last names of that argument and what they mean.
    pub kinds: BTreeMap<String, Instrument>,
}

/// How a client writes its names where they are scraped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposition {
    /// As they are written.
    Prometheus,
    /// As they are written, counters with `_total`.
    /// Source: the `OpenMetrics` specification, section "Counter".
    OpenMetrics,
    /// As the OpenTelemetry specification translates names for Prometheus: `_` for what is no
    /// letter or digit, the unit, `_total` for counters.
    OpenTelemetry,
    /// As Micrometer's `PrometheusNamingConvention` does: `_` for dots, `_total`, `_seconds`.
    Micrometer,
}

/// A kind of object that has point methods: a logger, a meter, a tracer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Object {
    /// `logger`.
    pub kind: String,
    /// Paths that are the object, or that give it when called.
    pub from: Vec<String>,
    /// Declared types that are the object.
    pub types: Vec<String>,
    /// Methods of the object that give the same kind again; `*` for all.
    pub derives: Vec<String>,
    /// Methods of other kinds that give this one: kind → methods.
    pub via: BTreeMap<String, Vec<String>>,
    /// What people call it: the naming convention, a last resort.
    pub names: Vec<String>,
    /// Annotations on a type that give it a field of this kind: path → field name.
    pub annotations: BTreeMap<String, String>,
    /// Where the call that gives the object says what is put before all names on it.
    pub prefix: Vec<Locator>,
    /// Methods that give one which puts their first argument before names.
    pub scopes: Vec<String>,
}

/// Calls on what a point made: `hits.Add(ctx, 1, …)`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UseRule {
    /// The names of the methods.
    pub methods: Vec<String>,
    /// Where fields stand.
    pub fields: Vec<Fields>,
    /// Which argument is the metric, where the method is another object's.
    pub of: Option<u16>,
}

/// A call that says what an exporter puts before all names: `prometheus.WithNamespace("shop")`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExporterRule {
    /// Paths of the call.
    pub calls: Vec<String>,
    /// Where the prefix stands.
    pub prefix: Vec<Locator>,
}

/// A family of calls that are points.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PointRule {
    /// What is emitted.
    pub signal: Signal,
    /// Object kinds whose methods these are.
    pub on: Vec<String>,
    /// Paths below which these are functions, macros, constructors or annotations.
    pub within: Vec<String>,
    /// The names of the methods or functions.
    pub methods: Vec<Method>,
    /// Where the level stands, when the name does not say it.
    pub level: Vec<Locator>,
    /// Names of levels that the general rule does not know.
    pub level_names: BTreeMap<String, Level>,
    /// A method of the receiver chain says the level.
    pub chain_levels: BTreeMap<String, Level>,
    /// Where the message stands.
    pub message: Vec<Locator>,
    /// Where the name stands.
    pub name: Vec<Locator>,
    /// Put before the name, joined with `separator`.
    pub prefixes: Vec<Vec<Locator>>,
    /// Joins prefixes and name.
    pub separator: String,
    /// Where the help text stands.
    pub help: Vec<Locator>,
    /// Where the unit stands.
    pub unit: Vec<Locator>,
    /// Where fields, labels and attributes stand.
    pub fields: Vec<Fields>,
    /// An unresolved macro of this name is this point by convention.
    pub bare: bool,
    /// The call is a point only if it has a name.
    pub needs_name: bool,
    /// The call is a point only if its level can be read.
    pub needs_level: bool,
}

/// One method of a point rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// The level it stands for.
    pub level: Option<Level>,
    /// The instrument it makes.
    pub instrument: Option<Instrument>,
}

/// Where in a call something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Locator {
    /// The positional argument of that index, from 0.
    Arg(u16),
    /// The keyword argument of that name.
    Keyword(String),
    /// A field of the struct or map that stands at another place.
    Field(Box<Locator>, String),
    /// The first positional argument that is a string.
    FirstString,
    /// The n-th positional argument from the end, 1 being the last.
    FromEnd(u16),
    /// Argument `.1` of the nearest call named `.0` that this call is chained on.
    Inner(String, u16),
    /// Argument `.1` of a call named `.0` that is chained on this one.
    Outer(String, u16),
    /// Every positional argument from that index on, printed with blanks between.
    All(u16),
    /// The name of the function this decorates or stands in.
    Function,
    /// Fixed text.
    Text(String),
    /// The first argument of a call of that name among the arguments.
    Within(String),
}

/// Where fields of a call stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fields {
    /// Every keyword argument except these.
    Keywords {
        /// Keywords that are not fields.
        except: Vec<String>,
    },
    /// From this positional argument on: key, value, key, value; or calls whose first argument is the key.
    Pairs(u16),
    /// The entries of a map, struct or list of names.
    Map(Locator),
    /// Calls this one is chained on: the first argument is the key. Empty: all but the root.
    Chain(Vec<String>),
    /// Calls chained on this one: the first argument is the key.
    Outer(Vec<String>),
    /// Keyword arguments of a call of this name among the arguments.
    Within(String),
}

/// Source text that shows what a pack finds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The source.
    pub code: String,
    /// The dialect, when it is not the family's first.
    pub dialect: Option<Dialect>,
    /// What the file is called, where its name decides.
    pub file: Option<String>,
    /// What is found, one a line: `log error "message"`, `metric counter "name"`.
    pub finds: Vec<String>,
}

/// The secrets of one vendor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vendor {
    /// `github`.
    pub id: String,
    /// `GitHub`.
    pub title: String,
    /// The rules.
    pub rules: Vec<SecretRule>,
}

/// Files of one kind whose very purpose is to hold credentials.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StorePack {
    /// `databases`.
    pub id: String,
    /// `Database clients`.
    pub title: String,
    /// The stores.
    pub stores: Vec<Store>,
}

/// A file whose form says where its credentials stand: even a weak word is one there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Store {
    /// The id of its findings.
    pub id: String,
    /// What a finding is called.
    pub title: String,
    /// Globs over the end of the path, lower case: a name, or folders and a name. Empty: any file.
    pub files: Vec<String>,
    /// How its keys and values are written.
    pub format: Option<Format>,
    /// Keys whose values are credentials, lower case.
    pub keys: Vec<String>,
    /// Patterns over its text; the first group that takes part is the credential.
    pub patterns: Vec<String>,
    /// First bytes, of which one must be there.
    pub magic: Vec<Vec<u8>>,
    /// The file as a whole is the credential.
    pub whole: bool,
    /// How bad it is.
    pub severity: Severity,
    /// Number of the weakness.
    pub cwe: u32,
    /// Where the format is documented.
    pub docs: String,
    /// How to make the credential worthless.
    pub revoke: String,
    /// How to change it without an outage.
    pub rotate: String,
    /// Texts of such a file that hold a credential.
    pub examples: Vec<String>,
    /// Texts of such a file that hold none.
    pub counterexamples: Vec<String>,
}

/// What a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretKind {
    /// An API key or token.
    Token,
    /// A password.
    Password,
    /// A private key.
    PrivateKey,
    /// Credentials inside a connection string.
    ConnectionString,
    /// An address that is itself the credential.
    WebhookUrl,
    /// Not secret alone, but half of a credential.
    Identifier,
}

/// The built-in check of one kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checksum {
    /// Six base62 digits of CRC32 close the token; see GitHub's "Behind GitHub's new
    /// authentication token formats" (2021).
    GithubCrc32,
    /// npm uses GitHub's scheme; see the GitHub blog on the npm access token format (2021).
    NpmCrc32,
    /// Seven base36 digits of CRC32 close a routable token; see GitLab's handbook,
    /// "Routable tokens".
    GitlabRoutable,
    /// Eight hexadecimal digits of CRC32, low byte first, close a service account token; see
    /// `satokengen` in Grafana's source.
    Grafana,
    /// Header and payload are base64url JSON objects and the header names `alg`; RFC 7519, RFC 7515.
    Jwt,
    /// The letters after the prefix carry the account number; see "IAM unique identifiers" in the
    /// IAM guide and the public write-ups on decoding them.
    AwsAccount,
    /// Stripe marks test keys in the prefix and gives no checksum; see Stripe's "API keys".
    StripeMode,
    /// Bech32 of an age identity; see C2SP `age.md` and BIP 173.
    Age,
    /// Base32 with a CRC16 at the end; see `crc16.go` and `strkey.go` of nats-io/nkeys.
    Nats,
    /// Six base64 digits of CRC32 close a Confluent Cloud secret that starts with `cflt`.
    Confluent,
    /// Eight hexadecimal digits of CRC32 close an Atlassian or Bitbucket token.
    Atlassian,
    /// Eight hexadecimal digits of CRC32 close a prefixed token; see Cloudflare's
    /// "Token formats".
    Cloudflare,
    /// A macaroon whose location is the package index; see Warehouse's `macaroons` package.
    PypiMacaroon,
    /// Base64 of `user:password`; RFC 7617.
    HttpBasic,
    /// Base64 of a key's own structure stands between the marks of a PEM block; RFC 7468, RFC 5958,
    /// RFC 8017, RFC 5915, and `PROTOCOL.key` of OpenSSH.
    PemKey,
    /// The first of three parts is the decimal id of the bot; see Discord's "Reference".
    Discord,
}

/// One kind of secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SecretRule {
    /// `github-pat`.
    pub id: String,
    /// One line.
    pub title: String,
    /// What it is.
    pub kind: SecretKind,
    /// Literals of which one stands near, lower case.
    pub keywords: Vec<String>,
    /// A `regex` pattern over bytes.
    pub pattern: String,
    /// Words of which one must stand up to 80 bytes before the secret, lower case.
    pub near: Vec<String>,
    /// Anyone's token may look so: only a keyword beside it makes it this vendor's.
    pub beside: bool,
    /// The pattern was written as forms: what matches must look random behind the texts that these
    /// begin with, longest first.
    pub heads: Vec<String>,
    /// The public prefix that a mask may show.
    pub prefix: Option<String>,
    /// Least Shannon entropy of the secret, bits per byte.
    pub entropy: Option<f32>,
    /// Least number of digits.
    pub min_digits: u16,
    /// How it proves itself.
    pub checksum: Option<Checksum>,
    /// How bad it is to find it.
    pub severity: Severity,
    /// How sure its form alone makes us.
    pub confidence: Confidence,
    /// The common weakness.
    pub cwe: u32,
    /// It spans lines: searched in a window of 8 KiB.
    pub multiline: bool,
    /// Where the format or the handling is documented.
    pub docs: String,
    /// How to revoke.
    pub revoke: String,
    /// How to rotate.
    pub rotate: String,
    /// SHA-256 of values that the vendor itself published as examples, in hexadecimal: no secrets.
    pub published: Vec<String>,
    /// Lines that hold it, with placeholders.
    pub examples: Vec<String>,
    /// Lines that do not, with placeholders.
    pub counterexamples: Vec<String>,
}

impl Packs {
    /// What is said of the finding of that id.
    pub fn finding(&self, id: &str) -> Option<&FindingRule> {
        let mut all = self.findings.iter().flat_map(|pack| &pack.findings);
        all.find(|finding| finding.id == id)
    }
}

/// Names that mean something sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sensitive {
    /// `credentials`.
    pub id: String,
    /// One line.
    pub title: String,
    /// Words of an identifier, in order, joined with `_`: `api_key` means `apiKey`, `API_KEY`, `my-api-key`.
    pub names: Vec<String>,
    /// What one word ends with that is written together: `secret` means `jwtsecret`.
    pub endings: Vec<String>,
    /// Words that mean it where they are the whole name: `pass`, but not `pass_rate`.
    pub alone: Vec<String>,
    /// Words that, right after such a name, make it something else: `password_field`.
    pub unless_followed_by: Vec<String>,
    /// Words that, right before such a name, make it something else: `public_key`.
    pub unless_preceded_by: Vec<String>,
    /// What of it may not reach telemetry; none where the pack is about something else.
    pub leak: Option<Leak>,
}
