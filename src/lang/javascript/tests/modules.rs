//! Imports and exports.

use super::*;

#[test]
fn imports() {
    everywhere(
        "import a, { b as c, d, default as e } from 'm';\nimport f, * as g from \"n\";\nimport 'side';\nimport { 'x y' as h } from './o';\nexport { i as j, default, k as default } from 'p';\nexport * from 'q';\nexport * as l from 'r';\n",
        show::imports,
        &[
            "a = m#default",
            "c = m#b",
            "d = m#d",
            "e = m#default",
            "f = n#default",
            "g = n",
            " = side",
            "h = ./o#x y",
            "pub j = p#i",
            "pub default = p#default",
            "pub default = p#k",
            "pub * = q",
            "pub l = r",
        ],
    );
    typed(
        "import type { A } from 'm';\nimport { type B, C } from 'n';\nimport d = require('o');\nimport type E from 'p';\nexport type { F } from 'q';\n",
        show::imports,
        &[
            "A = m#A",
            "B = n#B",
            "C = n#C",
            "d = o",
            "E = p#default",
            "pub F = q#F",
        ],
    );
}

#[test]
fn requires_are_imports() {
    let text = "const a = require('m');\nconst { b, c: d } = require('n');\nvar e = require('o').f;\nconst g = await import('p');\nconst { h } = await import('q');\nlet i;\ntry { i = require('r'); } catch {}\nconst j = require('s')(k);\nconst { l: { m } } = require('t');\nconst n = require(name);\n";
    everywhere(
        text,
        show::imports,
        &[
            "a = m", "b = n#b", "d = n#c", "e = o#f", "g = p", "h = q#h", "i = r",
        ],
    );
    everywhere(
        text,
        show::bindings,
        &[
            "var i",
            "const j = require(\"s\")(k)",
            "const m = require(\"t\").l.m",
            "const n = require(name)",
        ],
    );
    let facts = clean(JS, text);
    assert_eq!(facts.calls.len(), 10, "every require is a call too");
}

#[test]
fn exports() {
    everywhere(
        "export const a = 1, b = () => 2;\nexport function c() {}\nexport class D { e() {} #f() {} }\nconst g = 3;\nexport { g, a as h, a as 'i j' };\nexport let { k, l: [m] } = n;\n",
        show::exports,
        &["g = g", "h = a", "i j = a"],
    );
    let text = "export const a = 1, b = () => { const z = 1; };\nexport function c() { class Y {} }\nexport class D { e() {} #f() {} x = 1 }\nexport let { k, l: [m] } = n;\n";
    everywhere(
        text,
        show::functions,
        &[
            "pub b(0)",
            "pub c(0)",
            "pub D.e(0) self=this",
            "D.#f(0) self=this",
        ],
    );
    everywhere(text, show::types, &["Y()", "pub D()"]);
    everywhere(
        text,
        show::bindings,
        &[
            "pub const a = 1",
            "pub const b = fn#0",
            "const z = 1 @b",
            "pub field D.x = 1",
            "pub var k = n.k",
            "pub var m = n.l",
        ],
    );
}

#[test]
fn default_exports() {
    let cases = [
        ("export default class A {}", "default = A"),
        ("export default function f() {}", "default = f"),
        ("export default function () {}", "default = fn#0"),
        ("export default () => 1;", "default = fn#0"),
        ("export default a.b;", "default = a.b"),
        ("export { a as default };", "default = a"),
        ("module.exports = a;", "default = a"),
        ("module.exports = class A {};", "default = A"),
        ("module.exports = function f() {};", "default = fn#0"),
    ];
    for (text, expected) in cases {
        everywhere(text, show::exports, &[expected]);
    }
    typed("export = a;", show::exports, &["default = a"]);
    everywhere(
        "export default function f() {}",
        show::functions,
        &["pub f(0)"],
    );
    everywhere(
        "module.exports = function f() {}",
        show::functions,
        &["pub f(0)"],
    );
    everywhere("export default class A {}", show::types, &["pub A()"]);
}

#[test]
fn common_js_exports() {
    everywhere(
        "exports.a = exports.b = void 0;\nmodule.exports = { c, d: e, 'f-g': () => 1 };\nmodule.exports.h = 1;\nexports.i = exports.j = k;\nexports['l'] = 2;\nexports = module.exports = m;\nother.exports = 3;\n",
        show::exports,
        &[
            "default = {\"c\": c, \"d\": e, \"f-g\": fn#0}",
            "c = c",
            "d = e",
            "f-g = fn#0",
            "h = 1",
            "i = k",
            "j = k",
            "l = 2",
            "default = m",
        ],
    );
    everywhere(
        "exports.f = function () {};",
        show::functions,
        &["pub f(0)"],
    );
}
