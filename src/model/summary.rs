//! What one file tells, small enough to keep for every file of a repository.

use std::sync::Arc;

use super::flow::Flows;
use super::inventory::{Component, Context, Finding, Point, Reference, Skip};
use super::language::Family;
use super::lifetime::{Certificate, Lifetime};
use super::observer::{Built, Observer};
use super::register;
use super::signal::{Instrument, Level, Signal};
use super::suppression::Mark;
use super::text::SafeText;

/// Version of this shape; a stored summary of another version is read anew.
pub const SUMMARY_VERSION: u32 = 3;

/// One file's whole answer.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Path from the root, with `/`.
    pub path: Arc<str>,
    /// Index of its language among the packs.
    pub language: Option<u16>,
    /// Bytes read.
    pub bytes: u64,
    /// Hash of those bytes, to notice that a file changed under the scan.
    pub hash: u64,
    /// Its syntax was read.
    pub parsed: bool,
    /// What it is part of.
    pub context: Context,
    /// It is vendored, generated or minified.
    pub foreign: bool,
    /// Others wrote it: it lies in a folder for that.
    pub vendored: bool,
    /// What it emits.
    pub points: Vec<Point>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
    /// What it asks for by name.
    pub references: Vec<Reference>,
    /// What in it listens.
    pub observers: Vec<Observer>,
    /// Services that are built from a folder.
    pub built: Vec<Built>,
    /// Why it was not fully read, if it was not.
    pub skip: Option<Skip>,
    /// What it says about a component, when it is a manifest.
    pub manifest: Option<Manifest>,
    /// What other files may need of it, and what it needs of them.
    pub module: Option<Box<Module>>,
    /// Texts of points that other files complete.
    pub open: Vec<OpenText>,
    /// Metrics whose kind is told where samples are made: index of the point, and the name that it
    /// is given.
    pub untold: Vec<(u32, Box<str>)>,
    /// The registries of metrics, as far as the file tells: index of the point.
    pub registries: Vec<(u32, Registry)>,
    /// The names that metrics are given, by which they are registered: index of the point.
    pub given_names: Vec<(u32, Box<str>)>,
    /// Marks beside what somebody has looked at.
    pub marks: Vec<Mark>,
    /// What it declares, when it is a register of secrets.
    pub register: Option<Box<register::Read>>,
    /// Its certificates.
    pub certificates: Vec<Certificate>,
    /// Its tokens that say until when they work.
    pub lifetimes: Vec<Lifetime>,
    /// What flows in it where it must not.
    pub flows: Option<Box<Flows>>,
}

impl Summary {
    /// That of a file about which nothing is known yet but where it is and what it is part of.
    pub fn empty(path: Arc<str>, context: Context) -> Self {
        Self {
            path,
            language: None,
            bytes: 0,
            hash: 0,
            parsed: false,
            context,
            foreign: context == Context::Foreign,
            vendored: false,
            points: Vec::new(),
            findings: Vec::new(),
            references: Vec::new(),
            observers: Vec::new(),
            built: Vec::new(),
            skip: None,
            manifest: None,
            module: None,
            open: Vec::new(),
            untold: Vec::new(),
            registries: Vec::new(),
            given_names: Vec::new(),
            marks: Vec::new(),
            register: None,
            certificates: Vec::new(),
            lifetimes: Vec::new(),
            flows: None,
        }
    }
}

/// The registry that a metric goes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Registry {
    /// What is put before names.
    pub prefix: SafeText,
    /// The function of the file's own module that is handed the registry which comes after, and the
    /// place of that parameter; `.name` for a field.
    pub of: Option<(Box<str>, u16)>,
}

/// A registry that is handed to a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The module that has the function, as written; empty for the file's own.
    pub module: Box<str>,
    /// The function, by its own name, and the place of the parameter; `.name` for a field.
    pub into: (Box<str>, u16),
    /// The registry.
    pub registry: Registry,
}

/// A text of a point that other files complete.
#[derive(Clone, Debug)]
pub struct OpenText {
    /// Index of the point among those of the file.
    pub point: u32,
    /// Which text.
    pub slot: TextSlot,
    /// The function around it, whose callers fill in what is handed to it.
    pub function: Option<Box<str>>,
    /// Its gaps.
    pub gaps: Vec<Gap>,
    /// The text, where it is none of the point's own.
    pub text: Option<SafeText>,
}

/// A text that a call hands to a function which builds names of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The module of the function: `=` and its key, or empty for the module of the call.
    pub module: Box<str>,
    /// The function, with its type.
    pub function: Box<str>,
    /// Which parameter.
    pub index: u16,
    /// What is handed in.
    pub text: Composed,
    /// The function around the call.
    pub around: Option<Box<str>>,
}

/// The entry of a description that says the kind of its metric, as the name of a constant.
pub const KIND: &str = "#kind";

/// The entry of a description that says the keys of its metric's labels, with [`BETWEEN`] them.
pub const KEYS: &str = "#keys";

/// The entry of an object that says what it puts before names, separator and all.
pub const PREFIX: &str = "#prefix";

/// The name under which a library's exporter is registered on what it puts before names: this, and
/// the library.
pub const EXPORTER: &str = "#exporter:";

/// Stands between texts that are kept as one.
pub const BETWEEN: &str = "\u{1f}";

/// A text of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSlot {
    /// The name.
    Name,
    /// The message template.
    Template,
    /// The help.
    Help,
    /// The key of the attribute of that index; it may turn out to be several.
    Key(u16),
    /// The name of the constant that says the instrument; a text of its own.
    Kind,
}

/// What a manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The component in its folder.
    pub component: Option<Component>,
    /// Whose manifest it is.
    pub family: Option<Family>,
    /// The name under which others import the package.
    pub package: Option<Box<str>>,
    /// Import prefix → folder.
    pub aliases: Vec<(Box<str>, Box<str>)>,
    /// Packages it asks for, by the name under which code imports them; for Java their groups.
    pub dependencies: Vec<Box<str>>,
}

/// The half of a summary that other files need.
#[derive(Clone, Debug)]
pub struct Module {
    /// Languages that share its rules of resolution.
    pub family: Family,
    /// Its declared package.
    pub package: Option<Box<str>>,
    /// Names it declares that mean something to others.
    pub declared: Vec<Declared>,
    /// Modules it imports, as written.
    pub imports: Vec<Box<str>>,
    /// Names it uses and could not resolve alone, hashed with [`name_hash`], sorted.
    pub wants: Vec<u32>,
    /// Texts that it hands to functions which build names of them.
    pub given: Vec<Given>,
    /// Names of metrics of which samples are made, with the instrument that tells.
    pub samples: Vec<(Box<str>, Instrument)>,
    /// Its types and what each rests on: type, module of the base as written, base.
    pub bases: Vec<(Box<str>, Box<str>, Box<str>)>,
    /// Registries of metrics that it hands to functions.
    pub carried: Vec<Carried>,
    /// Registries on which it registers metrics, by the names that these are given.
    pub registered: Vec<(Box<str>, Registry)>,
    /// Names it needs of a certain module to complete a point: module as written, path of names.
    pub needs: Vec<(Box<str>, Box<str>)>,
}

/// A name that a file declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name; `Type.member` for fields and methods.
    pub name: Box<str>,
    /// What it is.
    pub what: What,
}

/// What a declared name means to telemetry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// An object of a library: a logger, a meter.
    Object(ObjectRef),
    /// A function that gives such an object.
    Returns(ObjectRef),
    /// A value of a type declared in this repository: module as written in the declaring file, name.
    Typed(Box<str>, Box<str>),
    /// A function that gives a value of such a type.
    ReturnsTyped(Box<str>, Box<str>),
    /// A function that hands its message or name on to a library.
    Wrapper(Wrapper),
    /// A function that builds names of what it is given; the names of its parameters.
    Taker(Vec<Box<str>>),
    /// A function that builds options of what it is given: the texts of their entries, and the names
    /// of its parameters.
    Options(Vec<(Box<str>, Composed)>, Vec<Box<str>>),
    /// A function that gives a text which it builds of what it is given; the names of its parameters.
    Text(Composed, Vec<Box<str>>),
    /// A string constant.
    Constant(Composed),
    /// A name of another module, handed on: module as written, name (`*` hands on all of them, the
    /// empty name the module itself).
    Reexport(Box<str>, Box<str>),
}

impl What {
    /// Whether it says what a call or a receiver is, and not only what a text is.
    pub fn tells(&self) -> bool {
        matches!(
            self,
            Self::Wrapper(_) | Self::Returns(_) | Self::Object(_) | Self::Taker(_)
        )
    }
}

/// A string, as far as its own file tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Composed {
    /// Its text, with `{expression}` for each part that is not told there.
    pub text: SafeText,
    /// The parts of the text that something else tells, in order.
    pub gaps: Vec<Gap>,
}

/// A part of a string that its place does not tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gap {
    /// Where the hole begins in the text. Bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Who tells.
    pub asks: Asks,
}

/// Who tells what fills a [`Gap`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asks {
    /// A name of another file.
    Name {
        /// The module, as written; empty for the file's own package.
        module: Box<str>,
        /// The path of names in it.
        names: Box<str>,
    },
    /// Whoever calls the function around.
    Parameter {
        /// Which parameter, the receiver not counted.
        index: u16,
        /// The field of it, where it is an object of options.
        field: Option<Box<str>>,
    },
    /// Whoever calls the function that fills the field which this is.
    Handed {
        /// The module of that function: `=` and its key, or empty for the file's own.
        module: Box<str>,
        /// The function, with its type.
        function: Box<str>,
        /// Which parameter, the receiver not counted.
        index: u16,
        /// All arguments from there on.
        rest: bool,
    },
    /// A field of the own object, which a type that rests on this one may fill anew.
    Own {
        /// The field.
        field: Box<str>,
    },
}

/// The field under which a parameter that takes all remaining arguments is asked for whole.
pub const REST: &str = "...";

/// An object kind of a library, by index into the packs of this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectRef {
    /// Index of the library.
    pub library: u16,
    /// Index of the object kind in it.
    pub object: u16,
}

/// A function that hands what it is given on to a library.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wrapper {
    /// Index of the library.
    pub library: u16,
    /// Index of the point rule in it.
    pub rule: u16,
    /// What a call of it emits.
    pub signal: Signal,
    /// What the message or the parts of the name are, with gaps for the parameters; empty for a
    /// macro that hands everything on.
    pub parts: Vec<Composed>,
    /// The parts are of a name, and not of a message.
    pub named: bool,
    /// The level, where the wrapper fixes it.
    pub level: Option<Level>,
    /// Which parameter is the level, where it does not.
    pub level_from: Option<u16>,
    /// For a metric: the instrument.
    pub instrument: Option<Instrument>,
    /// The help, as far as the wrapper gives it.
    pub help: Option<Composed>,
    /// Keys of the attributes that the wrapper itself gives.
    pub attributes: Vec<Composed>,
    /// Arguments of the library's call that are a parameter and nothing else.
    pub handed: Vec<(Slot, u16)>,
    /// Names of its parameters, by index; empty where it has none.
    pub parameters: Vec<Box<str>>,
}

/// A place among the arguments of a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The positional argument of that index.
    Index(u16),
    /// The keyword argument of that name.
    Keyword(Box<str>),
}

/// The name under which the text is known that a function gives: what the function is has its own.
pub fn called(function: &str) -> String {
    format!("{function}()")
}

/// Hash of a name as [`Module::wants`] keeps it (FNV-1a, 32 bits).
pub fn name_hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
