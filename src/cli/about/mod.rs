//! What the program tells about itself: its settings, its manual, and how a shell completes it.

mod completions;
mod config;
pub mod manual;

pub use completions::Completions;
pub use config::Config;
