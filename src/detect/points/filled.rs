//! The texts of wrappers, with what a call hands in in place of their parameters.

use super::Finder;
use crate::detect::locate::{entry, given, is_text};
use crate::detect::written::Written;
use crate::model::facts::{Call, FunctionId, ValueId, ValueKind};
use crate::model::modules::ModuleId;
use crate::model::summary::{Asks, Composed, REST, Wrapper};

/// How deep lists are followed that make a name.
const LISTS: u8 = 8;

impl<'s> Finder<'_, 's> {
    /// What an expression says that is a name, or a list of the parts of one.
    pub(super) fn read_name(
        &self,
        value: ValueId,
        at: Option<FunctionId>,
        separator: &str,
    ) -> Option<Written> {
        let whole = self.resolver.written(value, at);
        let whole = match whole {
            Some(whole) if whole.literal || whole.has_parameter() => Some(whole),
            whole => self
                .resolver
                .listed(value, at, separator, LISTS)
                .filter(Written::tells)
                .or(whole),
        }?;
        self.ask(&whole);
        Some(whole)
    }

    /// A text of a wrapper with what a call of it hands in; `None` when the call leaves out what the
    /// text is about.
    pub(super) fn filled(
        &self,
        part: &Composed,
        wrapper: &Wrapper,
        home: Option<ModuleId>,
        call: &Call<'s>,
    ) -> Option<Written> {
        let facts = self.facts();
        let rule = &self.packs.libraries[wrapper.library as usize].points[wrapper.rule as usize];
        let separator = rule.separator.as_str();
        let text = |start: usize, end: usize| match &part.text[start..end] {
            "" => Written::default(),
            text => Written::literal(text),
        };
        let whole = part.gaps.len() == 1
            && part.gaps[0].start == 0
            && part.gaps[0].end as usize == part.text.len();
        let mut said = Written::default();
        let mut done = 0;
        for gap in &part.gaps {
            let (start, end) = (gap.start as usize, gap.end as usize);
            said = said.join("", text(done, start));
            done = end;
            let shown = part.text[start..end].trim_matches(['{', '}']);
            let filler = match &gap.asks {
                Asks::Name { module, names } => match home {
                    // The wrapper stands in this file: so does what it asks for.
                    None => Some(Written::hole(shown, Some(gap.asks.clone()))),
                    Some(home) => self.resolver.around.and_then(|around| {
                        let known = around.known;
                        known
                            .told(home, module, names)
                            .map(Written::literal)
                            .or_else(|| {
                                let asks = known.asked_of(home, module, names)?;
                                Some(Written::hole(shown, Some(asks)))
                            })
                    }),
                },
                Asks::Own { .. } => Some(Written::literal(&part.text[start..end])),
                Asks::Handed {
                    module,
                    function,
                    index,
                    rest,
                } => {
                    let key = |home: ModuleId| {
                        let known = self.resolver.around?.known;
                        Some(format!("={}", known.modules.key(home)?).into())
                    };
                    let module = match home {
                        Some(home) if module.is_empty() => key(home),
                        _ => Some(module.clone()),
                    };
                    module.map(|module| {
                        let asks = Asks::Handed {
                            module,
                            function: function.clone(),
                            index: *index,
                            rest: *rest,
                        };
                        Written::hole(shown, Some(asks))
                    })
                }
                Asks::Parameter {
                    index,
                    field: Some(rest),
                } if **rest == *REST => {
                    let rest = call.args.iter().filter(|arg| arg.name.is_none());
                    let parts = rest.skip(usize::from(*index)).map(|arg| {
                        let hole = || Written::hole("…", None);
                        let one = self.read_name(arg.value, call.function, separator);
                        one.unwrap_or_else(hole)
                    });
                    let parts = parts.reduce(|whole, part| whole.join(separator, part));
                    Some(parts.unwrap_or_default())
                }
                Asks::Parameter { index, field } => {
                    match given(call, *index, &wrapper.parameters) {
                        None if whole && field.is_none() => return None,
                        None => None,
                        Some(value) => match field {
                            None if wrapper.named => {
                                self.read_name(value, call.function, separator)
                            }
                            None => self.read(value, call.function),
                            Some(field) => {
                                match self.resolver.option(value, call.function, field) {
                                    Some(crate::detect::written::Entry::Value(value)) => {
                                        self.read(value, call.function)
                                    }
                                    Some(crate::detect::written::Entry::Asked(written)) => {
                                        self.ask(&written);
                                        Some(written)
                                    }
                                    None if is_text(facts, facts.plain(value)) => {
                                        self.read(value, call.function)
                                    }
                                    // The options do not say: it is empty.
                                    None if entry(facts, value, field).is_none()
                                        && matches!(
                                            facts.value(facts.plain(value)).kind,
                                            ValueKind::Map(_) | ValueKind::Struct { .. }
                                        ) =>
                                    {
                                        Some(Written::default())
                                    }
                                    None => None,
                                }
                            }
                        },
                    }
                }
            };
            let filler = filler.unwrap_or_else(|| Written::hole(shown, None));
            // A part that is left empty takes its separator with it.
            let next = &part.text[end..];
            if filler.text.is_empty() && wrapper.named && next.starts_with(separator) {
                done += separator.len();
            }
            said = said.join("", filler);
        }
        Some(said.join("", text(done, part.text.len())))
    }
}
