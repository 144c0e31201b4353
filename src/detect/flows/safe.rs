//! The border: what was found in a file becomes places and scrubbed text, and may leave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::sinks::Arriving;
use super::trace::{Taint, Tracer, What};
use super::{Found, Known};
use crate::detect::summarise::shortened;
use crate::model::facts::{BindingKind, Facts, FunctionId};
use crate::model::flow::{Arrival, Flows, Leak, Pass, Passed, Reach, Tainted, Told, Whole};
use crate::model::inventory::Context;
use crate::model::place::{LineCounter, Place, Pos, Span};
use crate::model::text::SafeText;

/// Longest expression that is shown. Characters.
const LONGEST: usize = 80;

/// Turns what was found into what may leave.
pub(super) struct Safe<'a, 'k, 's> {
    known: &'a Known<'k>,
    facts: &'a Facts<'s>,
    positions: BTreeMap<u32, Pos>,
}

impl<'a, 'k, 's> Safe<'a, 'k, 's> {
    pub(super) fn new(known: &'a Known<'k>, facts: &'a Facts<'s>) -> Self {
        Self {
            known,
            facts,
            positions: BTreeMap::new(),
        }
    }

    /// Everything that leaves.
    pub(super) fn flows(
        &mut self,
        tracer: &Tracer<'_, '_>,
        arriving: &[Arriving],
        found: &Found,
    ) -> Flows {
        let shown = tracer.all_shown();
        let nothing = found.leaks.is_empty()
            && found.reaches.is_empty()
            && found.passes.is_empty()
            && found.wholes.is_empty();
        if nothing && shown.is_empty() {
            return Flows::default();
        }
        self.count(arriving, found);
        let leaks = found.leaks.iter().map(|(at, taint)| Leak {
            what: self.tainted(tracer, taint),
            arrival: self.arrival(&arriving[*at]),
        });
        let leaks: Vec<Leak> = leaks.collect();
        let mut reaches: Vec<Reach> = Vec::new();
        for (at, function, index, argument) in &found.reaches {
            let reach = Reach {
                function: self.key(*function).into(),
                index: *index,
                parameter: self.parameter(*function, *index).into(),
                steps: vec![self.place(*argument)],
                arrival: self.arrival(&arriving[*at]),
            };
            if !reaches.contains(&reach) {
                reaches.push(reach);
            }
        }
        let passes = found.passes.iter().map(|one| Pass {
            module: one.module.as_str().into(),
            function: one.function.as_str().into(),
            index: one.index,
            keyword: one.keyword.as_deref().map(Into::into),
            at: self.place(one.at),
            what: match &one.what {
                Ok(taint) => Passed::Tainted(self.tainted(tracer, taint)),
                Err((function, index)) => Passed::Parameter(self.key(*function).into(), *index),
            },
        });
        let passes = passes.collect();
        let wholes = found.wholes.iter().map(|(at, module, name, span)| Whole {
            module: module.as_str().into(),
            name: name.as_str().into(),
            subject: self.expression(*span),
            steps: vec![self.place(*span)],
            arrival: self.arrival(&arriving[*at]),
        });
        Flows {
            whole: wholes.collect(),
            leaks,
            reaches,
            passes,
            shown: shown
                .into_iter()
                .map(|(name, class, field)| {
                    let class: Arc<str> = tracer.index.id(class).into();
                    (name.into(), class, self.expression(field))
                })
                .collect(),
        }
    }

    /// Lines and columns of everything that leaves, in one pass over the text.
    fn count(&mut self, arriving: &[Arriving], found: &Found) {
        let mut spans: Vec<Span> = Vec::new();
        for (at, taint) in &found.leaks {
            spans.push(arriving[*at].at);
            spans.extend(&taint.steps);
        }
        for (at, _, _, argument) in &found.reaches {
            spans.extend([arriving[*at].at, *argument]);
        }
        for one in &found.passes {
            spans.push(one.at);
            if let Ok(taint) = &one.what {
                spans.extend(&taint.steps);
            }
        }
        for (at, _, _, span) in &found.wholes {
            spans.extend([arriving[*at].at, *span]);
        }
        let offsets: BTreeSet<u32> = spans
            .iter()
            .flat_map(|span| [span.start, span.end])
            .collect();
        let mut lines = LineCounter::new(self.known.input.text);
        self.positions = offsets
            .into_iter()
            .map(|offset| (offset, lines.position(offset)))
            .collect();
    }

    fn place(&self, span: Span) -> Place {
        Place {
            path: self.known.path.clone(),
            span,
            start: self.positions[&span.start],
            end: self.positions[&span.end],
        }
    }

    fn expression(&self, span: Span) -> SafeText {
        let text = span.of(self.known.input.text);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        shortened(self.known.scrubber, &line, LONGEST)
    }

    fn tainted(&self, tracer: &Tracer<'_, '_>, taint: &Taint) -> Tainted {
        let class = |class: u8| Arc::<str>::from(tracer.index.id(class));
        Tainted {
            told: match taint.what {
                What::Class(one) => Told::Class(class(one)),
                What::Object(one) => Told::Object(Some(class(one))),
                What::Request => Told::Object(None),
                What::Input => Told::Input,
            },
            subject: self.expression(taint.subject),
            confidence: taint.confidence,
            steps: taint.steps.iter().map(|step| self.place(*step)).collect(),
        }
    }

    fn arrival(&self, one: &Arriving) -> Arrival {
        Arrival {
            sink: one.sink,
            at: self.place(one.at),
            quiet: one.is_quiet(),
            context: match self.known.input.context_at(one.at) {
                Context::Product if is_example(self.known.input.path) => Context::Test,
                context => context,
            },
            scope: one.scope.map(|id| self.known.scrubber.clean(&self.key(id))),
        }
    }

    fn key(&self, id: FunctionId) -> String {
        let function = self.facts.function(id);
        match function.owner {
            Some(owner) => format!("{owner}.{}", function.name),
            None => function.name.to_owned(),
        }
    }

    fn parameter(&self, id: FunctionId, index: u16) -> &'s str {
        let mut all = self.facts.bindings.iter();
        let found = all.find(|binding| {
            binding.kind == BindingKind::Parameter
                && binding.scope == Some(id)
                && binding.index == index
        });
        found.map_or("", |binding| binding.name)
    }
}

/// Whether a path leads to an example: nobody runs it with anybody's data.
fn is_example(path: &str) -> bool {
    path.split('/').any(|folder| {
        matches!(
            folder,
            "examples"
                | "example"
                | "samples"
                | "sample"
                | "demo"
                | "demos"
                | "fixtures"
                | "testdata"
                | "e2e"
                | "tutorials"
        )
    })
}
