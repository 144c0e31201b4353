//! Bindings, functions, types.

use super::*;

fn bindings(text: &str, expected: &[&str]) {
    everywhere(text, show::bindings, expected);
}

#[test]
fn variables_and_patterns() {
    bindings(
        "const a = 1; let b; var c = 'd';",
        &["const a = 1", "var b", "var c = \"d\""],
    );
    bindings(
        "const { X, Y = 'y', z: { w }, ...r } = process.env;",
        &[
            "const X = process.env.X",
            "const Y = (process.env.Y | \"y\")",
            "const w = process.env.z.w",
            "const r = process.env",
        ],
    );
    bindings(
        "const { logger } = this.config;",
        &["const logger = this.config.logger"],
    );
    bindings(
        "const [a, , b = 1] = f();",
        &["const a = f()", "const b = 1"],
    );
    bindings("const [a, b] = [1, 2];", &["const a = 1", "const b = 2"]);
    bindings(
        "for (const { a, b: [c] } of d) { const e = a; }",
        &["var a = each(d).a", "const e = a"],
    );
    bindings(
        "for (const a of b) {} for (const [c, e] of f) {} for (const g in h) {}",
        &[
            "var a = each(b)",
            "var c = each(f)[0]",
            "var e = each(f)[1]",
            "var g",
        ],
    );
    bindings(
        "try {} catch (e) { const f = 1; }",
        &["var e", "const f = 1"],
    );
    bindings(
        "const f = () => {}, g = function h() {};",
        &["const f = fn#0", "const g = fn#1"],
    );
    typed(
        "const a: T<U> = 1; let b: string | undefined;",
        show::bindings,
        &["const a: T<U> = 1", "var b: string | undefined"],
    );
}

#[test]
fn assignments_keep_the_scope_of_the_declaration() {
    bindings(
        "function f() { log = pino(); let a; function g() { a = 1; b = 2; } }\nlet log;\n",
        &[
            "var log = pino()",
            "var a @f",
            "var a = 1 @f",
            "var b = 2",
            "var log",
        ],
    );
    bindings(
        "a ||= f(); b += 'x'; c += 1; d.e = 2;",
        &["var a = (a | f())", "var b = (b + \"x\")", "var c"],
    );
    bindings(
        "a = b = 1; [c, d] = [2, 3]; ({ e, f: g } = h);",
        &[
            "var a = 1",
            "var b = 1",
            "var c = 2",
            "var d = 3",
            "var e = h.e",
            "var g = h.f",
        ],
    );
}

#[test]
fn parameters() {
    let text = "function f(a, b = 1, { c, d: e = 2 }, [g], cb = (x, y) => x, ...h) {}\n";
    bindings(
        text,
        &[
            "param0 a @f",
            "param1 b = 1 @f",
            "param2 c @f",
            "param2 e = 2 @f",
            "param3 g @f",
            "param4 cb = fn#1 @f",
            "param0 x @cb",
            "param1 y @cb",
            "param5 h @f",
        ],
    );
    everywhere(text, show::functions, &["f(6..)", "cb(2) in f"]);
    everywhere("const f = x => x;", show::functions, &["f(1)"]);
    typed(
        "function f(this: T, a: A, b?: B, { c }: Config, d: D = e, ...r: R[]): Promise<X> {}",
        show::bindings,
        &[
            "param0 a: A @f",
            "param1 b: B @f",
            "param2 c @f",
            "param3 d: D = e @f",
            "param4 r: R[] @f",
        ],
    );
    typed(
        "function f(a: A): Promise<X> {}",
        show::functions,
        &["f(1) -> Promise<X>"],
    );
}

#[test]
fn functions_take_the_name_they_are_given() {
    everywhere(
        "const a = () => 1; b = function () {}; c.d = () => {}; x = { e: () => {}, f() {}, 'g h': function () {} };\nA.prototype.i = function () { this.z = 1; }; function j() { return () => k; }\nasync function* l() {}\nfunction M() { this.y = 2; }\n",
        show::functions,
        &[
            "a(0)",
            "b(0)",
            "d(0)",
            "e(0)",
            "f(0) self=this",
            "g h(0)",
            "A.i(0) self=this",
            "j(0)",
            "<closure>(0) in j",
            "l(0)",
            "M(0)",
        ],
    );
    bindings(
        "A.prototype.i = function () { this.z = 1; }; function M() { this.y = 2; }",
        &["pub field A.z = 1 @i", "pub field M.y = 2 @M"],
    );
}

#[test]
fn returns() {
    everywhere(
        "function f() { if (a) return b; return { c }; }\nconst g = () => h(); const i = () => ({ j: 1 }); const k = x => y => z;\n",
        show::returns,
        &[
            "f: b",
            "f: {\"c\": c}",
            "g: h()",
            "i: {\"j\": 1}",
            "<closure>: z",
            "k: fn#4",
        ],
    );
}

#[test]
fn classes() {
    everywhere(
        "class A extends b.C { x = 1; static y = 'z'; #p = 2; h = () => this.q; constructor(l) { super(); this.l = l; const f = () => { this.m = 3; }; } }\nconst D = class E extends A {};",
        show::types,
        &["A(b.C)", "D(A)"],
    );
    let text = "class A { x = 1; #p = 2; h = () => { this.q = 4; }; constructor(l) { this.l = this.#p = l; const f = () => { this.m = 3; }; } get g() { return 1; } }";
    bindings(
        text,
        &[
            "field A.x = 1",
            "field A.#p = 2",
            "field A.h = fn#0",
            "pub field A.q = 4 @h",
            "param0 l @constructor",
            "pub field A.l = l @constructor",
            "field A.#p = l @constructor",
            "const f = fn#2 @constructor",
            "pub field A.m = 3 @f",
        ],
    );
    everywhere(
        text,
        show::functions,
        &[
            "A.h(0) self=this",
            "A.constructor(1) self=this",
            "f(0) in constructor",
            "A.g(0) self=this",
        ],
    );
}

#[test]
fn typescript_classes() {
    let text = "export abstract class A<T> extends B<T> implements C, d.E<F> {\n  private readonly log: Logger = new Logger();\n  static x?: string;\n  constructor(private readonly svc: Svc, readonly a = 1, protected b?: B, c: C) { super(); }\n  abstract m(): M;\n  private n(): void {}\n}\n";
    typed(text, show::types, &["pub A(B<T>, C, d.E<F>)"]);
    typed(
        text,
        show::bindings,
        &[
            "field A.log: Logger = new Logger()",
            "pub field A.x: string",
            "param0 svc: Svc @constructor",
            "field A.svc: Svc = svc @constructor",
            "param1 a = 1 @constructor",
            "pub field A.a = a @constructor",
            "param2 b: B @constructor",
            "pub field A.b: B = b @constructor",
            "param3 c: C @constructor",
        ],
    );
    typed(
        text,
        show::functions,
        &[
            "pub A.constructor(4) self=this",
            "pub A.m(0) -> M self=this",
            "A.n(0) -> void self=this",
        ],
    );
}

#[test]
fn shapes_and_enums() {
    let text = "export interface I extends J, K<L> { a: A; b?: string; m(x: X): Y; }\ntype T = { c: C } & U & { d: D };\ntype V = string;\nexport enum E { A = 'a', B, 'c-d' = 1 }\nimport x = N.y.z;\ndeclare function f(a: A): B;\n";
    typed(text, show::types, &["pub I(J, K<L>)", "T(U)", "pub E()"]);
    typed(
        text,
        show::bindings,
        &[
            "pub field I.a: A",
            "pub field I.b: string",
            "param0 x: X @m",
            "field T.c: C",
            "field T.d: D",
            "pub field E.A = \"a\"",
            "pub field E.B",
            "pub field E.c-d = 1",
            "const x = N.y.z",
            "param0 a: A @f",
        ],
    );
    typed(
        text,
        show::functions,
        &["pub I.m(1) -> Y self=this", "f(1) -> B"],
    );
}
