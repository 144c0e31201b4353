//! Calls wherever they stand, their places, and decorators.

use super::*;

fn calls(text: &str, expected: &[&str]) {
    everywhere(text, show::calls, expected);
}

#[test]
fn calls_are_found_wherever_they_stand() {
    calls(
        "log.info('x', { a, b: c() }, ...rest);",
        &["log.info(\"x\", {\"a\": a, \"b\": c()}, *rest)", "c()"],
    );
    calls(
        "a.b(x()).c(y());",
        &["a.b(x()).c(y())", "a.b(x())", "x()", "y()"],
    );
    calls("a?.b?.(c())?.[d()];", &["a.b(c())", "c()", "d()"]);
    calls(
        "new a.B(f()).c(); new X;",
        &["new a.B(f()).c()", "new a.B(f())", "f()", "new X()"],
    );
    calls(
        "if (a(b()) > c() && !d()) {}",
        &["a(b())", "b()", "c()", "d()"],
    );
    calls(
        "while (a()) { b(); } do { c() } while (d());",
        &["a()", "b()", "c()", "d()"],
    );
    calls(
        "for (const x of f()) g(); for (let i = a(); b(); c()) {}",
        &["f()", "g()", "a()", "b()", "c()"],
    );
    calls(
        "for (const [k = d(), { e = f() }] of g()) {}",
        &["d()", "f()", "g()"],
    );
    calls(
        "switch (a()) { case b(): c(); default: d() }",
        &["a()", "b()", "c()", "d()"],
    );
    calls(
        "try { a() } catch (e) { b() } finally { c() }",
        &["a()", "b()", "c()"],
    );
    calls("throw new Error(f());", &["new Error(f())", "f()"]);
    calls(
        "tag`a${f()}b`; tag`plain`;",
        &["tag(`a${f()}b`)", "f()", "tag(\"plain\")"],
    );
    calls("(0, _l.info)('x');", &["_l.info(\"x\")"]);
    calls(
        "(function () { f(); })(); (() => g())();",
        &["fn#0()", "f()", "fn#1()", "g()"],
    );
    calls("const { a = f(), [g()]: b } = h();", &["f()", "g()", "h()"]);
    calls(
        "function f(a = g(), { b = h() } = i()) {}",
        &["g()", "h()", "i()"],
    );
    calls(
        "x = { [a()]: b(), [c()]() { d() }, ...e() };",
        &["a()", "b()", "c()", "d()", "e()"],
    );
    calls(
        "class A extends f(B) { x = g(); static { h(); } [i()]() {} }",
        &["f(B)", "g()", "h()", "i()"],
    );
    calls(
        "a[f()] = g(); b.c += h(); delete i().j;",
        &["f()", "g()", "h()", "i()"],
    );
    calls(
        "async () => { for await (const x of f()) await g(x); };",
        &["f()", "g(x)"],
    );
    calls(
        "f(() => g(), function () { h(); });",
        &["f(fn#0, fn#1)", "g()", "h()"],
    );
    calls("export default f({ a: g() });", &["f({\"a\": g()})", "g()"]);
    calls("export const a = f(), b = () => g();", &["f()", "g()"]);
    calls(
        "import('m').then(m => m.f());",
        &["import(\"m\").then(fn#0)", "import(\"m\")", "m.f()"],
    );
    calls(
        "super.a(b()); f(1)(2) * g(3) - -h(4);",
        &["super.a(b())", "b()", "f(1)(2)", "f(1)", "g(3)", "h(4)"],
    );
    calls(
        "(await f()).g(); (a || b).c();",
        &["f().g()", "f()", "(a | b).c()"],
    );
    calls(
        "module.exports = { a: f() }; exports.b = g();",
        &["f()", "g()"],
    );
}

#[test]
fn calls_in_jsx() {
    let text = "const a = <A b={f()} c={() => g()} {...h()}>{x ? i() : <B.C d='e' />} {j()}</A>;";
    for dialect in [JS, Dialect::Tsx] {
        let facts = clean(dialect, text);
        assert_eq!(show::calls(&facts), ["f()", "g()", "h()", "i()", "j()"]);
    }
}

#[test]
fn calls_in_typescript() {
    typed(
        "a!.b<T>(c as D); <T>f(); g() satisfies T;",
        show::calls,
        &["a.b(c)", "f()", "g()"],
    );
    typed("enum E { A = f() }", show::calls, &["f()"]);
    typed(
        "namespace N { f(); } declare module 'x' { }",
        show::calls,
        &["f()"],
    );
    typed(
        "class A { private x: T = f(); constructor(private y: T = g()) { h(); } }",
        show::calls,
        &["f()", "g()", "h()"],
    );
}

#[test]
fn calls_know_their_places() {
    let text = "// é\r\nfunction é() {\r\n  log\r\n    .info(\"ü\", () => a[b]());\r\n  new x.Y();\r\n}\r\n";
    for dialect in ALL {
        let facts = clean(dialect, text);
        let at = |span: crate::model::place::Span| span.of(text);
        let info = &facts.calls[0];
        assert_eq!(at(info.span), "log\r\n    .info(\"ü\", () => a[b]())");
        assert_eq!(at(info.name_span), "info");
        assert_eq!(at(facts.value(info.args[0].value).span), "\"ü\"");
        assert_eq!(facts.function(info.function.unwrap()).name, "é");
        let inner = &facts.calls[1];
        assert_eq!(at(inner.name_span), "a[b]");
        assert_eq!(facts.function(inner.function.unwrap()).name, "");
        assert_eq!(at(facts.calls[2].name_span), "Y");
        assert_eq!(at(facts.functions[0].name_span), "é");
        assert_eq!(facts.comments[0].text, "// é");
    }
}

#[test]
fn decorators_are_calls() {
    let text = "@Controller('/x')\nexport class A {\n  @Input() name: string;\n  @Get(':id') @trace\n  async get(@Param('id') id: string) { f(); }\n  @a.b other() {}\n}\n@Dec class B {}\n";
    for dialect in [TS, Dialect::Tsx] {
        let facts = clean(dialect, text);
        assert_eq!(
            show::calls(&facts),
            [
                "@Controller(\"/x\") on type#0",
                "Input()",
                "@Get(\":id\") on fn#0",
                "@trace() on fn#0",
                "Param(\"id\")",
                "f()",
                "@a.b() on fn#1",
                "@Dec() on type#1",
            ]
        );
        assert_eq!(facts.calls[6].name_span.of(text), "b");
    }
    let facts = clean(JS, "@d(1) class A { @e m() { f(); } @g x = 1; }");
    assert_eq!(
        show::calls(&facts),
        ["@d(1) on type#0", "@e() on fn#0", "f()", "g()"]
    );
}
