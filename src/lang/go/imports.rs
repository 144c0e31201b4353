//! Package clauses and imports, and the name an import has when none is given.

use std::borrow::Cow;

use super::super::tree::span;
use super::{Kind, Walker, strings};
use crate::model::facts::Import;

impl Walker<'_, '_> {
    /// `package x`.
    pub(super) fn package(&mut self) {
        self.children(|walker, kind| {
            if kind == Kind::PackageIdentifier {
                walker.build.facts.package = Some(walker.text_of(walker.node()));
            }
        });
    }

    /// `"a/b"`, `x "a/b"`, `. "a/b"`, `_ "a/b"`.
    pub(super) fn import(&mut self) {
        let at = span(self.node());
        let mut alias = None;
        let mut module = Cow::Borrowed("");
        self.children(|walker, kind| match kind {
            Kind::PackageIdentifier | Kind::Blank => alias = Some(walker.text_of(walker.node())),
            Kind::Dot => alias = Some("*"),
            Kind::String | Kind::RawString => {
                module = strings::decode(walker.text_of(walker.node()));
            }
            _ => {}
        });
        if module.is_empty() || alias == Some("_") {
            return;
        }
        let local = match (alias, &module) {
            (Some(alias), _) => alias,
            (None, Cow::Borrowed(path)) => default_name(path),
            // An import path with escapes has no name that could be borrowed; nobody writes one.
            (None, Cow::Owned(_)) => return,
        };
        self.build.facts.imports.push(Import {
            local,
            module,
            name: None,
            span: at,
            reexported: false,
        });
    }
}

/// The package name that a path most likely declares: its last segment without a major version, a
/// `go-` in front or a `-go` behind.
fn default_name(path: &str) -> &str {
    let mut segments = path.rsplit('/');
    let mut name = segments.next().unwrap_or(path);
    if is_version(name)
        && let Some(before) = segments.next()
    {
        name = before;
    }
    if let Some((front, version)) = name.rsplit_once(".v")
        && version.bytes().all(|byte| byte.is_ascii_digit())
    {
        name = front;
    }
    for prefix in ["go-", "golang-"] {
        name = without(name.strip_prefix(prefix), name);
    }
    for suffix in ["-go", ".go", "-golang"] {
        name = without(name.strip_suffix(suffix), name);
    }
    name
}

fn without<'s>(stripped: Option<&'s str>, name: &'s str) -> &'s str {
    stripped.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// `v2` and up, and `v1.17.0`. A folder `v1` is a package of its own (`k8s.io/api/core/v1`).
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| {
        digits.starts_with(|first: char| first.is_ascii_digit())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits != "1"
    })
}

#[cfg(test)]
mod tests {
    use super::default_name;

    #[test]
    fn paths_give_the_name_most_likely_declared() {
        for (path, name) in [
            ("fmt", "fmt"),
            ("log/slog", "slog"),
            ("go.uber.org/zap", "zap"),
            ("github.com/labstack/echo/v4", "echo"),
            ("gopkg.in/zap.v1", "zap"),
            ("gopkg.in/DataDog/dd-trace-go.v1", "dd-trace"),
            ("github.com/go-kit/log", "log"),
            ("github.com/foo/go-bar", "bar"),
            ("github.com/hashicorp/go-hclog", "hclog"),
            ("github.com/getsentry/sentry-go", "sentry"),
            ("github.com/hashicorp/golang-lru/v2", "lru"),
            ("github.com/nats-io/nats.go", "nats"),
            ("go.opentelemetry.io/otel/semconv/v1.17.0", "semconv"),
            ("k8s.io/api/core/v1", "v1"),
            ("k8s.io/api/apps/v1beta1", "v1beta1"),
            ("github.com/json-iterator/go", "go"),
            ("v2", "v2"),
            ("go-", "go-"),
        ] {
            assert_eq!(default_name(path), name, "{path}");
        }
    }
}
