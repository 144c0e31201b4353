//! Files of other tools, and what becomes of them.

use super::*;

fn imported(text: &str) -> Imported {
    read(text, &BTreeSet::from(["github-pat"])).expect("it is read")
}

#[test]
fn a_gitleaks_configuration_becomes_allow_entries() {
    let text = r#"
title = "ours"

[extend]
useDefault = true

[allowlist]
description = "generated"
paths = ['''(^|/)vendor/''', '''foo.*bar''']
regexes = ['''^not-a-secret$''', '''219-09-9999''']
stopwords = ["example", "test"]
commits = ["0123456789"]

[[rules]]
id = "github-pat"
regex = '''x'''
  [[rules.allowlists]]
  paths = ['''\.md$''']

[[rules]]
id = "of-nobody"
  [rules.allowlist]
  paths = ['''a''']

[[allowlists]]
targetRules = ["github-pat"]
condition = "AND"
paths = ['''a''']
regexes = ['''b''']
"#;
    let Imported { allow, known, left } = imported(text);
    assert!(known.is_empty());
    let entries: Vec<_> = allow
        .iter()
        .map(|allow| {
            (
                allow.rule.as_deref(),
                allow.path.as_deref(),
                allow.reason.as_str(),
            )
        })
        .collect();
    assert_eq!(
        entries,
        [
            (None, Some("**/vendor/**"), "generated"),
            (None, Some("/vendor/**"), "generated"),
            (None, None, "generated"),
            (
                Some("github-pat"),
                Some("*.md"),
                "carried over from gitleaks"
            ),
        ]
    );
    assert_eq!(allow[2].sha256, Some(sha256(b"not-a-secret")));
    assert_eq!(
        left,
        [
            "a pattern of paths that no glob can say: `foo.*bar`",
            "a pattern of values, of 11 characters",
            "2 stop words",
            "1 commits",
            "an allow list whose conditions must all hold: without a description",
            "an allow list of the rule `of-nobody`, of which there is none here",
        ]
    );
}

#[test]
fn a_gitleaksignore_becomes_lines() {
    let commit = "0".repeat(40);
    let Imported { allow, known, left } = imported(&format!(
        "# accepted\napp/settings.py:generic-api-key:12\n\n{commit}:old.py:jwt:3\n"
    ));
    assert!(allow.is_empty());
    assert_eq!(
        known,
        [Known {
            path: "app/settings.py".to_owned(),
            by: KnownBy::Line(12)
        }]
    );
    assert_eq!(left.len(), 1);
    assert!(left[0].contains("speaks of a commit"), "{left:?}");
}

#[test]
fn a_detect_secrets_baseline_becomes_hashes() {
    let digest = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let text = serde_json::json!({
        "version": "1.5.0",
        "plugins_used": [{ "name": "KeywordDetector" }],
        "filters_used": [
            { "path": "detect_secrets.filters.heuristic.is_likely_id_string" },
            { "path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^docs/"] },
            { "path": "detect_secrets.filters.regex.should_exclude_line", "pattern": ["x="] },
        ],
        "results": {
            "./app.py": [{
                "type": "Secret Keyword", "filename": "app.py", "hashed_secret": digest,
                "is_verified": false, "line_number": 4,
            }],
        },
        "generated_at": "2026-01-01T00:00:00Z",
    });
    let Imported { allow, known, left } = imported(&text.to_string());
    assert_eq!(allow.len(), 1);
    assert_eq!(allow[0].path.as_deref(), Some("/docs/**"));
    assert_eq!(
        known,
        [Known {
            path: "app.py".to_owned(),
            by: KnownBy::Sha1(digest.to_owned())
        }]
    );
    assert_eq!(left, ["a filter that is not of paths: `x=`"]);
}

#[test]
fn anything_else_is_refused() {
    let rules = BTreeSet::new();
    assert!(read("{\"a\": 1}", &rules).is_err());
    assert!(read("nothing of the kind", &rules).is_err());
}
