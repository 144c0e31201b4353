//! Exit codes; the only anyhow and the only print.
//!
//! Everything the program sees of the world besides files enters here: arguments, environment,
//! clock, terminal.

mod cli;

use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Instant, SystemTime};

use anstream::{AutoStream, ColorChoice};
use anstyle::AnsiColor;
use anyhow::Context;
use clap::{CommandFactory, FromArgMatches};
use vigie::Progress;
use vigie::audit::{Run, Written};
use vigie::model::date::Date;
use vigie::model::settings::Format;
use vigie::model::translation::Lang;
use vigie::report::{self, DiffFormat, Options, Words};
use vigie::rules::Rules;

use cli::{
    Accepting, AuditCommand, Color, Command, Comparing, ConfigCommand, Document, Generating,
    Judged, Meter, ModelCommand, ModelFormat, PlanFormat, Problem, Request, Rotating, RulesCommand,
    SecretsCommand, Typed, Variables,
};

/// A finding is at or above the threshold.
const FOUND: u8 = 1;
/// The program could not do what was asked.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let variables = variables();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // Whoever has mistyped something reads help before any configuration is read.
    let lang = cli::lang(&arguments, &variables);
    let typed = cli::command(lang)
        .try_get_matches_from(arguments)
        .and_then(|matches| Typed::from_arg_matches(&matches));
    let typed = match typed {
        Ok(typed) => typed,
        Err(help_or_error) => {
            // Where not even this can be said, the exit code still says it.
            let _ = help_or_error.print();
            let code = if help_or_error.use_stderr() {
                FAILED
            } else {
                0
            };
            return ExitCode::from(code);
        }
    };
    let colors = match typed.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    match run(typed.command, &variables, lang, colors) {
        Ok(code) => code,
        Err(error) => {
            complain(&error, colors);
            ExitCode::from(FAILED)
        }
    }
}

/// Does what was asked.
fn run(
    command: Command,
    variables: &Variables,
    lang: Lang,
    colors: ColorChoice,
) -> anyhow::Result<ExitCode> {
    match command {
        Command::Scan(typed) => {
            let mut request = Request::new(&typed, variables, today())?;
            if let vigie::From::Text { bytes, .. } = &mut request.from {
                *bytes = standard_input()?;
            }
            return scan(&request, colors);
        }
        Command::Diff(typed) => {
            return compare(Comparing::new(&typed, variables, today())?, colors);
        }
        Command::Baseline(typed) => {
            accept(Accepting::new(&typed, variables, today(), &salt())?, colors)?;
        }
        Command::Hash => {
            print(&cli::value_hash(&standard_input()?)?)?;
        }
        Command::Import { file, packs } => {
            let rules = Rules::with_dirs(&cli::pack_dirs(&packs, variables)?)?;
            let (text, left) = cli::imported(&file, &cli::catalogue(&rules))?;
            print(&cli::legible(&text))?;
            warn(&left, colors);
        }
        Command::Generate(typed) => {
            return generate(&Generating::new(&typed, variables)?, colors);
        }
        Command::Rules(RulesCommand::List { kind, packs, json }) => {
            let rules = Rules::with_dirs(&cli::pack_dirs(&packs, variables)?)?;
            let cards = cli::catalogue(&rules);
            print(&cli::legible(&cli::list(&cards, kind, json)))?;
        }
        Command::Rules(RulesCommand::Show(asked)) | Command::Explain(asked) => {
            let rules = Rules::with_dirs(&cli::pack_dirs(&asked.packs, variables)?)?;
            let cards = cli::catalogue(&rules);
            let card = cli::find(&cards, &asked.rule)?;
            let lang = cli::configured_lang(&asked.packs, variables)?;
            print(&cli::legible(&cli::page(
                card,
                asked.json,
                &Words::new(lang),
            )))?;
        }
        Command::Rules(RulesCommand::Check { dir }) => return check(&dir, colors),
        Command::Model(ModelCommand::Check {
            files,
            kind,
            format,
        }) => {
            let judged = Judged::new(kind.into(), &files, &Rules::builtin())?;
            return model(&judged, format, lang, colors);
        }
        Command::Secrets(SecretsCommand::Rotate {
            name,
            path,
            format,
            exclude,
            register,
            packs,
        }) => {
            let rotating = Rotating::new(&path, &exclude, register.as_ref(), &packs, variables)?;
            rotate(&rotating, &name, format, colors)?;
        }
        Command::Audit(AuditCommand::Verify { file, key }) => {
            let (said, well) = cli::verify(&file, key.as_deref())?;
            print(&cli::legible(&said))?;
            return Ok(ExitCode::from(if well { 0 } else { FOUND }));
        }
        Command::Template { model } => {
            print(vigie::check::model::Model::from(model).template())?;
        }
        Command::Schema { document } => {
            let schema = match document {
                Document::Inventory => report::schema(),
                Document::Diff => report::diff_schema(),
                Document::Config => vigie::config::schema(),
                Document::Baseline => vigie::gate::baseline::schema(),
                Document::Secret => vigie::check::model::Model::Secret.schema(),
            };
            print(&format!("{schema:#}\n"))?;
        }
        Command::Config(ConfigCommand::Show {
            path,
            origin,
            settings,
        }) => {
            let root = cli::existing(&path)?;
            let (config, warnings) = cli::configuration(root, &settings, variables)?;
            warn(&warnings, colors);
            print(&config.show(origin))?;
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Typed::command(), "vigie", &mut script);
            print(&String::from_utf8(script)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `vigie scan`: reads, writes the files, prints, and says whether the gate holds.
fn scan(request: &Request, colors: ColorChoice) -> anyhow::Result<ExitCode> {
    warn(&request.warnings, colors);
    let rules = Rules::with_dirs(&request.rule_dirs)?;
    let inventory = with_progress(request.progress, |progress| {
        vigie::scan_under(
            &request.root,
            &request.settings,
            &rules,
            request.from.clone(),
            &request.policy,
            progress,
        )
        .map_err(Problem::from)
    })?;

    let words = Words::new(request.lang);
    let mut options = Options {
        length: request.length,
        ..Options::default()
    };
    let mut reports = Vec::new();
    for filed in &request.outputs.filed {
        options.view = filed.view;
        let text = vigie::render(&inventory, filed.format, &options, &words);
        cli::write_file(&filed.path, &text)?;
        reports.push(Written::new(&filed.name(), text.as_bytes()));
    }
    options.width = terminal_size::terminal_size().map(|(width, _)| width.0.into());
    for printed in &request.outputs.printed {
        options.view = printed.view;
        options.color = printed.format == Format::Terminal;
        let text = vigie::render(&inventory, printed.format, &options, &words);
        if options.color {
            print_colored(&text, colors)?;
        } else {
            print(&text)?;
        }
    }
    if request.announce {
        for filed in &request.outputs.filed {
            say("wrote", &filed.path.display().to_string(), colors);
        }
    }

    let fails = vigie::gate::fails(&inventory, request.fail_on);
    if !request.auditing.is_none() {
        let json = vigie::render(&inventory, Format::Json, &Options::default(), &words);
        let run = Run::new(&inventory, &json, request.today, !fails, reports);
        warn(&request.auditing.write(run)?, colors);
    }
    Ok(ExitCode::from(if fails { FOUND } else { 0 }))
}

/// `vigie diff`: scans what is not scanned yet, writes, prints, and says whether the gate holds.
fn compare(comparing: Comparing, colors: ColorChoice) -> anyhow::Result<ExitCode> {
    warn(&comparing.warnings, colors);
    let rules = Rules::with_dirs(&comparing.rule_dirs)?;
    let diff = with_progress(comparing.progress, |progress| {
        vigie::compare(
            &comparing.root,
            &comparing.settings,
            &rules,
            comparing.versions,
            &comparing.policy,
            progress,
        )
        .map_err(Problem::from)
    })?;
    let words = Words::new(comparing.lang);
    let mut options = Options::default();
    for (format, path) in &comparing.filed {
        let text = report::diff(&diff, *format, &options, &words);
        cli::write_file(path, &text)?;
    }
    if let Some(format) = comparing.printed {
        options.width = terminal_size::terminal_size().map(|(width, _)| width.0.into());
        options.color = format == DiffFormat::Terminal;
        let text = report::diff(&diff, format, &options, &words);
        if options.color {
            print_colored(&text, colors)?;
        } else {
            print(&text)?;
        }
    }
    let fails = vigie::diff::fails(&diff, &comparing.fail_on);
    Ok(ExitCode::from(if fails { FOUND } else { 0 }))
}

/// `vigie baseline`: scans, brings the file up to date, and says what changed.
fn accept(mut accepting: Accepting, colors: ColorChoice) -> anyhow::Result<()> {
    warn(&accepting.warnings, colors);
    let rules = Rules::with_dirs(&accepting.rule_dirs)?;
    accepting.read_foreign(&cli::catalogue(&rules))?;
    let inventory = with_progress(true, |progress| {
        vigie::scan_under(
            &accepting.root,
            &accepting.settings,
            &rules,
            vigie::From::WorkTree,
            &accepting.policy,
            progress,
        )
        .map_err(Problem::from)
    })?;
    let (text, said, left) = accepting.update(&inventory);
    cli::write_file(&accepting.file, &text)?;
    warn(&left, colors);
    print(&cli::legible(&said))
}

/// `vigie rules check`.
fn check(dir: &Path, colors: ColorChoice) -> anyhow::Result<ExitCode> {
    let report = vigie::check::check_dir(cli::existing_folder(dir)?)?;
    for fault in &report.faults {
        say("error:", &format!("{}: {}", fault.id, fault.what), colors);
    }
    let (checked, examples) = (report.checked, report.examples);
    let faults = report.faults.len();
    print(&format!(
        "{checked} rules and packs with {examples} examples: {faults} faults\n"
    ))?;
    Ok(ExitCode::from(if faults == 0 { 0 } else { FOUND }))
}

/// `vigie secrets rotate`: scans, and prints the plan.
fn rotate(
    rotating: &Rotating,
    name: &str,
    format: PlanFormat,
    colors: ColorChoice,
) -> anyhow::Result<()> {
    warn(&rotating.warnings, colors);
    let rules = Rules::with_dirs(&rotating.rule_dirs)?;
    let found = with_progress(true, |progress| {
        vigie::rotation(&rotating.root, &rotating.settings, &rules, name, progress)
            .map_err(Problem::from)
    })?;
    match found {
        vigie::Rotation::Unknown(known) => Err(cli::unknown(name, &known).into()),
        vigie::Rotation::Plan(plan) => print(&match format {
            PlanFormat::Markdown => report::rotation_markdown(&plan, &Words::new(rotating.lang)),
            PlanFormat::Json => report::rotation_json(&plan),
        }),
    }
}

/// `vigie generate`: scans, writes what is made over what is there, and says what changed.
fn generate(generating: &Generating, colors: ColorChoice) -> anyhow::Result<ExitCode> {
    warn(&generating.warnings, colors);
    let rules = Rules::with_dirs(&generating.rule_dirs)?;
    let inventory = with_progress(true, |progress| {
        let (root, settings) = (&generating.root, &generating.settings);
        vigie::scan(root, settings, &rules, vigie::From::WorkTree, progress).map_err(Problem::from)
    })?;
    let (kinds, component) = (&generating.kinds, generating.component.as_deref());
    let words = Words::new(generating.lang);
    let drafts = vigie::generate::drafts(&inventory, kinds, component, &words);
    let written = generating.write(&drafts)?;
    warn(&written.warnings, colors);
    print(&cli::legible(&written.said))?;
    Ok(ExitCode::from(if written.stale { FOUND } else { 0 }))
}

/// `vigie model check`.
fn model(
    judged: &Judged,
    format: ModelFormat,
    lang: Lang,
    colors: ColorChoice,
) -> anyhow::Result<ExitCode> {
    match format {
        ModelFormat::Json => print(&judged.json(&Words::english()))?,
        ModelFormat::Terminal => {
            let words = Words::new(lang);
            for (label, text) in judged.lines(&words) {
                say(label, &text, colors);
            }
            print(&judged.summary())?;
        }
    }
    Ok(ExitCode::from(if judged.ok() { 0 } else { FOUND }))
}

/// Runs `work` and, where someone watches the terminal, shows how far it is.
fn with_progress<T>(wanted: bool, work: impl FnOnce(&(dyn Fn(Progress) + Sync)) -> T) -> T {
    if !wanted || !io::stderr().is_terminal() {
        return work(&|_| ());
    }
    let started = Instant::now();
    let meter = Mutex::new(Meter::default());
    let result = work(&|progress| {
        // A worker that finds the meter busy has nothing newer to say.
        let Ok(mut meter) = meter.try_lock() else {
            return;
        };
        if meter.due(started.elapsed()) {
            let _ = write!(io::stderr(), "\r\x1b[K{}", cli::progress_line(progress));
        }
    });
    if meter.into_inner().is_ok_and(|meter| meter.shown()) {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    result
}

/// Everything on standard input.
fn standard_input() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .context("cannot read standard input")?;
    Ok(bytes)
}

/// Prints to standard output as it is.
fn print(text: &str) -> anyhow::Result<()> {
    delivered(write_flushed(io::stdout().lock(), text))
}

/// Prints to standard output; colours stay where the reader can see them.
fn print_colored(text: &str, colors: ColorChoice) -> anyhow::Result<()> {
    delivered(write_flushed(
        AutoStream::new(io::stdout(), colors).lock(),
        text,
    ))
}

fn write_flushed(mut out: impl Write, text: &str) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A reader that has seen enough (`vigie … | head`) is no error.
fn delivered(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Says on standard error what stopped the program, and what to do about it.
fn complain(error: &anyhow::Error, colors: ColorChoice) {
    let said = format!("{error:#}");
    say("error:", &said, colors);
    if let Some(hint) = error
        .downcast_ref()
        .and_then(|problem: &Problem| problem.hint.as_ref())
    {
        say("help:", hint, colors);
    }
}

/// Says on standard error what is probably not meant.
fn warn(warnings: &[String], colors: ColorChoice) {
    for warning in warnings {
        say("warning:", warning, colors);
    }
}

/// One line on standard error. Where even that is closed there is nobody left to tell.
fn say(label: &str, text: &str, colors: ColorChoice) {
    let color = match label {
        "error:" => AnsiColor::Red,
        "warning:" => AnsiColor::Yellow,
        _ => AnsiColor::Green,
    };
    let style = color.on_default().bold();
    let mut stderr = AutoStream::new(io::stderr(), colors).lock();
    let text = cli::legible(text);
    let _ = writeln!(stderr, "{style}{label}{style:#} {text}");
}

/// The day, as far as this machine knows.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room that reads the clock"
)]
fn today() -> Date {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Date::from_days(now.map_or(0, |since| since.as_secs() / 86_400))
}

/// 32 random hexadecimal digits.
fn salt() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}

/// The environment variables that are meant for Vigie.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room that reads the environment"
)]
fn variables() -> Variables {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with("VIGIE_"))
        .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
        .collect()
}
