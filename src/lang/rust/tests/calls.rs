//! Calls, values and bindings in expressions.

use super::show::{bindings, calls, facts, returns};

/// Calls in the body of a function `f`, without the function's name.
fn body(text: &str) -> Vec<String> {
    let text = format!("fn f() {{ {text} }}");
    let facts = facts(&text);
    let shown = calls(&facts);
    shown
        .iter()
        .map(|call| call.strip_prefix("f> ").unwrap_or(call).to_owned())
        .collect()
}

#[test]
fn callees_are_members_without_generics() {
    assert_eq!(body("a::b::<T>::c(1, -2);"), ["a.b.c(1, -2)"]);
    assert_eq!(body("Self::new();"), ["Self.new()"]);
    assert_eq!(body("self.log.info(\"x\");"), ["self.log.info(\"x\")"]);
    assert_eq!(body("<Foo<u8>>::bar();"), ["Foo.bar()"]);
    assert_eq!(body("<T as Trait>::go();"), ["Trait.go()"]);
    assert_eq!(body("::log::x();"), ["log.x()"]);
    assert_eq!(body("(self.f)(x.0);"), ["self.f(x.0)"]);
    assert_eq!(body("r#type::r#go(x.r#in);"), ["type.go(x.in)"]);
}

#[test]
fn chains_hold_every_call_outermost_first() {
    assert_eq!(
        body("a(1)?.b(2).await.c[0](3);"),
        ["a(1).b(2).c[0](3)", "a(1).b(2)", "a(1)"]
    );
}

#[test]
fn calls_are_found_wherever_they_stand() {
    assert_eq!(
        body("if a() { b() } else if c() { d() } else { e() }"),
        ["a()", "b()", "c()", "d()", "e()"]
    );
    assert_eq!(
        body("match a() { X if b() => c(), Y => { d(); } }"),
        ["a()", "b()", "c()", "d()"]
    );
    assert_eq!(body("for x in a() { b(x); }"), ["a()", "b(x)"]);
    assert_eq!(body("while let Some(x) = a() { b() }"), ["a()", "b()"]);
    assert_eq!(body("let x = loop { break a(); };"), ["a()"]);
    assert_eq!(
        body("let Some(x) = a() else { return b(); };"),
        ["a()", "b()"]
    );
    assert_eq!(body("a() + b() == c() && !d() || (e()..f()).g();").len(), 7);
    assert_eq!(body("let x = [a(); 3]; unsafe { b() }"), ["a()", "b()"]);
    assert_eq!(body("let x = S { a: a(), ..b() };"), ["a()", "b()"]);
    assert_eq!(body("async move { a().await };"), ["a()"]);
    assert_eq!(
        body("x[a()] = b(); *c() += d();"),
        ["b()", "a()", "c()", "d()"]
    );
    assert_eq!(body("struct S; impl S { const A: u8 = a(); }"), ["a()"]);
}

#[test]
fn closures_are_functions() {
    let facts = facts("fn f() { go(move |a, (b, _)| { log(a); 1 }, || x()); }");
    assert_eq!(
        calls(&facts),
        ["f> go(||, ||)", "f/||> log(a)", "f/||> x()"]
    );
    assert_eq!(bindings(&facts), ["param 0 f/||> a", "param 1 f/||> b"]);
    assert_eq!(returns(&facts), ["f/||> 1", "f/||> x()"]);
    assert_eq!(facts.functions[1].name, "");
    assert_eq!(facts.functions[1].parameters, 2);
}

#[test]
fn values_have_the_shape_of_what_is_written() {
    let cases = [
        (
            r#""a\n\u{e9}\
              b""#,
            r#""a\né\
              b""#,
        ),
        (r##"r#"a\"b"#"##, r#""a\\\"b""#),
        (r#"b"ab""#, r#""ab""#),
        ("1_000u64", "1_000u64"),
        ("-1.5", "-1.5"),
        ("true", "true"),
        ("()", "null"),
        ("None", "null"),
        ("&mut *x", "x"),
        ("(x as u8)", "x"),
        ("[1, 2]", "[1, 2]"),
        ("(a, \"b\")", "[a, \"b\"]"),
        ("a[\"k\"]", "a[\"k\"]"),
        ("m::T { a: 1, b, ..c }", "m.T{a: 1, b: b}"),
        ("a + \"b\" + &c", "<a + \"b\" + c>"),
        ("a + 1", "?"),
        ("a * b", "?"),
        ("if c { \"a\" } else { \"b\" }", "<\"a\" | \"b\">"),
        ("if c { \"a\" } else { return }", "\"a\""),
        (
            "match c { A => \"a\", B => { x(); \"b\" } _ => panic!() }",
            "<\"a\" | \"b\" | panic!()>",
        ),
        ("{ let y = 1; y }", "y"),
        ("unsafe { y }", "y"),
        ("\"a\".to_string()", "\"a\".to_string()"),
        ("Some(\"x\")", "Some(\"x\")"),
        ("vec![1, 2]", "vec!(1, 2)"),
        ("'a'", "?"),
        ("!!x", "?"),
    ];
    for (written, expected) in cases {
        let text = format!("fn f() {{ let v = {written}; }}");
        let facts = facts(&text);
        let shown = bindings(&facts);
        let last = shown.iter().rfind(|line| line.contains("f> v = "));
        let expected = if written.starts_with("\"a\\n") {
            "let f> v = \"a\\néb\"".to_owned()
        } else {
            format!("let f> v = {expected}")
        };
        assert_eq!(last, Some(&expected), "{written}");
    }
}

#[test]
fn strings_are_borrowed_where_nothing_is_decoded() {
    let text = "fn f() { a(\"é\", r\"\\d\", \"x\\ty\"); }";
    let facts = facts(text);
    let borrowed: Vec<bool> = facts
        .values
        .iter()
        .filter_map(|value| match &value.kind {
            crate::model::facts::ValueKind::Str(text) => {
                Some(matches!(text, std::borrow::Cow::Borrowed(_)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(borrowed, [true, true, false]);
}

#[test]
fn names_are_bound_to_what_they_are_given() {
    let facts = facts(
        "fn f() { let a: u8 = 1; let (b, c) = g(); let (d, e) = (2, 3); if let Some(h) = o {}\n\
         a = 4; self.i = 5; x.j = 6; let S { k, l: m } = s; match n { None | Some(O) => {}, p => {} }\n\
         if let Err(q) = r {} for t in u {} }",
    );
    assert_eq!(
        bindings(&facts),
        [
            "let f> a: u8 = 1",
            "let f> b = g()",
            "let f> c",
            "let f> d = 2",
            "let f> e = 3",
            "let f> h = o",
            "let f> a = 4",
            "field f> i = 5",
            "let f> k = s.k",
            "let f> m = s.l",
            "let f> p = n",
            "let f> q",
            "let f> t = each(u)",
        ]
    );
}

#[test]
fn places_count_bytes_of_the_whole_text() {
    let text = "\u{feff}#!/bin/x\r\n// é\r\nfn f() {\r\n    log::info(\"é\", b);\r\n}";
    let facts = facts(text);
    let call = &facts.calls[0];
    assert_eq!(call.span.of(text), "log::info(\"é\", b)");
    assert_eq!(call.name_span.of(text), "info");
    assert_eq!(facts.value(call.callee).span.of(text), "log::info");
    assert_eq!(facts.value(call.args[0].value).span.of(text), "\"é\"");
    assert_eq!(
        facts.functions[0].span.of(text),
        &text[text.find("fn").unwrap()..]
    );
    assert_eq!(facts.comments[0].text, "// é");
}

#[test]
fn comments_keep_their_marks() {
    let text =
        "/// a\nfn f() { \"// no\"; '\"'; /* b /* c */ */ r#\"// no\"#; b'\\''; 'x: loop {} }//! d";
    let facts = facts(text);
    let found: Vec<&str> = facts.comments.iter().map(|comment| comment.text).collect();
    assert_eq!(found, ["/// a", "/* b /* c */ */", "//! d"]);
    assert!(
        facts
            .comments
            .iter()
            .all(|comment| comment.span.of(text) == comment.text)
    );
}
