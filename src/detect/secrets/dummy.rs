//! Passwords that guard nothing: placeholders of manuals, and what everyone uses on their own machine.

/// What a password in a connection string or on a command line is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may guard something.
    Real,
    /// It may, and it is written where things are tried out; or it is one that everyone guesses.
    Doubtful,
    /// Everyone guesses it, and what it guards is on the developer's own machine.
    Trivial,
    /// Someone made it up: it has the form and opens nothing.
    MadeUp,
    /// It stands for a secret.
    Placeholder,
}

/// What everyone guesses first, without digits and signs at the end.
const COMMON: [&str; 69] = [
    "abc",
    "admin",
    "administrator",
    "airflow",
    "app",
    "bar",
    "baz",
    "bob",
    "alice",
    "changeit",
    "changeme",
    "clickhouse",
    "db",
    "default",
    "demo",
    "dev",
    "development",
    "docker",
    "example",
    "fake",
    "foo",
    "foobar",
    "grafana",
    "guest",
    "hello",
    "hunter",
    "key",
    "keycloak",
    "letmein",
    "local",
    "mariadb",
    "minio",
    "minioadmin",
    "mongo",
    "mongodb",
    "mysql",
    "oracle",
    "p",
    "pass",
    "passw",
    "passwd",
    "password",
    "postgres",
    "postgresql",
    "prefect",
    "pw",
    "pwd",
    "quux",
    "qux",
    "qwerty",
    "rabbitmq",
    "redis",
    "root",
    "s",
    "sa",
    "secret",
    "string",
    "super",
    "sys",
    "system",
    "test",
    "tester",
    "testing",
    "tok",
    "token",
    "user",
    "username",
    "value",
    "vault",
];

/// What makes any longer text a placeholder or a joke.
const TELLING: [&str; 21] = [
    "password",
    "passwd",
    "passw0rd",
    "p4ssw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pa$$",
    "changeme",
    "change_me",
    "change-me",
    "changeit",
    "secret",
    "s3cr3t",
    "s3cret",
    "dummy",
    "fake",
    "sample",
    "example",
    "testing",
    "unittest",
    "mypass",
];

/// What a text holds only where a person is to put something else.
const MARKS: [&str; 12] = [
    "xxxx",
    "***",
    "...",
    "redacted",
    "placeholder",
    "not-set",
    "not_set",
    "{}",
    "{0}",
    "%s",
    "%d",
    "mask",
];

/// Judges a token. `random` says whether its rule takes it for random.
pub(super) fn of_token(secret: &[u8], random: bool) -> Standing {
    let lower = secret.to_ascii_lowercase();
    let text = String::from_utf8_lossy(&lower);
    if is_blank(&lower) {
        return Standing::Placeholder;
    }
    let words = [
        "dummy",
        "fake_",
        "placeholder",
        "changeme",
        "redacted",
        "1234567890",
        "abcdefghij",
        // Base64 of the first, wherever it begins: the subject of every specimen of a JWT.
        "mtizndu2nzg5m",
        "eymzq1njc4ot",
        "xmjm0nty3odkw",
    ];
    if !random
        || says_so(secret)
        || repeats(&lower)
        || names_an_example(&lower)
        || is_sequence(&lower)
        || words.iter().any(|word| text.contains(word))
    {
        // What is not random and no one's form either is a word.
        let worded = !random && !lower.iter().any(u8::is_ascii_digit) && !repeats(&lower);
        return if worded {
            Standing::Placeholder
        } else {
            Standing::MadeUp
        };
    }
    Standing::Real
}

/// Base64 of text that no one keeps secret: `dGVzdC1wYXNzd29yZA==`.
fn says_so(secret: &[u8]) -> bool {
    let said = super::checksum::decode(secret).filter(|said| {
        (4..=40).contains(&said.len()) && said.iter().all(|byte| matches!(byte, b' '..=b'~'))
    });
    said.is_some_and(|said| of_password(&said) != Standing::Real)
}

/// No value at all: dots, stars or crosses, a variable, the word that says whose to write.
pub(super) fn is_blank(secret: &[u8]) -> bool {
    /// So many of a kind in a row stand where a person is to put something else.
    const BLANK: usize = 6;
    let lower = secret.to_ascii_lowercase();
    let holds = |word: &[u8]| lower.windows(word.len()).any(|part| part == word);
    let run = lower.windows(BLANK).any(|run| {
        run.iter().all(|byte| *byte == run[0]) && matches!(run[0], b'x' | b'*' | b'.' | b'#')
    });
    let first = lower.first().copied().unwrap_or_default();
    let digit = first.is_ascii_digit() && lower.iter().all(|byte| *byte == first);
    run || digit
        || [&b"${"[..], b"{{", b"your_", b"your-"]
            .into_iter()
            .any(holds)
}

/// One character over and over is most of it.
fn repeats(lower: &[u8]) -> bool {
    let mut longest = 0_usize;
    let mut run = 0_usize;
    for pair in lower.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest * 2 > lower.len()
}

/// The word, unless it is part of a host's name: an address at `example.com` may hold a real token.
fn names_an_example(lower: &[u8]) -> bool {
    const WORD: &[u8] = b"example";
    (0..lower.len())
        .any(|at| lower[at..].starts_with(WORD) && lower.get(at + WORD.len()) != Some(&b'.'))
}

/// Judges a password alone.
pub(super) fn of_password(secret: &[u8]) -> Standing {
    /// What is longer was made by a machine.
    const LONGEST: usize = 40;
    let text = String::from_utf8_lossy(secret);
    let (user, password) = text.split_once(':').unwrap_or(("", &text));
    if secret.len() > LONGEST {
        return if is_blank(secret) {
            Standing::Placeholder
        } else if says_so(secret) {
            Standing::Trivial
        } else {
            Standing::Real
        };
    }
    let states = ["true", "false", "null", "none", "undefined", "object"];
    if states.contains(&text.as_ref()) {
        return Standing::Placeholder;
    }
    if is_template(&text) || is_template(password) || is_role(user) && is_role(password) {
        Standing::Placeholder
    } else if is_named_after(password) {
        Standing::MadeUp
    } else if is_common(password)
        || says_so(secret)
        || !user.is_empty() && user.eq_ignore_ascii_case(password)
    {
        Standing::Trivial
    } else {
        Standing::Real
    }
}

/// Judges the password in base64 of `user:password`.
pub(super) fn of_basic(secret: &[u8]) -> Standing {
    let Some(pair) = super::checksum::decode(secret) else {
        return Standing::Real;
    };
    let Ok(pair) = String::from_utf8(pair) else {
        return Standing::Real;
    };
    let (user, password) = pair.split_once(':').unwrap_or(("", &pair));
    match of_password(password.as_bytes()) {
        Standing::Trivial if is_role(password) && is_role(user) => Standing::MadeUp,
        Standing::Real if user.eq_ignore_ascii_case(password) => Standing::Trivial,
        standing => standing,
    }
}

/// Judges the password of a connection string by itself, the user before it and the host behind it.
pub(super) fn standing(whole: &[u8], secret: &[u8]) -> Standing {
    let whole = String::from_utf8_lossy(whole);
    let secret = String::from_utf8_lossy(secret);
    let (user, password) = match whole.split_once("://") {
        Some((_, rest)) => (rest.split(':').next().unwrap_or(""), &*secret),
        // `…@tcp(…)`: user and password are one secret.
        None => secret
            .split_once(':')
            .unwrap_or_else(|| (user_of(&whole), &*secret)),
    };
    if is_template(password) {
        return Standing::Placeholder;
    }
    if is_named_after(password) {
        return Standing::MadeUp;
    }
    let host = match whole.rfind(&*secret) {
        Some(at) if whole.contains("://") => whole[at + secret.len()..].trim_start_matches('@'),
        _ if is_slot(password) && is_role(user) => return Standing::Placeholder,
        _ => return of_password(password.as_bytes()),
    };
    let host = host
        .split(['/', ':', '?', ',', '"', '\'', '#'])
        .next()
        .unwrap_or("");
    let simple = password.len() <= 12 && password.bytes().all(|byte| byte.is_ascii_lowercase());
    let own = is_own(host);
    let common = is_common(password)
        || own && simple
        || !user.is_empty() && user.eq_ignore_ascii_case(password);
    let label = host.split('.').next().unwrap_or(host);
    let names_itself = is_role(password) && (is_role(user) || is_role(label));
    match (common, own) {
        // `user:password@localhost` of a manual.
        _ if is_role(user) && is_slot(password) && (is_role(label) || own && is_role(password)) => {
            Standing::Placeholder
        }
        _ if names_itself => Standing::MadeUp,
        (true, true) => Standing::Trivial,
        (true, false) | (false, true) => Standing::Doubtful,
        (false, false) => Standing::Real,
    }
}

/// The user that a list of settings names: `Server=…;User Id=joe;Password=…`.
fn user_of(whole: &str) -> &str {
    let keys = ["user id", "uid", "username", "user"];
    let given = whole.split(';').find_map(|setting| {
        let (key, value) = setting.split_once('=')?;
        let key = key.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        keys.iter()
            .any(|known| key.to_ascii_lowercase().ends_with(known))
            .then_some(value.trim())
    });
    given.unwrap_or("")
}

/// Runs along the alphabet, up or down, also with repetitions, with two runs in turn, and with signs or
/// anything but letters between: `1234567890`, `aabbccdd0011`, `a1b2-c3d4`, `d4c3b2a1`.
pub(super) fn is_sequence(text: &[u8]) -> bool {
    /// So many letters follow one another by no chance.
    const LETTERS: usize = 10;
    let kept = |is: fn(&u8) -> bool| -> Vec<u8> {
        let kept = text.iter().filter(|byte| is(byte));
        kept.map(u8::to_ascii_lowercase).collect()
    };
    let runs = |text: &[u8]| {
        [(1, 1), (2, 1), (1, -1), (2, -1)]
            .into_iter()
            .any(|(apart, step)| {
                let pairs = text.windows(apart + 1);
                let along = |pair: &&[u8]| {
                    pair[apart] == pair[0].wrapping_add_signed(step)
                        || apart == 1 && pair[1] == pair[0]
                };
                pairs.len() > 2 && pairs.clone().filter(along).count() * 10 >= pairs.len() * 7
            })
    };
    let letters = kept(u8::is_ascii_alphabetic);
    runs(&kept(u8::is_ascii_alphanumeric))
        || letters.len() >= LETTERS && letters.len() * 2 >= text.len() && runs(&letters)
}

/// `user:password@host`: each part is the name of the part.
fn is_role(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let text = text
        .trim_start_matches("my")
        .trim_matches(|c: char| !c.is_ascii_alphabetic());
    matches!(
        text,
        "user"
            | "username"
            | "usr"
            | "uname"
            | "login"
            | "name"
            | "u"
            | "pass"
            | "password"
            | "passwd"
            | "pwd"
            | "pw"
            | "p"
            | "host"
            | "hostname"
            | "server"
            | "servername"
            | "domain"
            | "ip"
            | "addr"
            | "address"
            | "cluster"
            | "proxy"
            | "endpoint"
            | "foo"
            | "bar"
            | "token"
            | "secret"
            | "key"
    )
}

/// The name of what goes there, and no word that anyone would choose for it; a number beside names.
fn is_slot(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    matches!(
        &*lower,
        "pass" | "password" | "passwd" | "pwd" | "pw" | "p" | "passphrase"
    ) || lower.bytes().all(|byte| byte.is_ascii_digit())
}

/// Something is to be put there: `<password>`, `${PASSWORD}`, `***`.
fn is_template(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let inside = |open: char, close: char| password.starts_with(open) && password.ends_with(close);
    let mut bytes = lower.bytes();
    let first = bytes.next();
    // `{user}`, `<id>`: a name in brackets, wherever it stands.
    let bracketed = |open: char, close: char| {
        password.match_indices(open).any(|(at, _)| {
            let name = password[at + 1..].split(close).next().unwrap_or("");
            let closes = password.len() > at + 1 + name.len();
            closes
                && name.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b' ' | b':')
                })
        })
    };
    MARKS.iter().any(|mark| lower.contains(mark))
        || bracketed('<', '>')
        || bracketed('{', '}')
        || inside('<', '>')
        || inside('{', '}')
        || inside('[', ']')
        || bytes.all(|byte| Some(byte) == first)
}

/// It is the name of what goes there.
fn is_named_after(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    if ["your", "replace", "insert", "_here", "-here"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return true;
    }
    // `PASSWORD`, `DB_PASS`: the name of what goes there.
    let shouts = password.bytes().any(|byte| byte.is_ascii_uppercase())
        && password
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte == b'-');
    if shouts
        && (password.contains("PASS")
            || password.contains("PWD")
            || is_common(password)
            || password.contains('_'))
    {
        return true;
    }
    // `my-token`, `some_password`: words, one of which says what goes there.
    let mut words = lower.split(['-', '_', '.']);
    let worded = words
        .clone()
        .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    worded && words.clone().count() > 1 && words.any(is_role)
}

fn is_common(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let stem = lower.trim_matches(|c: char| !c.is_ascii_alphabetic());
    let around = lower.len() - stem.len();
    stem.is_empty() && lower.len() <= 10
        || COMMON.contains(&stem) && around <= 6
        || TELLING.iter().any(|word| lower.contains(word))
}

/// A host that is the developer's own, a container's name, or one that standards set aside.
fn is_own(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or("");
    !host.contains('.')
        || host.starts_with("127.")
        || host.starts_with("0.0.0.0")
        || host.starts_with("192.168.")
        || host.starts_with("10.")
        || host == "host.docker.internal"
        || matches!(
            last,
            "test"
                | "example"
                | "invalid"
                | "localhost"
                | "local"
                | "localdomain"
                | "internal"
                | "svc"
        )
        || host.contains("example.")
        || host.ends_with(".svc.cluster.local")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Standing {
        let secret = url
            .split_once("://")
            .and_then(|(_, rest)| rest.rsplit_once('@'))
            .and_then(|(pair, _)| pair.split_once(':'))
            .map(|(_, secret)| secret)
            .expect("the samples have a password");
        standing(url.as_bytes(), secret.as_bytes())
    }

    #[test]
    fn manuals_write_names_where_values_go() {
        for url in [
            "redis://:PASSWORD@cache.acme.io",
            "mysql://app:your-password@db.acme.io",
            "https://oauth2:my-personal-token@git.acme.io",
        ] {
            assert_eq!(of(url), Standing::MadeUp, "{url}");
        }
        for url in [
            "amqp://app:xxxxx@mq.acme.io",
            "http://bot:***@acme.io",
            "https://user:pass@host/x",
            "postgres://username:password@hostname:5432/db",
            "mongodb://user:123456@myhost.acme.io",
        ] {
            assert_eq!(of(url), Standing::Placeholder, "{url}");
        }
        for pair in ["user:pass", "username:token", "app:<password>", "true"] {
            let standing = of_password(pair.as_bytes());
            assert_eq!(standing, Standing::Placeholder, "{pair}");
        }
    }

    #[test]
    fn a_token_that_someone_made_up_is_told_from_one_and_from_none() {
        let random = |text: &str| of_token(text.as_bytes(), true);
        assert_eq!(random("q7Rz0LmX4vTb9KsW2nHd"), Standing::Real);
        for text in [
            "IOSFODNN7EXAMPLE",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "1234567890abcdef1234",
            "dummy0token1of2no3one4",
            "ZXhhbXBsZS1hcHAtc2VjcmV0",
        ] {
            assert_eq!(random(text), Standing::MadeUp, "{text}");
        }
        for text in [
            "xxxxxxxxxxxx",
            "00000000000000",
            "${TOKEN}",
            "your_token_here",
        ] {
            assert_eq!(random(text), Standing::Placeholder, "{text}");
        }
        // Words are no token.
        let worded = of_token(b"some_longer_name", false);
        assert_eq!(worded, Standing::Placeholder);
    }

    #[test]
    fn what_everyone_uses_at_home_is_trivial() {
        for url in [
            "postgres://postgres:postgres@localhost/db",
            "mysql://root:secret@127.0.0.1/db",
            "amqp://guest:guest@rabbitmq:5672",
            "http://app:app@db.example.com",
            "redis://x:password123@cache",
            "postgres://postgres:kipper@db",
        ] {
            assert_eq!(of(url), Standing::Trivial, "{url}");
        }
    }

    #[test]
    fn one_reason_alone_only_raises_doubt() {
        assert_eq!(of("mysql://root:root@db.acme.io/x"), Standing::Doubtful);
        assert_eq!(of("mysql://app:vT9kqLw2@localhost/x"), Standing::Doubtful);
        assert_eq!(
            of(&["mysql://app", "vT9kqLw2@db.acme.io/x"].join(":")),
            Standing::Real
        );
        assert_eq!(of_password(b"vT9kqLw2"), Standing::Real);
        assert_eq!(of_password(b"admin"), Standing::Trivial);
    }

    #[test]
    fn what_runs_along_the_alphabet_is_a_sequence() {
        for text in [
            "1234567890",
            "abcdefgh",
            "A1B2C3D4E5F6",
            "aabbccddeeff00112233",
        ] {
            assert!(is_sequence(text.as_bytes()), "{text}");
        }
        assert!(!is_sequence(b"vT9kqLw2Zx81"));
    }
}
