//! JavaScript and TypeScript facts, exactly.

use super::super::{Parsers, Reading, listing as show};
use super::*;
use crate::model::facts::Facts;

mod calls;
mod modules;
mod names;

const TS: Dialect = Dialect::TypeScript;
const JS: Dialect = Dialect::JavaScript;
const ALL: [Dialect; 3] = [JS, TS, Dialect::Tsx];

fn reading(dialect: Dialect, text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), dialect, text)
}

#[track_caller]
fn clean(dialect: Dialect, text: &str) -> Facts<'_> {
    let reading = reading(dialect, text);
    assert!(!reading.errors, "{dialect:?} {text}");
    assert!(!reading.timed_out);
    reading.facts
}

/// Checks `shown` of plain JavaScript in all three grammars.
#[track_caller]
fn everywhere(text: &str, shown: fn(&Facts<'_>) -> Vec<String>, expected: &[&str]) {
    for dialect in ALL {
        assert_eq!(shown(&clean(dialect, text)), expected, "{dialect:?} {text}");
    }
}

/// Checks `shown` of TypeScript.
#[track_caller]
fn typed(text: &str, shown: fn(&Facts<'_>) -> Vec<String>, expected: &[&str]) {
    assert_eq!(shown(&clean(TS, text)), expected, "{text}");
}

#[test]
fn the_grammars_have_what_is_read() {
    let only_typescript = [
        "abstract_class_declaration",
        "abstract_method_signature",
        "accessibility_modifier",
        "as_expression",
        "enum_assignment",
        "enum_declaration",
        "extends_clause",
        "extends_type_clause",
        "function_signature",
        "implements_clause",
        "import_alias",
        "import_require_clause",
        "interface_body",
        "interface_declaration",
        "internal_module",
        "intersection_type",
        "method_signature",
        "module",
        "non_null_expression",
        "object_type",
        "optional_parameter",
        "override_modifier",
        "property_signature",
        "public_field_definition",
        "required_parameter",
        "satisfies_expression",
        "type_alias_declaration",
        "type_annotation",
        "type_assertion",
    ];
    let missing = |dialect| {
        let language = super::super::tree::language(dialect);
        let missing: Vec<&str> = Kind::NAMES
            .iter()
            .copied()
            .filter(|name| language.id_for_node_kind(name, true) == 0)
            .collect();
        missing
    };
    assert_eq!(missing(JS), only_typescript);
    assert_eq!(missing(TS), ["field_definition"]);
    assert_eq!(
        missing(Dialect::Tsx),
        ["field_definition", "type_assertion"]
    );
    for dialect in [TS, Dialect::Tsx] {
        let language = super::super::tree::language(dialect);
        for name in Fields::NAMES {
            assert!(language.field_id_for_name(name).is_some(), "{name}");
        }
    }
}

#[test]
fn strings_are_decoded() {
    let cases = [
        (r#"f("a", 'b')"#, r#""a", "b""#),
        (
            r#"f("\n\t\x41\u00e9\u{1F600}\uD83D\uDE00\'\q")"#,
            r#""\n\tAé😀😀'q""#,
        ),
        ("f('a\\\nb\\\r\nc')", r#""abc""#),
        (r#"f('"', "")"#, r#""\"", """#),
        ("f(`a`, ``)", r#""a", """#),
        ("f(`a\\n${b.c}é${d()}`)", "`a\\n${b.c}é${d()}`"),
        ("f(`${`in ${x}`}`)", "`${`in ${x}`}`"),
        ("f('a' + `b${c}` + d)", "(\"a\" + `b${c}` + d)"),
    ];
    for (text, expected) in cases {
        for dialect in ALL {
            let facts = clean(dialect, text);
            assert_eq!(show::call(&facts, 0), format!("f({expected})"), "{text}");
        }
    }
    for (text, expected) in [
        (r"\xZZ\u12\ud800\0\07\", "\\xZZ\\u12\\ud800\0\\07\\"),
        (r"\u{110000}\u{}\u{41", r"\u{110000}\u{}\u{41"),
    ] {
        assert_eq!(strings::decode(text), expected);
    }
    let text = "f('plain', `plain`)";
    let facts = clean(JS, text);
    for arg in &facts.calls[0].args {
        assert!(matches!(
            facts.value(arg.value).kind,
            ValueKind::Str(std::borrow::Cow::Borrowed("plain"))
        ));
    }
}

#[test]
fn values() {
    let cases = [
        ("process.env.X", "process.env.X"),
        ("process.env['X']", "process.env[\"X\"]"),
        ("process.env?.X", "process.env.X"),
        ("import.meta.env.X", "import.meta.env.X"),
        ("a?.[b]", "a[b]"),
        ("a || b.c || f()", "(a | b.c | f())"),
        ("a ?? 'x'", "(a | \"x\")"),
        ("a && b", "(a | b)"),
        ("x() ? y : z ? v : w", "(y | v | w)"),
        ("'a' + b + ('c' + d)", "(\"a\" + b + \"c\" + d)"),
        ("'a' + 1", "(\"a\" + 1)"),
        ("i + 1", "_"),
        ("a * 2", "_"),
        ("a === b", "_"),
        ("-1", "-1"),
        ("void 0", "null"),
        ("[1, ...a, undefined, null]", "[1, a, null, null]"),
        ("(0, a.b)", "a.b"),
        (
            "{a, b: 1, 'c-d': c, [e]: 2, 5: f, ...g}",
            "{\"a\": a, \"b\": 1, \"c-d\": c, e: 2, \"5\": f}",
        ),
        (
            "{m() {}, get n() { return 1 }, o: () => 1}",
            "{\"m\": fn#0, \"n\": fn#1, \"o\": fn#2}",
        ),
        ("async () => {}", "fn#0"),
        ("/re/g", "_"),
        ("y = 'v'", "\"v\""),
        ("class {}", "_v"),
        ("this.a", "this.a"),
        ("true", "true"),
        ("0x1F", "0x1F"),
        ("( /* c */ a)", "a"),
    ];
    for (text, expected) in cases {
        let text = format!("const _v = {text};\n");
        for dialect in ALL {
            let found = show::bindings(&clean(dialect, &text));
            assert_eq!(
                found[0],
                format!("const _v = {expected}"),
                "{dialect:?} {text}"
            );
        }
    }
    for (text, expected) in [
        ("a as T", "a"),
        ("a satisfies T", "a"),
        ("a!", "a"),
        ("<T>a", "a"),
        ("a!.b as unknown as T", "a.b"),
        ("process.env.X!", "process.env.X"),
    ] {
        let text = format!("const _v = {text};\n");
        let found = show::bindings(&clean(TS, &text));
        assert_eq!(found, [format!("const _v = {expected}")], "{text}");
    }
}

#[test]
fn member_reads_are_kept_wherever_they_stand() {
    let facts = clean(JS, "if (process.env.X === 'y') { }\n");
    let shown: Vec<String> = (0..facts.values.len() as u32)
        .map(|id| show::value(&facts, ValueId(id)))
        .collect();
    assert_eq!(shown, ["process", "process.env", "process.env.X"]);
}

#[test]
fn comments_are_all_kept_in_order() {
    let text = "// 1\r\nf(a, /* 2 */ b); // 3\nconst x = ( /* 4 */ 'a' + // 5\n b);\nfunction g(a /* 6 */, b) { /* 7 */ }\nclass A { // 8\n /* 9 */ m() {} }\nconst { a, /* 10 */ b } = require('m');\nimport { c /* 11 */ } from 'm';\n[a, /* 12 */ b] = c;\nx /* 13 */ .y /* 14 */ ();\n<!-- 15";
    for dialect in ALL {
        let reading = reading(dialect, text);
        let found: Vec<&str> = reading.facts.comments.iter().map(|c| c.text).collect();
        assert_eq!(
            found,
            [
                "// 1", "/* 2 */", "// 3", "/* 4 */", "// 5", "/* 6 */", "/* 7 */", "// 8",
                "/* 9 */", "/* 10 */", "/* 11 */", "/* 12 */", "/* 13 */", "/* 14 */", "<!-- 15"
            ],
            "{dialect:?}"
        );
    }
}

#[test]
fn broken_code_still_gives_facts() {
    for dialect in ALL {
        let reading = reading(
            dialect,
            "const a = = 1;\nlog.info('a');\nlog.error('b', 2 3);\nif (x { f(); }\nimport z from 'm';\n",
        );
        assert!(reading.errors);
        let shown = show::calls(&reading.facts);
        assert!(shown.contains(&"log.info(\"a\")".to_owned()), "{shown:?}");
        assert!(
            shown.iter().any(|call| call.starts_with("log.error(\"b\"")),
            "{shown:?}"
        );
        assert!(shown.contains(&"f()".to_owned()), "{shown:?}");
    }
}

#[test]
fn an_empty_file_is_whole() {
    for dialect in ALL {
        let reading = reading(dialect, "");
        assert!(!reading.errors);
        assert!(reading.facts.values.is_empty());
    }
}

#[test]
fn deep_trees_do_not_overflow() {
    let deep = 20_000;
    let nested =
        |open: &str, close: &str| format!("x = {}f(){};\n", open.repeat(deep), close.repeat(deep));
    for text in [
        nested("(", ")"),
        nested("[", "]"),
        nested("f(", ")"),
        nested("({a: ", "})"),
        nested("a[", "]"),
        nested("() => ", ""),
        nested("!", ""),
        nested("await ", ""),
        nested("y = ", ""),
        nested("new ", ""),
        nested("a ? b : ", ""),
        nested("1 ** ", ""),
        nested("a + (", ")"),
        format!("x = {};\n", vec!["f('a')"; deep].join(" + ")),
        format!("x = {};\n", vec!["f()"; deep].join(" || ")),
        format!("x = a{};\n", ".b()".repeat(deep)),
        format!("x = a{};\n", "()".repeat(deep)),
        format!("const {}a{} = b;\n", "[".repeat(deep), "]".repeat(deep)),
        format!("({}a{} = b);\n", "{a: ".repeat(deep), "}".repeat(deep)),
        format!(
            "for (const {}a{} of b) {{}}\n",
            "[".repeat(deep),
            "]".repeat(deep)
        ),
        format!("{}f(){}\n", "if (a) {} else ".repeat(deep), ";"),
        format!("{}f(){}\n", "{".repeat(deep), "}".repeat(deep)),
        format!(
            "{}{}\n",
            "class A { static { ".repeat(deep),
            "}}".repeat(deep)
        ),
        format!("{}{}\n", "function f() {".repeat(deep), "}".repeat(deep)),
        "f(`${".repeat(300),
        "<a>{".repeat(300),
        "<a{[(".repeat(300),
    ] {
        for dialect in ALL {
            read(&mut Parsers::default(), dialect, &text);
        }
    }
    let chain = format!("a{};\n", ".b()".repeat(deep));
    assert_eq!(clean(JS, &chain).calls.len(), deep);
    let sum = format!("x = {};\n", vec!["f()"; deep].join(" + "));
    assert_eq!(clean(JS, &sum).calls.len(), deep);
    let choice = format!("{} f();\n", "if (g()) {} else ".repeat(1000));
    assert_eq!(clean(JS, &choice).calls.len(), 1001);
}
