//! The listing at the end of a zip file, walked where it stands: no entry is kept.

use std::borrow::Cow;

/// How a member is packed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Packed<'z> {
    /// It has no bytes.
    Folder,
    /// As it is.
    Stored(&'z [u8]),
    /// By deflate.
    Deflated(&'z [u8]),
    /// With a password.
    Encrypted,
    /// By another method.
    Unknown,
}

/// A member.
#[derive(Debug)]
pub(super) struct Entry<'z> {
    pub(super) name: Cow<'z, str>,
    pub(super) packed: Packed<'z>,
}

/// Length of the record that ends a zip file, without its comment.
const END: usize = 22;
/// Length of an entry of the listing, and of the header before a member, without names.
const LISTED: usize = 46;
const LOCAL: usize = 30;

fn two(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..at + 2)
        .map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])))
}

fn four(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 4).map_or(0, |four| {
        u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize
    })
}

/// The members of a zip file; `None` in place of one where the listing is damaged. Archives of the
/// 64-bit form list what this cannot follow, and count as damaged there.
pub(super) fn entries(bytes: &[u8]) -> Option<impl Iterator<Item = Option<Entry<'_>>>> {
    // A comment of up to 64 KiB may follow the end.
    let first = bytes.len().saturating_sub(END + 0xFFFF);
    let end = first + memchr::memmem::rfind(&bytes[first..], b"PK\x05\x06")?;
    let (mut at, mut left) = (four(bytes, end + 16), two(bytes, end + 10));
    Some(std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        left -= 1;
        let entry = entry(bytes, &mut at);
        if entry.is_none() {
            left = 0;
        }
        Some(entry)
    }))
}

/// The entry of the listing at `at`, which goes on to the next.
fn entry<'z>(bytes: &'z [u8], at: &mut usize) -> Option<Entry<'z>> {
    let listed = bytes.get(*at..at.checked_add(LISTED)?)?;
    if !listed.starts_with(b"PK\x01\x02") {
        return None;
    }
    let name = *at + LISTED..*at + LISTED + two(listed, 28);
    *at = name.end + two(listed, 30) + two(listed, 32);
    let name = String::from_utf8_lossy(bytes.get(name)?);
    let (flags, method) = (two(listed, 8), two(listed, 10));
    let size = four(listed, 20);
    let local = four(listed, 42);
    let content = || -> Option<&'z [u8]> {
        let header = bytes.get(local..local.checked_add(LOCAL)?)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let start = local + LOCAL + two(header, 26) + two(header, 28);
        bytes.get(start..start.checked_add(size)?)
    };
    let packed = match method {
        _ if name.ends_with('/') => Packed::Folder,
        _ if flags & 1 != 0 => Packed::Encrypted,
        0 => Packed::Stored(content()?),
        8 => Packed::Deflated(content()?),
        _ => Packed::Unknown,
    };
    Some(Entry { name, packed })
}
