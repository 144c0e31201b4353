//! The chain: a record joins a trail, and a trail is checked.

use serde::{Deserialize, Serialize};

use super::NOTHING;
use super::key::{Public, Secret};
use super::record::{Record, Run, Signed, compact};

/// How many records a trail has, and which is the last: what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// How many.
    pub records: u64,
    /// The hash of the last one.
    pub hash: String,
    /// The signature of both, where a key was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<Signed>,
}

impl Head {
    fn new(records: u64, hash: &str, key: Option<&Secret>) -> Self {
        Self {
            records,
            hash: hash.to_owned(),
            signed: key.map(|key| Signed {
                key: key.public().id(),
                signature: key.sign(Self::told(records, hash).as_bytes()),
            }),
        }
    }

    fn told(records: u64, hash: &str) -> String {
        format!("{records} {hash}")
    }

    /// The file that holds it.
    pub fn text(&self) -> String {
        let mut text = String::from_utf8(compact(self)).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// What is written when a record joins a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// How many bytes of the trail stay: all but a line that an interrupted run left half written.
    pub keep: usize,
    /// The line to be put behind them.
    pub line: String,
    /// The head, to be written when the line is safe.
    pub head: Head,
    /// There was such a line.
    pub interrupted: bool,
}

impl Trail {
    /// Adds a run to the trail that a file holds.
    ///
    /// # Errors
    /// The trail is not in order: nothing may be built on it.
    pub fn add(
        mut run: Run,
        trail: &str,
        head: Option<&str>,
        key: Option<&Secret>,
    ) -> Result<Self, Fault> {
        let keep = trail.rfind('\n').map_or(0, |end| end + 1);
        let public = key.map(Secret::public);
        let (records, last) = match verify(&trail[..keep], head, public.as_ref()) {
            Ok(verified) => (verified.records, verified.last),
            // A run was interrupted between the line and the head: the line counts.
            Err(Fault {
                what: What::Beyond { records, last },
                ..
            }) => (records, last),
            Err(fault) => return Err(fault),
        };
        run.sequence = records + 1;
        run.previous = last;
        let record = Record::new(run, key);
        let mut line = record.line();
        line.push('\n');
        Ok(Self {
            keep,
            head: Head::new(records + 1, &record.hash, key),
            line,
            interrupted: keep < trail.len(),
        })
    }
}

/// A trail that is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many records.
    pub records: u64,
    /// The hash of the last one.
    pub last: String,
    /// How many of them are signed.
    pub signed: u64,
}

/// What is wrong with a trail, and with which record first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record {record}: {what}")]
pub struct Fault {
    /// The first record that is wrong, from 1.
    pub record: u64,
    /// What is wrong with it.
    pub what: What,
}

/// What can be wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// Its line is no record as it is written here.
    #[error("its line is no record as Vigie writes it")]
    Unreadable,
    /// It says something else than when its hash was taken.
    #[error("it was changed: it does not have its hash")]
    Changed,
    /// It does not follow the record before it.
    #[error("it does not follow the one before it: a record was removed, added or moved")]
    Unchained,
    /// Its line ends in the middle.
    #[error("it is cut off")]
    CutOff,
    /// The head says that there were more.
    #[error("it is missing: the head says that there are {0} records")]
    Missing(u64),
    /// The head says that there were fewer.
    #[error("the head does not know it: a run was interrupted, or somebody added it")]
    Beyond {
        /// How many there are.
        records: u64,
        /// The hash of the last one.
        last: String,
    },
    /// There is no head, or it is none.
    #[error("there is no head beside the trail that says that it is the last")]
    NoHead,
    /// The head speaks of another last record.
    #[error("the head speaks of another one")]
    OtherHead,
    /// It is not signed, or not by that key.
    #[error("it is not signed with this key")]
    WrongKey,
}

/// Checks a trail and its head; with a key, the signatures too.
///
/// # Errors
/// What is wrong first.
pub fn verify(trail: &str, head: Option<&str>, key: Option<&Public>) -> Result<Verified, Fault> {
    let mut last = NOTHING.to_owned();
    let mut records = 0;
    let mut signed = 0;
    for line in trail.split_inclusive('\n') {
        let number = records + 1;
        let fault = |what| Fault {
            record: number,
            what,
        };
        let Some(text) = line.strip_suffix('\n') else {
            return Err(fault(What::CutOff));
        };
        let record: Record = serde_json::from_str(text).map_err(|_| fault(What::Unreadable))?;
        // Every byte counts, also where it says the same.
        if record.line() != text {
            return Err(fault(What::Unreadable));
        }
        if record.run.hash() != record.hash {
            return Err(fault(What::Changed));
        }
        if record.run.previous != last || record.run.sequence != number {
            return Err(fault(What::Unchained));
        }
        if let Some(key) = key
            && !is_signed(record.signed.as_ref(), record.hash.as_bytes(), key)
        {
            return Err(fault(What::WrongKey));
        }
        signed += u64::from(record.signed.is_some());
        last = record.hash;
        records = number;
    }
    let fault = |record, what| Fault { record, what };
    let head: Option<Head> = head.and_then(|head| serde_json::from_str(head).ok());
    let Some(head) = head else {
        return if records == 0 {
            Ok(Verified {
                records,
                last,
                signed,
            })
        } else if records == 1 {
            // The first run of all was interrupted, or the head was taken away.
            Err(fault(1, What::Beyond { records, last }))
        } else {
            Err(fault(records, What::NoHead))
        };
    };
    if let Some(key) = key
        && !is_signed(
            head.signed.as_ref(),
            Head::told(head.records, &head.hash).as_bytes(),
            key,
        )
    {
        return Err(fault(head.records, What::WrongKey));
    }
    if head.records > records {
        return Err(fault(records + 1, What::Missing(head.records)));
    }
    if head.records < records {
        let what = if head.records + 1 == records {
            What::Beyond { records, last }
        } else {
            What::NoHead
        };
        return Err(fault(head.records + 1, what));
    }
    if head.hash != last {
        return Err(fault(records, What::OtherHead));
    }
    Ok(Verified {
        records,
        last,
        signed,
    })
}

fn is_signed(signed: Option<&Signed>, message: &[u8], key: &Public) -> bool {
    signed.is_some_and(|signed| signed.key == key.id() && key.signed(message, &signed.signature))
}
