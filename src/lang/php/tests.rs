//! PHP facts, as tables.

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
    let text = format!("<?php\nfunction f() {{\n{body}\n}}\n");
    assert_eq!(show::calls(&clean(&text)), expected, "{body}");
}

#[track_caller]
fn value_of(expression: &str, expected: &str) {
    let text = format!("<?php\n$x = {expression};\n");
    let facts = clean(&text);
    let binding = facts.bindings.iter().find(|binding| binding.name == "$x");
    let value = binding.and_then(|binding| binding.value);
    let value = value.expect("$x has a value");
    assert_eq!(show::value(&facts, value), expected, "{expression}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::Php, Kind::NAMES);
    let language = super::super::tree::language(Dialect::Php);
    for name in Fields::NAMES {
        assert!(language.field_id_for_name(name).is_some(), "{name}");
    }
}

#[test]
fn namespaces_and_imports() {
    let facts = clean(
        "<?php\nnamespace A\\B;\nuse Psr\\Log\\LoggerInterface;\nuse C\\D as E;\nuse F\\{G, H as I};\nuse function J\\k;\nuse L;\n",
    );
    assert_eq!(facts.package, Some("A\\B"));
    assert_eq!(
        show::imports(&facts),
        [
            "LoggerInterface = Psr\\Log#LoggerInterface",
            "E = C#D",
            "G = F#G",
            "I = F#H",
            "k = J#k",
            "L = #L",
        ]
    );
}

#[test]
fn expressions() {
    for (expression, expected) in [
        (r"'it\'s \n'", r#""it's \\n""#),
        (
            r#""a $b {$c->d} $e[k] \$f\n""#,
            r"`a ${$b} ${$c.d} ${$e[k]} $f\n`",
        ),
        (r#""plain""#, r#""plain""#),
        ("'a' . $b . 'c'", r#"("a" + $b + "c")"#),
        ("<<<'X'\nraw $b\nX", r#""raw $b""#),
        ("$a ?? $b ?? 'c'", r#"($a | $b | "c")"#),
        ("$p ? 'a' : 'b'", r#"("a" | "b")"#),
        ("$a ?: 'b'", r#"($a | "b")"#),
        ("(string) ($a)", "$a"),
        ("$a->b(1, c: 2, ...$d)->e", "$a.b(1, c=2, *$d).e"),
        ("$a?->b", "$a.b"),
        ("A\\B::c(1)", "A.B.c(1)"),
        ("\\A\\f(1)", "\\A.f(1)"),
        ("\\f(1)", "\\f(1)"),
        ("self::NAME", "self.NAME"),
        ("static::$own", "self.own"),
        ("A::class", "A.class"),
        ("$a['k'][0]", "$a[\"k\"][0]"),
        ("new A\\T(1)", "new A.T(1)"),
        ("['k' => 1, 'l' => $b]", "{\"k\": 1, \"l\": $b}"),
        ("array('a', 'b')", "[\"a\", \"b\"]"),
        ("fn ($y) => 'a'", "fn#0"),
        ("match ($p) { 1 => 'a', default => 'b' }", "(\"a\" | \"b\")"),
        ("-1", "-1"),
        ("null", "null"),
        ("TRUE", "true"),
    ] {
        value_of(expression, expected);
    }
}

#[test]
fn every_call_is_found() {
    calls(
        "if (a()) { try { b(); } catch (E $e) { c(); } finally { d(); } } else { e(); }",
        &["a()", "b()", "c()", "d()", "e()"],
    );
    calls(
        "foreach (xs() as $k => $v) { echo g($v) . \"{$h->i()}\"; }",
        &["xs()", "g($v)", "$h.i()"],
    );
    calls(
        "array_map(function ($y) use ($z) { return g($y); }, $a);",
        &["array_map(fn#1, $a)", "g($y)"],
    );
}

#[test]
fn members_have_owners_types_and_values() {
    let facts = clean(
        "<?php\nclass C extends Base implements Thing {\n  use Speaks;\n  const NAME = 'n';\n  private ?LoggerInterface $log = null;\n  public static $one;\n  function __construct(private readonly Clock $clock, int ...$rest) { $this->log = make(); self::$one = 1; }\n  private function f(): T { [$a, $b] = g(); return $a; }\n}\nconst TOP = 't';\ndefine('OLD', 'o');\n",
    );
    assert_eq!(show::types(&facts), ["pub C(Base, Thing, Speaks)"]);
    assert_eq!(
        show::bindings(&facts),
        [
            "pub const C.NAME = \"n\"",
            "field C.log: ?LoggerInterface = null",
            "pub field C.one",
            "param0 $clock: Clock @__construct",
            "pub field C.clock: Clock @__construct",
            "param1 $rest: int @__construct",
            "field C.log = make() @__construct",
            "field C.one = 1 @__construct",
            "var $a = g() @f",
            "var $b @f",
            "pub const TOP = \"t\"",
            "pub const OLD = \"o\"",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "pub C.__construct(2..) self=$this",
            "C.f(0) -> T self=$this"
        ]
    );
}

#[test]
fn attributes_are_calls() {
    let facts = clean("<?php\n#[A(1)]\nclass C { #[Route('/x', name: 'n')] function m() {} }\n");
    assert_eq!(
        show::calls(&facts),
        ["@A(1) on type#0", "@Route(\"/x\", name=\"n\") on fn#0"]
    );
}

#[test]
fn markup_around_the_code_is_left_alone() {
    let facts = clean(
        "<h1><?= title('a') ?></h1>\n<?php if (b()): ?>\n<p>$log->info()</p>\n<?php endif; ?>\n",
    );
    assert_eq!(show::calls(&facts), ["title(\"a\")", "b()"]);
}

#[test]
fn places_are_bytes_whatever_the_letters_and_lines() {
    let text = "<?php\r\n// é\r\n$log->info('ü');\r\n";
    let facts = clean(text);
    assert_eq!(facts.calls[0].name_span.of(text), "info");
    assert_eq!(facts.calls[0].span.of(text), "$log->info('ü')");
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn broken_code_still_gives_facts() {
    let reading =
        reading("<?php\nfunction f( { $log->info('a'); }\nfunction g() { $log->warn('b'); }\n");
    assert!(reading.errors);
    let shown = show::calls(&reading.facts);
    assert!(
        shown.iter().any(|call| call.contains("$log.warn(\"b\")")),
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
        format!("<?php $x = {}f(){};", open.repeat(deep), close.repeat(deep))
    };
    for text in [
        nested("(", ")"),
        nested("f(", ")"),
        nested("[", "]"),
        nested("fn () => ", ""),
        nested("!", ""),
        nested("$a = ", ""),
        format!("<?php $x = {};", vec!["f('a')"; deep].join(" . ")),
        format!("<?php $x = {};", vec!["f()"; deep].join(" - ")),
        format!("<?php $x = {};", vec!["f()"; deep].join(" ?? ")),
        format!("<?php $x = $a{};", "->b()".repeat(deep)),
        format!("<?php {}", "class C { function f() {".repeat(deep)),
        format!("<?php {}", "if (a()) {".repeat(deep)),
        "<?php \"{".repeat(300),
    ] {
        let _ = reading(&text);
    }
    let chain = format!("<?php $x = $a{};", "->b()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
}
