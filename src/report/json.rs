//! The inventory for programs: one document, one schema, whichever half is shown.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::HOME;
use super::grouped::Grouped;
use super::words::Words;
use crate::model::inventory::{
    Compared, Component, Finding, Point, Reference, RuleInfo, SCHEMA_VERSION, Skip, Statistics,
    Target, Tool,
};
use crate::model::lifetime::{Certificate, Lifetime};
use crate::model::observer::Observer;
use crate::model::register::Declaration;
use crate::model::settings::View;
use crate::model::suppression::{Suppression, Unused};

/// Everything that one scan of a checkout found: what the software emits, which secrets it holds in
/// the open, which it asks for, and what was not read.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Vigie inventory", rename = "Inventory")]
struct Document<'i> {
    /// Version of this document's schema. A change that breaks readers raises the first number.
    #[schemars(extend("pattern" = r"^1\.[0-9]+$"))]
    schema_version: &'static str,
    /// Which half of the inventory this document holds; what the other half would hold is empty.
    view: View,
    /// What wrote it.
    tool: &'i Tool,
    /// What was scanned.
    target: &'i Target,
    /// Counts over the whole scan.
    statistics: &'i Statistics,
    /// Packages, services and deployables, by folder.
    components: &'i [Component],
    /// What the code emits, by place. Empty in the view `secrets`.
    points: &'i [Point],
    /// What listens to points, by place. Empty in the view `secrets`.
    observers: &'i [Observer],
    /// What a person should look at, by place: in the view `observability` what is about observers,
    /// in the view `secrets` everything else.
    findings: Vec<Said<'i>>,
    /// The rules that these findings name, by id.
    rules: &'i [&'i RuleInfo],
    /// Where the code asks for secrets and settings, by place. Empty in the view `observability`.
    references: &'i [Reference],
    /// What the register of secrets declares, by place. Empty in the view `observability`.
    declarations: &'i [Declaration],
    /// X.509 certificates, by place. Empty in the view `observability`.
    certificates: &'i [Certificate],
    /// Tokens that say until when they work, by place. Empty in the view `observability`.
    lifetimes: &'i [Lifetime],
    /// Files that were not fully read, by path.
    skips: &'i [Skip],
    /// Findings that somebody has looked at, by place: they are none of `findings` and fail no run.
    suppressed: Vec<SetAside<'i>>,
    /// Marks and entries that suppress nothing, by place. Empty in the view `observability`.
    unused: &'i [Unused],
    /// What the baseline did, where one was compared with; then every one of `findings` is new.
    baseline: Option<&'i Compared>,
}

/// A finding that somebody has looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SuppressedFinding")]
struct SetAside<'i> {
    #[serde(flatten)]
    said: Said<'i>,
    /// Why it does not count.
    suppression: &'i Suppression,
}

/// A finding, and what it says in English.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Said<'i> {
    /// What `message` says, in English.
    text: String,
    #[serde(flatten)]
    finding: &'i Finding,
}

/// Writes the inventory as JSON, straight into the text it returns.
pub(super) fn render<'i>(grouped: &'i Grouped<'i>) -> String {
    let words = Words::english();
    let inventory = grouped.inventory;
    let said = |finding: &'i Finding| Said {
        text: words.say(&finding.message, str::to_owned),
        finding,
    };
    let document = Document {
        schema_version: SCHEMA_VERSION,
        view: grouped.view,
        tool: &inventory.tool,
        target: &inventory.target,
        statistics: &inventory.statistics,
        components: &inventory.components,
        points: grouped.points,
        observers: grouped.observers,
        findings: grouped.findings.iter().copied().map(said).collect(),
        rules: &grouped.infos,
        references: grouped.references,
        declarations: grouped.declarations,
        certificates: grouped.certificates,
        lifetimes: grouped.lifetimes,
        skips: &inventory.skips,
        suppressed: grouped
            .suppressed
            .iter()
            .map(|one| SetAside {
                said: said(&one.finding),
                suppression: &one.suppression,
            })
            .collect(),
        unused: grouped.unused,
        baseline: inventory.baseline.as_ref(),
    };
    let mut bytes = Vec::with_capacity(4096 + 640 * grouped.points.len());
    serde_json::to_writer_pretty(&mut bytes, &document)
        .expect("strings, numbers and lists always serialise");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// The JSON Schema (draft 2020-12) of the JSON format, in every view.
pub fn schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(schemars::transform::RecursiveTransform(plain_description))
        .into_generator()
        .into_root_schema_for::<Document<'static>>();
    schema.insert(
        "$id".to_owned(),
        format!("{HOME}/schema/inventory-1.json").into(),
    );
    schema.to_value()
}

/// Descriptions come from doc comments; outside of them a link such as [`Document`] is only noise.
pub(super) fn plain_description(schema: &mut schemars::Schema) {
    if let Some(serde_json::Value::String(text)) = schema.get_mut("description") {
        *text = text.replace("[`", "`").replace("`]", "`");
    }
}
