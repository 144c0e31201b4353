//! What Java gives, as tables.

use super::super::tree::{assert_fields_exist, assert_kinds_exist};
use super::super::{Parsers, Reading, show};
use super::{Field, Kind, read};
use crate::model::facts::{Facts, ValueId, ValueKind};
use crate::model::language::Dialect;

fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), text)
}

fn facts(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "does not parse: {text}");
    reading.facts
}

/// The calls of statements in a method `f`, without the `f: ` in front.
fn calls_in(body: &str) -> Vec<String> {
    let text = format!("class C {{ void f() {{\n{body}\n}} }}\n");
    let calls = show::calls(&facts(&text));
    calls
        .iter()
        .map(|call| call.strip_prefix("f: ").unwrap_or(call).to_owned())
        .collect()
}

/// The value of `x` in `var x = <expression>;`.
fn value_of(expression: &str) -> String {
    let text = format!("class C {{ void f() {{\nvar x = {expression};\n}} }}\n");
    let facts = facts(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding
        .and_then(|binding| binding.value)
        .expect("x has a value");
    show::value(&facts, value)
}

#[test]
fn the_grammar_has_every_name() {
    assert_kinds_exist(Dialect::Java, Kind::NAMES);
    assert_fields_exist(Dialect::Java, Field::NAMES);
}

#[test]
fn an_empty_file_gives_nothing() {
    let facts = facts("");
    assert!(facts.calls.is_empty() && facts.bindings.is_empty() && facts.package.is_none());
}

#[test]
fn package_and_imports() {
    let facts = facts(
        "package a.b;\nimport org.slf4j.Logger;\nimport java.util.*;\nimport static a.B.c;\nimport static a.B.*;\nimport X;\n",
    );
    assert_eq!(facts.package, Some("a.b"));
    assert_eq!(
        show::imports(&facts),
        [
            "Logger <- org.slf4j Logger",
            "* <- java.util",
            "c <- a.B c",
            "* <- a.B",
            "X <-  X",
        ]
    );
}

#[test]
fn values() {
    for (expression, shown) in [
        (r#""a\tb""#, r#""a\tb""#),
        ("\"\"\"\n  a\n   b\n  \"\"\"", r#""a\n b\n""#),
        ("'c'", "\"c\""),
        ("-1", "-1"),
        ("1_000L", "1_000L"),
        ("0x1F", "0x1F"),
        ("1.5e3f", "1.5e3f"),
        ("null", "null"),
        ("true", "true"),
        ("this.a.b", "this.a.b"),
        ("super.a", "super.a"),
        ("Outer.this.a", "Outer.this.a"),
        ("a[0]", "a[0]"),
        ("(a)", "a"),
        ("(String) a.b", "a.b"),
        ("(A & B) c", "c"),
        ("X.class", "X.class"),
        ("a.b.X.class", "a.b.X.class"),
        ("int.class", "int.class"),
        ("X::y", "X.y"),
        ("this::y", "this.y"),
        ("a.b()::y", "a.b().y"),
        ("ArrayList<String>::new", "ArrayList.new"),
        ("a + \"-\" + 1 + b", "(a + \"-\" + 1 + b)"),
        ("\"a\" + (b + \"c\")", "(\"a\" + b + \"c\")"),
        ("\"n=\" + (i - 1)", "(\"n=\" + _)"),
        ("1 + 2", "_"),
        ("a * b", "_"),
        ("a == b", "_"),
        ("!a", "_"),
        ("a ? \"b\" : c", "(\"b\" | c)"),
        (
            "switch (a) { case 1 -> \"b\"; case 2, 3 -> { g(); yield c; } default -> throw e; }",
            "(\"b\" | c)",
        ),
        (
            "switch (a) { case 1: yield \"b\"; default: yield c; }",
            "(\"b\" | c)",
        ),
        ("y = \"v\"", "\"v\""),
        ("new int[3]", "_"),
        ("new String[] {\"a\", b}", "[\"a\", b]"),
        ("new String[][] {{\"a\"}, {b}}", "[[\"a\"], [b]]"),
        ("new A()", "new A()"),
        ("new a.B<String>(1)", "new a.B(1)"),
        ("outer.new Inner(1)", "new Inner(1)"),
        ("new A<>() { }", "new A()"),
        ("() -> 1", "func#1"),
        ("String.format(\"%s\", a)", "String.format(\"%s\", a)"),
        ("STR.\"a \\{b.c()} d\"", "a {b.c()} d"),
        ("a instanceof B", "_"),
    ] {
        assert_eq!(value_of(expression), shown, "{expression}");
    }
}

#[test]
fn calls() {
    for (body, shown) in [
        ("g();", vec!["g()"]),
        (
            "log.info(\"a {}\", b.c());",
            vec!["log.info(\"a {}\", b.c())", "b.c()"],
        ),
        (
            "this.log.warn(1); super.log(2); Outer.super.log(3);",
            vec!["this.log.warn(1)", "super.log(2)", "Outer.log(3)"],
        ),
        (
            "a.b().<T>c(1).d();",
            vec!["a.b().c(1).d()", "a.b().c(1)", "a.b()"],
        ),
        ("x.y = g();", vec!["g()"]),
        ("x[g()] += h();", vec!["g()", "h()"]),
        (
            "if (g()) h(); else if (i()) j(); else { k(); }",
            vec!["g()", "h()", "i()", "j()", "k()"],
        ),
        (
            "for (int i = g(); h(i); k()) l();",
            vec!["g()", "h(i)", "k()", "l()"],
        ),
        ("for (var x : g()) h(x);", vec!["g()", "h(x)"]),
        (
            "while (g()) { h(); } do { i(); } while (j());",
            vec!["g()", "h()", "i()", "j()"],
        ),
        (
            "switch (g()) { case A: h(); break; default: i(); }",
            vec!["g()", "h()", "i()"],
        ),
        (
            "switch (g()) { case A -> h(); default -> { i(); } }",
            vec!["g()", "h()", "i()"],
        ),
        (
            "try (var r = g()) { h(); } catch (E | F e) { i(e); } finally { j(); }",
            vec!["g()", "h()", "i(e)", "j()"],
        ),
        (
            "synchronized (g()) { h(); } assert g() : h(); throw new E(g());",
            vec!["g()", "h()", "g()", "h()", "new E(g())", "g()"],
        ),
        (
            "l.forEach(x -> g(x));",
            vec!["l.forEach(func#1)", "#1: g(x)"],
        ),
        (
            "run(() -> { g(); return h(); });",
            vec!["run(func#1)", "#1: g()", "#1: h()"],
        ),
        (
            "var t = new Thread() { @Override public void run() { g(); } };",
            vec!["new Thread()", "@run Override()", "run: g()"],
        ),
        ("boolean b = g() && !h();", vec!["g()", "h()"]),
        ("return g() ? h() : i();", vec!["g()", "h()", "i()"]),
        ("int n = (int) g() * 2;", vec!["g()"]),
        ("var a = new String[g()];", vec!["g()"]),
        ("g(/* why */ a, // end\nb);", vec!["g(a, b)"]),
        ("if (g() instanceof String s) h(s);", vec!["g()", "h(s)"]),
        (
            "g(a::b, X.class, new int[] {h()});",
            vec!["g(a.b, X.class, [h()])", "h()"],
        ),
        ("@Deprecated int n = g();", vec!["Deprecated()", "g()"]),
        (
            "int n = switch (a) { case 1 -> g(); default -> { h(); yield i(); } };",
            vec!["g()", "h()", "i()"],
        ),
    ] {
        assert_eq!(calls_in(body), shown, "{body}");
    }
}

#[test]
fn annotations_are_calls() {
    let text = "package p;
@RestController
@RequestMapping(\"/a\")
@SuppressWarnings({\"x\", \"y\"})
class C {
  @Value(\"${token}\") private String token;
  @Timed(value = \"t\", extraTags = {\"a\", B}, histogram = true)
  @org.x.Outer(@Inner(1))
  String f(@Param(\"p\") String p) { return p; }
  @Autowired C() {}
}
@interface Marker { @Nullable String value() default \"d\"; }
enum E { @Old A }
";
    let facts = facts(text);
    assert_eq!(
        show::calls(&facts),
        [
            "@C RestController()",
            "@C RequestMapping(\"/a\")",
            "@C SuppressWarnings([\"x\", \"y\"])",
            "Value(\"${token}\")",
            "@f Timed(value=\"t\", extraTags=[\"a\", B], histogram=true)",
            "@f org.x.Outer(Inner(1))",
            "Inner(1)",
            "f: Param(\"p\")",
            "@C Autowired()",
            "@value Nullable()",
            "Old()",
        ]
    );
    assert_eq!(show::returns(&facts), ["f: p", "value: \"d\""]);
    let name = facts.calls[5].name_span;
    assert_eq!(name.of(text), "Outer");
    assert_eq!(facts.calls[4].span.of(text).lines().count(), 1);
}

#[test]
fn types_and_fields() {
    let facts = facts(
        "public abstract class S<T> extends a.Base<T> implements I, J<K> {
  private static final Logger log = LoggerFactory.getLogger(S.class), other;
  static final int N;
  protected String a = \"x\", b;
  S(String v) { super(v); this.a = v; b = v; this.c.d = v; }
  static { g(); }
  private class Inner { int i; }
  interface K extends L, M { String NAME = \"n\"; void m(); }
  enum E implements I { ONE(\"o\", 1), TWO { void m() { g(); } }, THREE; final String s; }
  record R(@NotNull String id, int... n) implements I { R { h(); } }
}
class D { void f() { class Local { int l; } } }
",
    );
    assert_eq!(
        show::declared_types(&facts),
        [
            "^S < a.Base<T>, I, J<K>",
            "Inner",
            "^K < L, M",
            "^E < I",
            " < E",
            "^R < I",
            "^D",
            "Local",
        ]
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "const S.log Logger = LoggerFactory.getLogger(S.class)",
            "field S.other Logger",
            "field ^S.N int",
            "field ^S.a String = \"x\"",
            "field ^S.b String",
            "S: param0 v String",
            "S: field S.a = v",
            "S: var b = v",
            "field ^Inner.i int",
            "const ^K.NAME String = \"n\"",
            "field ^E.ONE = new E(\"o\", 1)",
            "field ^E.TWO",
            "field ^E.THREE",
            "field ^E.s String",
            "field ^R.id String",
            "field ^R.n int...",
            "f: field ^Local.l int",
        ]
    );
    assert_eq!(
        show::calls(&facts),
        [
            "LoggerFactory.getLogger(S.class)",
            "S: super(v)",
            "g()",
            "new E(\"o\", 1)",
            "m: g()",
            "NotNull()",
            "R: h()",
        ]
    );
}

#[test]
fn methods_parameters_and_returns() {
    let text = "class C {
  public C(int a) { }
  private static <T> List<T> f(final T a, String[] b, Object... rest) throws E { return g(a); }
  void h() { Runnable r = () -> {}; BiFunction<A, B, C> q = (x, y) -> x + y; F s = (int z) -> { return z; }; F t = u -> v -> u; }
  abstract int m(C this, int n);
}
interface I { default String d() { return \"d\"; } }
";
    let facts = facts(text);
    assert_eq!(
        show::functions(&facts),
        [
            "^(this)C.C/1",
            "C.f/3... List<T>",
            "^(this)C.h/0 void",
            "h: /0",
            "h: /2",
            "h: /1",
            "h: /1",
            "#6: /1",
            "^(this)C.m/1 int",
            "^(this)I.d/0 String",
        ]
    );
    assert_eq!(
        show::returns(&facts),
        [
            "f: g(a)",
            "#4: (x + y)",
            "#5: z",
            "#6: func#7",
            "#7: u",
            "d: \"d\""
        ]
    );
    let parameters: Vec<_> = show::bindings(&facts)
        .into_iter()
        .filter(|binding| binding.contains("param"))
        .collect();
    assert_eq!(
        parameters,
        [
            "C: param0 a int",
            "f: param0 a T",
            "f: param1 b String[]",
            "f: param2 rest Object...",
            "#4: param0 x",
            "#4: param1 y",
            "#5: param0 z int",
            "#6: param0 u",
            "#7: param0 v",
            "m: param0 n int",
        ]
    );
}

#[test]
fn local_variables() {
    let text = "class C { void f() {
  int a = 1, b;
  final var c = g();
  a = 2; a += 3;
  for (final Foo x : xs) {}
  for (int i = 0; i < 3; i++) {}
  try (R r = open(); s) {} catch (final A | B e) {}
  if (o instanceof Foo foo && foo.x) {}
  if (o instanceof Pair(Foo p, var q)) {}
  switch (o) { case Foo t -> {} case Pair(A u, B v) when u.x() -> {} default -> {} }
  String[] w = {\"a\", \"b\"};
  log = (other = h());
} }
";
    assert_eq!(
        show::bindings(&facts(text)),
        [
            "f: var a int = 1",
            "f: var b int",
            "f: var c = g()",
            "f: var a = 2",
            "f: var a",
            "f: var x Foo",
            "f: var i int = 0",
            "f: var i",
            "f: var r R = open()",
            "f: var e A | B",
            "f: var foo Foo = o",
            "f: var p Foo",
            "f: var q",
            "f: var t Foo",
            "f: var u A",
            "f: var v B",
            "f: var w String[] = [\"a\", \"b\"]",
            "f: var log = h()",
            "f: var other = h()",
        ]
    );
}

#[test]
fn places_are_bytes_of_the_text() {
    let text = "class C {\r\n  // ü\r\n  String é = log.with(\"ü\").info(\"x\"); // y\r\n}\r\n";
    let facts = facts(text);
    let places: Vec<_> = facts
        .calls
        .iter()
        .map(|call| (call.span.of(text), call.name_span.of(text)))
        .collect();
    assert_eq!(
        places,
        [
            ("log.with(\"ü\").info(\"x\")", "info"),
            ("log.with(\"ü\")", "with")
        ]
    );
    assert_eq!(facts.bindings[0].span.of(text), "é");
    let comments: Vec<_> = facts
        .comments
        .iter()
        .map(|one| (one.text, one.span.of(text)))
        .collect();
    assert_eq!(comments, [("// ü", "// ü"), ("// y", "// y")]);
}

#[test]
fn comments_are_taken_wherever_they_stand() {
    let text = "/* 1 */ package p; // 2
import /* 3 */ a.B;
/** 4 */ @A(/* 5 */ \"x\") class C /* 6 */ extends D {
  int a /* 7 */ = /* 8 */ 1;
  void f(/* 9 */ int b) { // 10
    g(/* 11 */).h(a, /* 12 */ b); // 13
    x = (/* 14 */ y) + /* 15 */ \"z\";
  }
}
";
    let facts = facts(text);
    let comments: Vec<_> = facts.comments.iter().map(|one| one.text).collect();
    let expected = [
        "/* 1 */", "// 2", "/* 3 */", "/** 4 */", "/* 5 */", "/* 6 */", "/* 7 */", "/* 8 */",
        "/* 9 */", "// 10", "/* 11 */", "/* 12 */", "// 13", "/* 14 */", "/* 15 */",
    ];
    assert_eq!(comments, expected);
}

#[test]
fn broken_code_gives_what_parses() {
    let reading = reading(
        "class C {\n void f( {\n log.info(\"a\", b\n }\n void g() { log.warn(\"c\"); }\n int x = ;\n}\n",
    );
    assert!(reading.errors && !reading.timed_out);
    let calls = show::calls(&reading.facts);
    assert!(
        calls.iter().any(|call| call.ends_with("log.warn(\"c\")")),
        "{calls:?}"
    );
}

#[test]
fn nesting_does_not_overflow() {
    let deep = 20_000;
    for (open, close) in [
        ("(", ")"),
        ("f(", ")"),
        ("new A(", ")"),
        ("new A() { Object o = ", "; }"),
        ("() -> ", ""),
        ("() -> { return ", "; }"),
        ("!", ""),
        ("a[", "]"),
        ("x + (", ")"),
        ("(A) ", ""),
        ("b ? c : ", ""),
        ("b = ", ""),
        ("switch (a) { default -> ", "; }"),
        ("new int[] {", "}"),
    ] {
        let text = format!(
            "class C {{ Object a = {}x{}; void f() {{ g(1); }} }}\n",
            open.repeat(deep),
            close.repeat(deep)
        );
        reading(&text);
    }
    for (open, close) in [
        ("class A { ", "}"),
        ("@A(", ") int x;"),
        ("a.b<", "> x;"),
        ("class A { void f() { ", "} }"),
    ] {
        reading(&format!("{}{}", open.repeat(deep), close.repeat(deep)));
    }
    let blocks = format!(
        "class C {{ void f() {} g(); {} }}\n",
        "{".repeat(deep),
        "}".repeat(deep)
    );
    assert_eq!(show::calls(&reading(&blocks).facts), ["f: g()"]);
    let ifs = format!(
        "class C {{ void f() {{ {} g(); }} }}\n",
        "if (x) { h(); } else ".repeat(deep)
    );
    assert_eq!(reading(&ifs).facts.calls.len(), deep + 1);
}

#[test]
fn long_chains_are_followed_to_their_end() {
    let text = format!("class C {{ Object a = b{}; }}\n", ".c(1)".repeat(5_000));
    assert_eq!(facts(&text).calls.len(), 5_000);
    let text = format!(
        "class C {{ Object a = b{}; }}\n",
        " + f(\"x\")".repeat(5_000)
    );
    let facts = facts(&text);
    assert_eq!(facts.calls.len(), 5_000);
    let value: ValueId = facts.bindings[0].value.expect("a has a value");
    let ValueKind::Concat(parts) = &facts.value(value).kind else {
        panic!("not a concatenation");
    };
    assert_eq!(parts.len(), 5_001);
}
