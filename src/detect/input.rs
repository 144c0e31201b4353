//! One file as it is handed in, and what each part of it belongs to.

use crate::model::inventory::Context;
use crate::model::place::Span;

/// One file, decoded.
#[derive(Clone, Copy, Debug)]
pub struct Input<'t> {
    /// Path from the root, with `/`.
    pub path: &'t str,
    /// Its text.
    pub text: &'t str,
    /// How many bytes were read to get it.
    pub bytes: u64,
    /// Index of its language among the packs.
    pub language: Option<u16>,
    /// What it is part of.
    pub context: Context,
    /// Nothing but secrets is looked for in it, whatever else the scan looks for.
    pub secrets_only: bool,
}

impl Input<'_> {
    /// What the part of the file at `span` belongs to: Rust keeps tests in a module of the file.
    pub(super) fn context_at(&self, span: Span) -> Context {
        match self.context {
            Context::Product if tests_begin(self.path, self.text, span) => Context::Test,
            context => context,
        }
    }
}

/// Whether a module that is compiled for tests only begins before `span`; such modules end files.
fn tests_begin(path: &str, text: &str, span: Span) -> bool {
    const MARK: &str = "\n#[cfg(test)]\n";
    if path
        .rsplit_once('.')
        .is_none_or(|(_, ending)| ending != "rs")
    {
        return false;
    }
    let before = &text[..span.start as usize];
    memchr::memmem::find_iter(before.as_bytes(), MARK).any(|at| {
        let next = text[at + MARK.len()..].trim_start();
        next.starts_with("mod ") || next.starts_with("pub mod ") || next.starts_with("#[")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_test_module_of_a_file_is_a_test() {
        let text = "fn f() { a() }\n\n#[cfg(test)]\nmod tests {\n    fn g() { b() }\n}\n";
        let at = |word: &str| {
            let start = text.find(word).expect("it stands there");
            Span::new(start, start + word.len())
        };
        assert!(!tests_begin("src/x.rs", text, at("a()")));
        assert!(tests_begin("src/x.rs", text, at("b()")));
        assert!(!tests_begin("src/x.txt", text, at("b()")));
        let one = "#[cfg(test)]\nuse x;\n\nfn f() { a() }\n";
        assert!(!tests_begin("x.rs", one, Span::new(30, 31)));
    }
}
