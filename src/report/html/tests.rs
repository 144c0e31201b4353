//! What holds for the page: it is one well-formed document whose text is what was found and nothing else.

use super::*;
use crate::model::inventory::Inventory;
use crate::model::settings::View;
use crate::report::sample;

fn page(inventory: &Inventory, view: View) -> String {
    render(&Grouped::new(inventory, view), &Words::english())
}

/// Every start tag of the page with its attributes, the style and the script left out.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    for (start, part) in page.split('<').enumerate() {
        let raw = part.starts_with("style>") || part.starts_with("script>");
        if start > 0 && !part.starts_with('/') && !raw {
            // Attribute values hold no `>`: it is escaped in them.
            tags.push(part.split('>').next().unwrap_or_default());
        }
    }
    tags
}

/// The value of an attribute of a start tag.
fn value(tag: &str, name: &str) -> Option<String> {
    let (mut rest, mut quoted) = (tag, false);
    while let Some(at) = rest.find(['"', ' ']) {
        quoted ^= rest[at..].starts_with('"');
        rest = &rest[at + 1..];
        let found = rest
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('='));
        if let (false, Some(value)) = (quoted, found) {
            let plain = value.split(' ').next().unwrap_or_default();
            let marked = value
                .strip_prefix('"')
                .and_then(|value| value.split('"').next());
            return Some(marked.unwrap_or(plain).to_owned());
        }
    }
    None
}

#[test]
fn no_text_of_a_file_becomes_an_element() {
    const OURS: &[&str] = &[
        "!doctype",
        "a",
        "b",
        "body",
        "caption",
        "circle",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "g",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "i",
        "input",
        "label",
        "li",
        "main",
        "mark",
        "meta",
        "nav",
        "ol",
        "output",
        "p",
        "path",
        "pre",
        "rect",
        "section",
        "small",
        "span",
        "strong",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ];
    const ATTRIBUTES: &[&str] = &[
        "href",
        "src",
        "srcset",
        "style",
        "onerror",
        "onclick",
        "onload",
        "action",
        "formaction",
    ];
    let inventory = sample::inventory();
    for view in [View::All, View::Observability, View::Secrets] {
        let page = page(&inventory, view);
        let body = &page[page.find("</script>").expect("there is one script")..];
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("<style").count(), 1);
        for tag in tags(body) {
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            assert!(OURS.contains(&name), "<{tag}>");
            for attribute in ATTRIBUTES {
                if let Some(value) = value(tag, attribute) {
                    let leads = value.starts_with('#') || value.starts_with("https://");
                    assert!(*attribute == "href" && leads, "<{tag}>");
                }
            }
        }
    }
}

#[test]
fn every_id_stands_once_and_every_link_leads_somewhere() {
    let inventory = sample::inventory();
    let page = page(&inventory, View::All);
    let body = &page[page.find("</script>").expect("there is one script")..];
    let mut ids: Vec<String> = tags(body)
        .iter()
        .filter_map(|tag| value(tag, "id"))
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(count, ids.len(), "an id stands twice");
    for tag in tags(body) {
        for name in ["href", "aria-labelledby", "aria-describedby", "for"] {
            if let Some(target) = value(tag, name) {
                let is_link = name == "href";
                let target = if is_link {
                    target.strip_prefix('#').unwrap_or_default()
                } else {
                    &target
                };
                let outside = is_link && target.is_empty();
                assert!(outside || ids.iter().any(|id| id == target), "<{tag}>");
            }
        }
    }
}

#[test]
fn the_policy_names_the_one_style_and_the_one_script() {
    let page = page(&sample::empty(), View::All);
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let start = page.find(open).expect("it is there") + open.len();
        let end = page.find(close).expect("it ends");
        assert!(page.contains(&hash(&page[start..end])), "{open}");
    }
    assert!(page.contains("default-src 'none'"));
    for text in [STYLE, SCRIPT] {
        // A browser reads line ends as line feeds before it hashes.
        assert!(
            !text.contains('\r') && !text.contains("</"),
            "would not survive in a page"
        );
        assert!(
            !text.contains("http") && !text.contains("url("),
            "nothing is fetched"
        );
    }
}

#[test]
fn an_empty_inventory_says_what_is_not_there() {
    let words = Words::english();
    let page = page(&sample::empty(), View::All);
    for id in [
        "html-no-findings",
        "html-no-points",
        "html-no-observers",
        "html-no-secrets",
        "no-skips",
    ] {
        let said = words.of(id);
        assert!(page.contains(&said), "{id}");
    }
}

#[test]
fn a_view_shows_its_half() {
    let inventory = sample::inventory();
    let all = page(&inventory, View::All);
    let observability = page(&inventory, View::Observability);
    let secrets = page(&inventory, View::Secrets);
    for id in ["id=\"points\"", "id=\"observers\""] {
        assert!(
            all.contains(id) && observability.contains(id) && !secrets.contains(id),
            "{id}"
        );
    }
    for id in ["id=\"secrets\"", "id=\"references\""] {
        assert!(
            all.contains(id) && secrets.contains(id) && !observability.contains(id),
            "{id}"
        );
    }
}

#[test]
fn every_row_is_in_the_document_and_ten_thousand_points_are_four_megabytes_at_most() {
    let mut inventory = sample::large(2_500);
    inventory.points.extend(inventory.points.clone());
    for point in &mut inventory.points {
        // What stands in every field of the sample stands once in a real point.
        point.through = None;
        point.function = Some(sample::safe("OrderService.refuse"));
        point.attributes.truncate(1);
        point.attributes[0].key = sample::safe("customer_id");
    }
    inventory.findings.truncate(5);
    inventory.references.clear();
    let page = page(&inventory, View::All);
    let start = page.find("<table id=t-points").expect("the catalogue");
    let end = start + page[start..].find("</table>").expect("its end");
    assert_eq!(page[start..end].matches("<tr id=").count(), 10_000);
    let catalogue = end - start;
    assert!(catalogue <= 4 << 20, "{catalogue}");
}

#[test]
fn a_report_of_five_findings_is_small() {
    let mut inventory = sample::large(5);
    inventory.points.clear();
    let page = page(&inventory, View::All);
    assert!(page.len() < 120_000, "{}", page.len());
}
