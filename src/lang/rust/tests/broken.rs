//! Files that syn refuses, and files made to overflow a stack.

use super::show::{bindings, calls, imports, reading, returns};
use crate::model::facts::Facts;

fn broken(text: &str) -> Facts<'_> {
    let reading = reading(text);
    assert!(reading.errors && !reading.timed_out, "parses: {text}");
    reading.facts
}

#[test]
fn what_is_sound_in_a_broken_file_is_read_as_ever() {
    let facts = broken(
        "use a::b;\nstruct S { log: Logger }\nimpl S {\n  #[instrument]\n  fn ok(&self) { info!(a = %b, \"é\"); }\n\
         \n  fn bad(&self, x: u8) { let y = go(1); warn!(\"w\"); let z = ; error!(\"e\"); }\n}\nfn g() { h() }\nfn t() { let = ; k() }",
    );
    assert_eq!(imports(&facts), ["b = a :: b"]);
    assert_eq!(
        calls(&facts),
        [
            "#[instrument()] ok",
            "S.ok> info!(a=b, \"é\")",
            "S.bad> go(1)",
            "S.bad> warn!(\"w\")",
            "S.bad> error!(\"e\")",
            "g> h()",
            "t> k()",
        ]
    );
    assert_eq!(returns(&facts), ["g> h()", "t> k()"]);
    assert_eq!(
        bindings(&facts)[..3],
        [
            "field S.log: Logger",
            "param 0 S.bad> x: u8",
            "let S.bad> y = go(1)",
        ]
    );
}

#[test]
fn calls_in_broken_expressions_are_found() {
    let facts = broken("fn f() { a.b(c(1), d!(2), !); }\nfn g() { x!(y!(1) \"); }");
    let shown = calls(&facts);
    assert!(shown.contains(&"f> c(1)".to_owned()), "{shown:?}");
    assert!(shown.contains(&"f> d!(2)".to_owned()), "{shown:?}");
}

#[test]
fn deep_and_long_code_does_not_overflow() {
    let many = 20_000;
    let chains = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{", "1", "}"),
        ("!", "x", ""),
        ("&", "x", ""),
        ("-", "x", ""),
        ("*", "x", ""),
        ("|| ", "x", ""),
        ("return ", "x", ""),
        ("a = ", "x", ""),
        ("a + ", "x", ""),
        ("a == b && ", "x", ""),
        ("", "x", " as u8"),
        ("", "x", ".b()"),
        ("", "x", ".b"),
        ("", "x", "?"),
        ("", "x", "()"),
        ("", "x", "[0]"),
        ("if a {} else ", "{}", ""),
        ("a::<", "x", ">"),
        ("x!(", "1", ")"),
        ("S { a: ", "1", "}"),
        ("match x { _ => ", "1", "}"),
        ("loop { ", "1", "}"),
        ("async move ", "{}", ""),
        ("let x = ", "1", ""),
    ];
    for (before, middle, after) in chains {
        for many in [many, 2900, 140] {
            let text = format!(
                "fn f() {{ let v = {}{middle}{}; }} fn g() {{ last() }}",
                before.repeat(many),
                after.repeat(many)
            );
            let reading = reading(&text);
            assert!(!reading.timed_out, "{before} {after} {many}");
            if !reading.errors {
                let last = reading.facts.calls.last().expect("the call in `g`");
                assert_eq!(last.span.of(&text), "last()", "{before} {after} {many}");
            }
        }
    }
    for text in [
        format!("use {}b;", "a::".repeat(many)),
        format!("fn f(x: {}u8) {{}}", "&".repeat(many)),
        format!("fn f(x: {}u8{}) {{}}", "A<".repeat(many), ">".repeat(many)),
        format!(
            "fn f(x: {}u8{}) {{}}",
            "A<b, ".repeat(many),
            ">".repeat(many)
        ),
        format!("fn f(x: {}u8) {{}}", "fn() -> ".repeat(many)),
        format!("fn f() {{ let {}x = 1; }}", "&".repeat(many)),
        format!("fn f() {{ let {}x = 1; }}", "a @ ".repeat(many)),
        format!("m! {{ {} }}", "a < b ".repeat(many)),
        "{".repeat(many),
        "#[a(".repeat(many),
        "a!(".repeat(many),
        "fn f() {".repeat(many),
        "mod a {".repeat(many),
    ] {
        let reading = reading(&text);
        assert!(!reading.timed_out, "{}", &text[..40]);
    }
}

#[test]
fn a_long_chain_of_methods_keeps_every_call() {
    let text = format!("fn f() {{ x{}; }}", ".b()".repeat(900));
    let reading = reading(&text);
    assert!(!reading.errors);
    assert_eq!(reading.facts.calls.len(), 900);
}

#[test]
fn attempts_in_vain_are_bounded() {
    // Each level is tried as this or that before it is looked into.
    let levels = [
        ("a b ( c => { ", " } )", 60),
        ("[", "]", 140),
        ("{ \"a\": ", "}", 140),
        ("{ a: [", "]}", 70),
        ("[{ a => ", "}]", 70),
        ("m!(", ")", 140),
        ("m! { if ", "}", 140),
        ("(m! { a => ", "})", 70),
    ];
    for (open, close, depth) in levels {
        let filler = "1 + 2, ".repeat(500);
        let text = format!(
            "m!({} {filler} x y ; ; => {});",
            open.repeat(depth),
            close.repeat(depth)
        );
        let started = std::time::Instant::now();
        assert!(!reading(&text).timed_out);
        assert!(started.elapsed().as_secs() < 5, "{open}");
    }
}
