//! Facts about syntax: the one seam between languages and everything that reads them.
//!
//! A language folder turns bytes into [`Facts`]; detection reads nothing else. A language does not
//! know telemetry, and telemetry does not know languages. Everything borrows from the file's text,
//! values live in one arena and point at each other by index, and all lists are in source order.

use std::borrow::Cow;

use super::place::Span;

/// Index of a [`Value`] in [`Facts::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueId(pub u32);

/// Index of a [`Call`] in [`Facts::calls`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u32);

/// Index of a [`Function`] in [`Facts::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// Index of a [`Type`] in [`Facts::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// Everything the scan knows about the syntax of one file.
#[derive(Debug, Default)]
pub struct Facts<'s> {
    /// The declared package (Go `package x`, Java `package a.b`).
    pub package: Option<&'s str>,
    /// What the file brings in.
    pub imports: Vec<Import<'s>>,
    /// What the file hands out under another name, or from another module. A declaration that is
    /// itself public says so in its own `exported` flag.
    pub exports: Vec<Export<'s>>,
    /// Names given to values: variables, constants, fields, parameters.
    pub bindings: Vec<Binding<'s>>,
    /// Classes, structs, interfaces, enums, traits.
    pub types: Vec<Type<'s>>,
    /// Functions, methods and closures.
    pub functions: Vec<Function<'s>>,
    /// Values handed back by functions.
    pub returns: Vec<Return>,
    /// Calls, macros, constructors, decorators, annotations.
    pub calls: Vec<Call<'s>>,
    /// The arena of expressions.
    pub values: Vec<Value<'s>>,
    /// Comments, without their marks.
    pub comments: Vec<Comment<'s>>,
}

/// One name brought in from elsewhere.
#[derive(Clone, Debug)]
pub struct Import<'s> {
    /// The name it has in this file; `"*"` for a glob import that binds every name of the module.
    pub local: &'s str,
    /// The module as written, whole: `go.uber.org/zap`, `a.b`, `./lib/logger`, `crate::log`
    /// (Rust keeps `::`), `org.slf4j`.
    pub module: Cow<'s, str>,
    /// The name taken out of the module; `None` when the module itself is bound.
    /// A JavaScript default import takes the name `default`.
    pub name: Option<Cow<'s, str>>,
    /// The import clause.
    pub span: Span,
    /// Handed on to others (`pub use`, `export … from`).
    pub reexported: bool,
}

/// A name this file hands out that is not simply a public declaration.
#[derive(Clone, Debug)]
pub struct Export<'s> {
    /// The name others see; `default` for a default export or `module.exports = …`.
    pub name: Cow<'s, str>,
    /// What it stands for here.
    pub value: ValueId,
    /// The export clause.
    pub span: Span,
}

/// What kind of name a [`Binding`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BindingKind {
    /// A variable (local, or global when it has no scope).
    Variable,
    /// A constant, `static`, `final static`.
    Constant,
    /// A field of a type: declared, or assigned through `self`/`this`.
    Field,
    /// A parameter of the function in `scope`; `index` tells which.
    Parameter,
    /// What is put into an object of options that the variable `owner` is: `opts.Namespace = x`.
    Entry,
}

/// A name given to a value.
#[derive(Clone, Debug)]
pub struct Binding<'s> {
    /// Which kind of name.
    pub kind: BindingKind,
    /// The name.
    pub name: &'s str,
    /// The function in which it is known; `None` at file level. For a field: where it is assigned.
    pub scope: Option<FunctionId>,
    /// For a field, the name of its type (`Server` in `type Server struct { lg *zap.Logger }`).
    pub owner: Option<&'s str>,
    /// Position among the parameters, the receiver not counted. 0 for everything else.
    pub index: u16,
    /// What it was given.
    pub value: Option<ValueId>,
    /// Its declared type, as written.
    pub declared: Option<&'s str>,
    /// The name's own bytes.
    pub span: Span,
    /// Visible outside the file (package-visible counts).
    pub exported: bool,
}

/// A class, struct, interface, enum or trait.
#[derive(Clone, Debug)]
pub struct Type<'s> {
    /// Its name, without generic parameters.
    pub name: &'s str,
    /// Types it extends, embeds or implements, as written.
    pub bases: Vec<&'s str>,
    /// The whole declaration.
    pub span: Span,
    /// Visible outside the file.
    pub exported: bool,
}

/// A function, method or closure.
#[derive(Clone, Debug)]
pub struct Function<'s> {
    /// Its name; `""` for a closure.
    pub name: &'s str,
    /// The name of the type it belongs to (Go: the receiver's type, pointer stripped).
    pub owner: Option<&'s str>,
    /// What the body calls its own object: `self`, `this`, Go's receiver name.
    pub receiver: Option<&'s str>,
    /// The function around it.
    pub parent: Option<FunctionId>,
    /// Declared return type, as written.
    pub returns: Option<&'s str>,
    /// The whole definition.
    pub span: Span,
    /// The name's own bytes (the first bytes of a closure).
    pub name_span: Span,
    /// How many parameters, the receiver not counted. The parameters themselves are bindings.
    pub parameters: u16,
    /// The last parameter takes all remaining arguments (`...`, `*args`, varargs, rest).
    pub variadic: bool,
    /// Visible outside the file.
    pub exported: bool,
    /// A `macro_rules!` definition and the like.
    pub is_macro: bool,
}

/// A value handed back.
#[derive(Clone, Copy, Debug)]
pub struct Return {
    /// The function that returns.
    pub function: FunctionId,
    /// What it returns.
    pub value: ValueId,
}

/// How a call is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallKind {
    /// `f(x)`, `a.f(x)`.
    Function,
    /// `f!(x)`.
    Macro,
    /// `new T(x)`; `T(x)` where the language has no other way stays `Function`.
    Constructor,
    /// `@f(x)` or `#[f(x)]` on a function.
    OnFunction(FunctionId),
    /// `@f(x)` or `#[f(x)]` on a type.
    OnType(TypeId),
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call<'s> {
    /// How it is written.
    pub kind: CallKind,
    /// What is called: a name, a member, or any other expression.
    pub callee: ValueId,
    /// The arguments, in order.
    pub args: Vec<Arg<'s>>,
    /// The whole expression.
    pub span: Span,
    /// The last name of the callee: where a person would point.
    pub name_span: Span,
    /// The innermost function around it.
    pub function: Option<FunctionId>,
}

/// One argument of a call.
#[derive(Clone, Copy, Debug)]
pub struct Arg<'s> {
    /// The keyword, where one is written: `unit="s"`, `target: "x"`, tracing's `field = 1`.
    pub name: Option<&'s str>,
    /// What is passed.
    pub value: ValueId,
    /// `*args`, `...xs`, `**kw`.
    pub spread: bool,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Value<'s> {
    /// What it is.
    pub kind: ValueKind<'s>,
    /// Its bytes.
    pub span: Span,
}

/// What an expression is, as far as detection needs to know.
#[derive(Clone, Debug)]
pub enum ValueKind<'s> {
    /// A string literal without holes, escapes decoded. Adjacent literals are joined.
    Str(Cow<'s, str>),
    /// A string with holes: f-string, template literal. Pieces in order.
    Template(Vec<Piece<'s>>),
    /// A number, as written.
    Number(&'s str),
    /// `true` or `false`.
    Bool(bool),
    /// `None`, `nil`, `null`, `undefined`, `()`.
    Null,
    /// A bare name, `self` and `this` included.
    Name(&'s str),
    /// `base.name`, `base::name`, `base?.name`, `base->name`.
    Member {
        /// What stands before the dot.
        base: ValueId,
        /// The name after it.
        name: &'s str,
    },
    /// `base[key]`.
    Index {
        /// What stands before the bracket.
        base: ValueId,
        /// What stands in it.
        key: ValueId,
    },
    /// The result of a call.
    Call(CallId),
    /// `a + b` and its kin, flattened, where it may build a string.
    Concat(Vec<ValueId>),
    /// One of several: `a || b`, `a ?? b`, `a or b`, `c ? a : b`.
    Either(Vec<ValueId>),
    /// A list, array, slice, tuple or set literal; a list that is put in whole stands there as
    /// [`ValueKind::Same`].
    List(Vec<ValueId>),
    /// A map, dict or object literal; spread entries are left out.
    Map(Vec<(ValueId, ValueId)>),
    /// A struct literal with named fields: `T{A: 1}`, `T { a: 1 }`.
    Struct {
        /// The type, as a name or member.
        of: ValueId,
        /// Its fields in order.
        fields: Vec<(&'s str, ValueId)>,
    },
    /// One after the other what a list or map holds: what the variable of a loop over it stands for.
    Each(ValueId),
    /// One after the other the keys of a map, or the numbers of a list's elements.
    EachKey(ValueId),
    /// A closure.
    Closure(FunctionId),
    /// A value that only passes another on: `&x`, `*x`, `await x`, `x!`, `x?`, `x as T`, `(x)`.
    /// Builders unwrap these where they can, so that this is rare.
    Same(ValueId),
    /// Anything else.
    Other,
}

/// A piece of a string with holes.
#[derive(Clone, Debug)]
pub enum Piece<'s> {
    /// Literal text, escapes decoded.
    Text(Cow<'s, str>),
    /// A hole and what fills it.
    Hole(ValueId),
}

/// A comment.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'s> {
    /// The text with its marks.
    pub text: &'s str,
    /// Its bytes.
    pub span: Span,
}

impl<'s> Facts<'s> {
    /// The value behind an id.
    pub fn value(&self, id: ValueId) -> &Value<'s> {
        &self.values[id.0 as usize]
    }

    /// The value behind an id, past every [`ValueKind::Same`].
    pub fn plain(&self, mut id: ValueId) -> ValueId {
        // Ids only point backwards or forwards along a finite tree; the bound guards a faulty builder.
        for _ in 0..64 {
            match self.value(id).kind {
                ValueKind::Same(inner) => id = inner,
                _ => break,
            }
        }
        id
    }

    /// The call behind an id.
    pub fn call(&self, id: CallId) -> &Call<'s> {
        &self.calls[id.0 as usize]
    }

    /// The function behind an id.
    pub fn function(&self, id: FunctionId) -> &Function<'s> {
        &self.functions[id.0 as usize]
    }

    /// The type behind an id.
    pub fn type_of(&self, id: TypeId) -> &Type<'s> {
        &self.types[id.0 as usize]
    }

    /// The string a value is, when it is a literal without holes.
    pub fn as_str(&self, id: ValueId) -> Option<&str> {
        match &self.value(self.plain(id)).kind {
            ValueKind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The last name of a callee or path: `info` of `log.info`, of `info` and of `a::b::info`.
    pub fn last_name(&self, id: ValueId) -> Option<&'s str> {
        match &self.value(self.plain(id)).kind {
            ValueKind::Name(name) | ValueKind::Member { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The receiver of a member call: `log` of `log.info`.
    pub fn receiver(&self, callee: ValueId) -> Option<ValueId> {
        match self.value(self.plain(callee)).kind {
            ValueKind::Member { base, .. } => Some(self.plain(base)),
            _ => None,
        }
    }
}
