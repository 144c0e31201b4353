//! Ruby facts, as tables.

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
fn calls(text: &str, expected: &[&str]) {
    assert_eq!(show::calls(&clean(text)), expected, "{text}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("x = {expression}\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::Ruby, Kind::NAMES);
    let language = super::super::tree::language(Dialect::Ruby);
    for name in Fields::NAMES {
        assert!(language.field_id_for_name(name).is_some(), "{name}");
    }
}

#[test]
fn expressions() {
    for (expression, expected) in [
        (r#""a #{b} #{c.d} \#{e}\n""#, r"`a ${b} ${c.d} #{e}\n`"),
        (r"'it\'s'", r#""it's""#),
        (r#""a" "b""#, r#""ab""#),
        (r#""a" + b"#, r#"("a" + b)"#),
        (r#""a %s" % b"#, r#""a %s""#),
        ("a || 'b'", r#"(a | "b")"#),
        ("p ? 'a' : 'b'", r#"("a" | "b")"#),
        (":name", r#""name""#),
        ("%i[a b]", r#"["a", "b"]"#),
        ("A::B.c", "A.B.c"),
        ("::A.b(1)", "A.b(1)"),
        ("A.new", "new A()"),
        ("A::B.new(1, c: 2)", "new A.B(1, c=2)"),
        ("a&.b(1, *c, **d)", "a.b(1, *c, *d)"),
        ("f 1, 'k' => 2", "f(1, k=2)"),
        ("f(1) { |y| y }", "f(1, fn#0)"),
        ("@a", "self.a"),
        ("$stdout", "$stdout"),
        ("ENV['A']", "ENV[\"A\"]"),
        ("{ a: 1, 'b' => 2 }", "{\"a\": 1, \"b\": 2}"),
        ("[1, 'a']", "[1, \"a\"]"),
        ("->(y) { y }", "fn#0"),
        ("-1", "-1"),
        ("nil", "null"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls(
        "begin\n  a(1)\nrescue E => e\n  b(2) if c?(3)\nensure\n  d 4\nend\n",
        &["a(1)", "b(2)", "c?(3)", "d(4)"],
    );
    calls(
        "log.info { \"x #{g(1)}\" }\nxs.each do |y|\n  h(y)\nend\n",
        &["log.info(fn#0)", "g(1)", "xs.each(fn#1)", "h(y)"],
    );
}

#[test]
fn members_have_owners_and_values() {
    let facts = clean(
        "module Shop\n  class A::Orders < Base\n    NAME = 'n'.freeze\n    attr_reader :log\n    def initialize(log, size = 1, *rest, key: 2)\n      @log = log\n      self.size = size\n      a, b = 1, 2\n    end\n    def self.logger\n      @logger ||= make(1)\n    end\n  end\nend\n",
    );
    assert_eq!(show::types(&facts), ["pub Shop()", "pub Orders(Base)"]);
    assert_eq!(
        show::bindings(&facts),
        [
            "pub const Orders.NAME = \"n\"",
            "param0 log @initialize",
            "param1 size = 1 @initialize",
            "param2 rest @initialize",
            "var key = 2 @initialize",
            "field Orders.log = log @initialize",
            "field Orders.size = size @initialize",
            "var a = 1 @initialize",
            "var b = 2 @initialize",
            "field Orders.logger = make(1) @logger",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "pub Orders.initialize(3..) self=self",
            "pub Orders.logger(0) self=self"
        ]
    );
    assert_eq!(
        show::returns(&facts),
        ["initialize: [1, 2]", "logger: make(1)"]
    );
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "# é\r\nlog.info('ü')\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "info");
    assert_eq!(facts.calls[0].span.of(text), "log.info('ü')");
    assert_eq!(facts.comments[0].text, "# é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading = reading("def f(\n  log.info('a')\nend\ndef g\n  log.warn('b')\nend\n");
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
    let deep = 10_000;
    let nested =
        |open: &str, close: &str| format!("x = {}f(1){}\n", open.repeat(deep), close.repeat(deep));
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("[", "]"),
        nested("f {", "}"),
        nested("!", ""),
        nested("y = ", ""),
        format!("x = {}\n", vec!["f('a')"; deep].join(" + ")),
        format!("x = {}\n", vec!["f(1)"; deep].join(" - ")),
        format!("x = {}\n", vec!["f(1)"; deep].join(" || ")),
        format!("x = a{}\n", ".b(1)".repeat(deep)),
        "class C\n def f\n".repeat(deep),
        "\"#{".repeat(300),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("x = a{}\n", ".b(1)".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
