//! The members of a tar stream, in order, with names of a bounded length.

use std::io::{self, Read};

/// Length of a header; contents are filled up to a multiple of it. Bytes.
pub(super) const BLOCK: usize = 512;
/// The longest name. Bytes.
const LONGEST_NAME: u64 = 4 << 10;

/// The stream ends where it must not, or is no tar stream.
#[derive(Debug)]
pub(super) struct Damaged;

/// A member.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// It has contents of its own.
    pub(super) is_file: bool,
}

/// Reads one member after the other.
pub(super) struct Members<R> {
    from: R,
    /// Bytes of the present member that were not read yet, and what fills up its last block.
    left: u64,
    fill: u64,
    /// Bytes read of headers and of what was skipped.
    read: u64,
}

/// Whether a text begins with the header of a member, by its mark and its sum.
pub(super) fn is_header(bytes: &[u8]) -> bool {
    bytes.get(..BLOCK).is_some_and(|header| {
        &header[257..262] == b"ustar" && Some(sum(header)) == number(&header[148..156])
    })
}

/// The sum of a header's bytes, in which its own place counts as blank.
fn sum(header: &[u8]) -> u64 {
    let bytes = header.iter().enumerate();
    bytes
        .map(|(at, byte)| {
            u64::from(if (148..156).contains(&at) {
                b' '
            } else {
                *byte
            })
        })
        .sum()
}

/// A number in octal digits, or in binary where its first bit is set.
pub(super) fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        return field.iter().try_fold(0_u64, |number, byte| {
            let first = number == 0 && *byte == 0x80;
            number
                .checked_mul(256)?
                .checked_add(if first { 0 } else { u64::from(*byte) })
        });
    }
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches(|c: char| c == '\0' || c == ' ');
    if digits.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(digits, 8).ok()
}

/// The text of a field up to its first zero.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0);
    String::from_utf8_lossy(&field[..end.unwrap_or(field.len())]).into_owned()
}

/// The path that an extended header gives: `length path=…\n`.
fn path_of(records: &[u8]) -> Option<String> {
    records.split(|byte| *byte == b'\n').find_map(|record| {
        let at = memchr::memchr(b' ', record)?;
        record[at + 1..]
            .strip_prefix(b"path=")
            .map(|path| String::from_utf8_lossy(path).into_owned())
    })
}

impl<R: Read> Members<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            left: 0,
            fill: 0,
            read: 0,
        }
    }

    /// Bytes read so far besides contents that were asked for.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// The contents of the present member.
    pub(super) fn content(&mut self) -> impl Read + '_ {
        Content(self)
    }

    fn skip(&mut self, bytes: u64) -> Result<(), Damaged> {
        let skipped = io::copy(&mut (&mut self.from).take(bytes), &mut io::sink());
        let skipped = skipped.map_err(|_| Damaged)?;
        self.read += skipped;
        if skipped == bytes {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// The next member; what is left of the one before is skipped.
    pub(super) fn next(&mut self) -> Result<Option<Member>, Damaged> {
        let mut long: Option<String> = None;
        loop {
            self.skip(self.left + self.fill)?;
            (self.left, self.fill) = (0, 0);
            let mut header = [0; BLOCK];
            if self.from.read_exact(&mut header).is_err() {
                // Some writers leave out the end.
                return Ok(None);
            }
            self.read += BLOCK as u64;
            if header.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            if number(&header[148..156]) != Some(sum(&header)) {
                return Err(Damaged);
            }
            self.left = number(&header[124..136]).ok_or(Damaged)?;
            let filled = self.left.checked_next_multiple_of(BLOCK as u64);
            self.fill = filled.ok_or(Damaged)? - self.left;
            match header[156] {
                // A longer name for the next member: by GNU, by POSIX.
                kind @ (b'L' | b'x') => {
                    if self.left > LONGEST_NAME {
                        continue;
                    }
                    let mut given = vec![0; self.left as usize];
                    self.from.read_exact(&mut given).map_err(|_| Damaged)?;
                    self.read += self.left;
                    self.left = 0;
                    long = match kind {
                        b'L' => Some(text(&given)),
                        _ => path_of(&given).or(long),
                    };
                }
                b'g' | b'K' => {}
                kind => {
                    let name = long.take().unwrap_or_else(|| {
                        let (name, before) = (text(&header[..100]), text(&header[345..500]));
                        let posix = &header[257..263] == b"ustar\0" && !before.is_empty();
                        if posix {
                            format!("{before}/{name}")
                        } else {
                            name
                        }
                    });
                    let is_file = matches!(kind, b'0' | 0 | b'7') && !name.ends_with('/');
                    return Ok(Some(Member { name, is_file }));
                }
            }
        }
    }
}

/// Reads what is left of a member.
struct Content<'m, R>(&'m mut Members<R>);

impl<R: Read> Read for Content<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = (buffer.len() as u64).min(self.0.left) as usize;
        if most == 0 {
            return Ok(0);
        }
        let read = self.0.from.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.0.left -= read as u64;
        Ok(read)
    }
}
