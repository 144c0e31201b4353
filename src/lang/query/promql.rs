//! PromQL: the names of metrics with the labels and functions around them.

use promql_parser::label::{MatchOp, Matcher, Matchers};
use promql_parser::parser::{self, Expr, LabelModifier, VectorMatchCardinality, VectorSelector};

use super::holes::{self, Alone, Notation, Plain};
use super::{Asked, Name, loose};
use crate::model::observer::{LabelRole, UseForm, UseKind};

/// Reads an expression; what the parser refuses is read word by word.
pub(super) fn read(text: &str, notation: Notation) -> Asked {
    let mut plain = holes::cut(text, notation, Alone::Name);
    let mut parsed = parser::parse(&plain.text);
    if parsed.is_err() && !plain.holes.is_empty() {
        plain = holes::cut(text, notation, Alone::Number);
        parsed = parser::parse(&plain.text);
    }
    let mut asked = Asked::default();
    match &parsed {
        Ok(expression) => {
            let mut walk = Walk {
                plain: &plain,
                asked: &mut asked,
                functions: Vec::new(),
                labels: Vec::new(),
            };
            walk.expression(expression);
        }
        Err(_) => loose::read(&plain, &mut asked),
    }
    asked
}

struct Walk<'p> {
    plain: &'p Plain,
    asked: &'p mut Asked,
    /// Functions around, the outermost first.
    functions: Vec<String>,
    /// Labels that what is read must have.
    labels: Vec<(String, LabelRole)>,
}

impl Walk<'_> {
    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Aggregate(aggregate) => {
                if let Some(parameter) = &aggregate.param {
                    let kept = std::mem::take(&mut self.labels);
                    self.expression(parameter);
                    self.labels = kept;
                }
                let kept = self.labels.len();
                if let Some(modifier) = &aggregate.modifier {
                    let (labels, role) = match modifier {
                        LabelModifier::Include(labels) => (labels, LabelRole::Group),
                        LabelModifier::Exclude(labels) => (labels, LabelRole::Drop),
                    };
                    self.push(&labels.labels, role);
                }
                self.functions.push(aggregate.op.to_string());
                self.expression(&aggregate.expr);
                self.functions.pop();
                self.labels.truncate(kept);
            }
            Expr::Unary(unary) => self.expression(&unary.expr),
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Subquery(subquery) => self.expression(&subquery.expr),
            Expr::Binary(binary) => {
                let outer = std::mem::take(&mut self.labels);
                let operator = binary.op.to_string();
                let (mut left, mut right) = match operator.as_str() {
                    "and" | "unless" => (outer.clone(), Vec::new()),
                    "or" => (Vec::new(), Vec::new()),
                    _ => (outer.clone(), outer.clone()),
                };
                if let Some(modifier) = &binary.modifier {
                    match &modifier.card {
                        VectorMatchCardinality::ManyToOne(lent) => {
                            left.retain(|(name, _)| !lent.labels.contains(name));
                            right.clear();
                            right.extend(self.roles(&lent.labels, LabelRole::Group));
                        }
                        VectorMatchCardinality::OneToMany(lent) => {
                            right.retain(|(name, _)| !lent.labels.contains(name));
                            left.clear();
                            left.extend(self.roles(&lent.labels, LabelRole::Group));
                        }
                        _ => {}
                    }
                    let matched = match &modifier.matching {
                        Some(LabelModifier::Include(labels)) => {
                            self.roles(&labels.labels, LabelRole::Join)
                        }
                        Some(LabelModifier::Exclude(labels)) => {
                            self.roles(&labels.labels, LabelRole::Drop)
                        }
                        None => Vec::new(),
                    };
                    left.extend(matched.iter().cloned());
                    right.extend(matched);
                }
                self.labels = left;
                self.expression(&binary.lhs);
                self.labels = right;
                self.expression(&binary.rhs);
                self.labels = outer;
            }
            Expr::VectorSelector(selector) => self.selector(selector),
            Expr::MatrixSelector(matrix) => self.selector(&matrix.vs),
            Expr::Call(call) => {
                let kept = self.labels.clone();
                match call.func.name {
                    // They make the label that their second argument names.
                    "label_replace" | "label_join" => {
                        if let Some(Expr::StringLiteral(made)) = call.args.args.get(1).map(|a| &**a)
                        {
                            let made = self.plain.string(&made.val).to_owned();
                            self.labels.retain(|(name, _)| *name != made);
                        }
                    }
                    "absent" | "absent_over_time" | "scalar" | "vector" | "time" => {
                        self.labels.clear();
                    }
                    // `le` is its own business.
                    "histogram_quantile" => self.labels.retain(|(name, _)| name != "le"),
                    _ => {}
                }
                self.functions.push(call.func.name.to_owned());
                for argument in &call.args.args {
                    self.expression(argument);
                }
                self.functions.pop();
                self.labels = kept;
            }
            Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::Extension(_) => {}
        }
    }

    fn roles(&self, labels: &[String], role: LabelRole) -> Vec<(String, LabelRole)> {
        labels
            .iter()
            .map(|label| (self.plain.name(label), role))
            .filter(|(label, _)| !label.contains('{'))
            .collect()
    }

    fn push(&mut self, labels: &[String], role: LabelRole) {
        let labels = self.roles(labels, role);
        self.labels.extend(labels);
    }

    fn selector(&mut self, selector: &VectorSelector) {
        let mut names: Vec<(String, UseForm)> = Vec::new();
        if let Some(name) = &selector.name {
            names.extend(formed(self.plain.name(name)));
        }
        let mut labels = self.labels.clone();
        for matcher in all(&selector.matchers) {
            let label = self.plain.name(&matcher.name);
            let value = self.plain.string(&matcher.value);
            if label == "__name__" {
                match matcher.op {
                    MatchOp::Equal => names.extend(formed(value.to_owned())),
                    MatchOp::Re(_) => names.extend(alternatives(value)),
                    MatchOp::NotEqual | MatchOp::NotRe(_) => {}
                }
                continue;
            }
            let role = match matcher.op {
                MatchOp::Equal | MatchOp::Re(_) if !value.is_empty() => LabelRole::Select,
                _ => LabelRole::Exclude,
            };
            // A hole for a value may let everything through.
            if !label.contains('{') && !labels.contains(&(label.clone(), role)) {
                labels.push((label, role));
            }
        }
        if names.is_empty() {
            self.asked.partial = true;
        }
        let functions: Vec<String> = self.functions.iter().rev().cloned().collect();
        for (name, form) in names {
            self.asked.add(Name {
                labels: labels.clone(),
                functions: functions.clone(),
                ..Name::new(UseKind::Metric, form, name)
            });
        }
    }
}

fn all(matchers: &Matchers) -> impl Iterator<Item = &Matcher> {
    matchers
        .matchers
        .iter()
        .chain(matchers.or_matchers.iter().flatten())
}

/// Fewest letters of a name with holes that must be known for it to tell anything.
const TELLING: usize = 4;

/// A name with its form; nothing where next to nothing of it is known.
pub(super) fn formed(name: String) -> Option<(String, UseForm)> {
    if name.is_empty() {
        return None;
    }
    if !name.contains(['{', '$']) {
        return Some((name, UseForm::Exact));
    }
    let mut depth = 0_usize;
    let known = name.chars().filter(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character.is_ascii_alphanumeric()
    });
    (known.count() >= TELLING && !name.contains('$')).then_some((name, UseForm::Template))
}

/// The names that a regular expression lists, or the expression itself.
fn alternatives(pattern: &str) -> Vec<(String, UseForm)> {
    let whole = pattern
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .filter(|inner| !inner.contains(['(', ')']))
        .unwrap_or(pattern);
    let plain = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'))
    };
    if whole.split('|').all(plain) {
        return whole
            .split('|')
            .map(|name| (name.to_owned(), UseForm::Exact))
            .collect();
    }
    let letters = pattern.bytes().filter(u8::is_ascii_alphanumeric).count();
    if letters < TELLING || pattern.contains(['$', '%']) || pattern.contains("{{") {
        return Vec::new();
    }
    vec![(pattern.to_owned(), UseForm::Pattern)]
}
