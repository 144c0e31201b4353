//! Macro calls and macro definitions.

use super::show::{bindings, calls, facts, returns};

/// Calls of one statement, without the function's name.
fn macros(text: &str) -> Vec<String> {
    let text = format!("fn f() {{ {text} }}");
    let facts = facts(&text);
    calls(&facts)
        .iter()
        .map(|call| call.strip_prefix("f> ").unwrap_or(call).to_owned())
        .collect()
}

#[test]
fn arguments_take_every_form_of_the_logging_macros() {
    let cases = [
        ("info!(\"x {}\", a.b);", "info!(\"x {}\", a.b)"),
        ("tracing::info!(\"x\");", "tracing.info!(\"x\")"),
        ("info!(target: \"t\", \"x\");", "info!(target=\"t\", \"x\")"),
        ("info!(parent: &span, \"x\");", "info!(parent=span, \"x\")"),
        (
            "info!(a = 1, http.method = %m, \"x\");",
            "info!(a=1, http.method=m, \"x\")",
        ),
        ("info!(a = ?b.c, \"x\");", "info!(a=b.c, \"x\")"),
        (
            "info!(%a, ?b.c, d, e.f, \"x\");",
            "info!(a=a, b.c=b.c, d, e.f=e.f, \"x\")",
        ),
        ("info!(?self.id, \"x\");", "info!(self.id=self.id, \"x\")"),
        (
            "info!(\"a.b\" = 1, r#type = 2, \"x\");",
            "info!(a.b=1, type=2, \"x\")",
        ),
        ("info!(a = 1; \"x {}\", b);", "info!(a=1, \"x {}\", b)"),
        ("info!(a:? = b, c:err; \"x\");", "info!(a=b, c=err, \"x\")"),
        ("info!(a:?, b:% = c; \"x\");", "info!(a=a, b=c, \"x\")"),
        (
            "info!(log, \"x\"; \"k\" => v, \"j\" => %w);",
            "info!(log, \"x\", k=v, j=w)",
        ),
        (
            "counter!(\"n\", \"k\" => \"v\", &labels);",
            "counter!(\"n\", k=\"v\", labels)",
        ),
        (
            "info_span!(\"x\", a = Empty);",
            "info_span!(\"x\", a=Empty)",
        ),
        ("vec![0; 3];", "vec!(0, 3)"),
        ("assert!(a == b, \"x\");", "assert!(?, \"x\")"),
        ("x![];", "x!()"),
        ("matches!(a, B | C if d);", "matches!(a, ?)"),
        (
            "json!({\"a\": [1, {\"b\": c}], d: null});",
            "json!({\"a\": [1, {\"b\": c}], d: null})",
        ),
        ("write!(f, \"{}\", x::<A, B>);", "write!(f, \"{}\", x)"),
    ];
    for (written, expected) in cases {
        assert_eq!(macros(written), [expected], "{written}");
    }
}

#[test]
fn places_of_macros_are_exact() {
    let text = "fn f() { é::log::info!(é = %x.y, \"ü\"); }";
    let facts = facts(text);
    let call = &facts.calls[0];
    assert_eq!(call.span.of(text), "é::log::info!(é = %x.y, \"ü\")");
    assert_eq!(call.name_span.of(text), "info");
    assert_eq!(call.args[0].name, Some("é"));
    assert_eq!(facts.value(call.args[0].value).span.of(text), "x.y");
    assert_eq!(facts.value(call.args[1].value).span.of(text), "\"ü\"");
}

#[test]
fn bodies_of_unknown_macros_are_searched() {
    assert_eq!(
        macros(
            "tokio::select! { biased; r = rx.recv() => { info!(\"a\"); } _ = b(), if c() => d!(), else => e() }"
        ),
        [
            "tokio.select!()",
            "rx.recv()",
            "info!(\"a\")",
            "b()",
            "c()",
            "d!()",
            "e()"
        ]
    );
    assert_eq!(
        macros("cfg_if! { if #[cfg(unix)] { fn g() { a(); } } else { b!(); } }"),
        ["cfg_if!()", "f/g> a()", "b!()"]
    );
    assert_eq!(
        macros("html! { <div>{ a() }</div> @ [ info!(\"x\") ] }"),
        ["html!()", "a()", "info!(\"x\")"]
    );
    assert_eq!(
        macros("stream! { let x = a(); yield x; b(); }"),
        ["stream!()", "a()", "b()"]
    );
    assert_eq!(
        macros("m!(a => , b(1) c, d!(2));"),
        ["m!(?, ?, d!(2))", "b(1)", "d!(2)"]
    );
}

#[test]
fn statics_of_macros_are_constants() {
    let facts = facts(
        "lazy_static! { /// doc\n #[x] pub static ref A: Counter<X, Y> = reg(\"a\").unwrap(); static ref B: u8 = 1; }\n\
         thread_local! { static C: Cell<u8> = Cell::new(2) }",
    );
    assert_eq!(
        bindings(&facts),
        [
            "pub const A: Counter<X, Y> = reg(\"a\").unwrap()",
            "const B: u8 = 1",
            "const C: Cell<u8> = Cell.new(2)",
        ]
    );
    assert_eq!(
        calls(&facts),
        [
            "lazy_static!()",
            "reg(\"a\").unwrap()",
            "reg(\"a\")",
            "thread_local!()",
            "Cell.new(2)",
        ]
    );
}

#[test]
fn macro_definitions_are_functions() {
    let text = "#[macro_export] macro_rules! log_it {\n\
         ($lvl:expr, $($arg:tt)*) => { $crate::log::info!(target: \"x\", $lvl, $($arg)*); };\n\
         ($x:ident) => {{ let y = a($x); y }};\n}";
    let facts = facts(text);
    let function = &facts.functions[0];
    assert_eq!(
        (function.name, function.is_macro, function.exported),
        ("log_it", true, true)
    );
    assert_eq!((function.parameters, function.variadic), (2, true));
    assert_eq!(
        bindings(&facts),
        [
            "param 0 log_it> lvl: expr",
            "param 1 log_it> arg: tt",
            "let log_it> y = a(x)",
        ]
    );
    assert_eq!(
        calls(&facts),
        [
            "log_it> crate.log.info!(target=\"x\", lvl, arg)",
            "log_it> a(x)"
        ]
    );
    assert_eq!(returns(&facts), ["log_it> y"]);
    assert_eq!(
        function.span.of(text),
        &text[text.find("macro_rules").unwrap()..]
    );
}
