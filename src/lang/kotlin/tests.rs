//! Kotlin facts, as tables.

use super::super::tree::assert_kinds_exist;
use super::super::{Parsers, Reading, listing as show};
use super::*;
use crate::model::facts::Facts;

fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), text)
}

#[track_caller]
fn clean(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "{text}");
    reading.facts
}

#[track_caller]
fn calls(body: &str, expected: &[&str]) {
    let text = format!("fun f() {{\n{body}\n}}\n");
    assert_eq!(show::calls(&clean(&text)), expected, "{body}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("fun f() {{ val x = {expression}\n}}\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::Kotlin, Kind::NAMES);
    let language = super::super::tree::language(Dialect::Kotlin);
    for name in Fields::NAMES {
        assert!(language.field_id_for_name(name).is_some(), "{name}");
    }
}

#[test]
fn package_and_imports() {
    let facts = clean("package a.b\n\nimport org.slf4j.Logger\nimport a.c.*\nimport a.d.e as f\n");
    assert_eq!(facts.package, Some("a.b"));
    assert_eq!(
        show::imports(&facts),
        ["Logger = org.slf4j#Logger", "* = a.c", "f = a.d#e"]
    );
}

#[test]
fn expressions() {
    for (expression, expected) in [
        (r#""a $b ${c.d} \$e\n""#, r"`a ${b} ${c.d} $e\n`"),
        (r#""""raw "q" $b\n""""#, r#"`raw \"q\" ${b}\\n`"#),
        (r#""plain""#, r#""plain""#),
        (r#""a" + b + "c""#, r#"("a" + b + "c")"#),
        ("a ?: \"b\"", "(a | \"b\")"),
        ("a!!.b?.c as String", "a.b.c"),
        ("if (p) \"a\" else \"b\"", "(\"a\" | \"b\")"),
        (
            "when (p) { 1 -> \"a\"\n else -> { g(); \"b\" } }",
            "(\"a\" | \"b\")",
        ),
        ("try { \"a\" } catch (e: E) { \"b\" }", "(\"a\" | \"b\")"),
        ("a[\"k\"].c", "a[\"k\"].c"),
        ("mapOf(\"k\" to 1)", "mapOf([\"k\", 1])"),
        ("a.b<T>(1, c = 2, *d)", "a.b(1, c=2, *d)"),
        ("a.b(1) { it }", "a.b(1, fn#1)"),
        ("-1", "-1"),
        ("null", "null"),
        ("true", "true"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls("log.debug { \"x ${g(1)}\" }", &["log.debug(fn#1)", "g(1)"]);
    calls(
        "log.error(e) { \"x\" }\ng()",
        &["log.error(e, fn#1)", "g()"],
    );
    calls(
        "if (a()) { try { b() } catch (e: E) { c() } finally { d() } } else e()",
        &["a()", "b()", "c()", "d()", "e()"],
    );
    calls(
        "for (x in xs()) { when (val y = g()) { is T -> h(y)\n else -> i() } }",
        &["xs()", "g()", "h(y)", "i()"],
    );
}

#[test]
fn members_have_owners_types_and_values() {
    let facts = clean(
        "class C(private val own: Logger, plain: Int = g()) : Base(own), Thing {\n  private val log = make()\n  val lazily by lazy { make() }\n  val got: Logger get() = own\n  lateinit var late: Logger\n  fun f(a: String, vararg b: Int): T { late = own; var y = 1; y = 2; return a }\n  companion object {\n    const val NAME = \"n\"\n  }\n}\nval top = 1\nfun Logger.say(m: String) = this.info(m)\n",
    );
    assert_eq!(show::types(&facts), ["pub C(Base, Thing)"]);
    assert_eq!(
        show::bindings(&facts),
        [
            "field C.own: Logger",
            "pub field C.plain: Int = g()",
            "field C.log = make()",
            "pub field C.lazily = lazy(fn#0)",
            "pub field C.got: Logger = own",
            "pub field C.late: Logger",
            "param0 a: String @f",
            "param1 b: Int @f",
            "field C.late = own @f",
            "var y = 1 @f",
            "var y = 2 @f",
            "pub const C.NAME = \"n\"",
            "pub var top = 1",
            "var this: Logger @say",
            "param0 m: String @say",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "<closure>(0)",
            "pub C.got(0) self=this",
            "pub C.f(2..) -> T self=this",
            "pub say(1)",
        ]
    );
    assert_eq!(
        show::returns(&facts),
        ["<closure>: make()", "got: own", "f: a", "say: this.info(m)"]
    );
}

#[test]
fn annotations_are_calls() {
    let facts = clean("package p\n\n@A(1)\nclass C {\n  @Timed(value = \"t\")\n  fun m() {}\n}\n");
    assert_eq!(
        show::calls(&facts),
        ["@A(1) on type#0", "@Timed(value=\"t\") on fn#0"]
    );
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "// é\r\nfun f() { log.info(\"ü\") }\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "info");
    assert_eq!(facts.calls[0].span.of(text), "log.info(\"ü\")");
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading =
        reading("class C {\n fun f() { log.info(\"a\" }\n fun g() { log.warn(\"b\") }\n}\n");
    assert!(reading.errors);
    let shown = show::calls(&reading.facts);
    assert!(
        shown.iter().any(|call| call.contains("log.warn(\"b\")")),
        "{shown:?}"
    );
}

#[test]
fn an_empty_file_is_whole() {
    let reading = reading("");
    assert!(!reading.errors && reading.facts.values.is_empty());
}

#[test]
fn deep_trees_do_not_overflow() {
    let deep = 20_000;
    let nested = |open: &str, close: &str| {
        format!("val x = {}f(){}\n", open.repeat(deep), close.repeat(deep))
    };
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("a[", "]"),
        nested("{ ", " }"),
        nested("!", ""),
        nested("if (a) ", ""),
        format!("val x = {}\n", vec!["f(\"a\")"; deep].join(" + ")),
        format!("val x = {}\n", vec!["f()"; deep].join(" - ")),
        format!("val x = {}\n", vec!["f()"; deep].join(" ?: ")),
        format!("val x = a{}\n", ".b()".repeat(deep)),
        "class C {".repeat(deep),
        "fun f() {".repeat(deep),
        "object : A {".repeat(deep),
        "\"${".repeat(300),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("val x = a{}\n", ".b()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
