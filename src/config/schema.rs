//! The published JSON Schema of `vigie.toml`, for editors that complete and check it.

use serde_json::{Map, Value, json};

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
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vigie.toml",
        "description": "Configuration of Vigie.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
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
    }
}
