//! The part of SARIF 2.1.0 that Vigie writes, in the standard's own names.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::inventory::{Data, History};

/// The document.
#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: [Run; 1],
}

/// One run of one tool.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub tool: Tool,
    pub automation_details: Id,
    pub column_kind: &'static str,
    pub original_uri_base_ids: BTreeMap<&'static str, Described>,
    pub invocations: [Invocation; 1],
    pub results: Vec<Found>,
    pub properties: RunProperties,
}

/// Names the run, or rather its category: what stands before the slash.
#[derive(Serialize)]
pub(super) struct Id {
    pub id: &'static str,
}

/// Something that has nothing but a description.
#[derive(Serialize)]
pub(super) struct Described {
    pub description: Text,
}

/// What was scanned with what; nothing in it differs from machine to machine.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunProperties {
    pub target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    pub rules_digest: String,
    pub settings_digest: String,
}

/// The tool.
#[derive(Serialize)]
pub(super) struct Tool {
    pub driver: Driver,
}

/// The tool's own component.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub name: &'static str,
    pub organization: &'static str,
    pub version: &'static str,
    pub semantic_version: &'static str,
    pub information_uri: &'static str,
    pub rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notifications: Vec<Descriptor>,
}

/// A rule that results name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    pub id: String,
    pub name: String,
    pub short_description: Text,
    pub full_description: Text,
    pub help: Help,
    pub help_uri: String,
    pub default_configuration: Configuration,
    pub properties: RuleProperties,
}

/// A kind of notification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub id: &'static str,
    pub short_description: Text,
    pub full_description: Text,
    pub help: Text,
}

/// How a rule is set unless somebody says otherwise.
#[derive(Serialize)]
pub(super) struct Configuration {
    pub level: &'static str,
}

/// What code scanning reads of a rule beside the standard.
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub tags: Vec<String>,
    pub precision: &'static str,
    #[serde(rename = "problem.severity")]
    pub problem_severity: &'static str,
    #[serde(rename = "security-severity", skip_serializing_if = "Option::is_none")]
    pub security_severity: Option<&'static str>,
}

/// Plain text.
#[derive(Serialize)]
pub(super) struct Text {
    pub text: String,
}

/// The same help twice: plain, and as Markdown.
#[derive(Serialize)]
pub(super) struct Help {
    pub text: String,
    pub markdown: String,
}

/// What happened while the tool ran.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// Something a reader should know of the run itself.
#[derive(Serialize)]
pub(super) struct Notification {
    pub descriptor: DescriptorReference,
    pub level: &'static str,
    pub message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
}

/// Points into the driver's notifications.
#[derive(Serialize)]
pub(super) struct DescriptorReference {
    pub id: &'static str,
    pub index: usize,
}

/// A finding; `result` in the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Found {
    pub rule_id: String,
    pub rule_index: usize,
    pub level: &'static str,
    pub message: Text,
    pub locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_flows: Vec<CodeFlow>,
    pub fingerprints: BTreeMap<&'static str, String>,
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Aside>,
    pub properties: FoundProperties,
}

/// The way that data takes to a result; the standard allows several threads, and there is one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeFlow {
    pub thread_flows: [ThreadFlow; 1],
}

/// The steps of a way, in order.
#[derive(Serialize)]
pub(super) struct ThreadFlow {
    pub locations: Vec<Step>,
}

/// One step of a way; `threadFlowLocation` in the standard.
#[derive(Serialize)]
pub(super) struct Step {
    pub location: Location,
}

/// Why a result does not count; `suppression` in the standard.
#[derive(Serialize)]
pub(super) struct Aside {
    pub kind: &'static str,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
}

/// What Vigie knows of a finding and the standard has no name for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundProperties {
    pub severity: &'static str,
    pub confidence: &'static str,
    /// The class of the data that reaches others, and the controls that ask for its protection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
    /// Findings of this rule on this line, where there are several: readers keep only one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<usize>,
    /// For a scan of the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
}

/// A place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub physical_location: Physical,
}

/// A place in a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_region: Option<ContextRegion>,
}

/// A file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub uri: String,
    pub uri_base_id: &'static str,
}

/// Lines and columns from 1; the end column is one past the last.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// The whole line around a region, redacted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContextRegion {
    pub start_line: u32,
    pub end_line: u32,
    pub snippet: Text,
}
