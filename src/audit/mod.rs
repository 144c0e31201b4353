//! The trail of scans: what each found, chained by hash to the one before, so that nobody can change,
//! remove or reorder a record without being told of it.
//!
//! A trail is a text file with a record a line. Beside it stands its head, which says how many there
//! are and what the last one's hash is: without it, the end of a trail could be cut off unseen.

mod attest;
mod chain;
mod key;
mod record;

pub use attest::{attest, check};
pub use chain::{Fault, Head, Trail, Verified, What, verify};
pub use key::{KeyError, Public, Secret};
pub use record::{Record, Run, Written};

use sha2::{Digest, Sha256};

/// The hash before the first record.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256, in lower-case hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The content identifier of a file: `CIDv1`, raw bytes, SHA-256, base32. Whoever holds the file can
/// make it again: `ipfs add --cid-version=1 --raw-leaves` does for files of one block.
/// Source: <https://github.com/multiformats/cid>.
pub fn content_id(bytes: &[u8]) -> String {
    // Version 1, codec `raw`, multihash `sha2-256` of 32 bytes.
    let mut id = vec![0x01, 0x55, 0x12, 0x20];
    id.extend_from_slice(&Sha256::digest(bytes));
    let mut text = data_encoding::BASE32_NOPAD.encode(&id);
    text.make_ascii_lowercase();
    format!("b{text}")
}

#[cfg(test)]
mod tests;
