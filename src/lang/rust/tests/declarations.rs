//! Imports, items and attributes.

use super::show::{bindings, calls, facts, imports, path, returns};
use crate::model::facts::FunctionId;

#[test]
fn use_trees_are_flattened() {
    let facts = facts(
        "use tracing::info; use a::b::{self, c as d, e::{f, *}}; pub(crate) use super::x::Y; use z;\n\
         use z as w; use ::q::r; use crate::{m, n::o as p}; use t as _;\n\
         #[macro_use] extern crate log; extern crate s as u;",
    );
    assert_eq!(
        imports(&facts),
        [
            "info = tracing :: info",
            "b = a::b",
            "d = a::b :: c",
            "f = a::b::e :: f",
            "* = a::b::e",
            "pub Y = super::x :: Y",
            "z = z",
            "w = z",
            "r = q :: r",
            "m = crate :: m",
            "p = crate::n :: o",
            "_ = t",
            "log = log",
            "* = log",
            "u = s",
        ]
    );
}

#[test]
fn functions_know_owner_receiver_parameters_and_returns() {
    let text = "pub struct S; impl<T> fmt::Display for m::S<T> where T: X {\n\
         pub fn a(&self, x: &str, Path(y): Path<u8>) -> Result<String, E> { return x; }\n\
         async fn b(z: u8) -> u8 { fn inner(self_: u8) {} z }\n}\n\
         trait T: A + 'static { fn c(self: Box<Self>) -> u8 { 1 } const D: u8 = 2; }\n\
         extern \"C\" { pub fn printf(f: *const u8, ...); }";
    let facts = facts(text);
    let names: Vec<String> = (0..facts.functions.len())
        .map(|at| path(&facts, FunctionId(at as u32)))
        .collect();
    assert_eq!(names, ["S.a", "S.b", "S.b/inner", "T.c", "printf"]);
    let a = &facts.functions[0];
    assert_eq!(
        (a.receiver, a.parameters, a.exported),
        (Some("self"), 2, true)
    );
    assert_eq!(a.returns, Some("Result<String, E>"));
    assert_eq!(a.name_span.of(text), "a");
    assert!(facts.functions[4].variadic);
    assert_eq!(
        bindings(&facts),
        [
            "param 0 S.a> x: &str",
            "param 1 S.a> y: Path<u8>",
            "param 0 S.b> z: u8",
            "param 0 S.b/inner> self_: u8",
            "const T.D: u8 = 2",
            "param 0 printf> f: *const u8",
        ]
    );
    assert_eq!(returns(&facts), ["S.a> x", "S.b> z", "T.c> 1"]);
    assert_eq!(facts.types[0].bases, ["fmt::Display"]);
    assert_eq!(facts.types[1].bases, ["A", "'static"]);
}

#[test]
fn types_bind_their_fields() {
    let facts = facts(
        "pub struct S { pub a: Vec<u8>, b: Option<&'static str> } struct P(pub u8, [u8; 2]);\n\
         enum E { A { c: u8 }, B(String), C = 3 } union U { d: f32 }\n\
         pub static X: LazyLock<C> = LazyLock::new(|| reg(\"n\")); const Y: &str = \"y\";",
    );
    assert_eq!(
        bindings(&facts),
        [
            "pub field S.a: Vec<u8>",
            "field S.b: Option<&'static str>",
            "pub field P.0: u8",
            "field P.1: [u8; 2]",
            "field E.c: u8",
            "field E.0: String",
            "field U.d: f32",
            "pub const X: LazyLock<C> = LazyLock.new(||)",
            "const Y: &str = \"y\"",
        ]
    );
    assert_eq!(returns(&facts), ["||> reg(\"n\")"]);
    let types: Vec<(&str, bool)> = facts.types.iter().map(|t| (t.name, t.exported)).collect();
    assert_eq!(
        types,
        [("S", true), ("P", false), ("E", false), ("U", false)]
    );
}

#[test]
fn attributes_are_calls_on_what_follows() {
    let facts = facts(
        "#[derive(A)] #[tracing::instrument(name = \"x\", skip(a, b), fields(k = v, http.m = %w.x()), level = \"debug\", err)]\n\
         async fn f() {} #[test] fn t() {} #[metrics] impl S {} #[doc = \"x\"] #[m(y = 1)] struct S;\n\
         #[cfg_attr(feature = \"x\", instrument(skip_all), allow(x))] fn g() { #[inner] fn h() {} }",
    );
    assert_eq!(
        calls(&facts),
        [
            "#[tracing.instrument(name=\"x\", skip(a, b), fields(k=v, http.m=w.x()), level=\"debug\", err)] f",
            "skip(a, b)",
            "fields(k=v, http.m=w.x())",
            "w.x()",
            "#[test()] t",
            "#[metrics()] S",
            "#[m(y=1)] S",
            "#[instrument(skip_all)] g",
            "g> #[inner()] h",
        ]
    );
}

#[test]
fn an_empty_file_has_no_facts() {
    assert!(facts("").values.is_empty());
    assert!(facts("\u{feff}").values.is_empty());
    assert!(facts("#!/usr/bin/env x").values.is_empty());
}
