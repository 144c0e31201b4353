//! What can be typed about the trail of scans.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

/// What a scan leaves for auditors.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct AuditFlags {
    /// Add a record of this scan to the trail in this file
    #[arg(long, value_name = "FILE", help_heading = "Audit", value_hint = ValueHint::FilePath)]
    pub(crate) audit: Option<PathBuf>,

    /// Write a signed in-toto statement of this scan into this file
    #[arg(long, value_name = "FILE", help_heading = "Audit", requires = "sign_key", value_hint = ValueHint::FilePath)]
    pub(crate) attest: Option<PathBuf>,

    /// Sign with the Ed25519 private key in this file (PEM)
    #[arg(long, value_name = "FILE", help_heading = "Audit", value_hint = ValueHint::FilePath)]
    pub(crate) sign_key: Option<PathBuf>,
}

/// `vigie audit …`.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Say whether a trail or a statement is as it was written: exit code 1 when it is not
    #[command(after_help = AUDIT_EXAMPLES)]
    Verify {
        /// A trail that --audit wrote, or a statement that --attest wrote
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// The Ed25519 public key that must have signed it (PEM)
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        key: Option<PathBuf>,
    },
}

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  vigie scan --audit audit.jsonl                          a record more, chained to the last
  vigie scan --audit audit.jsonl --sign-key key.pem       and signed
  vigie scan --out-dir reports --attest scan.intoto.json --sign-key key.pem
  vigie audit verify audit.jsonl --key public.pem
  vigie audit verify scan.intoto.json --key public.pem

  openssl genpkey -algorithm ed25519 -out key.pem         a key
  openssl pkey -in key.pem -pubout -out public.pem        its public half";
