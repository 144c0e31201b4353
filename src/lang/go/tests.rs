//! What Go gives, as tables.

use super::super::tree::{assert_fields_exist, assert_kinds_exist};
use super::super::{Parsers, Reading, show};
use super::{Field, Kind, read};
use crate::model::facts::Facts;
use crate::model::language::Dialect;

fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), text)
}

fn facts(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "does not parse: {text}");
    reading.facts
}

/// The calls of statements in a function `f`, without the `f: ` in front.
fn calls_in(body: &str) -> Vec<String> {
    let text = format!("package p\nfunc f() {{\n{body}\n}}\n");
    let calls = show::calls(&facts(&text));
    calls
        .iter()
        .map(|call| call.strip_prefix("f: ").unwrap_or(call).to_owned())
        .collect()
}

/// The value of `x` in `x := <expression>`.
fn value_of(expression: &str) -> String {
    let text = format!("package p\nfunc f() {{\nx := {expression}\n}}\n");
    let facts = facts(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding
        .and_then(|binding| binding.value)
        .expect("x has a value");
    show::value(&facts, value)
}

#[test]
fn the_grammar_has_every_name() {
    assert_kinds_exist(Dialect::Go, Kind::NAMES);
    assert_fields_exist(Dialect::Go, Field::NAMES);
}

#[test]
fn an_empty_file_gives_nothing() {
    let facts = facts("");
    assert!(facts.calls.is_empty() && facts.bindings.is_empty() && facts.package.is_none());
}

#[test]
fn package_and_imports() {
    let facts = facts(
        "// Package p.\npackage p\nimport \"fmt\"\nimport (\n\tlg \"log/slog\"\n\t. `strings`\n\t_ \"net/http/pprof\"\n\t\"github.com/labstack/echo/v4\" // web\n)\n",
    );
    assert_eq!(facts.package, Some("p"));
    assert_eq!(
        show::imports(&facts),
        [
            "fmt <- fmt",
            "lg <- log/slog",
            "* <- strings",
            "echo <- github.com/labstack/echo/v4",
        ]
    );
    let comments: Vec<_> = facts.comments.iter().map(|one| one.text).collect();
    assert_eq!(comments, ["// Package p.", "// web"]);
}

#[test]
fn values() {
    for (expression, shown) in [
        (r#""a\tb""#, r#""a\tb""#),
        ("`raw\\n`", r#""raw\\n""#),
        ("-1", "-1"),
        ("1.5e3", "1.5e3"),
        ("nil", "null"),
        ("true", "true"),
        ("a.b.c", "a.b.c"),
        ("m[\"k\"]", "m[\"k\"]"),
        ("(&a)", "a"),
        ("*p", "p"),
        ("v.(*pkg.T)", "v"),
        ("string(b)", "b"),
        ("[]byte(\"x\")", "\"x\""),
        ("(*T)(p)", "p"),
        ("T(p)", "T(p)"),
        ("a + \"-\" + b + `c`", "(a + \"-\" + b + \"c\")"),
        ("a + (b + \"c\")", "(a + b + \"c\")"),
        ("\"a\" + s[1:] + b", "(\"a\" + _ + b)"),
        ("n + 1", "_"),
        ("a * b + c", "_"),
        ("a == b", "_"),
        ("!a", "_"),
        ("a[1:2]", "_"),
        ("'x'", "_"),
        ("func() {}", "func#1"),
        ("[]string{\"a\", b}", "[\"a\", b]"),
        ("[...]int{1}", "[1]"),
        ("[]T{}", "[]"),
        ("[...]string{A: \"a\"}", "{A: \"a\"}"),
        ("map[string]int{\"a\": 1, k: 2}", "{\"a\": 1, k: 2}"),
        ("map[string]int{}", "{}"),
        ("T{}", "T{}"),
        ("&p.T{A: 1, B: \"x\"}", "p.T{A: 1, B: \"x\"}"),
        ("G[int]{A: 1}", "G{A: 1}"),
        ("p.Labels{\"a\": b}", "{\"a\": b}"),
        ("T{a, 1}", "[a, 1]"),
        ("[][]string{{\"a\"}, {\"b\", c}}", "[[\"a\"], [\"b\", c]]"),
        ("[]*p.T{{A: 1}, {B: 2}}", "[p.T{A: 1}, p.T{B: 2}]"),
        ("map[K]T{{1}: {A: 1}}", "{[1]: T{A: 1}}"),
        (
            "map[string]map[string]T{\"a\": {\"b\": {C: 1}}}",
            "{\"a\": {\"b\": T{C: 1}}}",
        ),
        ("[]struct{ A int }{{A: 1}}", "[_{A: 1}]"),
        ("T{A: U{B: []string{\"x\"}}}", "T{A: U{B: [\"x\"]}}"),
    ] {
        assert_eq!(value_of(expression), shown, "{expression}");
    }
}

#[test]
fn calls() {
    for (body, shown) in [
        ("g()", vec!["g()"]),
        (
            "log.Info(\"a\", zap.String(\"k\", v))",
            vec![
                "log.Info(\"a\", zap.String(\"k\", v))",
                "zap.String(\"k\", v)",
            ],
        ),
        ("a.b().c(1).d", vec!["a.b().c(1)", "a.b()"]),
        ("go g(1)", vec!["g(1)"]),
        ("defer g(xs...)", vec!["g(xs...)"]),
        ("defer func() { g() }()", vec!["func#1()", "#1: g()"]),
        (
            "if x := g(); x != h() { i() } else if j() { k() }",
            vec!["g()", "h()", "i()", "j()", "k()"],
        ),
        (
            "for i := g(); h(i); k() { l() }",
            vec!["g()", "h(i)", "k()", "l()"],
        ),
        ("for range g() { h() }", vec!["g()", "h()"]),
        (
            "switch g() { case h(): i(); default: j() }",
            vec!["g()", "h()", "i()", "j()"],
        ),
        (
            "switch v := g().(type) { case int: h(v) }",
            vec!["g()", "h(v)"],
        ),
        (
            "select { case x := <-g(): h(x); case ch <- i(): }",
            vec!["g()", "h(x)", "i()"],
        ),
        ("m[g()] = h()", vec!["g()", "h()"]),
        ("s.a.b = g()", vec!["g()"]),
        ("x += g()", vec!["g()"]),
        ("x := T{A: g()}; _ = x", vec!["g()"]),
        ("return g(), h()", vec!["g()", "h()"]),
        ("x := a * g()", vec!["g()"]),
        ("_ = g()", vec!["g()"]),
        ("ch <- T{A: g()}", vec!["g()"]),
        (
            "var x, y = g(), func() int { return h() }",
            vec!["g()", "#1: h()"],
        ),
        ("make(map[string]int, n)", vec!["make(_, n)"]),
        ("new(p.T)", vec!["new(p.T)"]),
        ("g[int](1)", vec!["g(1)"]),
        ("g[int](1, 2)", vec!["g(1, 2)"]),
        ("p.g[int, p.T](1, 2)", vec!["p.g(1, 2)"]),
        ("m[\"k\"](1)", vec!["m[\"k\"](1)"]),
        ("g(h)(i)", vec!["g(h)(i)", "g(h)"]),
        ("p.T(x).m()", vec!["p.T(x).m()", "p.T(x)"]),
        ("string(g())", vec!["g()"]),
        ("g(/* why */ a, // end\nb)", vec!["g(a, b)"]),
        ("l: for { g(); break l }", vec!["g()"]),
    ] {
        assert_eq!(calls_in(body), shown, "{body}");
    }
}

#[test]
fn places_are_bytes_of_the_text() {
    let text = "package p\r\n\r\nvar é = log.With(\"ü\").Info(`x`)\r\n";
    let facts = facts(text);
    let places: Vec<_> = facts
        .calls
        .iter()
        .map(|call| (call.span.of(text), call.name_span.of(text)))
        .collect();
    assert_eq!(
        places,
        [
            ("log.With(\"ü\").Info(`x`)", "Info"),
            ("log.With(\"ü\")", "With")
        ]
    );
    assert_eq!(facts.bindings[0].span.of(text), "é");
    let strings: Vec<_> = facts
        .values
        .iter()
        .enumerate()
        .filter_map(|(id, value)| {
            facts
                .as_str(crate::model::facts::ValueId(id as u32))
                .map(|string| (string, value.span.of(text)))
        })
        .collect();
    assert_eq!(strings, [("ü", "\"ü\""), ("x", "`x`")]);
}

#[test]
fn bindings_of_variables_and_constants() {
    let facts = facts(
        "package p
const A, b string = \"x\", `y`
const (
	C Level = iota
	D
	E = 1 << iota
)
var (
	lg, err = zap.New()
	v       int
	_       I = T{}
)
func f() (n int, err error) {
	a, b := 1, \"x\"
	lg, _ := zap.New()
	_, err := g()
	a = b
	a += 1
	m[0], a = 1, 2
	for k, v := range m {
	}
	switch t := x.y.(type) {
	}
	select {
	case c := <-ch:
	}
	const local = \"l\"
	return
}
",
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "const ^A string = \"x\"",
            "const ^b string = \"y\"",
            "const ^C Level",
            "const ^D",
            "const ^E",
            "var ^lg = zap.New()",
            "var ^err",
            "var ^v int",
            "f: var n int",
            "f: var err error",
            "f: var a = 1",
            "f: var b = \"x\"",
            "f: var lg = zap.New()",
            "f: var err",
            "f: var a = b",
            "f: var a",
            "f: var a = 2",
            "f: var k = key(m)",
            "f: var v = each(m)",
            "f: var t = x.y",
            "f: var c",
            "f: const local = \"l\"",
        ]
    );
}

#[test]
fn functions_parameters_and_returns() {
    let text = "package p
func F(a, b string, _ int, rest ...p.Option) (*T, error) { return New(a), nil }
func g[T any](T, int) error { return nil }
func h(func(x int) string) (s string) { return }
func (s *Server[K, V]) Run(ctx context.Context) string { return func() int { return 1 }() }
func (Server) stop() {}
func (_ p) q()
type I interface {
	Log(msg string, kv ...any)
	io.Closer
	~int | string
}
";
    let facts = facts(text);
    assert_eq!(
        show::functions(&facts),
        [
            "^F/4... *T",
            "^g/2 error",
            "^h/1 string",
            "^(s)Server.Run/1 string",
            "Run: /0 int",
            "^Server.stop/0",
            "^p.q/0",
            "^I.Log/2...",
        ]
    );
    assert_eq!(
        show::returns(&facts),
        ["F: New(a)", "g: null", "Run: func#4()", "#4: 1"]
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "F: param0 a string",
            "F: param1 b string",
            "F: param3 rest ...p.Option",
            "h: var s string",
            "Run: param0 ctx context.Context",
            "Log: param0 msg string",
            "Log: param1 kv ...any",
        ]
    );
    let names: Vec<_> = facts
        .functions
        .iter()
        .map(|function| function.name_span.of(text))
        .collect();
    assert_eq!(names, ["F", "g", "h", "Run", "func", "stop", "q", "Log"]);
}

#[test]
fn fields_and_types() {
    let facts = facts(
        "package p
type Server struct {
	*Base
	p.Mixin
	G[int]
	lg, other *zap.Logger `json:\"lg\"`
	inner     struct{ x int }
}
type (
	Level  int
	Alias  = logrus.Fields
	Map    map[string]int
	Closer interface{ io.Closer; Stop() }
)
func (s *Server) Init() {
	s.lg = zap.L()
	s.a.b = 1
	other.lg = 2
	s.x, y = 3, s.lg
	go func() { s.z = 4 }()
	type local struct{ f int }
}
func F() { s.lg = 1 }
",
    );
    assert_eq!(
        show::declared_types(&facts),
        [
            "^Server < Base, p.Mixin, G[int]",
            "^Level < int",
            "^Alias < logrus.Fields",
            "^Map",
            "^Closer < io.Closer",
            "local",
        ]
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "field ^Server.Base *Base",
            "field ^Server.Mixin p.Mixin",
            "field ^Server.G G[int]",
            "field ^Server.lg *zap.Logger",
            "field ^Server.other *zap.Logger",
            "field ^Server.inner struct{ x int }",
            "Init: field ^Server.lg = zap.L()",
            "Init: entry other.lg = 2",
            "Init: field ^Server.x = 3",
            "Init: var y = s.lg",
            "#2: field ^Server.z = 4",
            "Init: field local.f int",
            "F: entry s.lg = 1",
        ]
    );
}

#[test]
fn comments_are_taken_wherever_they_stand() {
    let text = "//go:build linux\n\n/* c */ package /* d */ p\n/*\n#include <x.h>\n*/\nimport \"C\"\nfunc f(a /* 1 */ int) { // 2\n g(/* 3 */ a.b. /* 4 */ c) // 5\n x := T{ /* 6 */ A: 1 /* 7 */ }\n y := ( /* 8 */ x) + /* 9 */ \"z\"\n}\ntype T struct { // 10\n a struct { b int /* 11 */ }\n}\n";
    let facts = facts(text);
    let comments: Vec<_> = facts.comments.iter().map(|one| one.text).collect();
    assert_eq!(
        comments,
        [
            "//go:build linux",
            "/* c */",
            "/* d */",
            "/*\n#include <x.h>\n*/",
            "/* 1 */",
            "// 2",
            "/* 3 */",
            "/* 4 */",
            "// 5",
            "/* 6 */",
            "/* 7 */",
            "/* 8 */",
            "/* 9 */",
            "// 10",
            "/* 11 */"
        ]
    );
    assert!(
        facts
            .comments
            .iter()
            .all(|one| one.span.of(text) == one.text)
    );
}

#[test]
fn new_takes_an_expression_since_go_1_26() {
    let facts = facts("package p\nvar x = T{A: new(uint64(3)), B: new(\"b\"), C: new([]int)}\n");
    assert_eq!(
        show::bindings(&facts),
        ["var ^x = T{A: new(3), B: new(\"b\"), C: new(_)}"]
    );
}

#[test]
fn broken_code_gives_what_parses() {
    let reading = reading(
        "package p\nfunc f( {\n log.Info(\"a\", b\n}\nfunc g() { log.Warn(\"c\") }\nvar x = \n",
    );
    assert!(reading.errors && !reading.timed_out);
    let calls = show::calls(&reading.facts);
    assert!(
        calls.iter().any(|call| call.ends_with("log.Warn(\"c\")")),
        "{calls:?}"
    );
}

#[test]
fn nesting_does_not_overflow() {
    let deep = 20_000;
    for (open, middle, close) in [
        ("(", "x", ")"),
        ("[", "x", "]"),
        ("f(", "x", ")"),
        ("T{", "x", "}"),
        ("T{{", "x", "}}"),
        ("func() { return ", "x", "}"),
        ("!", "x", ""),
        ("a[", "x", "]"),
        ("x + (", "x", ")"),
        ("[]", "int{}", ""),
        ("(*", "T", ")"),
    ] {
        let text = format!(
            "package p\nvar a = {}{middle}{}\nfunc f() {{ g(1) }}\n",
            open.repeat(deep),
            close.repeat(deep)
        );
        reading(&text);
    }
    let blocks = format!(
        "package p\nfunc f() {} g() {}\n",
        "{".repeat(deep),
        "}".repeat(deep)
    );
    assert_eq!(show::calls(&reading(&blocks).facts), ["f: g()"]);
    let ifs = format!(
        "package p\nfunc f() {{ {} {{ g() }} }}\n",
        "if x { h() } else ".repeat(deep)
    );
    assert_eq!(reading(&ifs).facts.calls.len(), deep + 1);
}

#[test]
fn long_chains_are_followed_to_their_end() {
    let text = format!("package p\nvar a = b{}\n", ".c(1)".repeat(5_000));
    assert_eq!(facts(&text).calls.len(), 5_000);
    let text = format!("package p\nvar a = b{}\n", " + f(\"x\")".repeat(5_000));
    let facts = facts(&text);
    assert_eq!(facts.calls.len(), 5_000);
    let crate::model::facts::ValueKind::Concat(parts) = &facts
        .value(facts.bindings[0].value.expect("a has a value"))
        .kind
    else {
        panic!("not a concatenation");
    };
    assert_eq!(parts.len(), 5_001);
}
