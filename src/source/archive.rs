//! Archives: what is packed into a zip, a tar or a gzip file, each member handed on as bytes. Bounded in
//! depth, count, size and ratio, so that a small file cannot grow into a large one; what is left out is
//! told.
//!
//! The two formats are read here and not by a crate because a hostile one must not cost memory: a
//! listing is walked where it stands, and a name has a longest length.

mod tar;
mod zip;

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

/// What stands between an archive's path and the path inside it.
pub const INSIDE: char = '!';

/// How far an archive is unpacked.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Archives in archives.
    pub depth: u8,
    /// Members of one file, those of archives in it included.
    pub members: u32,
    /// The largest member that is read. Bytes.
    pub member_bytes: u64,
    /// So many times its own size a file may grow, above `free_bytes`.
    pub ratio: u64,
    /// What any file may grow to. Bytes.
    pub free_bytes: u64,
    /// What no file grows beyond. Bytes.
    pub total_bytes: u64,
}

impl Limits {
    /// The limits for members up to this size. Bytes.
    pub fn new(member_bytes: u64) -> Self {
        Self {
            depth: 3,
            members: 20_000,
            member_bytes,
            ratio: 100,
            free_bytes: 64 << 20,
            total_bytes: 1 << 30,
        }
    }
}

/// What an archive gives.
#[derive(Debug)]
pub enum Found<'a> {
    /// A member that is no archive: its path from the outermost archive on, and its bytes.
    Member(&'a str, &'a [u8]),
    /// A member, or the rest of an archive, that was not read, and why.
    Left(&'a str, &'static str),
}

/// How something is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Gzip,
    Tar,
}

fn kind_of(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some(Kind::Zip),
        [0x1F, 0x8B, 8, ..] => Some(Kind::Gzip),
        _ if tar::is_header(bytes) => Some(Kind::Tar),
        _ => None,
    }
}

/// Whether these are the first bytes of an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    kind_of(bytes).is_some()
}

/// Calls `visit` for everything in the archive `bytes` that lies at `path`.
pub fn each(path: &str, bytes: &[u8], limits: &Limits, visit: &mut dyn FnMut(Found<'_>)) {
    let size = bytes.len() as u64;
    let mut unpacking = Unpacking {
        limits,
        left: size
            .saturating_mul(limits.ratio)
            .clamp(limits.free_bytes, limits.total_bytes),
        members: limits.members,
        visit,
    };
    // A limit that was met has been told.
    let _ = unpacking.archive(path, bytes, 1);
}

/// A limit was met: nothing more is read of the outermost file.
struct Stop;

struct Unpacking<'l, 'v> {
    limits: &'l Limits,
    /// How many bytes may still be unpacked.
    left: u64,
    /// How many members may still be read.
    members: u32,
    visit: &'v mut dyn FnMut(Found<'_>),
}

/// What is not read any further, in the words of a report.
const TOO_DEEP: &str = "too many archives inside each other";
const TOO_MANY: &str = "too many members";
const TOO_MUCH: &str = "unpacks to too much";
const TOO_LARGE: &str = "a member is too large";
const BROKEN: &str = "the archive is damaged";
const LOCKED: &str = "a member is encrypted";
const UNKNOWN: &str = "a member is packed by a method that is not read";

impl Unpacking<'_, '_> {
    fn tell(&mut self, path: &str, why: &'static str) {
        (self.visit)(Found::Left(path, why));
    }

    fn archive(&mut self, path: &str, bytes: &[u8], depth: u8) -> Result<(), Stop> {
        match kind_of(bytes) {
            Some(_) if depth > self.limits.depth => self.tell(path, TOO_DEEP),
            Some(Kind::Zip) => return self.zip(path, bytes, depth),
            Some(Kind::Gzip) => return self.gzip(path, bytes, depth),
            Some(Kind::Tar) => return self.tar(path, bytes, depth),
            None => (self.visit)(Found::Member(path, bytes)),
        }
        Ok(())
    }

    /// Counts a member.
    fn member(&mut self, path: &str) -> Result<(), Stop> {
        if let Some(left) = self.members.checked_sub(1) {
            self.members = left;
            Ok(())
        } else {
            self.tell(path, TOO_MANY);
            Err(Stop)
        }
    }

    /// Counts packed bytes as if they were unpacked.
    fn pay(&mut self, archive: &str, packed: &[u8]) -> Result<(), Stop> {
        self.left = self.left.saturating_sub(packed.len() as u64);
        if self.left == 0 {
            self.tell(archive, TOO_MUCH);
            return Err(Stop);
        }
        Ok(())
    }

    /// Reads a member to its end into `buffer`. `false` where it is left out.
    fn unpack(
        &mut self,
        archive: &str,
        path: &str,
        packed: impl Read,
        buffer: &mut Vec<u8>,
    ) -> Result<bool, Stop> {
        buffer.clear();
        let allowed = self.limits.member_bytes.min(self.left);
        let mut packed = packed.take(allowed + 1);
        let read = packed.read_to_end(buffer);
        let unpacked = buffer.len() as u64;
        self.left = self.left.saturating_sub(unpacked);
        if unpacked > allowed {
            if self.left == 0 {
                self.tell(archive, TOO_MUCH);
                return Err(Stop);
            }
            self.tell(path, TOO_LARGE);
            return Ok(false);
        }
        if read.is_err() {
            self.tell(path, BROKEN);
            return Ok(false);
        }
        Ok(true)
    }

    fn zip(&mut self, archive: &str, bytes: &[u8], depth: u8) -> Result<(), Stop> {
        let Some(entries) = zip::entries(bytes) else {
            self.tell(archive, BROKEN);
            return Ok(());
        };
        let mut buffer = Vec::new();
        for entry in entries {
            let Some(entry) = entry else {
                self.tell(archive, BROKEN);
                return Ok(());
            };
            self.member(archive)?;
            let path = format!("{archive}{INSIDE}{}", entry.name);
            let packed = match entry.packed {
                zip::Packed::Folder => continue,
                zip::Packed::Encrypted => {
                    self.tell(&path, LOCKED);
                    continue;
                }
                zip::Packed::Unknown => {
                    self.tell(&path, UNKNOWN);
                    continue;
                }
                zip::Packed::Stored(bytes) => {
                    self.pay(archive, bytes)?;
                    if bytes.len() as u64 > self.limits.member_bytes {
                        self.tell(&path, TOO_LARGE);
                    } else {
                        self.archive(&path, bytes, depth + 1)?;
                    }
                    continue;
                }
                zip::Packed::Deflated(bytes) => bytes,
            };
            // Members may share what they are packed in, and it may unpack to nothing.
            self.pay(archive, packed)?;
            if self.unpack(archive, &path, DeflateDecoder::new(packed), &mut buffer)? {
                self.archive(&path, &buffer, depth + 1)?;
            }
        }
        Ok(())
    }

    fn gzip(&mut self, archive: &str, bytes: &[u8], depth: u8) -> Result<(), Stop> {
        let mut head = Vec::with_capacity(tar::BLOCK);
        let mut unpacked = MultiGzDecoder::new(bytes);
        if (&mut unpacked)
            .take(tar::BLOCK as u64)
            .read_to_end(&mut head)
            .is_err()
        {
            self.tell(archive, BROKEN);
            return Ok(());
        }
        let is_tar = tar::is_header(&head);
        let whole = head.chain(unpacked).take(self.left.saturating_add(1));
        if is_tar {
            // What is packed in one file is one archive, whatever it took to make it.
            return self.tar_from(archive, whole, depth);
        }
        self.member(archive)?;
        let name = archive.rsplit(['/', INSIDE]).next().unwrap_or(archive);
        let inner = match name.rsplit_once('.') {
            Some((inner, _)) if !inner.is_empty() => inner,
            _ => name,
        };
        let path = format!("{archive}{INSIDE}{inner}");
        let mut buffer = Vec::new();
        if self.unpack(archive, &path, whole, &mut buffer)? {
            self.archive(&path, &buffer, depth + 1)?;
        }
        Ok(())
    }

    fn tar(&mut self, archive: &str, bytes: &[u8], depth: u8) -> Result<(), Stop> {
        self.tar_from(archive, bytes, depth)
    }

    fn tar_from(&mut self, archive: &str, from: impl Read, depth: u8) -> Result<(), Stop> {
        let mut members = tar::Members::new(from);
        let mut buffer = Vec::new();
        loop {
            let before = members.read();
            let next = members.next();
            // Headers, and what is skipped, are unpacked too.
            self.left = self.left.saturating_sub(members.read() - before);
            if self.left == 0 {
                self.tell(archive, TOO_MUCH);
                return Err(Stop);
            }
            let member = match next {
                Ok(Some(member)) => member,
                Ok(None) => return Ok(()),
                Err(tar::Damaged) => {
                    self.tell(archive, BROKEN);
                    return Ok(());
                }
            };
            self.member(archive)?;
            if !member.is_file {
                continue;
            }
            let path = format!("{archive}{INSIDE}{}", member.name);
            if self.unpack(archive, &path, members.content(), &mut buffer)? {
                self.archive(&path, &buffer, depth + 1)?;
            }
        }
    }
}

#[cfg(test)]
mod tests;
