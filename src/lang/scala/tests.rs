//! Scala facts, as tables.

use super::super::tree::{assert_fields_exist, assert_kinds_exist};
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
    let text = format!("object O {{\n  def f() = {{\n{body}\n}}\n}}\n");
    assert_eq!(show::calls(&clean(&text)), expected, "{body}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("object O {{ def f() = {{ val x = {expression}\n}} }}\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::Scala, Kind::NAMES);
    assert_fields_exist(Dialect::Scala, Fields::NAMES);
}

#[test]
fn package_and_imports() {
    let facts = clean(
        "package a.b\n\nimport org.slf4j.{Logger, LoggerFactory => LF, _}\nimport a.c._, d.e\nimport java.util\nimport util.Map\nimport Names._\n",
    );
    assert_eq!(facts.package, Some("a.b"));
    assert_eq!(
        show::imports(&facts),
        [
            "Logger = org.slf4j#Logger",
            "LF = org.slf4j#LoggerFactory",
            "* = org.slf4j",
            "* = a.c",
            "e = d#e",
            "util = java#util",
            "Map = java.util#Map",
            "* = a.b.Names",
        ]
    );
}

#[test]
fn expressions() {
    for (expression, expected) in [
        (r#"s"a $b ${c.d} $$e\n""#, r"`a ${b} ${c.d} $e\n`"),
        (r#"f"a $b%2.1f MB""#, r"`a ${b} MB`"),
        (r#"s"${a}b$c""#, r"`${a}b${c}`"),
        (r#""""raw "q" \n""""#, r#""raw \"q\" \\n""#),
        ("\"\"\"a\n  |b\"\"\".stripMargin", r#""a\nb""#),
        (r#""plain\t""#, r#""plain\t""#),
        (r#""""#, r#""""#),
        (r#""a" + b + "c""#, r#"("a" + b + "c")"#),
        (r#""a" + s"b$c""#, r#"("a" + `b${c}`)"#),
        ("if (p) \"a\" else \"b\"", "(\"a\" | \"b\")"),
        (
            "p match { case 1 => \"a\"\n case _ => g(); \"b\" }",
            "(\"a\" | \"b\")",
        ),
        (
            "try { \"a\" } catch { case e: E => \"b\" }",
            "(\"a\" | \"b\")",
        ),
        ("a.b[T].c", "a.b.c"),
        ("a.asInstanceOf[T].c", "a.c"),
        ("Map(\"k\" -> 1)", "Map([\"k\", 1])"),
        ("a.b[T](1, c = 2, d: _*)", "a.b(1, c=2, *d)"),
        ("a.b(1)(2) { it => it }", "a.b(1, 2, fn#2)"),
        ("new a.T[B](c)", "new a.T(c)"),
        ("(a, \"b\")", "[a, \"b\"]"),
        ("-1", "-1"),
        ("null", "null"),
        ("true", "true"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls(
        "log.debug { s\"x ${g(1)}\" }",
        &["log.debug(`x ${g(1)}`)", "g(1)"],
    );
    calls("log info \"x\"\ng()", &["log.info(\"x\")", "g()"]);
    calls(
        "if (a()) { try { b() } catch { case e: E => c() } finally { d() } } else e()",
        &["a()", "b()", "c()", "d()", "e()"],
    );
    calls(
        "for (x <- xs(); y = z() if w()) { y match { case A(v) if g(v) => h(y)\n case _ => i() } }",
        &["xs()", "z()", "w()", "g(v)", "h(y)", "i()"],
    );
    calls(
        "xs.foreach { case (a, b) => g(a) }\nxs.map(_ + h())\nwhile (c()) d()\nthrow new E(s\"${m()}\")",
        &[
            "xs.foreach(fn#2)",
            "g(a)",
            "xs.map((_ + h()))",
            "h()",
            "c()",
            "d()",
            "new E(`${m()}`)",
            "m()",
        ],
    );
}

#[test]
fn members_have_owners_types_and_values() {
    let facts = clean(
        "package p\n\nclass C(val own: Logger, plain: Int = g()) extends Base[T](own) with Thing {\n  self: Other =>\n  private val log = make()\n  lazy val late: Logger = make()\n  def got: Logger = own\n  def f(a: => String, b: Int*)(c: C): T = { var y = 1; y = 2; kept = y; return a }\n}\nobject C {\n  val NAME = \"n\"\n  var count = 0\n}\ntrait Thing { def bare: String }\n",
    );
    assert_eq!(
        show::types(&facts),
        ["pub C(Base, Thing, Other)", "pub Thing()"]
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "pub field C.own: Logger",
            "pub field C.plain: Int = g()",
            "field C.log = make()",
            "pub field C.late: Logger = make()",
            "pub field C.got: Logger = own @got",
            "param0 a: String @f",
            "param1 b: Int @f",
            "param2 c: C @f",
            "var y = 1 @f",
            "var y = 2 @f",
            "field C.kept = y @f",
            "pub const C.NAME = \"n\"",
            "pub field C.count = 0",
            "pub field Thing.bare: String @bare",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "pub C.constructor(0) self=this",
            "pub C.got(0) -> Logger self=this",
            "pub C.f(3..) -> T self=this",
            "pub C.constructor(0) self=this",
            "pub Thing.constructor(0) self=this",
            "pub Thing.bare(0) -> String self=this",
        ]
    );
    assert_eq!(show::returns(&facts), ["got: own", "f: a"]);
    assert_eq!(
        show::calls(&facts),
        ["g()", "Base(own)", "make()", "make()"]
    );
}

#[test]
fn a_type_without_a_name_leaves_names_to_the_type_around() {
    let facts = clean("class C {\n  val r = new Runnable { def run() = say(\"x\") }\n}\n");
    assert_eq!(
        show::functions(&facts),
        [
            "pub C.constructor(0) self=this",
            "pub run(0) in constructor"
        ]
    );
    assert_eq!(show::calls(&facts), ["new Runnable()", "say(\"x\")"]);
}

#[test]
fn annotations_are_calls() {
    let facts =
        clean("package p\n\n@A(1)\nclass C {\n  @Timed(value = \"t\")\n  def m() = {}\n}\n");
    assert_eq!(
        show::calls(&facts),
        ["@A(1) on type#0", "@Timed(value=\"t\") on fn#1"]
    );
}

#[test]
fn indentation_makes_blocks() {
    let facts = clean(
        "object O:\n  def f(x: Int): String =\n    val y = g(x)\n    if x > 1 then\n      log.info(s\"a $y\")\n      \"b\"\n    else \"c\"\n",
    );
    assert_eq!(show::calls(&facts), ["g(x)", "log.info(`a ${y}`)"]);
    assert_eq!(show::returns(&facts), ["f: (\"b\" | \"c\")"]);
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "// é\r\nobject O { def f() = log.info(\"ü\") }\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "info");
    assert_eq!(facts.calls[0].span.of(text), "log.info(\"ü\")");
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading =
        reading("class C {\n def f() = { log.info(\"a\" }\n def g() = { log.warn(\"b\") }\n}\n");
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
        format!(
            "object O {{ val x = {}f(){} }}\n",
            open.repeat(deep),
            close.repeat(deep)
        )
    };
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("{ ", " }"),
        nested("!", ""),
        nested("if (a) ", ""),
        format!("val x = {}\n", vec!["f(\"a\")"; deep].join(" + ")),
        format!("val x = {}\n", vec!["f()"; deep].join(" - ")),
        format!("val x = {}\n", vec!["f"; deep].join(" g ")),
        format!("val x = a{}\n", ".b()".repeat(deep)),
        format!("val x = a{}\n", "(b)".repeat(deep)),
        "class C {".repeat(deep),
        "def f() = {".repeat(deep),
        "new A {".repeat(deep),
        "x match { case A(".repeat(500),
        "s\"${".repeat(300),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("object O {{ val x = a{} }}\n", ".b()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
