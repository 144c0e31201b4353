//! What the whole says of secrets: the register, read where it was not among the files, joined;
//! and what ends by itself, judged.

use super::mentions::{self, Names};
use super::rounds::Found;
use super::walk::{Bytes, Files};
use crate::detect::{Engine, Input, Worker};
use crate::link::lifetimes;
use crate::link::register::{Around, join, unmet};
use crate::model::inventory::Context;
use crate::model::register::PLACES;
use crate::model::settings::Settings;
use crate::model::summary::Summary;
use crate::source::{Languages, decode};

/// Joins the register with what was found, and judges what ends. `whole`: every file was read.
pub(super) fn settle(
    engine: &Engine,
    files: &Files,
    settings: &Settings,
    whole: bool,
    found: &mut Found,
) {
    let aside = beside(engine, files, settings, &found.summaries);
    let added = aside.len();
    found.summaries.extend(aside);
    let open = if whole {
        unmet(&found.summaries)
    } else {
        Vec::new()
    };
    let mut around = Around {
        whole,
        ..Around::default()
    };
    if let Some(names) = Names::new(&open) {
        // What a manual says of a name uses nothing.
        let told = |summary: &&Summary| {
            summary.register.is_none() && summary.context != Context::Documentation
        };
        let paths = found.summaries.iter().filter(told);
        let paths: Vec<&str> = paths.map(|summary| &*summary.path).collect();
        around.mentioned = mentions::which(files, &paths, &names);
    }
    found.declarations = join(engine.packs(), settings, &around, &mut found.summaries);
    let all = found.summaries.len();
    found.summaries.truncate(all - added);
    lifetimes::judge(engine.packs(), settings, &mut found.summaries);
}

/// The register, where only a part was read and it is not in it. What is wrong with it is not told:
/// it is not what was scanned.
fn beside(
    engine: &Engine,
    files: &Files,
    settings: &Settings,
    summaries: &[Summary],
) -> Vec<Summary> {
    if summaries.iter().any(|summary| summary.register.is_some()) {
        return Vec::new();
    }
    let places: Vec<&str> = match settings.register.as_str() {
        "" => PLACES.to_vec(),
        named => vec![named],
    };
    let languages = Languages::new(&engine.packs().languages);
    let mut buffer = Vec::new();
    let mut found = Vec::new();
    for path in places {
        if summaries.iter().any(|summary| &*summary.path == path) || files.excluded(path) {
            continue;
        }
        let Bytes::Read(bytes) = files.read(path, &mut buffer) else {
            continue;
        };
        let Some(text) = decode(bytes) else {
            continue;
        };
        let input = Input {
            path,
            text: &text,
            bytes: 0,
            language: languages.of(path, text.as_bytes()),
            context: Context::Product,
            secrets_only: true,
        };
        let mut summary = engine.read(&mut Worker::default(), input, false, None);
        summary.findings.clear();
        summary.references.clear();
        if summary.register.is_some() {
            found.push(summary);
        }
    }
    found
}
