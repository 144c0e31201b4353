//! Facts of small Rust files, as text.

mod broken;
mod calls;
mod declarations;
mod macros;
mod show;
