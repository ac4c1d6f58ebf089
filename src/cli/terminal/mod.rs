//! The terminal: what people type there, what commands print, and the one line with which a command fails.

mod flags;
pub mod masking;
mod output;
mod streamed;
pub mod usage;

pub use flags::Flags;
pub use output::{
    Failure, Format, Progress, note, print_json, print_line, print_outcome, print_text, quoted, to_stdout, visible,
};
pub use streamed::{Streamed, print_table};
