//! What files left open, filled in once every file was read: names, callers' texts, kinds.

use std::collections::HashMap;

use crate::model::inventory::Attribute;
use crate::model::known::Known;
use crate::model::modules::ModuleId;
use crate::model::signal::Instrument;
use crate::model::summary::{Asks, BETWEEN, EXPORTER, Gap, Given, Summary, TextSlot};
use crate::rules::pack::{Exposition, Packs};

/// How metrics are spelled that configuration describes.
const DESCRIBED: &[(&str, Exposition)] = &[
    ("otel/metadata", Exposition::OpenTelemetry),
    ("java/jmx-exporter", Exposition::Prometheus),
    ("text/statsd-exporter", Exposition::Prometheus),
];

/// Fills in what the names of other files hold; what nobody tells stays a hole, and a key that is
/// nothing but such a hole is left out.
pub fn complete(packs: &Packs, known: &Known, summaries: &mut [Summary]) {
    kinds(known, summaries);
    texts(known, summaries);
    let rules: HashMap<&str, Exposition> = packs
        .libraries
        .iter()
        .filter_map(|library| Some((library.id.as_str(), library.exposition?)))
        .collect();
    let rules: HashMap<&str, Exposition> =
        rules.into_iter().chain(DESCRIBED.iter().copied()).collect();
    let prefixes = super::registries::prefixes(known, summaries, module_of);
    for point in summaries.iter_mut().flat_map(|summary| &mut summary.points) {
        let rule = rules.get(&*point.library);
        if let (Some(rule), Some(name)) = (rule, &point.name) {
            let unit = point.unit.as_deref();
            point.exposed = super::exposed::exposed(*rule, name, point.instrument, unit)
                .map(|exposed| name.rewritten(exposed));
        }
    }
    exported(summaries);
    for (file, point, prefix) in prefixes {
        let point = &mut summaries[file].points[point as usize];
        if let Some(exposed) = &point.exposed {
            point.exposed = Some(exposed.rewritten(format!("{prefix}{exposed}")));
        }
    }
}

/// Puts before exposed names what the one exporter of a library puts before them.
fn exported(summaries: &mut [Summary]) {
    let mut told: HashMap<Box<str>, Option<String>> = HashMap::new();
    for summary in summaries.iter() {
        let Some(module) = &summary.module else {
            continue;
        };
        if super::registries::is_test(&summary.path) {
            continue;
        }
        for (name, registry) in &module.registered {
            if let Some(library) = name.strip_prefix(EXPORTER) {
                let prefix = registry.prefix.trim_end_matches('_');
                told.entry(library.into())
                    .and_modify(|known| {
                        known.take_if(|known| known != prefix);
                    })
                    .or_insert_with(|| Some(prefix.to_owned()));
            }
        }
    }
    if told.is_empty() {
        return;
    }
    for point in summaries.iter_mut().flat_map(|summary| &mut summary.points) {
        if let (Some(Some(prefix)), Some(exposed)) = (told.get(&*point.library), &point.exposed) {
            let whole = format!("{}_{exposed}", prefix.replace(['.', '-', '/'], "_"));
            point.exposed = Some(exposed.rewritten(whole));
        }
    }
}

/// The module that a file is.
pub(super) fn module_of(known: &Known, summary: &Summary) -> Option<ModuleId> {
    let module = summary.module.as_ref()?;
    let package = module.package.as_deref();
    known.modules.of_file(module.family, &summary.path, package)
}

/// A parameter: the function's module, the function, its place.
type Parameter<'s> = (ModuleId, &'s str, u16);

/// What the callers of functions hand in, by the function and the parameter.
struct Handed<'s> {
    known: &'s Known,
    all: HashMap<Parameter<'s>, Vec<(ModuleId, &'s Given)>>,
}

/// How many functions a text is handed through.
const THROUGH: u8 = 4;

impl<'s> Handed<'s> {
    fn new(known: &'s Known, modules: &'s [(ModuleId, Vec<Given>)]) -> Self {
        let mut all: HashMap<Parameter<'s>, Vec<(ModuleId, &Given)>> = HashMap::new();
        for (own, given) in modules {
            for one in given {
                let home = match one.module.strip_prefix('=') {
                    Some(key) => known.modules.of_key(key),
                    None => Some(*own),
                };
                if let Some(home) = home {
                    all.entry((home, &one.function, one.index))
                        .or_default()
                        .push((*own, one));
                }
            }
        }
        Self { known, all }
    }

    /// The one text that every caller hands in; `None` when they differ or one is unknown.
    fn only(&self, home: ModuleId, function: &str, index: u16, through: u8) -> Option<String> {
        let through = through.checked_sub(1)?;
        let mut only: Option<String> = None;
        for (own, given) in self.all.get(&(home, function, index))? {
            let around = given.around.as_deref();
            let text = self.filled(*own, &given.text.text, &given.text.gaps, around, through);
            if text.contains('{') || only.as_ref().is_some_and(|only| *only != text) {
                return None;
            }
            only = Some(text);
        }
        only
    }

    /// A text with everything filled in that other files and callers tell.
    fn filled(
        &self,
        own: ModuleId,
        text: &str,
        gaps: &[Gap],
        function: Option<&str>,
        through: u8,
    ) -> String {
        let mut out = String::new();
        let mut done = 0;
        for gap in gaps {
            let (start, end) = (gap.start as usize, gap.end as usize);
            out.push_str(&text[done..start]);
            done = end;
            let told = match &gap.asks {
                Asks::Name { module, names } => self.known.told(own, module, names),
                Asks::Parameter { index, field: None } => {
                    function.and_then(|function| self.only(own, function, *index, through))
                }
                Asks::Handed {
                    module,
                    function,
                    index,
                    rest: false,
                } => {
                    let home = match module.strip_prefix('=') {
                        Some(key) => self.known.modules.of_key(key),
                        None => Some(own),
                    };
                    home.and_then(|home| self.only(home, function, *index, through))
                }
                Asks::Parameter { .. } | Asks::Handed { .. } | Asks::Own { .. } => None,
            };
            out.push_str(told.as_deref().unwrap_or(&text[start..end]));
        }
        out.push_str(&text[done..]);
        out
    }
}

fn texts(known: &Known, summaries: &mut [Summary]) {
    let given: Vec<(ModuleId, Vec<Given>)> = summaries
        .iter_mut()
        .filter_map(|summary| {
            let own = module_of(known, summary)?;
            let given = std::mem::take(&mut summary.module.as_mut()?.given);
            (!given.is_empty()).then_some((own, given))
        })
        .collect();
    let handed = Handed::new(known, &given);
    for summary in summaries
        .iter_mut()
        .filter(|summary| !summary.open.is_empty())
    {
        let Some(own) = module_of(known, summary) else {
            continue;
        };
        for open in std::mem::take(&mut summary.open) {
            let point = &mut summary.points[open.point as usize];
            let function = open.function.as_deref();
            if let (TextSlot::Kind, Some(text)) = (open.slot, &open.text) {
                let told = handed.filled(own, text, &open.gaps, function, THROUGH);
                if let Some(told) = Instrument::in_name(&told) {
                    point.instrument = Some(told);
                }
                continue;
            }
            let text = match open.slot {
                TextSlot::Kind => None,
                TextSlot::Name => point.name.as_mut(),
                TextSlot::Template => point.template.as_mut(),
                TextSlot::Help => point.help.as_mut(),
                TextSlot::Key(index) => point
                    .attributes
                    .get_mut(usize::from(index))
                    .map(|attribute| &mut attribute.key),
            };
            if let Some(text) = text {
                let filled = handed.filled(own, text, &open.gaps, function, THROUGH);
                // A namespace that turns out to be empty takes its separator with it.
                let leads = open.slot == TextSlot::Name
                    && open.gaps.first().is_some_and(|gap| gap.start == 0);
                let filled = if leads {
                    filled.trim_start_matches('_')
                } else {
                    filled.as_str()
                };
                if **text != *filled {
                    *text = text.rewritten(filled.to_owned());
                }
            }
        }
        for point in &mut summary.points {
            apart(&mut point.attributes);
            point
                .attributes
                .retain(|attribute| !is_unknown(&attribute.key));
        }
    }
}

/// Makes several attributes of those whose key turned out to be several.
fn apart(attributes: &mut Vec<Attribute>) {
    if !attributes.iter().any(|one| one.key.contains(BETWEEN)) {
        return;
    }
    for one in std::mem::take(attributes) {
        for key in one.key.split(BETWEEN) {
            if !attributes.iter().any(|known| *known.key == *key) {
                attributes.push(Attribute {
                    key: one.key.rewritten(key.to_owned()),
                    expression: one.expression.clone(),
                });
            }
        }
    }
}

/// Gives metrics that are declared as mere descriptions the kind that their samples tell.
fn kinds(known: &Known, summaries: &mut [Summary]) {
    let own = |summary: &Summary| module_of(known, summary);
    // One that is told two ways stays untold.
    let mut told: HashMap<(ModuleId, Box<str>), Option<Instrument>> = HashMap::new();
    for summary in summaries.iter() {
        let Some((own, module)) = own(summary).zip(summary.module.as_ref()) else {
            continue;
        };
        for (name, kind) in &module.samples {
            told.entry((own, name.clone()))
                .and_modify(|known| *known = known.filter(|known| known == kind))
                .or_insert(Some(*kind));
        }
    }
    for summary in summaries
        .iter_mut()
        .filter(|summary| !summary.untold.is_empty())
    {
        let Some(own) = own(summary) else { continue };
        for (point, name) in std::mem::take(&mut summary.untold) {
            if let Some(Some(kind)) = told.get(&(own, name)) {
                summary.points[point as usize].instrument = Some(*kind);
            }
        }
    }
}

/// Whether a key is the name of a variable and nothing else; a constant's name still says something.
fn is_unknown(key: &str) -> bool {
    let hole = key.strip_prefix('{').and_then(|key| key.strip_suffix('}'));
    hole.is_some_and(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        !name.contains('{') && !last.starts_with(char::is_uppercase)
    })
}
