//! The plan of a rotation: as Markdown for the person who does it, as JSON for programs.

use serde::Serialize;

use super::markdown;
use super::words::Words;
use crate::model::message::Message;
use crate::model::place::Place;
use crate::model::rotation::{Plan, Provider};

/// Version of the JSON of a plan.
const VERSION: &str = "1.0";

/// The plan, and what its messages say in English.
#[derive(Serialize)]
struct Document<'p> {
    schema_version: &'static str,
    #[serde(flatten)]
    plan: &'p Plan,
    steps: Vec<Said<'p>>,
    back: Vec<String>,
}

/// A step, and what it says.
#[derive(Serialize)]
struct Said<'p> {
    id: &'static str,
    text: String,
    details: Vec<String>,
    provider: &'p [Provider],
    places: &'p [Place],
}

/// Writes the plan as JSON. The result ends in a line feed.
///
/// # Panics
/// Never: strings, numbers and lists always serialise.
pub fn json(plan: &Plan) -> String {
    let words = Words::english();
    let say = |message: &Message| words.say(message, str::to_owned);
    let steps = plan
        .steps
        .iter()
        .map(|one| Said {
            id: one.id,
            text: say(&one.message),
            details: one.details.iter().map(say).collect(),
            provider: &one.provider,
            places: &one.places,
        })
        .collect();
    let document = Document {
        schema_version: VERSION,
        plan,
        steps,
        back: plan.back.iter().map(say).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .expect("strings, numbers and lists always serialise");
    text.push('\n');
    text
}

/// Writes the plan as Markdown. The result ends in a line feed.
pub fn markdown(plan: &Plan, words: &Words) -> String {
    markdown::rotation(plan, words)
}
