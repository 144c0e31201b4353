//! Vigie reads a checkout and writes down what the software will tell when it runs, who listens,
//! which secrets it holds and which it asks for.

pub mod check;
pub mod config;
pub mod detect;
pub mod gate;
pub mod generate;
pub mod lang;
pub mod link;
pub mod model;
pub mod report;
pub mod rotate;
pub mod rules;
pub mod scan;
pub mod source;
pub mod vcs;

pub use report::render;
pub use scan::{From, Progress, ScanError};

use std::path::Path;

use model::rotation::Plan;

use gate::Policy;
use model::inventory::Inventory;
use model::settings::Settings;

/// Scans `root`, a folder or a single file, and obeys the marks in it and what the settings allow.
pub fn scan(
    root: &Path,
    settings: &Settings,
    rules: &rules::Rules,
    from: From,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Inventory, ScanError> {
    scan_under(root, settings, rules, from, &Policy::default(), progress)
}

/// Scans `root` and obeys marks, allow list and baseline as `policy` says.
pub fn scan_under(
    root: &Path,
    settings: &Settings,
    rules: &rules::Rules,
    from: From,
    policy: &Policy,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Inventory, ScanError> {
    let mut inventory = scan::run(root, settings, rules, from, progress)?;
    gate::apply(&mut inventory, settings, policy);
    Ok(inventory)
}

/// What asking for the rotation of a secret gave.
#[derive(Clone, Debug)]
pub enum Rotation {
    /// The plan.
    Plan(Box<Plan>),
    /// Nothing is called so; these are the names that there are.
    Unknown(std::collections::BTreeSet<String>),
}

/// Scans `root`, a folder, and plans how the secret called `name` is rotated.
pub fn rotation(
    root: &Path,
    settings: &Settings,
    rules: &rules::Rules,
    name: &str,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Rotation, ScanError> {
    let inventory = scan(root, settings, rules, From::WorkTree, progress)?;
    let names = rotate::names(&inventory, name);
    let mentioned = scan::everywhere(root, settings, &names)?;
    Ok(match rotate::plan(&inventory, rules, names, mentioned) {
        Some(plan) => Rotation::Plan(Box::new(plan)),
        None => Rotation::Unknown(rotate::known(&inventory)),
    })
}
