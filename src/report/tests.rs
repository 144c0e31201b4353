//! What holds for every format.

use super::*;
use crate::model::inventory::Inventory;

const FORMATS: [Format; 6] = [
    Format::Terminal,
    Format::Markdown,
    Format::Html,
    Format::Json,
    Format::Mermaid,
    Format::Sarif,
];
const VIEWS: [View; 3] = [View::All, View::Observability, View::Secrets];

fn rendered(inventory: &Inventory, format: Format, view: View) -> String {
    let options = Options {
        view,
        ..Options::default()
    };
    render(inventory, format, &options, &Words::english())
}

#[test]
fn every_output_ends_in_one_line_feed_and_is_the_same_twice() {
    for inventory in [sample::empty(), sample::inventory(), sample::large(30)] {
        for format in FORMATS {
            for view in VIEWS {
                let text = rendered(&inventory, format, view);
                assert!(
                    text.ends_with('\n') && !text.ends_with("\n\n"),
                    "{format:?} {view:?}"
                );
                assert_eq!(text, rendered(&inventory, format, view));
            }
        }
    }
}

#[test]
fn nothing_that_steers_a_reader_gets_through() {
    let inventory = sample::inventory();
    for format in [
        Format::Terminal,
        Format::Markdown,
        Format::Html,
        Format::Mermaid,
    ] {
        for view in VIEWS {
            let text = rendered(&inventory, format, view);
            for steering in [
                '\u{1b}', '\u{7}', '\u{9b}', '\u{7f}', '\0', '\r', '\u{202e}', '\u{2066}',
                '\u{2028}',
            ] {
                assert!(!text.contains(steering), "{format:?} {view:?} {steering:?}");
            }
        }
    }
}

#[test]
fn json_of_every_view_obeys_the_schema() {
    let schema = schema();
    assert_eq!(schema["$id"], "https://vigie.dev/schema/inventory-1.json");
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(!schema.to_string().contains("[`"));
    let validator = jsonschema::options().build(&schema).expect("a schema");
    for inventory in [sample::empty(), sample::inventory(), sample::large(30)] {
        for view in VIEWS {
            let text = rendered(&inventory, Format::Json, view);
            let document = serde_json::from_str(&text).expect("JSON");
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| error.to_string())
                .collect();
            assert_eq!(errors, Vec::<String>::new());
        }
    }
    for broken in ["{}", r#"{"schema_version": "2.0"}"#] {
        let document = serde_json::from_str(broken).expect("JSON");
        assert!(!validator.is_valid(&document));
    }
    let mut document: serde_json::Value =
        serde_json::from_str(&rendered(&sample::inventory(), Format::Json, View::All))
            .expect("JSON");
    document["points"][0]["at"]["path"] = 1.into();
    assert!(!validator.is_valid(&document));
}

#[test]
fn json_holds_what_the_view_shows_word_for_word() {
    let inventory = sample::inventory();
    let read = |view| -> serde_json::Value {
        serde_json::from_str(&rendered(&inventory, Format::Json, view)).expect("JSON")
    };
    let [all, points, secrets] = VIEWS.map(read);
    assert_eq!(
        all["points"].as_array().map(Vec::len),
        Some(inventory.points.len())
    );
    assert_eq!(all["points"], points["points"]);
    assert_eq!(all["findings"], secrets["findings"]);
    assert_eq!(all["references"], secrets["references"]);
    for (document, empty) in [
        (&points, ["findings", "rules", "references"].as_slice()),
        (&secrets, &["points"]),
    ] {
        for key in empty {
            assert_eq!(document[*key], serde_json::json!([]));
        }
        assert_eq!(document["skips"], all["skips"]);
    }
    for (written, point) in all["points"]
        .as_array()
        .expect("a list")
        .iter()
        .zip(&inventory.points)
    {
        assert_eq!(written["at"]["path"].as_str(), Some(&*point.at.path));
        assert_eq!(written["name"].as_str(), point.name.as_deref());
    }
    let finding = &all["findings"][0];
    assert!(
        finding["text"]
            .as_str()
            .is_some_and(|text| text.contains(" in the open, as "))
    );
    assert!(
        finding["mask"]
            .as_str()
            .is_some_and(|mask| mask.ends_with("****"))
    );
    assert!(finding.get("evidence").is_none());
}
