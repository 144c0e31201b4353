//! The package and the imports.

use std::borrow::Cow;

use super::super::tree::span;
use super::{Kind, Walker};
use crate::model::facts::Import;

impl Walker<'_, '_> {
    /// `package a.b;`
    pub(super) fn package(&mut self) {
        self.children(|walker, kind| match kind {
            Kind::Identifier | Kind::ScopedIdentifier => {
                walker.build.facts.package = Some(walker.written());
            }
            _ => walker.visit_or_walk(),
        });
    }

    /// `import a.b.C;`, `import static a.B.c;`, `import a.b.*;`
    pub(super) fn import(&mut self) {
        let at = span(self.node());
        let mut path = "";
        let mut all = false;
        self.children(|walker, kind| match kind {
            Kind::Identifier | Kind::ScopedIdentifier => path = walker.written(),
            Kind::Asterisk => all = true,
            _ => {}
        });
        if path.is_empty() {
            return;
        }
        let (local, module, name) = match path.rsplit_once('.') {
            _ if all => ("*", path, None),
            Some((module, name)) => (name.trim(), module.trim(), Some(Cow::Borrowed(name.trim()))),
            None => (path, "", Some(Cow::Borrowed(path))),
        };
        self.build.facts.imports.push(Import {
            local,
            module: Cow::Borrowed(module),
            name,
            span: at,
            reexported: false,
        });
    }
}
