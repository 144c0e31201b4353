//! Credentials in tables: columns of CSV files and of SQL inserts whose names mean one.

use super::generic::boundary;
use super::names::Names;
use crate::model::place::Span;

/// Most values reported of one table: the rest is said with them.
const MOST: usize = 200;
/// Longest first line that is read as a header. Bytes.
const HEADER: usize = 4_000;

/// A value, and the name of its column.
pub(crate) type Cell<'t> = (&'t str, Span);

/// The credentials of a CSV file: its first line names the columns.
pub(crate) fn of_csv<'t>(text: &'t str, names: &Names) -> Vec<Cell<'t>> {
    let end = text.find('\n').unwrap_or(text.len());
    let header = text[..end].trim_end();
    let Some(delimiter) = [',', ';', '\t', '|']
        .into_iter()
        .max_by_key(|mark| header.matches(*mark).count())
        .filter(|mark| header.len() <= HEADER && header.contains(*mark))
    else {
        return Vec::new();
    };
    let columns: Vec<&str> = header
        .split(delimiter)
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let wanted: Vec<usize> = (0..columns.len())
        .filter(|column| names.mean(columns[*column]))
        .collect();
    // A header holds names, not sentences.
    if wanted.is_empty() || columns.iter().any(|name| name.len() > 60) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = end + 1;
    while at < text.len() && found.len() < MOST {
        let (fields, next) = row(text, at, delimiter as u8);
        if fields.len() == columns.len() {
            found.extend(
                wanted
                    .iter()
                    .map(|column| (columns[*column], fields[*column])),
            );
        }
        at = next;
    }
    found
}

/// The fields of the row at `at`, without quotes, and where the next row begins.
fn row(text: &str, mut at: usize, delimiter: u8) -> (Vec<Span>, usize) {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    loop {
        if bytes.get(at) == Some(&b'"') {
            let start = at + 1;
            let mut end = start;
            while end < bytes.len() && (bytes[end] != b'"' || bytes.get(end + 1) == Some(&b'"')) {
                end += 1 + usize::from(bytes[end] == b'"');
            }
            fields.push(Span::new(start, end.min(bytes.len())));
            at = (end + 1).min(bytes.len());
            while at < bytes.len() && bytes[at] != delimiter && bytes[at] != b'\n' {
                at += 1;
            }
        } else {
            let start = at;
            while at < bytes.len() && bytes[at] != delimiter && bytes[at] != b'\n' {
                at += 1;
            }
            let said = text[start..at].trim();
            let from = start + (text[start..at].len() - text[start..at].trim_start().len());
            fields.push(Span::new(from, from + said.len()));
        }
        match bytes.get(at) {
            Some(byte) if *byte == delimiter && *byte != b'\n' => at += 1,
            _ => return (fields, at + 1),
        }
    }
}

/// The credentials of `INSERT INTO t (a, password) VALUES (…), (…)`, for every insert of the text.
pub(crate) fn of_sql<'t>(text: &'t str, names: &Names) -> Vec<Cell<'t>> {
    let mut found = Vec::new();
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices("insert into") {
        if found.len() >= MOST {
            break;
        }
        insert(text, &lower, at + "insert into".len(), names, &mut found);
    }
    found
}

fn insert<'t>(text: &'t str, lower: &str, at: usize, names: &Names, found: &mut Vec<Cell<'t>>) {
    /// How far behind the table its values begin. Bytes.
    const REACH: usize = 4_000;
    let until = boundary(lower, at + REACH);
    let Some(values) = lower[at..until].find("values").map(|values| at + values) else {
        return;
    };
    let head = &text[at..values];
    let list = match (head.find('('), head.rfind(')')) {
        (Some(open), Some(close)) if open < close => &head[open + 1..close],
        _ => match declared(text, lower, head) {
            Some(list) => list,
            None if is_of_people(&lower[at..values]) => {
                stored(text, values + "values".len(), found);
                return;
            }
            None => return,
        },
    };
    let columns = columns(list);
    let wanted: Vec<usize> = (0..columns.len())
        .filter(|column| names.mean(columns[*column]))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let bytes = text.as_bytes();
    let mut here = values + "values".len();
    while found.len() < MOST {
        while bytes
            .get(here)
            .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',')
        {
            here += 1;
        }
        if bytes.get(here) != Some(&b'(') {
            return;
        }
        let (fields, next) = tuple(bytes, here + 1);
        if fields.len() == columns.len() {
            let literals = wanted.iter().filter_map(|column| {
                let (span, quoted) = fields[*column];
                quoted.then_some((columns[*column], span))
            });
            found.extend(literals);
        }
        here = next;
    }
}

/// Whether a table's name says that its rows are people who sign in.
fn is_of_people(table: &str) -> bool {
    [
        "user", "customer", "member", "account", "admin", "login", "employee", "auth",
    ]
    .iter()
    .any(|word| table.contains(word))
}

/// What a row of people holds in the form of a sum beside an address of mail: their passwords' sums.
fn stored<'t>(text: &'t str, mut here: usize, found: &mut Vec<Cell<'t>>) {
    let bytes = text.as_bytes();
    let is_sum = |said: &str| {
        matches!(said.len(), 32 | 40 | 64 | 96 | 128)
            && said.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    while found.len() < MOST {
        while bytes
            .get(here)
            .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',')
        {
            here += 1;
        }
        if bytes.get(here) != Some(&b'(') {
            return;
        }
        let (fields, next) = tuple(bytes, here + 1);
        let quoted = || fields.iter().filter(|(_, quoted)| *quoted);
        if quoted().any(|(span, _)| span.of(text).contains('@')) {
            found.extend(
                quoted()
                    .filter(|(span, _)| is_sum(span.of(text)))
                    .map(|(span, _)| ("password", *span)),
            );
        }
        here = next;
    }
}

/// The columns that `CREATE TABLE` gave a table, as a list of names.
fn declared<'t>(text: &'t str, lower: &str, table: &str) -> Option<&'t str> {
    /// Longest declaration that is read. Bytes.
    const LONGEST: usize = 8_000;
    let name = table.trim().trim_matches(['`', '"']).to_ascii_lowercase();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let at = lower
        .match_indices("create table")
        .find(|(at, _)| {
            let rest = &lower[*at..boundary(lower, *at + 160)];
            rest.split('(')
                .next()
                .is_some_and(|head| head.contains(&name))
        })?
        .0;
    let open = at + text[at..].find('(')? + 1;
    let close = open + text[open..].find(';').unwrap_or(text.len() - open);
    let body = &text[open..close];
    (body.len() <= LONGEST).then_some(body)
}

/// The names in a list of columns, with or without their types.
fn columns(list: &str) -> Vec<&str> {
    let (mut names, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, mark) in list.char_indices().chain([(list.len(), ',')]) {
        match mark {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ',' | ')' if depth == 0 => {
                let name = list[start..at].split_whitespace().next().unwrap_or("");
                let constrains = ["primary", "key", "unique", "constraint", "foreign", "index"]
                    .iter()
                    .any(|word| name.eq_ignore_ascii_case(word));
                if !constrains {
                    names.push(name.trim_matches(['`', '"', '[', ']', '\'']));
                }
                start = at + 1;
                if mark == ')' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// The values of a tuple, each with whether it is a string, and where to read on.
fn tuple(bytes: &[u8], mut at: usize) -> (Vec<(Span, bool)>, usize) {
    let (mut fields, mut depth, mut start, mut text) = (Vec::new(), 0_usize, at, None);
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => {
                let open = at + 1;
                at = open;
                while at < bytes.len() {
                    match bytes[at] {
                        b'\\' => at += 1,
                        b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 1,
                        b'\'' => break,
                        _ => {}
                    }
                    at += 1;
                }
                if depth == 0 {
                    text = Some(Span::new(open, at.min(bytes.len())));
                }
            }
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => {
                let span = text.unwrap_or(Span::new(start, at));
                fields.push((span, text.is_some()));
                text = None;
                start = at + 1;
                if bytes[at] == b')' {
                    return (fields, at + 1);
                }
            }
            b';' if depth == 0 => break,
            _ => {}
        }
        at += 1;
    }
    (fields, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::pack::Sensitive;

    fn names() -> Names {
        Names::new(&Sensitive {
            id: "credentials".into(),
            title: "Credentials".into(),
            names: vec!["password".into(), "token".into()],
            endings: vec!["secret".into()],
            alone: vec!["pass".into()],
            unless_followed_by: vec!["id".into()],
            unless_preceded_by: Vec::new(),
            leak: None,
        })
    }

    #[test]
    fn columns_of_a_csv_file_have_names() {
        let text = "id;name;password\n1;\"a;b\";\"x\"\"y\"\n2;c; z \nbroken\n";
        let found: Vec<(&str, &str)> = of_csv(text, &names())
            .into_iter()
            .map(|(name, span)| (name, span.of(text)))
            .collect();
        assert_eq!(found, [("password", "x\"\"y"), ("password", "z")]);
        assert!(of_csv("id,token_id\n1,x\n", &names()).is_empty());
    }

    #[test]
    fn columns_of_inserts_have_names() {
        let text = "INSERT INTO `u` (`id`, `password`) VALUES (1, 'a,''b'),\n(2, MD5('x')), (3, 'c');\nINSERT INTO v VALUES (1, 'no');\nCREATE TABLE w (\n id int(11),\n token text, KEY (id)\n) ENGINE=x;\ninsert into w values (1, 'd');";
        let found: Vec<(&str, &str)> = of_sql(text, &names())
            .into_iter()
            .map(|(name, span)| (name, span.of(text)))
            .collect();
        assert_eq!(found[0], ("password", "a,''b"));
        assert!(found.contains(&("password", "c")));
        assert!(found.contains(&("token", "d")));
        assert!(!found.iter().any(|(_, value)| *value == "no"));
    }

    #[test]
    fn rows_of_people_hold_sums_of_passwords() {
        let sum = "0123456789abcdef".repeat(2);
        let text = format!(
            "INSERT INTO `shop_users` VALUES (1,'Joe','joe@example.com','{sum}');\nINSERT INTO `files` VALUES (1,'joe@example.com','{sum}');\nINSERT INTO users VALUES (2,'{sum}');\n"
        );
        let found: Vec<u32> = of_sql(&text, &names())
            .into_iter()
            .map(|(_, span)| span.start)
            .collect();
        assert_eq!(found, [text.find(&sum).expect("it was put there") as u32]);
    }
}
