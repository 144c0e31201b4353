//! How one secret is rotated: every place, every consumer, and the order of the steps. The value
//! itself is no part of it.

use serde::Serialize;

use super::message::Message;
use super::place::Place;
use super::register::Declaration;
use super::signal::{Severity, Source};
use super::text::SafeText;

/// The plan for one secret.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// The name that was asked for, as the repository writes it.
    pub name: SafeText,
    /// Every name that means it.
    pub names: Vec<SafeText>,
    /// What the register says of it.
    pub declaration: Option<Declaration>,
    /// Where it stands in the open, by place.
    pub open: Vec<Open>,
    /// Where it is asked for, by place.
    pub asked: Vec<Asked>,
    /// Where its name stands besides, by place.
    pub mentioned: Vec<Place>,
    /// What uses it, by name.
    pub consumers: Vec<Consumer>,
    /// What to do, in order.
    #[serde(skip)]
    pub steps: Vec<Step>,
    /// How to go back while the old value still works, in order.
    #[serde(skip)]
    pub back: Vec<Message>,
}

/// A place where it stands in the open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Open {
    /// Where.
    pub at: Place,
    /// The rule that found it.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// What stands in place of the value.
    pub mask: Option<SafeText>,
    /// The name beside it.
    pub name: Option<SafeText>,
    /// It is the same value under another name, or under none.
    pub same_value: bool,
}

/// A place that asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Asked {
    /// Where.
    pub at: Place,
    /// The name that is asked for.
    pub name: SafeText,
    /// Where the value comes from.
    pub source: Source,
    /// The component it belongs to, by path.
    pub component: Option<std::sync::Arc<str>>,
    /// The function around it.
    pub function: Option<SafeText>,
}

/// Something that uses it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Consumer {
    /// Its name: as the register has it, or of the component.
    pub name: SafeText,
    /// The register names it.
    pub declared: bool,
    /// Code or configuration of it asks for the value.
    pub seen: bool,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which: `create`, `store`, `roll`, `verify`, `remove`, `revoke`, `record`.
    pub id: &'static str,
    /// What.
    pub message: Message,
    /// What belongs to it, one line each.
    pub details: Vec<Message>,
    /// What the provider says of it.
    pub provider: Vec<Provider>,
    /// Where.
    pub places: Vec<Place>,
}

/// What a provider says of a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Provider {
    /// What it is about.
    pub title: String,
    /// What to do.
    pub text: String,
    /// Where that is documented.
    pub docs: Option<String>,
}
