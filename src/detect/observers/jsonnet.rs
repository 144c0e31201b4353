//! Rules and panels in Jsonnet, as far as their texts can be read without running it: literals,
//! joined with `+` and formatted with `%`; what else fills them is a hole.

mod tokens;

use self::tokens::{Token, What};
use super::{Draft, Query};
use crate::lang::query::Notation;
use crate::model::observer::ObserverKind;
use crate::model::place::Span;

/// Finds rules, and what functions are handed that take expressions.
pub(super) fn read(text: &str, functions: &[String], found: &mut Vec<Draft>) {
    if !["expr", "alert", "record", "target", "uery", "anel"]
        .iter()
        .any(|word| text.contains(word))
    {
        return;
    }
    let tokens = tokens::of(text);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        functions,
        frames: vec![Frame::default()],
        title: None,
        found,
    };
    reader.run();
}

/// What is known of an object, a call or a list that is open.
#[derive(Default)]
struct Frame {
    object: bool,
    /// The key in the object around that this is the value of.
    key: Option<String>,
    name: Option<(String, Span)>,
    alert: bool,
    asked: Option<Query>,
    severity: Option<String>,
    runbook: Option<String>,
    summary: Option<String>,
}

struct Reader<'t, 'f> {
    text: &'t str,
    tokens: &'t [Token],
    functions: &'t [String],
    frames: Vec<Frame>,
    /// The title that was given last: panels are named before they are filled.
    title: Option<String>,
    found: &'f mut Vec<Draft>,
}

/// A text that was put together of literals and holes.
struct Said {
    text: String,
    span: Span,
    notation: Notation,
    /// The token behind it.
    next: usize,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut key: Option<String> = None;
        while at < self.tokens.len() {
            let token = &self.tokens[at];
            match &token.what {
                What::Mark(b'{' | b'[' | b'(') => {
                    self.frames.push(Frame {
                        object: token.what == What::Mark(b'{'),
                        key: key.take(),
                        ..Frame::default()
                    });
                    at += 1;
                }
                What::Mark(b'}' | b']' | b')') => {
                    if self.frames.len() > 1
                        && let Some(frame) = self.frames.pop()
                    {
                        self.close(frame);
                    }
                    at += 1;
                }
                What::Name | What::Text(_) if self.is_field(at) => {
                    let name = match &token.what {
                        What::Text(text) => text.clone(),
                        _ => token.span.of(self.text).to_owned(),
                    };
                    at = self.behind_colon(at + 1);
                    if let Some(said) = self.said(at) {
                        at = said.next;
                        self.field(&name, said);
                    } else {
                        key = Some(name);
                    }
                }
                What::Name if self.is_mark(at + 1, b'(') => {
                    let name = token.span.of(self.text);
                    let titled = name.ends_with("anel") || name == "new" || name == "dashboard";
                    if self.functions.iter().any(|known| known == name) {
                        self.call(at + 2);
                    } else if let Some(second) = self.made(at) {
                        self.call(second);
                    } else if let Some(said) = self.said(at + 2).filter(|_| titled) {
                        self.title = Some(said.text);
                    }
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Where the expression stands that a query is made of: `prometheus.new(datasource, expression)`.
    fn made(&self, at: usize) -> Option<usize> {
        let of = self.tokens.get(at.checked_sub(2)?)?;
        let known = self.tokens[at].span.of(self.text) == "new"
            && self.is_mark(at - 1, b'.')
            && self
                .functions
                .iter()
                .any(|known| known == of.span.of(self.text));
        let end = self.behind_bracket(at + 1);
        let mut next = at + 2;
        while known && next < end {
            match self.tokens[next].what {
                What::Mark(b',') => return Some(next + 1),
                What::Mark(b'(' | b'[' | b'{') => next = self.behind_bracket(next),
                _ => next += 1,
            }
        }
        None
    }

    fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.what == What::Mark(mark))
    }

    /// Whether the token at `at` is the name of a field: `name:`, `name+:`, `name::`.
    fn is_field(&self, at: usize) -> bool {
        self.frames.last().is_some_and(|frame| frame.object)
            && (self.is_mark(at + 1, b':')
                || self.is_mark(at + 1, b'+') && self.is_mark(at + 2, b':'))
    }

    fn behind_colon(&self, mut at: usize) -> usize {
        while self.is_mark(at, b':') || self.is_mark(at, b'+') {
            at += 1;
        }
        at
    }

    fn field(&mut self, name: &str, said: Said) {
        let frames = self.frames.len();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let in_key = |wanted: &str| frame.key.as_deref() == Some(wanted);
        if in_key("labels") || in_key("annotations") {
            let Some(around) = frames.checked_sub(2) else {
                return;
            };
            let around = &mut self.frames[around];
            match name {
                "severity" | "priority" => around.severity = Some(said.text),
                "runbook_url" | "runbook" => around.runbook = Some(said.text),
                "summary" | "message" => around.summary = Some(said.text),
                "description" => {
                    around.summary.get_or_insert(said.text);
                }
                _ => {}
            }
            return;
        }
        match name {
            "alert" | "record" => {
                frame.alert = name == "alert";
                frame.name = Some((said.text, said.span));
            }
            "expr" => {
                let mut query = Query::new(said.text, said.span, None);
                query.notation = said.notation;
                frame.asked = Some(query);
            }
            "title" => self.title = Some(said.text),
            _ => {}
        }
    }

    fn close(&mut self, frame: Frame) {
        let Some(query) = frame.asked else { return };
        let (kind, system) = match (&frame.name, frame.alert) {
            (Some(_), true) => (ObserverKind::Alert, "prometheus"),
            (Some(_), false) => (ObserverKind::RecordingRule, "prometheus"),
            (None, _) => (ObserverKind::Panel, "grafana"),
        };
        let at = frame.name.as_ref().map_or(query.at, |(_, span)| *span);
        let mut draft = Draft::new(kind, system, at);
        draft.name = match frame.name {
            Some((name, _)) => Some(name),
            None => self.title.clone(),
        };
        draft.queries.push(query);
        draft.severity = frame.severity;
        draft.runbook = frame.runbook;
        draft.summary = frame.summary;
        self.found.push(draft);
    }

    /// The expressions among the first arguments of a call: a text, or a list of texts.
    fn call(&mut self, mut at: usize) {
        // `expr='…'`.
        if self.is_mark(at + 1, b'=') {
            at += 2;
        }
        let listed = self.is_mark(at, b'[');
        at += usize::from(listed);
        while let Some(said) = self.said(at) {
            at = said.next;
            let asks = said.text.contains(['(', '{', '_']);
            if asks {
                let mut draft = Draft::new(ObserverKind::Panel, "grafana", said.span);
                let mut query = Query::new(said.text, said.span, None);
                query.notation = said.notation;
                draft.name.clone_from(&self.title);
                draft.queries.push(query);
                self.found.push(draft);
            }
            if !listed || !self.is_mark(at, b',') {
                break;
            }
            at += 1;
        }
    }

    /// The text that an expression from `at` on gives; `None` where no literal is part of it.
    fn said(&self, mut at: usize) -> Option<Said> {
        let start = self.tokens.get(at)?.span.start;
        let (mut text, mut formatted, mut literal) = (String::new(), false, false);
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let mut end;
        loop {
            let token = self.tokens.get(at)?;
            match &token.what {
                What::Text(piece) => {
                    literal = true;
                    pieces.push((text.len(), piece.len()));
                    text.push_str(piece);
                    end = token.span.end;
                    at += 1;
                }
                What::Mark(b'(') => {
                    let inner = self.said(at + 1)?;
                    if !self.is_mark(inner.next, b')') {
                        return None;
                    }
                    literal = true;
                    formatted |= inner.notation == Notation::Format;
                    text.push_str(&inner.text);
                    end = self.tokens[inner.next].span.end;
                    at = inner.next + 1;
                }
                What::Name => {
                    let name = token.span.of(self.text);
                    if matches!(
                        name,
                        "if" | "function" | "local" | "import" | "importstr" | "error"
                    ) {
                        return None;
                    }
                    let after = self.behind_operand(at);
                    let shown: String = name
                        .chars()
                        .filter(|c| !matches!(c, '{' | '}' | '$'))
                        .collect();
                    text.extend(["${", &shown, "}"]);
                    end = self.tokens.get(after.checked_sub(1)?)?.span.end;
                    at = after;
                }
                What::Mark(_) => return None,
            }
            // `%` binds closer than `+`; what it fills in is told by holes.
            while self.is_mark(at, b'%') {
                formatted = true;
                at = self.behind_operand(at + 1);
                end = self.tokens.get(at.checked_sub(1)?)?.span.end;
            }
            if !self.is_mark(at, b'+') {
                break;
            }
            at += 1;
        }
        let ends = self.tokens.get(at).is_none_or(|token| {
            matches!(token.what, What::Mark(b',' | b'}' | b')' | b']' | b';'))
                || matches!(token.what, What::Name)
                    && matches!(token.span.of(self.text), "for" | "if")
        });
        (literal && ends).then_some(Said {
            text,
            span: Span { start, end },
            notation: if formatted {
                Notation::Format
            } else {
                Notation::Plain
            },
            next: at,
        })
    }

    /// The token behind an operand: a path of names, with its calls and indexes, or a bracket.
    fn behind_operand(&self, mut at: usize) -> usize {
        let mut first = true;
        while let Some(token) = self.tokens.get(at) {
            match token.what {
                What::Mark(b'(' | b'[') => at = self.behind_bracket(at),
                What::Mark(b'{') if first => at = self.behind_bracket(at),
                What::Mark(b'.') => at += 1,
                What::Name | What::Text(_) if first || at > 0 && self.is_mark(at - 1, b'.') => {
                    at += 1;
                }
                _ => break,
            }
            first = false;
        }
        at
    }

    fn behind_bracket(&self, mut at: usize) -> usize {
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.get(at) {
            match token.what {
                What::Mark(b'(' | b'[' | b'{') => depth += 1,
                What::Mark(b')' | b']' | b'}') => {
                    depth -= 1;
                    if depth == 0 {
                        return at + 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        at
    }
}
