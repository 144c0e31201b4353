//! Which panels of a dashboard are whose, and how a dashboard is written over itself.
//!
//! The end of a panel's description names its metric and holds a digest of its title, its kind, its
//! queries and its unit. A panel whose four are still those is ours: they are written again, and it
//! goes when its metric does. Everything else of a panel, and every other panel, is a person's: where
//! it stands, its colours, its thresholds. So a dashboard can be saved in Grafana and written again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Merged;
use super::blocks::digest;
use super::dashboards::HEIGHT;

const MARK: &str = "<!-- vigie:";
const MARK_END: &str = " -->";

/// What stands in a dashboard beside its panels is written once.
const NO_DASHBOARD: &str = "it holds no dashboard of the classic model";

/// Puts the mark of the metric called `key` at the end of a panel's description.
pub(super) fn sign(panel: &mut Value, key: &str) {
    let text = panel["description"].as_str().unwrap_or("").to_owned();
    let text = unsigned(&text).trim_end();
    let gap = if text.is_empty() { "" } else { "\n\n" };
    let digest = told(panel);
    panel["description"] = format!("{text}{gap}{MARK}{key} {digest}{MARK_END}").into();
}

/// The dashboard as a file holds it.
pub(super) fn pretty(dashboard: &Value) -> String {
    format!("{dashboard:#}\n")
}

/// What the file holds after `fresh` is written over `existing`.
pub(super) fn merge(fresh: &str, existing: Option<&str>) -> Result<Merged, &'static str> {
    let fresh: Value = serde_json::from_str(fresh).map_err(|_| NO_DASHBOARD)?;
    let new: BTreeMap<&str, &Value> = flat(&fresh)
        .filter_map(|panel| Some((signature(panel)?.0, panel)))
        .collect();
    let Some(existing) = existing else {
        return Ok(Merged {
            text: pretty(&fresh),
            added: new.len(),
            ..Merged::default()
        });
    };
    let mut dashboard: Value = serde_json::from_str(existing).map_err(|_| NO_DASHBOARD)?;
    let old = dashboard
        .get_mut("panels")
        .and_then(Value::as_array_mut)
        .ok_or(NO_DASHBOARD)?;
    let mut merged = Merged::default();
    let mut seen = BTreeSet::new();
    rewrite(old, &new, &mut seen, &mut merged);

    let (mut id, mut bottom) = extent(old);
    let missing: Vec<&&Value> = new
        .iter()
        .filter(|(key, _)| !seen.contains(**key))
        .map(|(_, panel)| panel)
        .collect();
    for panel in missing {
        let mut panel = (*panel).clone();
        id += 1;
        panel["id"] = id.into();
        panel["gridPos"]["x"] = 0.into();
        panel["gridPos"]["y"] = bottom.into();
        bottom += HEIGHT;
        old.push(panel);
        merged.added += 1;
    }
    // A file that says the same keeps the order in which Grafana wrote it.
    let same = merged.added + merged.changed + merged.removed == 0;
    merged.text = if same {
        existing.to_owned()
    } else {
        pretty(&dashboard)
    };
    Ok(merged)
}

/// The panels of a dashboard, those in folded rows too.
fn flat(dashboard: &Value) -> impl Iterator<Item = &Value> {
    inside(dashboard)
        .iter()
        .flat_map(|panel| std::iter::once(panel).chain(inside(panel)))
}

fn inside(value: &Value) -> &[Value] {
    value["panels"].as_array().map_or(&[][..], Vec::as_slice)
}

/// Brings the panels of a list, and of rows that are folded in it, up to date.
fn rewrite(
    panels: &mut Vec<Value>,
    new: &BTreeMap<&str, &Value>,
    seen: &mut BTreeSet<String>,
    merged: &mut Merged,
) {
    panels.retain_mut(|panel| {
        if let Some(folded) = panel.get_mut("panels").and_then(Value::as_array_mut) {
            rewrite(folded, new, seen, merged);
        }
        let Some((key, written)) = signature(panel) else {
            return true;
        };
        let key = key.to_owned();
        let ours = told(panel) == written;
        // A copy that a person made of a panel is that person's.
        if !seen.insert(key.clone()) {
            return true;
        }
        if !ours {
            merged.kept.insert(key);
            return true;
        }
        let Some(fresh) = new.get(key.as_str()) else {
            merged.removed += 1;
            return false;
        };
        if signature(fresh).is_some_and(|(_, digest)| told(panel) != digest) {
            for part in ["title", "type", "targets", "description"] {
                panel[part] = fresh[part].clone();
            }
            panel["fieldConfig"]["defaults"]["unit"] =
                fresh["fieldConfig"]["defaults"]["unit"].clone();
            merged.changed += 1;
        }
        true
    });
}

/// The highest id, and the first row of the grid below every panel.
fn extent(panels: &[Value]) -> (u32, u32) {
    let number = |value: &Value| value.as_u64().unwrap_or(0) as u32;
    panels.iter().fold((0, 0), |(id, bottom), panel| {
        let inner = panel["panels"]
            .as_array()
            .map_or((0, 0), |inner| extent(inner));
        let place = &panel["gridPos"];
        let below = number(&place["y"]).saturating_add(number(&place["h"]));
        (
            id.max(number(&panel["id"])).max(inner.0),
            bottom.max(below).max(inner.1),
        )
    })
}

/// Metric and digest of a panel that was written here.
fn signature(panel: &Value) -> Option<(&str, &str)> {
    let text = panel["description"].as_str()?.trim_end();
    let (_, mark) = text.strip_suffix(MARK_END)?.rsplit_once(MARK)?;
    mark.split_once(' ')
}

fn unsigned(description: &str) -> &str {
    description.split(MARK).next().unwrap_or("")
}

/// A digest of what a panel shows, however Grafana writes it.
fn told(panel: &Value) -> String {
    let mut lines = String::new();
    let mut line = |value: &Value| {
        lines.push_str(&value.to_string());
        lines.push('\n');
    };
    line(&panel["title"]);
    line(&panel["type"]);
    line(&panel["fieldConfig"]["defaults"]["unit"]);
    for target in panel["targets"].as_array().into_iter().flatten() {
        line(&json!([target["expr"], target["legendFormat"]]));
    }
    digest(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(key: &str, query: &str) -> Value {
        let mut panel = json!({
            "id": 1, "type": "timeseries", "title": key, "description": "d",
            "gridPos": {"h": 8, "w": 8, "x": 0, "y": 0},
            "targets": [{"refId": "A", "expr": query, "legendFormat": "l"}],
            "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []},
        });
        sign(&mut panel, key);
        panel
    }

    fn board(panels: &[Value]) -> String {
        pretty(&json!({"title": "t", "panels": panels}))
    }

    fn over(fresh: &[Value], existing: &[Value]) -> (Merged, Value) {
        let merged = merge(&board(fresh), Some(&board(existing))).expect("both are dashboards");
        let value = serde_json::from_str(&merged.text).expect("a dashboard is JSON");
        (merged, value)
    }

    #[test]
    fn what_grafana_changes_in_passing_is_no_edit() {
        let mut saved = panel("a", "rate(a)");
        saved["pluginVersion"] = "11".into();
        saved["fieldConfig"]["defaults"]["color"] = json!({"mode": "palette-classic"});
        saved["gridPos"]["x"] = 16.into();
        let (merged, value) = over(&[panel("a", "rate(a[5m])")], &[saved]);
        assert_eq!((merged.changed, merged.added, merged.kept.len()), (1, 0, 0));
        let panel = &value["panels"][0];
        assert_eq!(panel["targets"][0]["expr"], "rate(a[5m])");
        assert_eq!(panel["gridPos"]["x"], 16, "where it stands is the person's");
        assert_eq!(
            panel["fieldConfig"]["defaults"]["color"]["mode"],
            "palette-classic"
        );
    }

    #[test]
    fn an_edited_panel_a_copy_and_a_panel_of_their_own_stay() {
        let mut edited = panel("a", "rate(a)");
        edited["targets"][0]["expr"] = "rate(a) * 2".into();
        let own = json!({"id": 9, "type": "text", "gridPos": {"h": 2, "w": 24, "x": 0, "y": 30}});
        let existing = [
            edited.clone(),
            panel("b", "b"),
            panel("b", "b"),
            own.clone(),
        ];
        let (merged, value) = over(&[panel("a", "rate(a[5m])"), panel("c", "c")], &existing);
        assert_eq!(merged.kept, BTreeSet::from(["a".to_owned()]));
        assert_eq!((merged.added, merged.changed, merged.removed), (1, 0, 1));
        let panels = value["panels"].as_array().expect("a list");
        assert_eq!(panels[0], edited);
        assert_eq!(
            panels[2], own,
            "one of two copies goes with its metric, the other is theirs"
        );
        assert_eq!(
            panels.last().map(|last| &last["gridPos"]["y"]),
            Some(&json!(32))
        );
        assert_eq!(panels.last().map(|last| &last["id"]), Some(&json!(10)));
    }

    #[test]
    fn a_file_that_says_the_same_is_left_byte_for_byte() {
        let written = board(&[panel("a", "a")]).replace("\n  ", "\n    ");
        let merged = merge(&board(&[panel("a", "a")]), Some(&written)).expect("a dashboard");
        assert_eq!(merged.text, written);
        assert_eq!(merge(&written, Some("[]")), Err(NO_DASHBOARD));
        assert_eq!(merge(&written, Some("not json")), Err(NO_DASHBOARD));
    }
}
