//! The published JSON Schema of `vigie.toml`, for editors that complete and check it.

use serde_json::{Map, Value, json};

use super::allow;
use super::keys::{Kind, SETTINGS, tables};

/// The JSON Schema of `vigie.toml`.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for table in tables() {
        let keys: Map<String, Value> = SETTINGS
            .iter()
            .filter(|setting| setting.table == table)
            .map(|setting| {
                let mut shape = shape(setting.kind);
                shape["description"] = setting.says.into();
                (setting.name.to_owned(), shape)
            })
            .collect();
        properties.insert(
            table.to_owned(),
            json!({ "type": "object", "additionalProperties": false, "properties": keys }),
        );
    }
    properties.insert(allow::NAME.to_owned(), allowed());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vigie.toml",
        "description": "Configuration of Vigie.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// The list of what somebody has looked at.
fn allowed() -> Value {
    let keys: Map<String, Value> = allow::KEYS
        .iter()
        .map(|(name, says)| {
            let mut shape = json!({ "type": "string", "description": says });
            match *name {
                "sha256" => shape["pattern"] = "^[0-9a-fA-F]{64}$".into(),
                "expires" => shape["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into(),
                _ => {}
            }
            ((*name).to_owned(), shape)
        })
        .collect();
    json!({
        "type": "array",
        "description": "Findings that somebody has looked at: what all keys of an entry speak of does not count.",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["reason"],
            "anyOf": [{ "required": ["rule"] }, { "required": ["path"] }, { "required": ["sha256"] }],
            "properties": keys,
        },
    })
}

/// What a setting takes, as JSON Schema.
fn shape(kind: Kind) -> Value {
    match kind {
        Kind::Count(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Kind::Bytes(most) => json!({ "oneOf": [
            { "type": "integer", "minimum": 0, "maximum": most },
            { "type": "string", "pattern": "^[0-9]+ *([KMG]i?B|kB|B)?$" },
        ] }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Day => json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" }),
        Kind::File | Kind::Path => json!({ "type": "string" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Names | Kind::Globs | Kind::Folders => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(document: &str) -> bool {
        let document: toml::Value = toml::from_str(document).expect("the test writes TOML");
        let document = serde_json::to_value(document).expect("TOML fits into JSON");
        jsonschema::draft202012::is_valid(&schema(), &document)
    }

    #[test]
    fn it_is_a_schema_that_tells_right_from_wrong() {
        jsonschema::meta::validate(&schema()).expect("the schema is itself valid");
        assert!(accepts("[scan]\nmax-file-bytes = \"64MiB\"\nthreads = 2\n"));
        assert!(accepts(
            "[scan]\nmax-file-bytes = 4096\n[gate]\nfail-on = \"high\"\n"
        ));
        assert!(!accepts("[scan]\nexlude = []\n"));
        assert!(!accepts("[gate]\nfail-on = \"often\"\n"));
        assert!(!accepts("[scan]\nmax-file-bytes = \"64 parsecs\"\n"));
        assert!(!accepts("threads = 2\n"));
        assert!(accepts(
            "[[allow]]\nrule = \"jwt-*\"\nreason = \"an example\"\nexpires = \"2026-12-31\"\n"
        ));
        assert!(!accepts("[[allow]]\nreason = \"everything\"\n"));
        assert!(!accepts("[[allow]]\nrule = \"x\"\n"));
        assert!(accepts("[gate]\nbaseline = \"known.json\"\n"));
    }
}
