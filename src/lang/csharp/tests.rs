//! C# facts, as tables.

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
    let text = format!("class C {{ void f() {{\n{body}\n}} }}\n");
    assert_eq!(show::calls(&clean(&text)), expected, "{body}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("class C {{ void f() {{ var x = {expression}; }} }}\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::CSharp, Kind::NAMES);
    let language = super::super::tree::language(Dialect::CSharp);
    for name in Fields::NAMES {
        assert!(language.field_id_for_name(name).is_some(), "{name}");
    }
}

#[test]
fn namespaces_and_using_directives() {
    let facts = clean(
        "global using A.B;\nusing System;\nusing static A.C;\nusing Log = Serilog.Log;\nnamespace X.Y;\nclass Z {}\n",
    );
    assert_eq!(facts.package, Some("X.Y"));
    assert_eq!(
        show::imports(&facts),
        ["pub * = A.B", "* = System", "* = A.C", "Log = Serilog#Log"]
    );
}

#[test]
fn strings_of_every_form() {
    for (expression, expected) in [
        (r#""a\tb""#, r#""a\tb""#),
        (r#"@"c:\d ""q""""#, r#""c:\\d \"q\"""#),
        (r#"$"a {b.C} {{d}} {e:N2}""#, "`a ${b.C} {d} ${e}`"),
        (r#"$@"c:\{d}""#, r"`c:\\${d}`"),
        (r#"$"plain""#, r#""plain""#),
        ("\"\"\"raw \"x\" \"\"\"", r#""raw \"x\" ""#),
        (r#""a" + b + "c""#, r#"("a" + b + "c")"#),
        ("nameof(A.B)", "\"B\""),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn expressions() {
    for (expression, expected) in [
        ("a ?? b ?? \"c\"", "(a | b | \"c\")"),
        ("p ? \"a\" : \"b\"", "(\"a\" | \"b\")"),
        ("(string)a!", "a"),
        ("await a.B(1)", "a.B(1)"),
        ("y switch { 1 => \"a\", _ => \"b\" }", "(\"a\" | \"b\")"),
        ("new[] { \"a\", \"b\" }", "[\"a\", \"b\"]"),
        ("[\"a\"]", "[\"a\"]"),
        ("new T(1) { A = 2 }", "new T(1, A=2)"),
        ("new A.T<int>()", "new A.T()"),
        (
            "new Dictionary<string, int> { { \"k\", 1 }, [\"l\"] = 2 }",
            "{\"k\": 1, \"l\": 2}",
        ),
        ("new { A = 1, b.C }", "{\"A\": 1, \"C\": b.C}"),
        ("a?.B?.C[\"k\"]", "a.B.C[\"k\"]"),
        ("-1", "-1"),
        ("x => \"a\"", "fn#1"),
        ("Get<int>(2)", "Get(2)"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls(
        "_log.LogInformation(\"x {A}\", a: F(1));",
        &["_log.LogInformation(\"x {A}\", a=F(1))", "F(1)"],
    );
    calls(
        "if (A()) { try { B(); } catch (E e) when (G()) { C(); } finally { D(); } }",
        &["A()", "B()", "G()", "C()", "D()"],
    );
    calls("a?.B(1)?.C<int>(2);", &["a.B(1).C(2)", "a.B(1)"]);
    calls(
        "xs.Select(x => G(x)); foreach (var y in H()) using (var z = I()) lock (J()) { }",
        &["xs.Select(fn#1)", "G(x)", "H()", "I()", "J()"],
    );
}

#[test]
fn members_have_owners_types_and_values() {
    let facts = clean(
        "class C(ILogger<C> own) : Base(own), IThing {\n  private readonly ILogger _log;\n  const string Name = \"n\";\n  public ILogger Log { get; } = Make();\n  string Path => \"p\";\n  C(ILogger log) : base(log) { _log = log; var y = 1; y = 2; this.z = y; }\n}\n",
    );
    assert_eq!(show::types(&facts), ["pub C(Base, IThing)"]);
    assert_eq!(
        show::bindings(&facts),
        [
            "pub field C.own: ILogger<C>",
            "field C._log: ILogger",
            "const C.Name: string = \"n\"",
            "pub field C.Log: ILogger = Make()",
            "field C.Path: string = \"p\"",
            "param0 log: ILogger @C",
            "field C._log = log @C",
            "var y = 1 @C",
            "var y = 2 @C",
            "field C.z = y @C",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "C.Path(0) -> string self=this".replace("C.Path", "pub C.Path"),
            "C.C(1) self=this".to_owned()
        ]
    );
}

#[test]
fn extension_methods_do_not_count_their_receiver() {
    let facts = clean(
        "static class E { public static void Say(this ILogger log, string text) => log.LogDebug(text); }",
    );
    assert_eq!(show::functions(&facts), ["pub E.Say(1) -> void"]);
    assert_eq!(
        show::bindings(&facts),
        ["var log: ILogger @Say", "param0 text: string @Say"]
    );
}

#[test]
fn attributes_are_calls() {
    let facts = clean(
        "[A.B(1)] class C { [LoggerMessage(Level = LogLevel.Error, Message = \"m\")] partial void M(string s); }",
    );
    assert_eq!(
        show::calls(&facts),
        [
            "@A.B(1) on type#0",
            "@LoggerMessage(Level=LogLevel.Error, Message=\"m\") on fn#0"
        ]
    );
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "class C {\r\n  // é\r\n  void f() { log.Info(\"ü\"); }\r\n}\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "Info");
    assert_eq!(facts.calls[0].span.of(text), "log.Info(\"ü\")");
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading = reading("class C { void f( { log.Info(\"a\"); } void g() { log.Warn(\"b\"); }");
    assert!(reading.errors);
    let shown = show::calls(&reading.facts);
    assert!(
        shown.iter().any(|call| call.contains("log.Warn(\"b\")")),
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
    let nested =
        |open: &str, close: &str| format!("x = {}f(){};", open.repeat(deep), close.repeat(deep));
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("a[", "]"),
        nested("x => ", ""),
        nested("!", ""),
        nested("await ", ""),
        nested("new T { A = ", "}"),
        format!("x = {};", vec!["f(\"a\")"; deep].join(" + ")),
        format!("x = {};", vec!["f()"; deep].join(" - ")),
        format!("x = {};", vec!["f()"; deep].join(" ?? ")),
        format!("x = a{};", ".B()".repeat(deep)),
        "class C {".repeat(deep),
        "void f() {".repeat(deep),
        "[A(".repeat(deep),
        "$\"{".repeat(300),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("x = a{};", ".B()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
