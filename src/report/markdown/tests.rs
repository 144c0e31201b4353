//! That our Markdown says what was meant, as a Markdown reader sees it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::super::sample;
use super::*;
use crate::model::translation::Lang;
use crate::report::legible::visible;

/// What a reader makes of a document.
#[derive(Default)]
struct Seen {
    codes: Vec<String>,
    prose: String,
    headings: Vec<String>,
}

/// Reads a document and checks what must hold in any: no HTML, no images, links only to where our
/// own rules point, and as many cells in each row as in the head of its table.
fn read(text: &str) -> Seen {
    let mut seen = Seen::default();
    let (mut head, mut cells, mut in_heading, mut in_block) = (0, 0, false, false);
    for event in Parser::new_ext(
        text,
        Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_MATH,
    ) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::InlineMath(math) | Event::DisplayMath(math) => panic!("math: {math}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://example.org/"), "{dest_url}");
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                assert_eq!(kind, CodeBlockKind::Fenced("mermaid".into()));
                in_block = true;
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableHead) => head = cells,
            Event::End(TagEnd::TableRow) => assert_eq!(cells, head),
            Event::Start(Tag::Heading { .. }) => {
                in_heading = true;
                seen.headings.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Code(code) => {
                if in_heading {
                    seen.headings.last_mut().expect("a heading").push_str(&code);
                }
                seen.codes.push(code.into_string());
            }
            Event::Text(text) if !in_block => {
                if in_heading {
                    seen.headings.last_mut().expect("a heading").push_str(&text);
                }
                seen.prose.push_str(&text);
            }
            _ => {}
        }
    }
    seen
}

fn rendered(view: View, length: Length) -> String {
    let inventory = sample::inventory();
    render(&Grouped::new(&inventory, view), length, &Words::english())
}

/// How a text looks in a code span: spaces at its ends are gone, a bar behind a backslash is spelt out.
fn shown(text: &str) -> String {
    visible(text).trim_matches(' ').replace("\\|", "\\u{7c}")
}

#[test]
fn hostile_text_stands_whole_in_code_spans_and_nowhere_else() {
    for view in [View::All, View::Observability, View::Secrets] {
        let seen = read(&rendered(view, Length::Full));
        for text in sample::HOSTILE.iter().filter(|text| text.len() > 1) {
            let wanted = shown(text);
            assert!(seen.codes.contains(&wanted), "{view:?}: {wanted}");
        }
        for marker in ["alert", "evil", "subgraph", "mention", "owned", "init"] {
            // Titles of rules are prose, and hostile in this sample.
            if view == View::Observability {
                assert!(!seen.prose.contains(marker), "{marker}");
            }
        }
    }
}

#[test]
fn every_heading_is_there_once() {
    for length in [Length::Full, Length::Short] {
        let mut headings = read(&rendered(View::All, length)).headings;
        let all = headings.len();
        headings.sort();
        headings.dedup();
        assert_eq!(headings.len(), all);
    }
}

#[test]
fn every_point_finding_reference_and_skip_is_listed() {
    let inventory = sample::large(40);
    let text = render(
        &Grouped::new(&inventory, View::All),
        Length::Full,
        &Words::english(),
    );
    let listed = |path: &str| text.matches(&format!("`{path}")).count();
    for reference in &inventory.references {
        assert_eq!(
            listed(&reference.at.path),
            4,
            "two points, a finding, a reference"
        );
    }
}

#[test]
fn the_short_form_fits_a_comment() {
    let mut large = sample::large(3_000);
    for finding in &mut large.findings {
        finding.rule = format!("{}{}", "`|\u{1b}".repeat(200), finding.rule).into();
        finding.at.path = format!("{}{}", "日本/".repeat(300), finding.at.path).into();
    }
    for inventory in [
        sample::empty(),
        sample::inventory(),
        sample::large(3_000),
        large,
    ] {
        for view in [View::All, View::Observability, View::Secrets] {
            let text = render(
                &Grouped::new(&inventory, view),
                Length::Short,
                &Words::english(),
            );
            read(&text);
            assert!(text.chars().count() <= SHORT);
        }
    }
}

#[test]
fn a_small_summary_reads_like_this() {
    let inventory = sample::large(2);
    let text = render(
        &Grouped::new(&inventory, View::All),
        Length::Short,
        &Words::english(),
    );
    insta::assert_snapshot!(text);
}

#[test]
fn an_empty_inventory_reads_like_this() {
    let inventory = sample::empty();
    let text = render(
        &Grouped::new(&inventory, View::All),
        Length::Full,
        &Words::english(),
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_small_summary_reads_like_this_in_french() {
    let inventory = sample::large(2);
    let text = render(
        &Grouped::new(&inventory, View::All),
        Length::Short,
        &Words::new(Lang::Fr),
    );
    insta::assert_snapshot!(text);
}
