//! Levels that stand among the arguments, and messages that only hand text on.

use super::Finder;
use crate::detect::level::normalise;
use crate::detect::written::Written;
use crate::model::facts::{CallId, FunctionId, ValueId, ValueKind};
use crate::model::language::Family;
use crate::model::signal::Level;
use crate::rules::pack::PointRule;

impl Finder<'_, '_> {
    /// The parameter that is a level, or by which one is looked up in a table.
    pub(super) fn level_parameter(&self, value: ValueId, at: Option<FunctionId>) -> Option<u16> {
        let facts = self.facts();
        match facts.value(facts.plain(value)).kind {
            ValueKind::Index { key, .. } => self.resolver.parameter(key, at),
            _ => self.resolver.parameter(value, at),
        }
    }

    /// `syslog(level, "%s", message)`: a format that is nothing but a place for text says what the
    /// text says.
    pub(super) fn passed_on(&self, id: CallId, message: Written) -> Written {
        if self.resolver.family != Family::C {
            return message;
        }
        if message.text.trim_end() != "%s" {
            return message.without_end_of_line();
        }
        let facts = self.facts();
        let call = facts.call(id);
        let mut args = call.args.iter();
        args.find(|arg| {
            facts
                .as_str(arg.value)
                .is_some_and(|text| text.trim_end() == "%s")
        });
        args.next()
            .and_then(|text| self.resolver.written(text.value, call.function))
            .unwrap_or(message)
    }

    /// The level that an expression is.
    pub(super) fn level_of(
        &self,
        value: ValueId,
        at: Option<FunctionId>,
        rule: &PointRule,
    ) -> Option<Level> {
        let facts = self.facts();
        let plain = facts.plain(value);
        match &facts.value(plain).kind {
            ValueKind::Number(number) => normalise(number, &rule.level_names),
            ValueKind::Name(name) | ValueKind::Member { name, .. } => {
                normalise(name, &rule.level_names).or_else(|| {
                    normalise(&self.resolver.written(plain, at)?.text, &rule.level_names)
                })
            }
            // `KERN_INFO "text"`: the level stands before the text.
            ValueKind::Either(options) if self.resolver.family == Family::C => {
                let mut names = options.iter().filter_map(|option| facts.last_name(*option));
                names.find_map(|name| normalise(name, &rule.level_names))
            }
            ValueKind::Concat(parts) if self.resolver.family == Family::C => {
                normalise(facts.last_name(*parts.first()?)?, &rule.level_names)
            }
            _ => normalise(&self.resolver.written(plain, at)?.text, &rule.level_names),
        }
    }
}
