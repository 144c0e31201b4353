//! Python facts, exactly.

use super::super::tree::assert_kinds_exist;
use super::super::{Parsers, Reading, listing as show};
use super::*;
use crate::model::place::Span;

fn reading(text: &str) -> Reading<'_> {
    read(&mut Parsers::default(), text)
}

#[track_caller]
fn clean(text: &str) -> crate::model::facts::Facts<'_> {
    let reading = reading(text);
    assert!(!reading.errors, "{text}");
    assert!(!reading.timed_out);
    reading.facts
}

#[track_caller]
fn calls(text: &str, expected: &[&str]) {
    assert_eq!(show::calls(&clean(text)), expected, "{text}");
}

#[track_caller]
fn bindings(text: &str, expected: &[&str]) {
    assert_eq!(show::bindings(&clean(text)), expected, "{text}");
}

#[test]
fn the_grammar_has_what_is_read() {
    assert_kinds_exist(Dialect::Python, Kind::NAMES);
    let language = super::super::tree::language(Dialect::Python);
    for name in Fields::NAMES {
        assert!(language.field_id_for_name(name).is_some(), "{name}");
    }
}

#[test]
fn imports_bind_what_python_binds() {
    let facts = clean(
        "import a.b, c as d\nimport x.y as z\nfrom .m import n as o, p\nfrom . import q\n\
         from ..up import (r,\n  s)\nfrom star import *\nfrom __future__ import annotations\n\
         def f():\n    try:\n        import late\n    except ImportError:\n        from x import late\n",
    );
    assert_eq!(
        show::imports(&facts),
        [
            "a = a",
            "d = c",
            "z = x.y",
            "o = .m#n",
            "p = .m#p",
            "q = .#q",
            "r = ..up#r",
            "s = ..up#s",
            "* = star",
            "annotations = __future__#annotations",
            "late = late",
            "late = x#late",
        ]
    );
}

#[test]
fn calls_are_found_wherever_they_stand() {
    calls(
        "log.info('x %s', a, extra={'k': v}, exc_info=True, *r, **k)\n",
        &["log.info(\"x %s\", a, extra={\"k\": v}, exc_info=true, *r, *k)"],
    );
    calls(
        "a.b(x()).c(y())\n",
        &["a.b(x()).c(y())", "a.b(x())", "x()", "y()"],
    );
    calls("f()()[g()].h\n", &["f()()", "f()", "g()"]);
    calls(
        "if a(b()) > c() and not d(): pass\n",
        &["a(b())", "b()", "c()", "d()"],
    );
    calls("[f(x) for x in g() if h(x)]\n", &["f(x)", "g()", "h(x)"]);
    calls("{a(): b(), **c()}\n", &["a()", "b()", "c()"]);
    calls("sum(f(x) for x in y)\n", &["sum(_)", "f(x)"]);
    calls("x[a():b(), 1]\n", &["a()", "b()"]);
    calls("f'{a(b)!r:>{w()}}'\n", &["a(b)", "w()"]);
    calls(
        "async def f():\n    await g(await h())\n",
        &["g(h())", "h()"],
    );
    calls(
        "def f(a=g(), *, b: T(1) = h()) -> R(): pass\n",
        &["g()", "T(1)", "h()", "R()"],
    );
    calls(
        "class A(B(), m=M()):\n    x = f()\n",
        &["B()", "M()", "f()"],
    );
    calls("for a[f()] in g(): h()\n", &["f()", "g()", "h()"]);
    calls(
        "try: a()\nexcept b() as e: c()\nelse: d()\nfinally: e()\n",
        &["a()", "b()", "c()", "d()", "e()"],
    );
    calls(
        "match f():\n    case A(x=1) as y if g(): h()\n",
        &["f()", "g()", "h()"],
    );
    calls("raise E('m') from f()\n", &["E(\"m\")", "f()"]);
    calls(
        "x += f()\nx[g()] = h()\ndel i().j\n",
        &["f()", "g()", "h()", "i()"],
    );
    calls("assert f(), g()\nyield h()\n", &["f()", "g()", "h()"]);
    calls(
        "a = f(1)(2) + -g(3) * h(4)\n",
        &["f(1)(2)", "f(1)", "g(3)", "h(4)"],
    );
    calls("(await a.b).c()\n(f)(x)\n", &["a.b.c()", "f(x)"]);
    calls(
        "print(*(f(x)), end='')\n",
        &["print(*f(x), end=\"\")", "f(x)"],
    );
    calls(
        "with open(p) as f, lock(): g()\n",
        &["open(p)", "lock()", "g()"],
    );
    calls("lambda a=f(): g(a)\n", &["f()", "g(a)"]);
}

#[test]
fn python_2_print_is_a_call() {
    calls(
        "print 'a', b()\nprint >>sys.stderr, 'c'\n",
        &["print(\"a\", b())", "b()", "print(\"c\")"],
    );
}

#[test]
fn calls_know_their_places() {
    let text = "# é\r\ndef é():\r\n    log.info(\"ü\",\r\n      x)\r\n    f()()\r\n";
    let facts = clean(text);
    let at = |span: Span| span.of(text);
    let info = &facts.calls[0];
    assert_eq!(at(info.span), "log.info(\"ü\",\r\n      x)");
    assert_eq!(at(info.name_span), "info");
    assert_eq!(at(facts.value(info.args[0].value).span), "\"ü\"");
    assert_eq!(at(facts.calls[1].span), "f()()");
    assert_eq!(at(facts.calls[1].name_span), "f()");
    assert_eq!(at(facts.calls[2].name_span), "f");
    assert_eq!(facts.function(info.function.unwrap()).name, "é");
    assert_eq!(at(facts.functions[0].name_span), "é");
    assert_eq!(facts.comments[0].text, "# é");
    assert_eq!(at(facts.comments[0].span), "# é");
}

#[test]
fn strings_are_decoded() {
    let cases = [
        (r#"f("a")"#, r#""a""#),
        (r"f('it\'s\t\x41\u00e9\U0001F600\101')", r#""it's\tAé😀A""#),
        (r#"f(r'\n', u"é", b"\u0041")"#, r#""\\n", "é", "\\u0041""#),
        (
            r#"f("\q\N{DASH}\xZZ\ud800\\")"#,
            r#""\\q\\N{DASH}\\xZZ\\ud800\\""#,
        ),
        ("f(\"a\\\nb\")", r#""ab""#),
        ("f('''a\n'b' ''')", r#""a\n'b' ""#),
        ("f('''''', \"\")", r#""", """#),
        ("f('a' \"b\" # c\n  'c')", r#""abc""#),
        ("f('a' f'{b}' 'c')", "`a${b}c`"),
        (r#"f(f"{{{a.b}}}\n{c!r:>3}")"#, r"`{${a.b}}\n${c}`"),
        (r#"f(rf"\n{a}")"#, r"`\\n${a}`"),
        (r#"f(f"plain {{}}")"#, r#""plain {}""#),
        (r"f(fr'''{x}''')", "`${x}`"),
    ];
    for (text, expected) in cases {
        calls(text, &[&format!("f({expected})")]);
    }
}

#[test]
fn plain_strings_are_borrowed() {
    let text = "f('plain', b'bytes', '''long''')\n";
    let facts = clean(text);
    for arg in &facts.calls[0].args {
        assert!(matches!(
            facts.value(arg.value).kind,
            ValueKind::Str(std::borrow::Cow::Borrowed(_))
        ));
    }
}

#[test]
fn percent_pairs_holes() {
    let cases = [
        ("'a %s b %d' % (x, y)", "`a ${x} b ${y}`"),
        ("'a %-10.3f%%' % x", "`a ${x}%`"),
        ("'%(k)s and %(j)r' % {'j': 1, 'k': v}", "`${v} and ${1}`"),
        ("'%s %s' % (x,)", "(\"%s %s\" + [x])"),
        ("'%s' % (x, y)", "(\"%s\" + [x, y])"),
        ("'%(k)s' % d", "(\"%(k)s\" + d)"),
        ("'%*d' % (w, x)", "(\"%*d\" + [w, x])"),
        ("'a' 'b%s' % x", "`ab${x}`"),
        ("(a + '%s') % x", "((a + \"%s\") + x)"),
        ("n % 2", "_"),
    ];
    for (text, expected) in cases {
        bindings(
            &format!("_v = {text}\n"),
            &[&format!("var _v = {expected}")],
        );
    }
}

#[test]
fn values() {
    let cases = [
        ("os.environ['X']", "os.environ[\"X\"]"),
        ("a[1, 2]", "a[[1, 2]]"),
        ("a or b.c or f()", "(a | b.c | f())"),
        ("a and b", "(a | b)"),
        ("x if y() else z", "(x | z)"),
        ("'a' + b + ('c' + d)", "(\"a\" + b + \"c\" + d)"),
        ("i + 1", "_"),
        ("a * 2", "_"),
        ("-1", "-1"),
        ("-x", "_"),
        ("0x1F", "0x1F"),
        ("[1, *a, None]", "[1, a, null]"),
        ("(1,)", "[1]"),
        ("(1)", "1"),
        ("{1, 2}", "[1, 2]"),
        ("{'a': True, **b}", "{\"a\": true}"),
        ("1, 2", "[1, 2]"),
        ("lambda x: x", "fn#0"),
        ("(await f())", "f()"),
        ("(y := 3)", "3"),
        ("'{}'.format(x)", "\"{}\".format(x)"),
        ("a < b", "_"),
        ("...", "_"),
        ("( # c\n a)", "a"),
    ];
    for (text, expected) in cases {
        let text = format!("_v = {text}\n");
        let facts = clean(&text);
        let found = show::bindings(&facts);
        assert_eq!(found[0], format!("var _v = {expected}"), "{text}");
    }
}

#[test]
fn member_reads_are_kept_wherever_they_stand() {
    let facts = clean("if os.environ['X'] == 'y' or settings.DEBUG: pass\n");
    let shown: Vec<String> = (0..facts.values.len() as u32)
        .map(|id| show::value(&facts, ValueId(id)))
        .collect();
    assert!(shown.contains(&"os.environ[\"X\"]".to_owned()), "{shown:?}");
    assert!(shown.contains(&"settings.DEBUG".to_owned()));
}

#[test]
fn names_are_bound() {
    bindings("a = b = 1\n", &["pub var a = 1", "pub var b = 1"]);
    bindings("a, b = 1, 2\n", &["pub var a = 1", "pub var b = 2"]);
    bindings("a, b = f()\n", &["pub var a = f()", "pub var b"]);
    bindings(
        "(a, [b, *c]), d = f()\n",
        &["pub var a", "pub var b", "pub var c", "pub var d"],
    );
    bindings(
        "_a: T[int] = 1\nb: str\n",
        &["var _a: T[int] = 1", "pub var b: str"],
    );
    bindings(
        "x += 1\nm += 'more'\n",
        &["pub var x", "pub var m = (m + \"more\")"],
    );
    bindings(
        "with f() as a, g() as (b, c): pass\n",
        &["pub var a = f()", "pub var b = g()", "pub var c"],
    );
    bindings("with (f() as a, g()): pass\n", &["pub var a = f()"]);
    bindings(
        "for a, (b, c) in d: e = a\n",
        &[
            "pub var a = each(d)[0]",
            "pub var b",
            "pub var c",
            "pub var e = a",
        ],
    );
    bindings(
        "try: pass\nexcept E as e: pass\nexcept (A, B) as f: pass\n",
        &["pub var e", "pub var f"],
    );
    bindings("if (n := f()): pass\n", &["pub var n = f()"]);
    bindings("a.b = 1\na['c'] = 2\n", &[]);
    bindings("[x for x in y]\n", &["var x = each(y)"]);
    bindings("x = 1\n[x for x in y]\n", &["pub var x = 1"]);
    bindings("match a:\n  case B() as c: pass\n", &["pub var c"]);
}

#[test]
fn globals_are_bound_outside() {
    bindings(
        "def f():\n    global g\n    g = 1\n    h = 2\n    def i():\n        nonlocal h\n        h = 3\n        g = 4\n",
        &[
            "pub var g = 1",
            "var h = 2 @f",
            "var h = 3 @f",
            "var g = 4 @i",
        ],
    );
}

#[test]
fn classes_hold_fields_and_methods() {
    let facts = clean(
        "class A(B, c.D[int], metaclass=M):\n    x = 1\n    _y: int\n    def __init__(self, z: Z, *rest, k='d', **kw):\n        self.z = z\n        self.a, self._b = 1, 2\n        other.c = 3\n        def inner():\n            self.d = 4\n    @staticmethod\n    def s(a): pass\n    @classmethod\n    def c(cls, b): cls.e = 5\n    class In: w = 6\n    async def go(self) -> 'T': return self.z, 1\n    with_lambda = lambda q: q\nclass _P: pass\n",
    );
    assert_eq!(
        show::types(&facts),
        ["pub A(B, c.D[int])", "pub In()", "_P()"]
    );
    assert_eq!(
        show::bindings(&facts),
        [
            "pub field A.x = 1",
            "field A._y: int",
            "param0 z: Z @__init__",
            "param1 rest @__init__",
            "param2 k = \"d\" @__init__",
            "param3 kw @__init__",
            "pub field A.z = z @__init__",
            "pub field A.a = 1 @__init__",
            "field A._b = 2 @__init__",
            "pub field A.d = 4 @inner",
            "param0 a @s",
            "param0 b @c",
            "pub field A.e = 5 @c",
            "pub field In.w = 6",
            "pub field A.with_lambda = fn#5",
            "param0 q @<closure>",
        ]
    );
    assert_eq!(
        show::functions(&facts),
        [
            "A.__init__(4..) self=self",
            "inner(0) in __init__",
            "pub A.s(1)",
            "pub A.c(1) self=cls",
            "pub A.go(0) -> 'T' self=self",
            "<closure>(1)",
        ]
    );
    assert_eq!(show::returns(&facts), ["go: [self.z, 1]", "<closure>: q"]);
    assert_eq!(
        show::calls(&facts),
        ["@staticmethod() on fn#2", "@classmethod() on fn#3"]
    );
}

#[test]
fn decorators_are_calls() {
    let text =
        "@app.get('/x', f())\n@trace\n@a.b\ndef f(): g()\n@dataclass(frozen=True)\nclass C: pass\n";
    let facts = clean(text);
    assert_eq!(
        show::calls(&facts),
        [
            "@app.get(\"/x\", f()) on fn#0",
            "f()",
            "@trace() on fn#0",
            "@a.b() on fn#0",
            "g()",
            "@dataclass(frozen=true) on type#0",
        ]
    );
    assert_eq!(facts.calls[0].function, None);
    assert_eq!(facts.calls[3].name_span.of(text), "b");
    assert_eq!(facts.calls[4].function, Some(FunctionId(0)));
}

#[test]
fn parameters_of_every_form() {
    let facts =
        clean("def f(a, /, b: int, c=1, *, d: str = 's', **e: T): pass\ndef g(*a: int, k): pass\n");
    assert_eq!(
        show::bindings(&facts),
        [
            "param0 a @f",
            "param1 b: int @f",
            "param2 c = 1 @f",
            "param3 d: str = \"s\" @f",
            "param4 e: T @f",
            "param0 a: int @g",
            "param1 k @g",
        ]
    );
    assert_eq!(show::functions(&facts), ["pub f(5)", "pub g(2..)"]);
}

#[test]
fn comments_are_all_kept_in_order() {
    let text = "# 1\nf(a, # 2\n  b) # 3\nx = ( # 4\n 'a' # 5\n 'b' + # 6\n c)\ndef g(a, # 7\n  b): # 8\n  pass\nimport (\n";
    let reading = reading(text);
    let found: Vec<&str> = reading.facts.comments.iter().map(|c| c.text).collect();
    assert_eq!(
        found,
        ["# 1", "# 2", "# 3", "# 4", "# 5", "# 6", "# 7", "# 8"]
    );
    assert!(reading.errors);
}

#[test]
fn broken_code_still_gives_facts() {
    let reading =
        reading("def f(:\n    log.info('a')\nclass\nx = = 2\nlog.error('b' % )\nimport os\n");
    assert!(reading.errors);
    let shown = show::calls(&reading.facts);
    assert!(
        shown.iter().any(|call| call.starts_with("log.info(\"a\"")),
        "{shown:?}"
    );
    assert_eq!(show::imports(&reading.facts), ["os = os"]);
}

#[test]
fn an_empty_file_is_whole() {
    let reading = reading("");
    assert!(!reading.errors);
    assert!(reading.facts.values.is_empty());
}

#[test]
fn deep_trees_do_not_overflow() {
    let deep = 20_000;
    let nested =
        |open: &str, close: &str| format!("x = {}f(){}\n", open.repeat(deep), close.repeat(deep));
    for text in [
        nested("(", ")"),
        nested("[", "]"),
        nested("f(", ")"),
        nested("{1: ", "}"),
        nested("a[", "]"),
        nested("lambda: ", ""),
        nested("not ", ""),
        nested("-", ""),
        nested("await ", ""),
        format!("x = {}\n", vec!["f('a')"; deep].join(" + ")),
        format!("x = {}\n", vec!["f()"; deep].join(" or ")),
        format!("x = a{}\n", ".b()".repeat(deep)),
        format!("x = a{}\n", "()".repeat(deep)),
        format!("{}1\n", "x = ".repeat(deep)),
        format!(
            "for {}a{} in b: pass\n",
            "(".repeat(deep),
            ",)".repeat(deep)
        ),
        format!("{}a{} = b\n", "(".repeat(deep), ",)".repeat(deep)),
        "f'{".repeat(300),
    ] {
        let reading = reading(&text);
        assert!(!reading.timed_out);
    }
    let chain = format!("a{}\n", ".b()".repeat(deep));
    assert_eq!(clean(&chain).calls.len(), deep);
    let sum = format!("x = {}\n", vec!["f()"; deep].join(" + "));
    assert_eq!(clean(&sum).calls.len(), deep);
}
