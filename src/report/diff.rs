//! What a change does, put into words once for every format: sections of entries, the worst first.

#[cfg(test)]
mod tests;

use schemars::generate::SchemaSettings;

use super::HOME;
use super::words::Words;
use super::{Options, markdown, terminal};
use crate::model::change::{
    Anomaly, AnomalyKind, Diff, Hearing, HearingCause, ItemChangeKind, Loss, ObserverChange,
    PointChange, PointChangeKind, Priority, Reason, ReferenceChange, SecretChange, Seen,
};
use crate::model::observer::ObserverKind;
use crate::model::place::Place;
use crate::model::signal::Instrument;
use crate::model::text::SafeText;

/// Listeners and places that one note names.
const NAMED: usize = 5;

/// How a difference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people at a terminal.
    Terminal,
    /// For a comment on a merge request: at most 60,000 characters.
    Markdown,
    /// For programs.
    Json,
}

/// Writes a difference down. The result ends in a line feed.
///
/// # Panics
/// Never: strings, numbers and lists always serialise.
pub fn diff(diff: &Diff, format: DiffFormat, options: &Options, words: &Words) -> String {
    match format {
        DiffFormat::Terminal => terminal::diff(diff, options, words),
        DiffFormat::Markdown => markdown::diff(diff, words),
        DiffFormat::Json => {
            let mut text = serde_json::to_string_pretty(diff)
                .expect("strings, numbers and lists always serialise");
            text.push('\n');
            text
        }
    }
}

/// The JSON Schema (draft 2020-12) of a difference.
pub fn diff_schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(schemars::transform::RecursiveTransform(
            super::json::plain_description,
        ))
        .into_generator()
        .into_root_schema_for::<Diff>();
    schema.insert("title".to_owned(), "Vigie diff".into());
    schema.insert(
        "$id".to_owned(),
        format!("{HOME}/schema/diff-1.json").into(),
    );
    schema.to_value()
}

/// Something to be told.
pub(super) struct Entry {
    pub priority: Priority,
    /// One word for what happened.
    pub tag: String,
    pub text: String,
    pub at: Option<Place>,
    /// What else to know, each with its label.
    pub notes: Vec<(String, String)>,
}

/// Entries of one kind.
pub(super) struct Section {
    pub title: String,
    pub entries: Vec<Entry>,
}

/// Whether there is nothing to tell.
pub(super) fn is_empty(diff: &Diff) -> bool {
    diff.broken.is_empty()
        && diff.mended.is_empty()
        && diff.points.is_empty()
        && diff.observers.is_empty()
        && diff.secrets.is_empty()
        && diff.references.is_empty()
        && diff.anomalies.is_empty()
}

/// Everything that changed. `show` makes text of a scanned file fit for the format.
pub(super) fn sections(diff: &Diff, words: &Words, show: &dyn Fn(&str) -> String) -> Vec<Section> {
    let teller = Teller { words, show };
    let broken = diff.broken.iter().map(|one| teller.hearing(one, true));
    let mended = diff.mended.iter().map(|one| teller.hearing(one, false));
    [
        ("diff-section-broken", broken.collect()),
        (
            "diff-section-secrets",
            diff.secrets.iter().map(|one| teller.secret(one)).collect(),
        ),
        (
            "diff-section-anomalies",
            diff.anomalies
                .iter()
                .map(|one| teller.anomaly(one))
                .collect(),
        ),
        (
            "diff-section-points",
            diff.points.iter().map(|one| teller.point(one)).collect(),
        ),
        (
            "diff-section-observers",
            diff.observers
                .iter()
                .map(|one| teller.observer(one))
                .collect(),
        ),
        (
            "diff-section-references",
            diff.references
                .iter()
                .map(|one| teller.reference(one))
                .collect(),
        ),
        ("diff-section-mended", mended.collect::<Vec<Entry>>()),
    ]
    .into_iter()
    .filter(|(_, entries)| !entries.is_empty())
    .map(|(title, entries)| Section {
        title: words.of(title),
        entries,
    })
    .collect()
}

/// The counts that are not zero, in words.
pub(super) fn counts(diff: &Diff, words: &Words) -> Vec<String> {
    let counts = &diff.counts;
    [
        ("diff-count-broken", counts.broken),
        ("diff-count-mended", counts.mended),
        ("diff-count-removed", counts.removed),
        ("diff-count-renamed", counts.renamed),
        ("diff-count-retyped", counts.retyped),
        ("diff-count-relabelled", counts.relabelled),
        ("diff-count-level", counts.level),
        ("diff-count-added", counts.added),
        ("diff-count-moved", counts.moved),
        ("diff-count-ported", counts.ported),
        ("diff-count-secrets-added", counts.secrets_added),
        ("diff-count-secrets-removed", counts.secrets_removed),
        ("diff-count-references-added", counts.references_added),
        ("diff-count-references-removed", counts.references_removed),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(id, count)| words.with(id, &[("count", count.into())]))
    .collect()
}

/// How a version is called: its commit, else its folder.
pub(super) fn version(version: &crate::model::change::Version) -> &str {
    match &version.revision {
        Some(revision) => revision.get(..12).unwrap_or(revision),
        None => &version.name,
    }
}

struct Teller<'w> {
    words: &'w Words,
    show: &'w dyn Fn(&str) -> String,
}

impl Teller<'_> {
    fn place(&self, at: &Place) -> String {
        (self.show)(&format!(
            "{}:{}:{}",
            at.path, at.start.line, at.start.column
        ))
    }

    fn list<'t>(&self, texts: impl IntoIterator<Item = &'t SafeText>) -> String {
        let texts: Vec<String> = texts.into_iter().map(|one| (self.show)(one)).collect();
        texts.join(", ")
    }

    /// A kind of observer and what it is called.
    fn called(&self, kind: ObserverKind, name: Option<&SafeText>, at: &Place) -> String {
        let kind = self.words.listener(kind);
        let name = name.map_or_else(|| self.place(at), |name| (self.show)(name));
        format!("{kind} {name}")
    }

    fn note(&self, label: &str, text: String) -> (String, String) {
        (self.words.of(label), text)
    }

    fn hearing(&self, one: &Hearing, broken: bool) -> Entry {
        let observer = self.called(one.kind, one.name.as_ref(), &one.at);
        let mut notes = Vec::new();
        let mut texts = Vec::new();
        for loss in &one.losses {
            texts.push(self.loss(loss, &observer, broken));
            if let Some(place) = loss.point.as_ref().filter(|_| broken) {
                let args = [
                    ("name", (self.show)(&loss.name).into()),
                    ("place", self.place(place).into()),
                ];
                notes.push(self.note("diff-note", self.words.with("diff-stood", &args)));
            }
            if let Some(likely) = loss.likely.as_ref().filter(|_| broken) {
                let asked = loss.label.as_ref().unwrap_or(&loss.name);
                let args = [
                    ("name", (self.show)(asked).into()),
                    ("likely", (self.show)(likely).into()),
                ];
                notes.push(self.note("diff-help", self.words.with("diff-likely", &args)));
            }
        }
        let text = texts.first().cloned().unwrap_or_default();
        for more in texts.into_iter().skip(1).rev() {
            notes.insert(0, self.note("diff-and", more));
        }
        if let Some(within) = &one.within {
            notes.push(self.note("diff-within", (self.show)(within)));
        }
        Entry {
            priority: one.priority,
            tag: self.words.of(if broken {
                "diff-tag-broken"
            } else {
                "diff-tag-mended"
            }),
            text,
            at: Some(one.losses.first().map_or(&one.at, |loss| &loss.at).clone()),
            notes,
        }
    }

    fn loss(&self, loss: &Loss, observer: &str, broken: bool) -> String {
        let id = match (broken, loss.cause, loss.uncertain) {
            (true, HearingCause::Name, false) => "diff-lost-name",
            (true, HearingCause::Name, true) => "diff-lost-perhaps",
            (true, HearingCause::Label, _) => "diff-lost-label",
            (true, HearingCause::Edit, _) => "diff-lost-edit",
            (false, HearingCause::Label, _) => "diff-found-label",
            (false, HearingCause::Edit, _) => "diff-found-edit",
            (false, HearingCause::Name, _) => "diff-found-name",
        };
        let shown =
            |text: Option<&SafeText>| text.map_or_else(String::new, |text| (self.show)(text));
        let args = [
            ("observer", observer.into()),
            ("name", (self.show)(&loss.name).into()),
            ("label", shown(loss.label.as_ref()).into()),
            ("likely", shown(loss.likely.as_ref()).into()),
        ];
        self.words.with(id, &args)
    }

    fn point(&self, one: &PointChange) -> Entry {
        let was = one.old.as_ref();
        let is = one.new.as_ref();
        let signal = self.words.told(one.signal);
        let kind = |seen: Option<&Seen>| {
            let instrument = seen
                .and_then(|seen| seen.instrument)
                .unwrap_or(Instrument::Unknown);
            let unit = seen.and_then(|seen| seen.unit.as_ref());
            let instrument = self.words.instrument(instrument);
            match unit {
                Some(unit) => format!("{instrument} {}", (self.show)(unit)),
                None => instrument,
            }
        };
        let level = |seen: Option<&Seen>| self.words.level(seen.and_then(|seen| seen.level));
        let (id, before, after) = match one.kind {
            PointChangeKind::Removed => ("diff-point-removed", String::new(), String::new()),
            PointChangeKind::Renamed => ("diff-point-renamed", String::new(), self.name(is)),
            PointChangeKind::Retyped => ("diff-point-retyped", kind(was), kind(is)),
            PointChangeKind::Relabelled => {
                let (added, removed) =
                    (self.list(&one.labels_added), self.list(&one.labels_removed));
                let id = match (added.is_empty(), removed.is_empty()) {
                    (false, true) => "diff-point-labels-added",
                    (true, false) => "diff-point-labels-removed",
                    _ => "diff-point-relabelled",
                };
                (id, removed, added)
            }
            PointChangeKind::Level => ("diff-point-level", level(was), level(is)),
            PointChangeKind::Added => ("diff-point-added", String::new(), String::new()),
        };
        let args = [
            ("signal", signal.into()),
            ("name", self.name(was.or(is)).into()),
            ("before", before.into()),
            ("after", after.into()),
        ];
        let at = is.or(was).map(|seen| seen.at.clone());
        Entry {
            priority: one.priority,
            tag: self.words.change(one.kind),
            text: self.words.with(id, &args),
            at,
            notes: self.point_notes(one),
        }
    }

    /// Under the name that observers use, where there is one.
    fn name(&self, seen: Option<&Seen>) -> String {
        let name = seen.and_then(|seen| seen.exposed.as_ref().or(seen.name.as_ref()));
        match (name, seen) {
            (Some(name), _) => (self.show)(name),
            (None, Some(seen)) => self.place(&seen.at),
            (None, None) => String::new(),
        }
    }

    fn point_notes(&self, one: &PointChange) -> Vec<(String, String)> {
        let mut notes = Vec::new();
        if !one.listeners.is_empty() {
            let named = one.listeners.iter().take(NAMED).map(|listener| {
                let called = self.called(listener.kind, listener.name.as_ref(), &listener.at);
                if listener.broken {
                    self.words
                        .with("diff-listener-broken", &[("name", called.into())])
                } else {
                    called
                }
            });
            let mut named: Vec<String> = named.collect();
            if one.listeners.len() > NAMED {
                let more = one.listeners.len() - NAMED;
                named.push(self.words.with("diff-more", &[("count", more.into())]));
            }
            notes.push(self.note("diff-listeners", named.join("; ")));
        }
        if one.kind != PointChangeKind::Relabelled {
            for (id, labels) in [
                ("diff-labels-added", &one.labels_added),
                ("diff-labels-removed", &one.labels_removed),
            ] {
                if !labels.is_empty() {
                    notes.push(self.note(id, self.list(labels)));
                }
            }
        }
        if let Some(belief) = &one.belief {
            let because: Vec<String> = belief
                .because
                .iter()
                .map(|reason| self.reason(*reason))
                .collect();
            let args = [
                ("score", u64::from(belief.score).into()),
                ("reasons", because.join(", ").into()),
            ];
            notes.push(self.note("diff-why", self.words.with("diff-believed", &args)));
        }
        if one.remaining > 0 {
            let text = self
                .words
                .with("diff-remaining", &[("count", one.remaining.into())]);
            notes.push(self.note("diff-note", text));
        }
        if !one.also.is_empty() {
            let text = self
                .words
                .with("diff-also", &[("count", one.also.len().into())]);
            notes.push(self.note("diff-note", text));
        }
        notes
    }

    fn reason(&self, reason: Reason) -> String {
        self.words.reason(reason)
    }

    fn observer(&self, one: &ObserverChange) -> Entry {
        let observer = self.called(one.observer, one.name.as_ref(), &one.at);
        let parts: Vec<String> = one
            .parts
            .iter()
            .map(|part| self.words.part(*part))
            .collect();
        let args = [
            ("observer", observer.into()),
            ("parts", parts.join(", ").into()),
        ];
        let mut notes = Vec::new();
        if let Some(was) = &one.was {
            notes.push(self.note("diff-was", (self.show)(was)));
        }
        if let Some(within) = &one.within {
            notes.push(self.note("diff-within", (self.show)(within)));
        }
        Entry {
            priority: one.priority,
            tag: self.words.item(one.kind),
            text: self.words.with(
                match one.kind {
                    ItemChangeKind::Removed => "diff-observer-removed",
                    ItemChangeKind::Changed => "diff-observer-changed",
                    ItemChangeKind::Added => "diff-observer-added",
                },
                &args,
            ),
            at: Some(one.at.clone()),
            notes,
        }
    }

    fn secret(&self, one: &SecretChange) -> Entry {
        let title = (self.show)(&one.title);
        let id = match (one.kind, &one.name) {
            (ItemChangeKind::Removed, _) => "diff-secret-removed",
            (_, Some(_)) => "diff-secret-added-named",
            (_, None) => "diff-secret-added",
        };
        let name = one
            .name
            .as_ref()
            .map_or_else(String::new, |name| (self.show)(name));
        Entry {
            priority: one.priority,
            tag: self.words.item(one.kind),
            text: self
                .words
                .with(id, &[("title", title.into()), ("name", name.into())]),
            at: Some(one.at.clone()),
            notes: vec![self.note("diff-rule", (self.show)(&one.rule))],
        }
    }

    fn reference(&self, one: &ReferenceChange) -> Entry {
        let id = match one.kind {
            ItemChangeKind::Removed => "diff-reference-removed",
            _ => "diff-reference-added",
        };
        let name = match &one.key {
            Some(key) => format!("{}/{key}", one.name),
            None => one.name.to_string(),
        };
        let args = [
            ("name", (self.show)(&name).into()),
            ("source", self.words.source(one.source).into()),
            ("count", one.places.into()),
        ];
        Entry {
            priority: one.priority,
            tag: self.words.item(one.kind),
            text: self.words.with(id, &args),
            at: Some(one.at.clone()),
            notes: Vec::new(),
        }
    }

    fn anomaly(&self, one: &Anomaly) -> Entry {
        let id = match one.kind {
            AnomalyKind::SignalsLost => "diff-anomaly-lost",
            AnomalyKind::ErrorsMultiplied => "diff-anomaly-errors",
            AnomalyKind::LabelsExploded => "diff-anomaly-labels",
        };
        let component = match one.component.as_deref() {
            None | Some("") => self.words.of("diff-root"),
            Some(path) => (self.show)(path),
        };
        let args = [
            ("component", component.into()),
            (
                "name",
                one.name
                    .as_ref()
                    .map_or_else(String::new, |name| (self.show)(name))
                    .into(),
            ),
            ("before", one.before.into()),
            ("after", one.after.into()),
        ];
        Entry {
            priority: one.priority,
            tag: self.words.of("diff-tag-anomaly"),
            text: self.words.with(id, &args),
            at: one.at.clone(),
            notes: Vec::new(),
        }
    }
}
