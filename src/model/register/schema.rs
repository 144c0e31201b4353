//! The published JSON Schema of the register of secrets, from the one list of what it may say.

use serde_json::{Map, Value, json};

use super::{ENVIRONMENT, FIELDS, Field, Takes};

/// The address under which the schema is published.
const ID: &str = "https://vigie.dev/schema/secret-1.json";

/// The JSON Schema (draft 2020-12) of a register.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Register of secrets",
        "description": "Which secrets a repository uses, and who answers for them. It holds no value.",
        "type": "object",
        "additionalProperties": false,
        "required": ["secrets"],
        "properties": {
            "version": { "const": 1, "description": "Version of this form." },
            "secrets": {
                "type": "array",
                "description": "One entry for each secret.",
                "items": object(&FIELDS),
            },
        },
    })
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut shape = shape(field.takes);
            shape["description"] = field.says.into();
            (field.name.to_owned(), shape)
        })
        .collect();
    let required = fields.iter().filter(|field| field.required);
    let required: Vec<&str> = required.map(|field| field.name).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

fn shape(takes: Takes) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    match takes {
        Takes::Text => text,
        Takes::Texts => json!({ "oneOf": [text, { "type": "array", "items": text }] }),
        Takes::Word(words) => json!({
            "anyOf": [
                { "enum": words },
                { "type": "string", "pattern": any_spelling(words) },
            ],
        }),
        Takes::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Takes::Interval => json!({ "anyOf": [
            { "type": "integer", "minimum": 1 },
            { "type": "string", "pattern": "^([Nn]ever|[Pp]?[0-9]+ *([DdWwMmYy]|days?|weeks?|months?|years?)?)$" },
        ] }),
        Takes::Environments => json!({
            "type": "array",
            "minItems": 1,
            "items": { "oneOf": [text, object(&ENVIRONMENT)] },
        }),
    }
}

/// The words in any case, joined by `-`, `_`, `.` or a blank, or by nothing.
fn any_spelling(words: &[&str]) -> String {
    let spelt = |word: &&str| {
        let letter = |c: char| match c {
            '-' => "[-_. ]?".to_owned(),
            c if c.is_ascii_lowercase() => format!("[{}{c}]", c.to_ascii_uppercase()),
            c => c.to_string(),
        };
        word.chars().map(letter).collect::<String>()
    };
    let all: Vec<String> = words.iter().map(spelt).collect();
    format!("^({})$", all.join("|"))
}
