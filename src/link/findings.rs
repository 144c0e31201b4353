//! Findings that follow from several facts: built from what their pack says of them.

use std::collections::BTreeMap;

use crate::model::inventory::{Context, Finding, identity};
use crate::model::message::Message;
use crate::model::place::Place;
use crate::model::settings::Settings;
use crate::model::signal::Severity;
use crate::model::text::SafeText;
use crate::rules::pack::{FindingRule, Packs};

/// Makes findings, and counts those that are the same but for their line.
pub(super) struct Maker<'p> {
    packs: &'p Packs,
    disabled: &'p [String],
    ordinals: BTreeMap<u64, u32>,
}

impl<'p> Maker<'p> {
    pub(super) fn new(packs: &'p Packs, settings: &'p Settings) -> Self {
        Self::of(packs, &settings.disabled_rules)
    }

    /// The same with the ids of rules that are off.
    pub(super) fn of(packs: &'p Packs, disabled: &'p [String]) -> Self {
        Self {
            packs,
            disabled,
            ordinals: BTreeMap::new(),
        }
    }

    /// The rule of that id, unless it is off.
    pub(super) fn rule(&self, id: &str) -> Option<&'p FindingRule> {
        let off = self.disabled.iter().any(|off| off == id);
        self.packs.finding(id).filter(|rule| !off && !rule.off)
    }

    /// A finding of that rule; none where it is off. `scope` and `name` tell it from others of its
    /// file.
    pub(super) fn make(
        &mut self,
        id: &str,
        at: &Place,
        context: Context,
        (scope, name): (&str, Option<&SafeText>),
        message: Message,
    ) -> Option<Finding> {
        let rule = self.rule(id)?;
        let identity = identity([id, &at.path, scope, name.map_or("", |name| name.as_str())]);
        let ordinal = self.ordinals.entry(identity).or_default();
        *ordinal += 1;
        Some(Finding {
            at: at.clone(),
            rule: rule.id.as_str().into(),
            severity: match context {
                Context::Product => rule.severity,
                _ => rule.severity.min(Severity::Low),
            },
            confidence: rule.confidence,
            message,
            evidence: None,
            name: name.cloned(),
            fingerprint: format!("{identity:016x}:{ordinal}"),
            copies: 1,
            related: Vec::new(),
            component: None,
            context,
            excerpt: None,
            history: None,
            declared: None,
            flow: Vec::new(),
            data: None,
        })
    }
}

/// Text of this program and of dates and numbers, for a message.
pub(super) fn told(text: impl std::fmt::Display) -> SafeText {
    SafeText::default().rewritten(text.to_string())
}
