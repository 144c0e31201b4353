//! What stands beside a name, in the notations of languages and tools.

use super::*;
use crate::rules::Rules;

fn names() -> Names {
    let rules = Rules::builtin();
    let pack = rules
        .packs
        .sensitive
        .iter()
        .find(|pack| pack.id == "credentials");
    Names::new(pack.expect("the pack is built in"))
}

fn read(text: &str, manner: Manner) -> Option<(&str, &str)> {
    let at = text
        .to_ascii_lowercase()
        .find("password")
        .expect("the samples hold the word");
    beside(text, Span::new(at, at + 8), manner, &names())
        .map(|beside| (beside.name, beside.value.of(text)))
}

#[test]
fn literals_of_every_language_are_read() {
    for (text, name) in [
        ("const char *db_password = \"v4lue\";", "db_password"),
        ("char password[64] = \"v4lue\";", "password"),
        ("$config['password'] = 'v4lue';", "password"),
        ("@password = 'v4lue'", "password"),
        ("  :password => 'v4lue',", "password"),
        ("define('DB_PASSWORD', 'v4lue');", "DB_PASSWORD"),
        ("conf.setPassword(\"v4lue\");", "conf.setPassword"),
        ("val password: String? = \"v4lue\"", "password"),
        ("var password string = \"v4lue\"", "password"),
        ("let s = \"{\\\"password\\\": \\\"v4lue\\\"}\"", "password"),
        ("getenv('DB_PASSWORD') ?: 'v4lue'", "DB_PASSWORD"),
        ("if (password == \"v4lue\")", "password"),
        ("if (password.equals(\"v4lue\"))", "password.equals"),
        ("set :password, \"v4lue\"", "password"),
        ("password =\n    b'v4lue'", "password"),
        ("PASSWORD := `v4lue`", "PASSWORD"),
        ("curl --password 'v4lue'", "--"),
    ] {
        let found = read(text, Manner::Code);
        if name == "--" {
            assert_eq!(found, None, "{text}");
        } else {
            assert_eq!(found, Some((name, "v4lue")), "{text}");
        }
    }
}

#[test]
fn bare_words_are_read_where_they_are_values() {
    for text in [
        "export DB_PASSWORD=v4lue",
        "docker run -e DB_PASSWORD=v4lue image",
        "tool --password v4lue x",
        "tool --password=v4lue",
        "GET /login?user=x&password=v4lue HTTP/1.1",
    ] {
        assert_eq!(
            read(text, Manner::Words).map(|found| found.1),
            Some("v4lue"),
            "{text}"
        );
        // In a program's text they may as well be part of its code.
        let at = text.to_ascii_lowercase().find("password");
        let at = at.expect("the samples hold the word");
        let found = beside(text, Span::new(at, at + 8), Manner::Code, &names());
        assert!(
            found.is_none_or(|beside| beside.stands == Stands::Follows),
            "{text}"
        );
    }
}

#[test]
fn settings_of_every_format_are_read() {
    assert_eq!(
        read("a: 1\n  db_password: s3cret # x\n", Manner::Settings),
        Some(("db_password", "s3cret"))
    );
    assert_eq!(
        read("password=a b\r\n", Manner::Settings),
        Some(("password", "a"))
    );
    assert_eq!(
        read("{ \"password\": \"a,b\", \"x\": 1 }", Manner::Settings),
        Some(("password", "a,b"))
    );
    assert_eq!(
        read("<password>abc</password>", Manner::Settings),
        Some(("password", "abc"))
    );
    assert_eq!(
        read("export app.password='x'", Manner::Settings),
        Some(("app.password", "x"))
    );
}

#[test]
fn sentences_and_expressions_are_not() {
    for text in [
        "the password: it is long\n",
        "check(password == other)",
        "// password: x",
        "password:\n  x",
        "labels = ['password', 'v4lue']",
        "password.length = \"v4lue\"",
    ] {
        assert_eq!(read(text, Manner::Settings), None, "{text}");
    }
}

#[test]
fn what_a_shell_falls_back_to_is_a_value() {
    assert_eq!(
        read("X=${DB_PASSWORD:-v4lue}", Manner::Words),
        Some(("DB_PASSWORD", "v4lue"))
    );
    assert_eq!(read("X=${DB_PASSWORD:?v4lue}", Manner::Words), None);
    assert_eq!(
        read("\\setenv PGPASSWORD v4lue", Manner::Settings),
        Some(("PGPASSWORD", "v4lue"))
    );
}
