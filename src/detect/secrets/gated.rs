//! The windows around keywords, measured against a search of the whole text.

use super::example::example;
use super::pattern::{Hits, Match, Pattern};
use crate::detect::keywords::{Keywords, Use};
use crate::rules::Rules;
use crate::rules::pack::Packs;

/// What the rule finds through its keywords.
fn gated(keywords: &Keywords, pattern: &Pattern, text: &str) -> Vec<Match> {
    let mut hits = Hits::default();
    keywords.scan(text, |wanted, span| {
        if let Use::Secret(_) = wanted {
            pattern.search(text.as_bytes(), span, &mut hits);
        }
    });
    hits.found.sort_unstable();
    hits.found.dedup();
    hits.found
}

#[test]
fn windows_find_what_the_whole_text_holds() {
    let around = "Neither this line nor the next is a sample.\n".repeat(230);
    let mut wrong = Vec::new();
    let rules = Rules::builtin();
    for rule in rules.packs.vendors.iter().flat_map(|vendor| &vendor.rules) {
        let keywords = Keywords::new(&Packs::default(), std::iter::once(rule.keywords.as_slice()));
        let pattern = Pattern::new(rule.clone());
        for (at, sample) in rule.examples.iter().enumerate() {
            let sample = example(rule, sample, 3).expect("check tests that examples expand");
            for text in [
                sample.clone(),
                format!("{sample}\n{around}"),
                format!("{around}{sample}"),
                format!("{around}{sample}\n{around}{sample}"),
            ] {
                let (found, all) = (gated(&keywords, &pattern, &text), pattern.search_all(&text));
                if found != all || all.is_empty() {
                    wrong.push(format!("{} example {at}: {found:?} of {all:?}", rule.id));
                    break;
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rules:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
