//! The command line in another language: help is that of `args`, with each text replaced.
//!
//! A text is found by its place: `scan` is what the command `scan` does, `scan--out-dir` its flag,
//! `scan-PATH` what stands there without a flag. What many commands have in common is said once,
//! under `any`.

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::{Arg, Command, CommandFactory};
use vigie::model::translation::Lang;
use vigie::report::Words;

use super::Variables;
use super::args::Typed;

const FRENCH: &str = include_str!("locales/fr.help.ftl");

/// The language for what is said before the line is understood: that of `--lang`, else that of
/// `VIGIE_LANG`.
pub(crate) fn lang(arguments: &[OsString], variables: &Variables) -> Lang {
    let mut typed = None;
    let mut arguments = arguments.iter().filter_map(|one| one.to_str());
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            typed = arguments.next();
        } else if let Some(lang) = argument.strip_prefix("--lang=") {
            typed = Some(lang);
        }
    }
    let wanted = typed.or_else(|| variables.get("VIGIE_LANG").map(String::as_str));
    let mut known = Lang::ALL.into_iter();
    known
        .find(|lang| Some(lang.tag()) == wanted.map(str::trim))
        .unwrap_or_default()
}

/// What can be typed, with its help in `lang`.
pub(crate) fn command(lang: Lang) -> Command {
    let mut command = Typed::command();
    match lang {
        Lang::En => command,
        Lang::Fr => {
            // Only then are the flags and commands there that clap adds by itself.
            command.build();
            let french = Words::holding(lang, &[FRENCH]);
            Speech { french: &french }.command(command, "vigie")
        }
    }
}

/// Where a text of an argument stands.
fn place(command: &str, arg: &Arg) -> String {
    match arg.get_long() {
        Some(long) => format!("{command}--{long}"),
        None => format!("{command}-{}", arg.get_id().as_str().to_uppercase()),
    }
}

/// Where what several commands have in common stands.
fn common(arg: &Arg) -> String {
    place("any", arg)
}

struct Speech<'w> {
    french: &'w Words,
}

impl Speech<'_> {
    fn command(&self, command: Command, path: &str) -> Command {
        let text = |part: &str| self.french.known(&format!("{path}{part}"));
        let own = format!("{} {{usage}}", self.french.of("usage"));
        let about = if command.get_name() == "help" {
            self.french.known("help")
        } else {
            text("")
        };
        let (long, examples) = (text("-long"), text("-examples"));
        let mut command = command
            .help_template(format!(
                "{{before-help}}{{about-with-newline}}\n{own}\n\n{{all-args}}{{after-help}}"
            ))
            .subcommand_help_heading(self.french.of("commands"))
            .mut_args(|arg| self.arg(arg, path))
            .mut_subcommands(|below| {
                let name = below.get_name().to_owned();
                // The commands below `help` are those beside it.
                let path = match (path, name.as_str()) {
                    ("vigie" | "help", name) => name.to_owned(),
                    (path, "help") => path.to_owned(),
                    (path, name) => format!("{path}-{name}"),
                };
                self.command(below, &path)
            });
        if let Some(about) = about {
            command = command.about(about);
        }
        if let Some(long) = long {
            command = command.long_about(long);
        }
        if let Some(examples) = examples {
            command = command.after_help(examples);
        }
        command
    }

    fn arg(&self, arg: Arg, path: &str) -> Arg {
        let known = |place: &str| self.french.known(place);
        let Some(mut help) = known(&place(path, &arg)).or_else(|| known(&common(&arg))) else {
            return arg;
        };
        // What clap adds to a text it adds in English.
        let takes = arg.get_action().takes_values();
        let defaults: Vec<_> = arg.get_default_values().iter().collect();
        if let [default] = defaults[..]
            && takes
        {
            let default = default.to_string_lossy();
            let said = self.french.with("default", &[("value", default.into())]);
            help = format!("{help} {said}");
        }
        let values: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if takes && !values.is_empty() && !arg.is_hide_possible_values_set() {
            let said = self
                .french
                .with("values", &[("values", values.join(", ").into())]);
            help = format!("{help} {said}");
        }
        let heading = match arg.get_help_heading() {
            Some(heading) => title(heading),
            None if arg.is_positional() => "heading-arguments".to_owned(),
            None => "heading-options".to_owned(),
        };
        let arg = arg
            .help(help)
            .long_help(Resettable::Reset)
            .hide_default_value(true)
            .hide_possible_values(true);
        match known(&heading) {
            Some(heading) => arg.help_heading(heading),
            None => arg,
        }
    }
}

/// Where the French of a heading stands: `What is scanned` under `heading-what-is-scanned`.
fn title(heading: &str) -> String {
    format!("heading-{}", heading.to_lowercase().replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every place that has a text of its own, and what it may be found under.
    fn places(command: &Command, path: &str, into: &mut Vec<Vec<String>>) {
        into.push(vec![path.to_owned()]);
        if command.get_after_help().is_some() {
            into.push(vec![format!("{path}-examples")]);
        }
        if command.get_long_about().is_some() {
            into.push(vec![format!("{path}-long")]);
        }
        for arg in command.get_arguments() {
            into.push(vec![place(path, arg), common(arg)]);
            into.extend(arg.get_help_heading().map(|heading| vec![title(heading)]));
        }
        for below in command.get_subcommands() {
            let name = below.get_name();
            if name != "help" {
                let path = match path {
                    "vigie" => name.to_owned(),
                    path => format!("{path}-{name}"),
                };
                places(below, &path, into);
            }
        }
    }

    #[test]
    fn every_command_flag_and_heading_has_its_french_and_nothing_else_has() {
        let mut built = Typed::command();
        built.build();
        let mut all = Vec::new();
        places(&built, "vigie", &mut all);
        let words = Words::holding(Lang::Fr, &[FRENCH]);
        let known = |id: &String| words.known(id).is_some();
        let missing: Vec<_> = all.iter().filter(|ids| !ids.iter().any(known)).collect();
        assert!(missing.is_empty(), "not in fr.help.ftl: {missing:?}");

        let mut used: BTreeSet<&str> = all.iter().flatten().map(String::as_str).collect();
        used.extend(["usage", "commands", "default", "values", "help"]);
        used.extend(["heading-arguments", "heading-options"]);
        let defined = FRENCH.lines().filter_map(|line| line.split_once(" ="));
        let unused: Vec<_> = defined
            .map(|(id, _)| id)
            .filter(|id| !id.starts_with([' ', '#']) && !used.contains(id))
            .collect();
        assert!(unused.is_empty(), "nothing is called so: {unused:?}");
    }

    #[test]
    fn what_can_be_typed_is_the_same_in_french() {
        command(Lang::Fr).debug_assert();
        let typed = ["vigie", "scan", "--lang", "fr", "--color", "never", "x"];
        assert!(command(Lang::Fr).try_get_matches_from(typed).is_ok());
    }

    #[test]
    fn the_flag_says_the_language_before_the_variable() {
        let said = |arguments: &[&str], variable: &str| {
            let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
            let variables = [("VIGIE_LANG".to_owned(), variable.to_owned())].into();
            lang(&arguments, &variables)
        };
        assert_eq!(said(&["vigie", "scan"], "fr"), Lang::Fr);
        assert_eq!(said(&["vigie", "--lang", "en", "scan"], "fr"), Lang::En);
        assert_eq!(said(&["vigie", "scan", "--lang=fr"], "en"), Lang::Fr);
        assert_eq!(said(&["vigie", "scan", "--lang"], ""), Lang::En);
    }
}
