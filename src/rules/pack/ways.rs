//! Paths of keys through a configuration, as packs give them.

use serde::{Deserialize, Serialize};

/// One step of a path of keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A key of one of these forms.
    Key(Vec<String>),
    /// An item of a list.
    Item,
    /// Any key.
    Any,
}

/// The way from one place of a configuration to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// How many steps up; `None` leads to the top of the document.
    pub up: Option<u8>,
    /// The keys down from there; `-` is an item of a list, `*` any key, `a|b` either.
    pub down: Vec<String>,
    /// It ends at a value; otherwise at the key that the way up led to.
    pub value: bool,
}
