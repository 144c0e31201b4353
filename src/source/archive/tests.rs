//! Archives made at test time, honest and hostile.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use super::*;

/// Everything that an archive gives: members with their texts, and what was left with the reason.
fn opened(path: &str, bytes: &[u8], limits: &Limits) -> Vec<(String, String)> {
    let mut all = Vec::new();
    each(path, bytes, limits, &mut |found| match found {
        Found::Member(path, bytes) => all.push((
            path.to_owned(),
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned(),
        )),
        Found::Left(path, why) => all.push((path.to_owned(), format!("left: {why}"))),
    });
    all
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn limits() -> Limits {
    Limits::new(1 << 20)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// A member of a tar file of this kind.
fn packed(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut header = [0_u8; tar::BLOCK];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    header[156] = kind;
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut all = header.to_vec();
    all.extend(bytes);
    all.resize(all.len().next_multiple_of(tar::BLOCK), 0);
    all
}

fn tar_of(members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut all: Vec<u8> = members
        .iter()
        .flat_map(|(name, kind, bytes)| packed(name, *kind, bytes))
        .collect();
    all.resize(all.len() + 2 * tar::BLOCK, 0);
    all
}

/// A zip file: name, method, flags, contents as they are packed.
fn zip_of(members: &[(&str, u16, u16, &[u8])]) -> Vec<u8> {
    let (mut all, mut listing) = (Vec::new(), Vec::new());
    for (name, method, flags, bytes) in members {
        let at = all.len() as u32;
        let size = bytes.len() as u32;
        let mut shared = Vec::new();
        shared.extend(20_u16.to_le_bytes());
        shared.extend(flags.to_le_bytes());
        shared.extend(method.to_le_bytes());
        shared.extend([0; 8]);
        shared.extend(size.to_le_bytes());
        shared.extend(size.to_le_bytes());
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend([0; 2]);
        all.extend(b"PK\x03\x04");
        all.extend(&shared);
        all.extend(name.as_bytes());
        all.extend(*bytes);
        listing.extend(b"PK\x01\x02\x14\0");
        listing.extend(&shared);
        listing.extend([0; 10]);
        listing.extend(at.to_le_bytes());
        listing.extend(name.as_bytes());
    }
    let at = all.len() as u32;
    all.extend(&listing);
    all.extend(b"PK\x05\x06\0\0\0\0");
    all.extend((members.len() as u16).to_le_bytes());
    all.extend((members.len() as u16).to_le_bytes());
    all.extend((listing.len() as u32).to_le_bytes());
    all.extend(at.to_le_bytes());
    all.extend([0; 2]);
    all
}

#[test]
fn members_have_the_path_of_the_archive_before_their_own() {
    let zip = zip_of(&[
        ("a/", 0, 0, b""),
        ("a/one.txt", 0, 0, b"one"),
        ("two.txt", 8, 0, &deflate(b"two")),
    ]);
    assert!(is_archive(&zip));
    assert_eq!(
        opened("x.jar", &zip, &limits()),
        pairs(&[("x.jar!a/one.txt", "one"), ("x.jar!two.txt", "two")])
    );
    let long = "d/".repeat(60) + "long.txt";
    let tar = tar_of(&[
        ("a/", b'5', b""),
        ("a/one.txt", b'0', b"one"),
        ("link", b'2', b""),
        ("pax", b'x', format!("{} path=p.txt\n", 14).as_bytes()),
        ("short", b'0', b"two"),
        ("././@LongLink", b'L', long.as_bytes()),
        ("short", b'0', b"three"),
    ]);
    let told = [
        ("one", "a/one.txt"),
        ("two", "p.txt"),
        ("three", long.as_str()),
    ];
    for (path, bytes) in [("x.tar", tar.clone()), ("x.tgz", gzip(&tar))] {
        let expected: Vec<_> = told
            .iter()
            .map(|(text, name)| (format!("{path}!{name}"), (*text).to_owned()))
            .collect();
        assert_eq!(opened(path, &bytes, &limits()), expected);
    }
    assert_eq!(
        opened("d/dump.sql.gz", &gzip(b"text"), &limits()),
        pairs(&[("d/dump.sql.gz!dump.sql", "text")])
    );
}

#[test]
fn archives_in_archives_are_opened_so_deep() {
    let mut inner = zip_of(&[("deep.txt", 0, 0, b"deep")]);
    for name in ["c.zip", "b.zip", "a.zip"] {
        inner = zip_of(&[(name, 0, 0, &inner)]);
    }
    assert_eq!(
        opened("x.zip", &inner, &limits()),
        pairs(&[(
            "x.zip!a.zip!b.zip!c.zip",
            "left: too many archives inside each other"
        )])
    );
    let two = zip_of(&[("in.tgz", 0, 0, &gzip(&tar_of(&[("f", b'0', b"deep")])))]);
    assert_eq!(
        opened("x.zip", &two, &limits()),
        pairs(&[("x.zip!in.tgz!f", "deep")])
    );
}

#[test]
fn what_is_left_out_is_told() {
    let zip = zip_of(&[
        ("locked", 8, 1, b"?"),
        ("bzip", 12, 0, b"?"),
        ("broken", 8, 0, b"\xFF\xFF"),
        ("large", 8, 0, &deflate(&vec![b'a'; 2 << 20])),
        ("good", 0, 0, b"good"),
    ]);
    assert_eq!(
        opened("x.zip", &zip, &limits()),
        pairs(&[
            ("x.zip!locked", "left: a member is encrypted"),
            (
                "x.zip!bzip",
                "left: a member is packed by a method that is not read"
            ),
            ("x.zip!broken", "left: the archive is damaged"),
            ("x.zip!large", "left: a member is too large"),
            ("x.zip!good", "good"),
        ])
    );
    let many: Vec<(String, u8, &[u8])> =
        (0..9).map(|at| (at.to_string(), b'0', &b"x"[..])).collect();
    let many: Vec<(&str, u8, &[u8])> = many
        .iter()
        .map(|(name, kind, bytes)| (name.as_str(), *kind, *bytes))
        .collect();
    let few = Limits {
        members: 2,
        ..limits()
    };
    let last = opened("x.tar", &tar_of(&many), &few).pop();
    assert_eq!(last, pairs(&[("x.tar", "left: too many members")]).pop());
}

#[test]
fn bombs_end_early() {
    let tight = Limits {
        free_bytes: 1 << 20,
        ratio: 10,
        ..limits()
    };
    let end = |path: &str, bytes: &[u8]| opened(path, bytes, &tight).pop();
    let bomb = |path: &str| pairs(&[(path, "left: unpacks to too much")]).pop();
    // One large member after the other, the same packed bytes under many names, one file of one byte,
    // and what only the skipping of a member would unpack.
    let half = vec![0; 700 << 10];
    let zip = zip_of(&[
        ("a", 8, 0, &deflate(&half)),
        ("b", 8, 0, &deflate(&half)),
        ("c", 8, 0, &deflate(&half)),
    ]);
    assert_eq!(end("x.zip", &zip), bomb("x.zip"));
    let zeros = vec![0; 30 << 20];
    assert_eq!(end("x.gz", &gzip(&zeros)), bomb("x.gz"));
    let tar = tar_of(&[("folder", b'5', &zeros), ("f", b'0', b"x")]);
    assert_eq!(end("x.tgz", &gzip(&tar)), bomb("x.tgz"));
    let named = tar_of(&[("././@LongLink", b'L', &zeros), ("f", b'0', b"x")]);
    assert_eq!(end("x.tgz", &gzip(&named)), bomb("x.tgz"));
}

#[test]
fn nonsense_is_damaged_and_no_more() {
    let zip = zip_of(&[("a", 0, 0, b"one"), ("b", 8, 0, &deflate(b"two"))]);
    let tar = tar_of(&[("a", b'0', b"one"), ("b", b'0', b"two")]);
    for whole in [zip, tar.clone(), gzip(&tar)] {
        for cut in 0..whole.len() {
            opened("x", &whole[..cut], &limits());
        }
        for at in 0..whole.len().min(2_000) {
            let mut changed = whole.clone();
            changed[at] ^= 0xFF;
            opened("x", &changed, &limits());
        }
    }
    let mut huge = packed("a", b'0', b"");
    huge[124..136].copy_from_slice(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    assert_eq!(number_of(&huge), None);
}

/// The size that a header gives.
fn number_of(header: &[u8]) -> Option<u64> {
    tar::number(&header[124..136])
}
