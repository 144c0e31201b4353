//! Finds a few thousand words in one pass over the bytes, whatever their case.
//!
//! Each word is known by its rarest four bytes, a word of three bytes by those. A table of bits for the
//! ones and another for the others, small enough to stay in the nearest cache, rule out nearly all
//! places; only what is left is compared. An automaton over the same words takes a second to build and
//! megabytes to keep, and is slower for it.

/// Bits of the tables, as powers of two.
const FOURS: u32 = 17;
const THREES: u32 = 15;
/// Lists of entries, as a power of two.
const LISTS: u32 = 12;
/// How many hits wait for their order before some are handed on.
const WAITING: usize = 1 << 10;

/// A word that stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Where it ends.
    pub(crate) end: usize,
    /// Where it begins.
    pub(crate) start: usize,
    /// Which it is.
    pub(crate) word: usize,
}

/// Words that are searched for together.
#[derive(Debug)]
pub(crate) struct Words {
    fours: Table<{ 1 << (FOURS - 6) }>,
    /// Threes that are all there is of a word.
    threes: Table<{ 1 << (THREES - 6) }>,
    /// Where the entries of each list begin; one more for the end.
    lists: Box<[u32]>,
    entries: Vec<Entry>,
    spelled: Vec<Box<[u8]>>,
}

/// A bit for each of many numbers.
#[derive(Debug)]
struct Table<const LENGTH: usize>(Box<[u64; LENGTH]>);

impl<const LENGTH: usize> Table<LENGTH> {
    fn new() -> Self {
        Self(Box::new([0; LENGTH]))
    }

    fn set(&mut self, bit: u32) {
        self.0[(bit >> 6) as usize] |= 1 << (bit & 63);
    }

    #[inline]
    fn get(&self, bit: u32) -> u64 {
        self.0[(bit >> 6) as usize] >> (bit & 63) & 1
    }
}

/// Four bytes that lead to a word.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Folded, the first one lowest.
    four: u32,
    /// Which bits of them count.
    mask: u32,
    word: u32,
    /// How far into the word they stand.
    back: u32,
}

impl Entry {
    fn list(&self) -> u32 {
        hash_of_three(self.four, LISTS)
    }
}

/// Letters of both cases become one; what else falls together is told apart by comparing.
const FOLD: u32 = 0x2020_2020;
const SPREAD: u32 = 0x9E37_79B1;

#[inline]
const fn hash(four: u32, bits: u32) -> u32 {
    four.wrapping_mul(SPREAD) >> (32 - bits)
}

/// The hash of the first three of four bytes: the last falls off at the top.
#[inline]
const fn hash_of_three(four: u32, bits: u32) -> u32 {
    four.wrapping_mul(SPREAD << 8) >> (32 - bits)
}

/// How often a byte stands in code and prose: a rank, as counted in samples of six repositories.
fn frequency(byte: u8) -> usize {
    const OFTEN: &[u8] = b"?%$'!+&#<7>9zj`856q;34-|2=1kxw}{0v_y(b/:g,hf.m\"pud)c*lonsairte ";
    let place = OFTEN.iter().position(|known| known | 0x20 == byte | 0x20);
    place.map_or(0, |place| place + 1)
}

impl Words {
    /// For these words; none of them is empty.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w [u8]>) -> Self {
        let spelled: Vec<Box<[u8]>> = words.map(Box::from).collect();
        let (mut threes, mut fours) = (Table::new(), Table::new());
        let mut entries = Vec::new();
        for (index, word) in spelled.iter().enumerate() {
            let mut add = |four: [u8; 4], mask: u32, back: usize| {
                let four = u32::from_le_bytes(four) | FOLD;
                match mask {
                    u32::MAX => fours.set(hash(four, FOURS)),
                    _ => threes.set(hash_of_three(four, THREES)),
                }
                entries.push(Entry {
                    four,
                    mask,
                    word: index as u32,
                    back: back as u32,
                });
            };
            // What follows a word of fewer bytes may be anything.
            let any = || (0..=u8::MAX).filter(|byte| byte & 0x20 != 0);
            match **word {
                [] => {}
                [only] => {
                    any().for_each(|next| {
                        any().for_each(|last| add([only, next, last, 0], 0xFF, 0));
                    });
                }
                [first, second] => any().for_each(|last| add([first, second, last, 0], 0xFFFF, 0)),
                [first, second, third] => add([first, second, third, 0], 0x00FF_FFFF, 0),
                _ => {
                    let rank =
                        |part: &[u8]| part.iter().map(|byte| frequency(*byte)).sum::<usize>();
                    let rarest = word
                        .windows(4)
                        .enumerate()
                        .min_by_key(|(_, four)| rank(four));
                    if let Some((at, four)) = rarest {
                        add([four[0], four[1], four[2], four[3]], u32::MAX, at);
                    }
                }
            }
        }
        entries.sort_by_key(|entry| (entry.list(), entry.word));
        let mut lists = vec![0_u32; (1 << LISTS) + 1].into_boxed_slice();
        for entry in &entries {
            lists[entry.list() as usize + 1] += 1;
        }
        for list in 1..lists.len() {
            lists[list] += lists[list - 1];
        }
        Self {
            fours,
            threes,
            lists,
            entries,
            spelled,
        }
    }

    /// Calls `act` for every place of every word, in order of where they end, the longest first.
    pub(crate) fn each(&self, text: &[u8], mut act: impl FnMut(Hit)) {
        let mut waiting: Vec<Hit> = Vec::new();
        for (at, four) in text.windows(4).enumerate() {
            let four = u32::from_le_bytes([four[0], four[1], four[2], four[3]]) | FOLD;
            let known =
                self.fours.get(hash(four, FOURS)) | self.threes.get(hash_of_three(four, THREES));
            if known != 0 {
                self.compare(text, four, at, &mut waiting);
                if waiting.len() >= WAITING {
                    // What is found from here on ends behind it.
                    let settled = waiting.partition_point(|hit| hit.end <= at);
                    waiting.drain(..settled).for_each(&mut act);
                }
            }
        }
        for at in text.len().saturating_sub(3)..text.len() {
            let mut four = [0; 4];
            four[..text.len() - at].copy_from_slice(&text[at..]);
            self.compare(text, u32::from_le_bytes(four) | FOLD, at, &mut waiting);
        }
        waiting.into_iter().for_each(act);
    }

    /// The words whose four bytes stand at `at`.
    fn compare(&self, text: &[u8], four: u32, at: usize, hits: &mut Vec<Hit>) {
        let list = hash_of_three(four, LISTS) as usize;
        let entries = self.lists[list] as usize..self.lists[list + 1] as usize;
        for entry in &self.entries[entries] {
            if (entry.four ^ four) & entry.mask != 0 {
                continue;
            }
            let word = &self.spelled[entry.word as usize];
            let Some(start) = at.checked_sub(entry.back as usize) else {
                continue;
            };
            let end = start + word.len();
            // Most that have the four bytes differ in the first or the last of all.
            let likely = |there: &&[u8]| {
                let differs = |at: usize| (there[at] ^ word[at]) & !0x20 != 0;
                !differs(0) && !differs(word.len() - 1)
            };
            let there = text.get(start..end).filter(likely);
            if there.is_some_and(|there| there.eq_ignore_ascii_case(word)) {
                let hit = Hit {
                    end,
                    start,
                    word: entry.word as usize,
                };
                // They come nearly in order.
                let place = hits.iter().rposition(|known| *known < hit);
                let place = place.map_or(0, |place| place + 1);
                // A word of fewer than three bytes has many entries, of which several may be this.
                if hits.get(place) != Some(&hit) {
                    hits.insert(place, hit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let words = Words::new(words.iter().map(|word| word.as_bytes()));
        let mut hits = Vec::new();
        words.each(text.as_bytes(), |hit| {
            hits.push((hit.start, hit.end, hit.word));
        });
        hits
    }

    #[test]
    fn words_are_found_in_order_of_where_they_end() {
        let words = ["token", "api_token", "tok", "oken_x"];
        assert_eq!(
            found(&words, "API_Token_X"),
            [(4, 7, 2), (0, 9, 1), (4, 9, 0), (5, 11, 3)]
        );
    }

    #[test]
    fn short_words_are_found_up_to_the_end() {
        let words = ["s.", "q", "key"];
        assert_eq!(found(&words, "S.q"), [(0, 2, 0), (2, 3, 1)]);
        assert_eq!(found(&words, "QS."), [(0, 1, 1), (1, 3, 0)]);
        assert_eq!(found(&words, "key"), [(0, 3, 2)]);
        assert_eq!(found(&words, ""), []);
    }

    #[test]
    fn what_only_folds_alike_is_no_hit() {
        assert_eq!(found(&["a_b", "x-y"], "a\u{7f}b x\ry X-Y"), [(8, 11, 1)]);
    }

    #[test]
    fn the_same_is_found_as_an_automaton_finds() {
        let words = [
            "se", "secret", "cre", "ret_", "_key", "KEY", "y=", "ab", "abab", "b",
        ];
        // A text without end of pieces of them.
        let pieces = [
            "sec", "ret", "_k", "ey", "=", "ab", "A", "B", " ", "CRE", "s",
        ];
        let mut state = 7_usize;
        let text: String = (0..20_000)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                pieces[(state >> 33) % pieces.len()]
            })
            .collect();
        let automaton = aho_corasick::AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words)
            .expect("ten words make an automaton");
        let mut expected: Vec<(usize, usize, usize)> = automaton
            .find_overlapping_iter(&text)
            .map(|hit| (hit.end(), hit.start(), hit.pattern().as_usize()))
            .collect();
        expected.sort_unstable();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(end, start, word)| (start, end, word))
            .collect();
        assert_eq!(found(&words, &text), expected);
    }
}
