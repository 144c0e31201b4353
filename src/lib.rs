//! Vigie reads a checkout and writes down what the software will tell when it runs, who listens,
//! which secrets it holds and which it asks for.

pub mod audit;
pub mod check;
pub mod config;
pub mod detect;
pub mod diff;
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

/// One side of a comparison, before it is scanned.
#[derive(Clone, Debug)]
pub enum Version {
    /// An inventory that was made before.
    Made(Box<diff::Side>),
    /// To be scanned.
    At(scan::At),
}

/// Compares two versions of what lies in `root`, a folder. What is the same in both is read once.
///
/// # Panics
/// Never: each version that is to be scanned gives an inventory.
pub fn compare(
    root: &Path,
    settings: &Settings,
    rules: &rules::Rules,
    (old, new): (Version, Version),
    policy: &Policy,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<model::change::Diff, ScanError> {
    let to_scan = [&old, &new]
        .into_iter()
        .filter_map(|version| match version {
            Version::At(at) => Some(at.clone()),
            Version::Made(_) => None,
        });
    let to_scan: Vec<scan::At> = to_scan.collect();
    let scanned = if to_scan.is_empty() {
        Vec::new()
    } else {
        scan::both(root, settings, rules, &to_scan, progress)?
    };
    let mut scanned = scanned.into_iter();
    let mut side = |version: Version| match version {
        Version::Made(side) => *side,
        Version::At(_) => {
            let mut inventory = scanned.next().expect("there is one for each");
            gate::apply(&mut inventory, settings, policy);
            diff::Side::of(inventory)
        }
    };
    let loose = matches!(new, Version::At(scan::At::WorkTree));
    let (old, new) = (side(old), side(new));
    let mut diff = diff::compare(&old, &new);
    if loose {
        // What lies there is more than the commit that is checked out.
        diff.new.revision = None;
    }
    Ok(diff)
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
