//! Which files are registers, and what is read of them.

use super::*;
use crate::lang::entries;
use crate::model::language::Format;

fn tree(text: &str) -> Tree<'_> {
    entries::read(Format::Yaml, text)
}

#[test]
fn a_register_is_known_by_its_place_and_its_form() {
    assert_eq!(expected("secrets.yaml", ""), Some(false));
    assert_eq!(expected(".vigie/secrets.yml", ""), Some(true));
    assert_eq!(expected("api/secrets.yaml", ""), None);
    assert_eq!(expected("api/secrets.yaml", "api/secrets.yaml"), Some(true));
    assert_eq!(expected("secrets.yaml", "api/secrets.yaml"), None);
    for (text, is) in [
        ("secrets:\n  - name: A\n    owner: b\n", true),
        ("version: 1\nsecrets: []\n", true),
        // Of other programs: values by name, a list of pull secrets, a Kubernetes Secret.
        ("db_password: x\nwifi: y\n", false),
        ("secrets:\n  - name: A\n", false),
        ("secrets:\n  db: x\n", false),
        ("kind: Secret\nstringData:\n  a: b\n", false),
    ] {
        assert_eq!(is_register(&tree(text)), is, "{text}");
    }
}

#[test]
fn an_entry_is_read_whole() {
    let text = "\
# ours
secrets:
  - name: DB_PASSWORD # the one
    aliases:
      - db-password
      - \"PGPASSWORD\"
    type: Password
    usage: >-
      signs in to
      the database
    owner: team-a
    storage: AWS_SSM
    location: /prod/db
    rotation_interval: 12w
    last_rotation: 2026-01-15
    consumers: orders
    environments:
      - prod
      - {name: staging, storage: file, last_rotation: 2026-02-01}
";
    let read = read(&tree(text), "secrets.yaml", text, &Scrubber::default());
    let told: Vec<&str> = read.faults.iter().map(|fault| fault.message.id).collect();
    assert_eq!(told, ["model-open"], "it has no classification");
    let one = &read.declarations[0];
    assert_eq!((one.at.start.line, one.at.start.column), (3, 11));
    let names: Vec<&str> = one.names().map(SafeText::as_str).collect();
    assert_eq!(names, ["DB_PASSWORD", "db-password", "PGPASSWORD"]);
    assert_eq!(one.kind, Some("password"));
    assert_eq!(one.usage.as_deref(), Some("signs in to\nthe database"));
    assert_eq!(one.terms.storage, Some("aws-ssm"));
    assert_eq!(one.terms.rotation_days, Some(84));
    assert_eq!(one.consumers.len(), 1);
    let values = one.values();
    assert_eq!(values.len(), 2);
    assert_eq!(values[0].1.storage, Some("aws-ssm"));
    assert_eq!(values[1].1.storage, Some("file"));
    let due = values[1].1.due().map(|due| due.to_string());
    assert_eq!(due.as_deref(), Some("2026-04-26"));
}

const RIGHT: &str = "\
version: 1
secrets:
  - name: API_TOKEN
    type: token
    usage: The shop asks the carrier for prices.
    owner: team-shop
    location: kv/shop/carrier
    rotation_interval: 90d
";
const TEMPLATE: &str = include_str!("../../../templates/secrets.yaml");

#[test]
fn the_schema_and_the_reader_say_the_same() {
    let schema = crate::model::register::schema();
    jsonschema::meta::validate(&schema).expect("it is a schema");
    let accepts = |text: &str| jsonschema::draft202012::is_valid(&schema, &as_json(text));
    assert!(accepts(TEMPLATE));
    assert!(accepts(RIGHT));
    for (from, to) in [
        ("version: 1", "version: 2"),
        ("version: 1", "versoin: 1"),
        ("    owner: team-shop\n", ""),
        ("usage: The", "use: The"),
        ("type: token", "type: tokne"),
        ("rotation_interval: 90d", "rotation_interval: often"),
        ("location: kv/shop/carrier", "environments: production"),
    ] {
        let text = RIGHT.replace(from, to);
        assert!(!accepts(&text), "{to}");
        let read = read(&tree(&text), "secrets.yaml", &text, &Scrubber::default());
        let errors = |fault: &&Fault| fault.weight == Weight::Error;
        assert!(read.faults.iter().find(errors).is_some(), "{to}");
    }
}

/// The text as the readers of schemas see it.
fn as_json(text: &str) -> serde_json::Value {
    let tree = entries::read(Format::Yaml, text);
    let mut values: Vec<serde_json::Value> = vec![serde_json::Value::Null; tree.nodes.len()];
    for (id, node) in tree.nodes.iter().enumerate().rev() {
        let own = values[id].take();
        let value = match &node.value {
            entries::Held::Scalar { text, .. } => text
                .parse::<u64>()
                .map_or_else(|_| text.to_string().into(), Into::into),
            entries::Held::Nothing => serde_json::Value::Null,
            entries::Held::Map => own,
            entries::Held::List => match own {
                serde_json::Value::Array(mut items) => {
                    items.reverse();
                    items.into()
                }
                _ => Vec::<u8>::new().into(),
            },
        };
        let Some(parent) = node.parent else {
            return value;
        };
        let slot = &mut values[parent as usize];
        if matches!(tree.node(parent).value, entries::Held::List) {
            if slot.is_null() {
                *slot = serde_json::Value::Array(Vec::new());
            }
            slot.as_array_mut().expect("it was made one").push(value);
        } else {
            slot[node.key.as_ref()] = value;
        }
    }
    serde_json::Value::Null
}
