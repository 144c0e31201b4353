//! The layers together: who wins, what adds up, and what is remembered.

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn layered() -> Config {
    let mut config = Config::default();
    config
        .add_file(
            Path::new("vigie.toml"),
            "[scan]\nexclude = [\n  \"vendor/\",\n]\nthreads = 2\n\n[gate]\nfail-on = \"low\"\n\n[rules]\nmin-severity = \"low\"\n",
        )
        .expect("the file is right");
    config
        .add_environment(&environment(&[
            ("VIGIE_FAIL_ON", "medium"),
            ("VIGIE_EXCLUDE", "dist/, *.min.js"),
            ("VIGIE_THREADS", ""),
        ]))
        .expect("the variables are right");
    config
        .add_flag(Key::FailOn, "high")
        .expect("the flag is right");
    config
}

#[test]
fn defaults_are_those_of_the_model() {
    let config = Config::default();
    assert_eq!(config.settings(), Settings::default());
    assert_eq!(config.fail_on(), FailOn::default());
    assert_eq!(config.view(), View::default());
    assert_eq!(config.format(), Format::Terminal);
}

#[test]
fn later_layers_replace_values_and_add_to_lists() {
    let config = layered();
    let settings = config.settings();
    assert_eq!(settings.threads, 2, "an empty variable is not set");
    assert_eq!(settings.exclude, ["vendor/", "dist/", "*.min.js"]);
    assert_eq!(settings.min_severity, Severity::Low);
    assert_eq!(config.fail_on(), FailOn::High);
}

#[test]
fn every_value_remembers_where_it_came_from() {
    let config = layered();
    let origins = |key| {
        config
            .origins(key)
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        origins(Key::Exclude),
        ["vigie.toml:3", "VIGIE_EXCLUDE", "VIGIE_EXCLUDE"]
    );
    assert_eq!(origins(Key::Threads), ["vigie.toml:5"]);
    assert_eq!(origins(Key::FailOn), ["--fail-on"]);
    assert_eq!(origins(Key::View), ["default"]);
}

#[test]
fn what_is_shown_reads_back_as_the_same_configuration() {
    let config = layered();
    for with_origin in [false, true] {
        let shown = config.show(with_origin);
        let mut again = Config::default();
        again
            .add_file(Path::new("shown.toml"), &shown)
            .expect("what is shown is a configuration");
        assert_eq!(again.settings(), config.settings(), "{shown}");
        assert_eq!(again.fail_on(), config.fail_on());
        assert_eq!(shown.contains("# --fail-on"), with_origin);
    }
}

#[test]
fn a_bad_variable_and_a_bad_flag_are_named() {
    let mut config = Config::default();
    let error = config
        .add_environment(&environment(&[("VIGIE_THREADS", "many")]))
        .expect_err("it is no number");
    assert_eq!(
        error.to_string(),
        "VIGIE_THREADS: expected a whole number, found `many`"
    );
    let error = config
        .add_flag(Key::MinSeverity, "hgh")
        .expect_err("it is no severity");
    assert_eq!(
        error.to_string(),
        "--min-severity: `hgh` is not a value of `min-severity`"
    );
    assert!(error.hint.expect("it has one").contains("`high`"));
}

#[test]
fn a_misspelt_variable_is_told_and_a_foreign_one_left_alone() {
    let mut config = Config::default();
    let misspelt = config
        .add_environment(&environment(&[
            ("VIGIE_FAILON", "high"),
            ("VIGIE_SERVICE_HOST", "10.0.0.1"),
            ("VIGIE_BIN", "/usr/bin/vigie"),
            ("VIGIE_ACTION_FAIL_ON", "low"),
            ("VIGIE_ACTION_CONFIG", "x.toml"),
            ("VIGIE_ACTION_VIEW", "all"),
            ("VIGIE_ACTION_PATH", "."),
            ("VIGIE_CONFIG", "x.toml"),
            ("FAIL_ON", "low"),
        ]))
        .expect("nothing is wrong");
    assert_eq!(misspelt, [("VIGIE_FAILON".to_owned(), "VIGIE_FAIL_ON")]);
    assert_eq!(config.fail_on(), FailOn::Never);
}
