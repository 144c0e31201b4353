//! YAML by its indentation: maps, lists, block texts, many documents, templates left in place.

use super::braces::{self, Notation};
use super::escapes::{self, Escape};
use super::yaml_scalars::{self, Line};
use super::{Held, Key, NodeId, Tree};
use crate::model::place::Span;

/// Reads a file.
pub(super) fn read<'t>(text: &'t str, tree: &mut Tree<'t>) {
    let mut reader = Reader {
        text,
        tree,
        open: Vec::new(),
        waiting: None,
        plain: None,
        at: 0,
    };
    reader.document();
    while let Some(line) = yaml_scalars::next(text, &mut reader.at) {
        reader.line(line);
    }
}

/// A container whose keys or items stand at one column.
#[derive(Clone, Copy, Debug)]
struct Level {
    column: usize,
    node: NodeId,
    list: bool,
}

struct Reader<'t, 'tree> {
    text: &'t str,
    tree: &'tree mut Tree<'t>,
    open: Vec<Level>,
    /// The node whose value has not been read yet, and the column of its key.
    waiting: Option<(NodeId, usize)>,
    /// The node whose value is a plain text that the next lines may go on with, and the column of its
    /// key.
    plain: Option<(NodeId, usize)>,
    /// Where the next line begins.
    at: usize,
}

impl<'t> Reader<'t, '_> {
    fn document(&mut self) {
        let root = self.tree.add(None, Key::default(), Held::Nothing);
        self.open.clear();
        self.plain = None;
        self.waiting = Some((root, 0));
    }

    fn line(&mut self, line: Line) {
        let content = &self.text[line.start..line.end];
        if line.column == 0 {
            if let Some(rest) = content.strip_prefix("---")
                && (rest.is_empty() || rest.starts_with([' ', '\t']))
            {
                self.document();
                let rest = rest.trim_start();
                if !rest.is_empty() && !rest.starts_with('#') {
                    self.content(line.end - rest.len(), line.end, 0);
                }
                return;
            }
            if content == "..." || content.starts_with('%') {
                return;
            }
        }
        if !self.goes_on(line) {
            self.plain = None;
            self.content(line.start, line.end, line.column);
        }
    }

    /// Whether a line goes on with the plain text above it, and is added there if so.
    fn goes_on(&mut self, line: Line) -> bool {
        let content = &self.text[line.start..line.end];
        let Some((node, _)) = self.plain.filter(|(_, column)| line.column > *column) else {
            return false;
        };
        // Half-written files and templates have keys where only text could go on.
        if content.starts_with("{{") || yaml_scalars::key(content).is_some() {
            return false;
        }
        let Held::Scalar {
            text,
            span,
            quoted: false,
        } = &self.tree.node(node).value
        else {
            return false;
        };
        let said = yaml_scalars::plain(content);
        let held = Held::Scalar {
            text: format!("{text} {said}").into(),
            span: Span {
                start: span.start,
                end: (line.start + said.len()) as u32,
            },
            quoted: false,
        };
        self.tree.hold(node, held);
        true
    }

    /// What stands from `start` to `end`, whose first character is at `column`.
    fn content(&mut self, mut start: usize, end: usize, mut column: usize) {
        loop {
            let content = &self.text[start..end];
            // A template's own line: control flow or an inclusion.
            if content.starts_with("{{") && yaml_scalars::key(content).is_none() {
                return;
            }
            if content == "-" || content.starts_with("- ") || content.starts_with("-\t") {
                let item = self.item(start, column);
                let rest = content[1..].trim_start();
                let moved = content.len() - rest.len();
                self.waiting = Some((item, column));
                if rest.is_empty() || rest.starts_with('#') {
                    return;
                }
                start += moved;
                column += moved;
                continue;
            }
            if let Some((key, after)) = yaml_scalars::key(content) {
                let key = Key {
                    text: key.text,
                    span: Span::new(start + key.from, start + key.to),
                };
                let node = self.entry(key, column);
                let value = content[after..].trim_start();
                self.waiting = Some((node, column));
                self.value(end - value.len(), end, column);
                return;
            }
            if let Some((node, key_column)) = self.waiting
                && (column > key_column || self.open.is_empty())
            {
                self.value(start, end, key_column);
                // A value over several lines is known by its first.
                if self.waiting.is_some_and(|(waiting, _)| waiting == node)
                    && !matches!(self.tree.node(node).value, Held::Nothing)
                {
                    self.waiting = None;
                }
            }
            return;
        }
    }

    /// Closes what is deeper than `column`.
    fn close(&mut self, column: usize, list: bool) {
        while let Some(top) = self.open.last() {
            if top.column > column || top.column == column && top.list && !list {
                self.open.pop();
            } else {
                break;
            }
        }
    }

    fn item(&mut self, at: usize, column: usize) -> NodeId {
        self.close(column, true);
        let parent = match self.open.last() {
            Some(top) if top.list && top.column == column => top.node,
            _ => self.opened(column, true),
        };
        let key = Key::plain(self.text, at, at);
        self.tree.add(Some(parent), key, Held::Nothing)
    }

    fn entry(&mut self, key: Key<'t>, column: usize) -> NodeId {
        self.close(column, false);
        let parent = match self.open.last() {
            Some(top) if !top.list && top.column == column => top.node,
            _ => self.opened(column, false),
        };
        self.tree.add(Some(parent), key, Held::Nothing)
    }

    /// A container at `column` for the node that waits, or for a new one where none does.
    fn opened(&mut self, column: usize, list: bool) -> NodeId {
        let held = if list { Held::List } else { Held::Map };
        let free = self
            .waiting
            .filter(|(node, _)| matches!(self.tree.node(*node).value, Held::Nothing));
        let node = if let Some((node, _)) = free {
            self.tree.hold(node, held);
            node
        } else {
            let parent = self.open.last().map(|level| level.node);
            let key = Key::plain(self.text, self.text.len(), self.text.len());
            self.tree.add(parent, key, held)
        };
        self.open.push(Level { column, node, list });
        node
    }

    /// The value of the node that waits, from `start` to the end of its line.
    fn value(&mut self, mut start: usize, end: usize, column: usize) {
        let Some((node, _)) = self.waiting else {
            return;
        };
        // Tags and anchors.
        loop {
            let rest = &self.text[start..end];
            if !rest.starts_with(['!', '&']) {
                break;
            }
            let word = rest.find([' ', '\t']).unwrap_or(rest.len());
            start += word;
            start += self.text[start..end].len() - self.text[start..end].trim_start().len();
            if start >= end {
                return;
            }
        }
        let rest = &self.text[start..end];
        let bytes = self.text.as_bytes();
        match bytes.get(start).filter(|_| start < end) {
            None | Some(b'#' | b'*') => {}
            Some(b'|' | b'>') if yaml_scalars::is_block(rest) => {
                let (from, to) = yaml_scalars::block(self.text, &mut self.at, column);
                let text = yaml_scalars::dedent(self.text, from, to);
                let held = Held::Scalar {
                    text,
                    span: Span::new(from, to),
                    quoted: true,
                };
                self.tree.hold(node, held);
                self.waiting = None;
            }
            Some(quote @ (b'"' | b'\'')) => {
                let escape = if *quote == b'"' {
                    Escape::Backslash
                } else {
                    Escape::Doubled
                };
                let close = escapes::close(bytes, start + 1, *quote, escape);
                let held = Held::Scalar {
                    text: escapes::plain(&self.text[start + 1..close], *quote, escape),
                    span: Span::new(start + 1, close),
                    quoted: true,
                };
                self.tree.hold(node, held);
                self.waiting = None;
                self.skip_to(close);
            }
            Some(b'{' | b'[') if !rest.starts_with("{{") => {
                let after =
                    braces::read_value(self.text, start, Notation::YamlFlow, node, self.tree);
                self.waiting = None;
                self.skip_to(after);
            }
            Some(_) => {
                let said = yaml_scalars::plain(rest);
                let held = Held::Scalar {
                    text: said.into(),
                    span: Span::new(start, start + said.len()),
                    quoted: false,
                };
                self.tree.hold(node, held);
                self.waiting = None;
                // A list or a template begins no text.
                let goes_on = !said.starts_with("{{");
                self.plain = goes_on.then_some((node, column));
            }
        }
    }

    /// Reads on behind the line of `at`, if that is below the next line.
    fn skip_to(&mut self, at: usize) {
        if at > self.at {
            let rest = &self.text[at.min(self.text.len())..];
            self.at = rest
                .find('\n')
                .map_or(self.text.len(), |newline| at + newline + 1);
        }
    }
}
