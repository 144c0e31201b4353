//! C and C++ facts, as tables.

use super::super::tree::{assert_fields_exist, assert_kinds_exist};
use super::super::{Parsers, Reading, listing as show};
use super::*;
use crate::model::facts::Facts;

fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), Dialect::Cpp, text)
}

#[track_caller]
fn clean(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "{text}");
    reading.facts
}

#[track_caller]
fn calls(body: &str, expected: &[&str]) {
    let text = format!("void f() {{\n{body}\n}}\n");
    assert_eq!(show::calls(&clean(&text)), expected, "{body}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("void f() {{ auto x = {expression};\n}}\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammars_have_what_is_read() {
    assert_kinds_exist(Dialect::Cpp, Kind::NAMES);
    assert_fields_exist(Dialect::Cpp, Fields::NAMES);
    for name in ["call_expression", "preproc_function_def", "declaration"] {
        assert_kinds_exist(Dialect::C, &[name]);
    }
}

#[test]
fn includes_and_names_brought_in() {
    let facts = clean(
        "#include <a/b.h>\n#include \"c.h\"\nusing namespace d::e;\nusing f::g;\nnamespace h = i::j;\n",
    );
    assert_eq!(
        show::imports(&facts),
        [" = a/b.h", " = c.h", "* = d::e", "g = f#g", "h = i::j"]
    );
}

#[test]
fn expressions() {
    for (expression, expected) in [
        (r#""a\n" "b""#, r#""a\nb""#),
        (r#""a" "b" NAME "c""#, r#"("ab" + NAME + "c")"#),
        (r#"R"x(a\n)x""#, r#""a\\n""#),
        (r#"L"wide""#, r#""wide""#),
        (r#"s + "b" + t"#, r#"(s + "b" + t)"#),
        ("p ? \"a\" : \"b\"", "(\"a\" | \"b\")"),
        ("(const char*)a->b.c", "a.b.c"),
        ("*a::b::c(&d)", "a.b.c(d)"),
        ("a[1].b", "a[1].b"),
        ("a.b<T>(1)", "a.b(1)"),
        ("new a::T<B>(c)", "new a.T(c)"),
        ("std::make_shared<a::T>(c)", "new a.T(c)"),
        ("{1, \"b\"}", "[1, \"b\"]"),
        ("{{\"k\", 1}, {\"l\", 2}}", "{\"k\": 1, \"l\": 2}"),
        ("[&](int a) { return a; }", "fn#1"),
        ("nullptr", "null"),
        ("true", "true"),
        ("-1", "-1"),
        ("LOG_A | LOG_B", "(LOG_A | LOG_B)"),
        ("1 + 2", "_"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls(
        "if (a()) { b(); } else while (c()) d(); for (auto x : xs()) { switch (y()) { case 1: e(); } }",
        &["a()", "b()", "c()", "d()", "xs()", "y()", "e()"],
    );
    calls(
        "return g(h(1), [] { i(); });",
        &["g(h(1), fn#1)", "h(1)", "i()"],
    );
    calls(
        "T x(a(), 1); T y{b()};",
        &["new T(a(), 1)", "a()", "new T(b())", "b()"],
    );
}

#[test]
fn what_is_sent_into_a_stream_is_an_argument() {
    calls(
        "LOG(INFO) << \"a \" << b() << std::endl;",
        &["LOG(INFO, <<=(\"a \" + b()))", "b()"],
    );
    calls(
        "std::cerr << \"a\" << 1;\nx = y << 2;",
        &["std.cerr(<<=(\"a\" + 1))"],
    );
    calls("L(log, \"a \" << b);", &["L(log, (\"a \" + b))"]);
}

#[test]
fn members_have_owners_types_and_values() {
    let facts = clean(
        "namespace n {\nclass C : public B<T>, A {\n  C(Logger* l) : log_(l) {}\n  void f(const char* a, ...) { this->kept = a; }\n  std::shared_ptr<Logger> log_;\n  static const char* NAME;\n};\n}\nconst char* n::C::NAME = \"n\";\nstatic const char* const KEY = \"k\";\n#define TOTAL \"t\" \"u\"\nint C::g(int b = 1) { char text[9]; snprintf(text, 9, \"%d\", b); return b; }\n",
    );
    assert_eq!(show::types(&facts), ["pub C(B, A)"]);
    assert_eq!(
        show::bindings(&facts),
        [
            "param0 l: Logger @C",
            "field C.log_ = l @C",
            "param0 a: char @f",
            "field C.kept = a @f",
            "pub field C.log_: std::shared_ptr<Logger>",
            "pub field C.NAME: char",
            "pub field n.NAME: char = \"n\"",
            "const KEY: char = \"k\"",
            "pub const TOTAL = \"tu\"",
            "param0 b: int = 1 @g",
            "var text = \"%d\" @g",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "pub C.C(1) self=this",
            "pub C.f(1..) -> void self=this",
            "pub C.g(1) -> int self=this",
        ]
    );
    assert_eq!(show::returns(&facts), ["g: b"]);
}

#[test]
fn macros_that_hand_on_are_functions() {
    let text = "#define LOGI(fmt, ...) say(1, fmt, ##__VA_ARGS__)\n#define WRAP(level, args...) do { \\\n  if (on) \\\n    out(level, args); \\\n} while (0)\nint x;\n";
    let mut parsers = Parsers::default();
    let facts = read(&mut parsers, Dialect::C, text).facts;
    assert_eq!(show::functions(&facts), ["pub LOGI(2..)", "pub WRAP(2..)"]);
    assert_eq!(
        show::calls(&facts),
        ["say(1, fmt, __VA_ARGS__)", "out(level, args)"]
    );
    assert!(!read(&mut parsers, Dialect::C, "int y;\n").errors);
}

#[test]
fn headers_say_which_language_they_are_of() {
    let mut parsers = Parsers::default();
    let text = "#pragma once\nnamespace a {\nclass B : public C { void f() { g(); } };\n}\n";
    let reading = read(&mut parsers, Dialect::C, text);
    assert!(!reading.errors);
    assert_eq!(show::calls(&reading.facts), ["g()"]);
    let text = "struct s { int class; };\nvoid f(struct s *new) { g(new->class); }\n";
    let reading = read(&mut parsers, Dialect::C, text);
    assert!(!reading.errors);
    assert_eq!(show::calls(&reading.facts), ["g(new.class)"]);
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "// é\r\nvoid f() { log->info(\"ü\"); }\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "info");
    assert_eq!(facts.calls[0].span.of(text), "log->info(\"ü\")");
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading = reading("void f() { log(\"a\" }\nvoid g() { warn(\"b\"); }\n");
    assert!(reading.errors);
    let shown = show::calls(&reading.facts);
    assert!(shown.iter().any(|call| call == "warn(\"b\")"), "{shown:?}");
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
        format!("int x = {}f(){};\n", open.repeat(deep), close.repeat(deep))
    };
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("a[", "]"),
        nested("{ ", " }"),
        nested("!", ""),
        nested("a ? b : ", ""),
        format!(
            "void f() {{ x = {}; }}\n",
            vec!["f(\"a\")"; deep].join(" + ")
        ),
        format!("void f() {{ x {}; }}\n", "<< \"a\"".repeat(deep)),
        format!("void f() {{ x = a{}; }}\n", "->b()".repeat(deep)),
        "class C {".repeat(deep),
        "void f() {".repeat(deep),
        "[] {".repeat(deep),
        "#if A\n".repeat(2000),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("void f() {{ a{}; }}\n", ".b()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
