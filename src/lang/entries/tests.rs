//! What the readers of configuration make of each format, and of what is broken.

use super::*;

/// `path = value` of every value, and the text its place covers where that differs.
fn show(format: Format, text: &str) -> Vec<String> {
    let tree = read(format, text);
    let mut lines = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        let Held::Scalar {
            text: said, span, ..
        } = &node.value
        else {
            continue;
        };
        let mut path = Vec::new();
        let mut id = Some(at as NodeId);
        while let Some(known) = id {
            let node = tree.node(known);
            if node.parent.is_some() || !node.key.is_empty() {
                let key = if node.key.is_empty() { "-" } else { &node.key };
                path.push(key.to_owned());
            }
            id = node.parent;
        }
        path.reverse();
        let covered = span.of(text);
        if covered == said {
            lines.push(format!("{} = {said}", path.join("/")));
        } else {
            lines.push(format!("{} = {said:?} at {covered:?}", path.join("/")));
        }
    }
    lines
}

#[test]
fn blocks_with_arrows_and_conditions() {
    assert_eq!(
        show(
            Format::Blocks,
            "input {\n  # one\n  beats { port => 5044 }\n}\nfilter\n{\n  if [type] == \"a\" and \"b\" not in [tags] {\n    \
             grok { match => { \"message\" => \"%{WORD:level} //x\" } }\n  } else { drop {} }\n}\noutput { s3 { codec => json { a => 1 } \
             hosts => [\"h:1\", 'i'] } }\n"
        ),
        [
            "input/beats/port = 5044",
            "filter/if/grok/match/message = %{WORD:level} //x",
            "output/s3/codec = json",
            "output/s3/-/a = 1",
            "output/s3/hosts/- = h:1",
            "output/s3/hosts/- = i",
        ]
    );
}

#[test]
fn json_with_all_the_liberties_people_take() {
    assert_eq!(
        show(
            Format::Json,
            "{ // one\n \"a\": {\"b\": \"x\\\"y\", c: 'z',},\n \"l\": [1, {\"d\": true}], /* two */ }\n{\"e\": null}\n"
        ),
        [
            r#"a/b = "x\"y" at "x\\\"y""#,
            "a/c = z",
            "l/- = 1",
            "l/-/d = true",
            "e = null",
        ]
    );
}

#[test]
fn json_that_ends_in_the_middle() {
    assert_eq!(
        show(
            Format::Json,
            "{\"a\": \"x\", \"b\": {\"c\": \"y\n \"d\": \"z\""
        ),
        ["a = x", "b/c = y", "b/d = z"]
    );
}

#[test]
fn yaml_maps_lists_and_documents() {
    let text = "a: 1 # no\nb:\n  c: 'it''s'\n  d: \"q\\n\"\nl:\n- name: N\n  value: V\n- x\nm:\n  -\n    k: w\n  - - y\n---\nz: &anchor v\n";
    assert_eq!(
        show(Format::Yaml, text),
        [
            "a = 1",
            r#"b/c = "it's" at "it''s""#,
            r#"b/d = "q\n" at "q\\n""#,
            "l/-/name = N",
            "l/-/value = V",
            "l/- = x",
            "m/-/k = w",
            "m/-/- = y",
            "z = v",
        ]
    );
}

#[test]
fn yaml_texts_over_lines_and_flow() {
    let text = "k: |\n  one\n    two\n\n  three\nf: {a: b c, \"d\": [e, 'f']}\np:\n  long\nq: \"a\n  b\"\nr: 1\n";
    assert_eq!(
        show(Format::Yaml, text),
        [
            r#"k = "one\n  two\n\nthree" at "one\n    two\n\n  three""#,
            "f/a = b c",
            "f/d/- = e",
            "f/d/- = f",
            "p = long",
            "q = a\n  b",
            "r = 1",
        ]
    );
}

#[test]
fn yaml_with_a_template_in_it() {
    let text = "{{- if .x }}\na: {{ .b | quote }}\nb:\n  {{- toYaml . | nindent 2 }}\n  c: d\n{{- end }}\n{{ .k }}: v\nurl: http://x:1/y\n";
    assert_eq!(
        show(Format::Yaml, text),
        [
            "a = {{ .b | quote }}",
            "b/c = d",
            "{{ .k }} = v",
            "url = http://x:1/y",
        ]
    );
}

#[test]
fn toml_tables_and_values() {
    let text = "top = 'x' # c\n[a.b]\nc = \"d\\\"e\"\nn.m = 5 # c\nl = [\n  \"f\",\n  'g',\n]\nt = { u = \"v\", w = [1] }\n[[k]]\ns = \"\"\"\none\ntwo\"\"\"\n";
    assert_eq!(
        show(Format::Toml, text),
        [
            "top = x",
            r#"a.b/c = "d\"e" at "d\\\"e""#,
            "a.b/n.m = 5",
            "a.b/l/- = f",
            "a.b/l/- = g",
            "a.b/t/u = v",
            "a.b/t/w/- = 1",
            "k/s = one\ntwo",
        ]
    );
}

#[test]
fn settings_by_lines() {
    assert_eq!(
        show(
            Format::Ini,
            "# a = no\n[s]\nkey = a b ; c\nother: \"q\"\nword token\na sentence of words\nset x=y\n"
        ),
        ["s/key = a b", "s/other = q", "s/word = token", "s/x = y"]
    );
    assert_eq!(
        show(
            Format::Dotenv,
            "export A='x y'\nB=\"1\n2\"\nC=d # e\n#D=no\nplain words\n"
        ),
        ["A = x y", "B = 1\n2", "C = d"]
    );
}

#[test]
fn xml_elements_and_attributes() {
    let text = "<?xml version='1.0'?><!-- <a>no</a> --><r><p name=\"n\" value='a&amp;b'/><q e=\"f\">\n text </q><s><t><![CDATA[u<v]]></t></s></r>";
    assert_eq!(
        show(Format::Xml, text),
        [
            "r/p/name = n",
            r#"r/p/value = "a&b" at "a&amp;b""#,
            "r/q = text",
            "r/q/e = f",
            "r/s/t = u<v",
        ]
    );
}

#[test]
fn hcl_blocks_and_texts() {
    let text = "variable \"db\" {\n  default = \"x${y(\"z\")}\" # c\n  m = { a = 1, b : \"c\" }\n}\np = <<EOF\nline\nEOF\nq = file(\"f\")\n";
    assert_eq!(
        show(Format::Hcl, text),
        [
            "variable.db/default = x${y(\"z\")}",
            "variable.db/m/a = 1",
            "variable.db/m/b = c",
            r#"p = "line\n" at "line""#,
            "q = file(",
        ]
    );
}

#[test]
fn half_of_anything_is_read_without_falling_over() {
    let samples = [
        "{\"é\": \"ü\\u00e9\", 'ö': [1, \"ß\n], c: /* ä */ \"\\",
        "é: \"ü\n  ö\"\n- ß: |\n    ä\n  - {é: ü, ö: 'ß'}\n{{ é }}: &ä !ü ö # é\n\"é\": 'ü''",
        "é = \"ü\"\n[ö]\n\"ß\".ä = \"\"\"é\nü\"\"\"\nö = { ß = 'ä' }\né = [ \"ü\",",
        "[é]\nü = \"ö\nß: 'ä' # é\n\"ü\" ö\nexport ß=\"ä\\",
        "<é ü='ö' ß><![CDATA[ä]]>&é;&#xfc;</é><!-- ö --><ß ä=\"",
        "é \"ü\" {\n ö = <<ß\nä\nß\n é = \"${ü(\"ö\")}\"\n ß = \"ä\\",
    ];
    for format in [
        Format::Json,
        Format::Yaml,
        Format::Toml,
        Format::Ini,
        Format::Dotenv,
        Format::Xml,
        Format::Hcl,
    ] {
        for sample in samples {
            for (end, _) in sample.char_indices() {
                let text = &sample[..end];
                for node in &read(format, text).nodes {
                    assert!(
                        text.get(node.key_span.start as usize..node.key_span.end as usize)
                            .is_some()
                    );
                    if let Held::Scalar { span, .. } = &node.value {
                        assert!(text.get(span.start as usize..span.end as usize).is_some());
                    }
                }
            }
        }
    }
}
