//! Credentials known by the call they are handed to: the third argument of `getConnection` is a
//! password whatever it looks like.

use crate::model::place::Span;

/// A call and which of its arguments is a credential, from 0; from the end where `last` is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taker {
    /// The name as it stands before the bracket, lower case.
    pub(crate) word: &'static str,
    /// Which argument.
    at: usize,
    /// What to call it.
    pub(crate) what: &'static str,
    /// How many arguments there must be at least.
    least: usize,
}

const fn taker(word: &'static str, at: usize, what: &'static str, least: usize) -> Taker {
    Taker {
        word,
        at,
        what,
        least,
    }
}

/// Calls of drivers, of clients and of ciphers, as their documentation declares them.
pub(crate) const TAKERS: [Taker; 51] = [
    taker("mysqli_connect", 2, "password", 3),
    taker("mysql_connect", 2, "password", 3),
    taker("mysql_pconnect", 2, "password", 3),
    taker("mysqli", 2, "password", 3),
    taker("real_connect", 2, "password", 3),
    taker("mysql_real_connect", 3, "password", 4),
    taker("new pdo", 2, "password", 3),
    taker("oci_connect", 1, "password", 2),
    taker("odbc_connect", 2, "password", 3),
    taker("ftp_login", 2, "password", 3),
    taker("ssh2_auth_password", 2, "password", 3),
    taker("imap_open", 2, "password", 3),
    taker("ldap_bind", 2, "password", 3),
    taker("getconnection", 2, "password", 3),
    taker("dbi->connect", 2, "password", 3),
    taker("pymysql.connect", 2, "password", 3),
    taker("mysqldb.connect", 2, "password", 3),
    taker("directoryentry", 2, "password", 3),
    taker("networkcredential", 1, "password", 2),
    taker("principalcontext", 4, "password", 5),
    taker("passwordcredential", 2, "password", 3),
    taker("usernamepasswordcredentials", 1, "password", 2),
    taker("passwordauthentication", 1, "password", 2),
    taker("usernamepasswordauthenticationtoken", 1, "password", 2),
    taker("basicawscredentials", 1, "secret_key", 2),
    taker("awsbasiccredentials.create", 1, "secret_key", 2),
    taker("httpbasicauth", 1, "password", 2),
    taker("basicauth", 1, "password", 2),
    taker("wifi.begin", 1, "password", 2),
    taker("wifi.softap", 1, "password", 2),
    taker("+= credentials", 3, "password", 4),
    taker("basic_auth", 1, "password", 2),
    taker("auth=", 1, "password", 2),
    taker(".login", 1, "password", 2),
    taker("convertto-securestring", 0, "password", 1),
    taker("aes.new", 0, "key", 1),
    taker("des.new", 0, "key", 1),
    taker("des3.new", 0, "key", 1),
    taker("arc4.new", 0, "key", 1),
    taker("blowfish.new", 0, "key", 1),
    taker("fernet", 0, "key", 1),
    taker("hmac.new", 0, "key", 2),
    taker("secretkeyspec", 0, "key", 2),
    taker("deskeyspec", 0, "key", 1),
    taker("createhmac", 1, "key", 2),
    taker("createcipheriv", 1, "key", 3),
    taker("createdecipheriv", 1, "key", 3),
    taker("hash_hmac", 2, "key", 3),
    taker("openssl_encrypt", 2, "key", 3),
    taker("jwt.sign", 1, "secret", 2),
    taker("jwt.encode", 1, "secret", 2),
];

/// Longest list of arguments that is read. Bytes.
const REACH: usize = 800;

/// The call whose name is the word at `hit`, and the literal it takes for a credential.
pub(crate) fn taken(text: &str, hit: Span) -> Option<(&'static Taker, Span)> {
    let word = hit.of(text);
    let bytes = text.as_bytes();
    if !matches!(bytes.get(hit.end as usize)?, b'(' | b' ' | b'"' | b'\'') {
        return None;
    }
    let before = (hit.start as usize).checked_sub(1).map(|at| bytes[at]);
    let begins = !word.as_bytes()[0].is_ascii_alphanumeric()
        || before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
    let taker = TAKERS
        .iter()
        .find(|taker| taker.word.eq_ignore_ascii_case(word))
        .filter(|_| begins)?;
    let mut at = hit.end as usize;
    while bytes.get(at).is_some_and(|byte| *byte == b' ') {
        at += 1;
    }
    match bytes.get(at)? {
        b'(' => at += 1,
        // PowerShell takes its arguments without brackets.
        b'"' | b'\'' if taker.least == 1 => {}
        _ => return None,
    }
    let arguments = arguments(bytes, at);
    if arguments.len() < taker.least {
        return None;
    }
    // Where a password is asked for, the one before it is a user, an address or a name, not a text.
    literal(text, *arguments.get(taker.at)?).map(|span| (taker, span))
}

/// The arguments from `at` to the bracket that closes their list.
fn arguments(bytes: &[u8], at: usize) -> Vec<(usize, usize)> {
    let end = bytes.len().min(at + REACH);
    let (mut found, mut start, mut depth, mut here) = (Vec::new(), at, 0_usize, at);
    while here < end {
        match bytes[here] {
            quote @ (b'"' | b'\'' | b'`') => {
                here += 1;
                while here < end && bytes[here] != quote {
                    here += 1 + usize::from(bytes[here] == b'\\');
                }
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth > 0 => depth -= 1,
            b')' | b']' | b'}' | b';' => break,
            b',' if depth == 0 => {
                found.push((start, here));
                start = here + 1;
            }
            b'\n' if found.is_empty() && start < here && bytes[start] == b'"' => break,
            _ => {}
        }
        here += 1;
    }
    found.push((start, here.min(end)));
    found
}

/// The one literal that an argument is, conversions of it included.
fn literal(text: &str, (start, end): (usize, usize)) -> Option<Span> {
    let argument = text.get(start..end)?;
    let open = argument.find(['"', '\''])?;
    let mark = argument.as_bytes()[open];
    let prefix = argument[..open].trim();
    let plain = prefix.len() <= 3
        && prefix
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'@')
        || [
            "from(",
            "encode(",
            "String(",
            "bytes(",
            "Bytes(",
            "byte(",
            "unhexlify(",
            "fromhex(",
        ]
        .iter()
        .any(|call| prefix.ends_with(call));
    if !plain {
        return None;
    }
    let close = argument[open + 1..].find(char::from(mark))? + open + 1;
    let rest = argument[close + 1..].trim();
    // What is joined or looked up is put together when it runs.
    if rest.starts_with(['+', '.', '%', '['])
        && !rest.starts_with(".encode")
        && !rest.starts_with(".getBytes")
        && !rest.starts_with(".toCharArray")
        && !rest.starts_with(".to_")
    {
        return None;
    }
    (close > open + 1).then(|| Span::new(start + open + 1, start + close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&'static str, &str)> {
        let lower = text.to_ascii_lowercase();
        TAKERS.iter().find_map(|taker| {
            let at = lower.find(taker.word)?;
            let span = Span::new(at, at + taker.word.len());
            taken(text, span).map(|(taker, span)| (taker.what, span.of(text)))
        })
    }

    #[test]
    fn the_argument_that_is_a_credential_is_read() {
        for (text, what) in [
            (
                "DriverManager.getConnection(url, \"root\", \"v4lue\")",
                "password",
            ),
            (
                "new PDO('mysql:host=h;dbname=d', 'u', 'v4lue');",
                "password",
            ),
            ("DBI->connect(\"dbi:x\", $user, \"v4lue\", {})", "password"),
            ("requests.get(u, auth=('joe', 'v4lue'))", "password"),
            ("new NetworkCredential(\"u\", \"v4lue\", \"d\")", "password"),
            ("ConvertTo-SecureString \"v4lue\" -AsPlainText", "password"),
            ("AES.new(b'v4lue', AES.MODE_ECB)", "key"),
            ("new SecretKeySpec(\"v4lue\".getBytes(), \"AES\")", "key"),
            ("crypto.createHmac('sha256', 'v4lue')", "key"),
        ] {
            assert_eq!(read(text), Some((what, "v4lue")), "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_is_not() {
        for text in [
            "getConnection(url, user, password)",
            "getConnection(\"x\")",
            "AES.new(key, AES.MODE_CBC)",
            "auth=(user, os.environ['PASSWORD'])",
            "client.login('a', 'b' + c)",
            "createHmac('sha256', get('key'))",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
