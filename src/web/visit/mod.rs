//! Who is asking: the visit, its session, and the guards that handlers ask for.

pub mod branding;
pub mod credentials;
pub mod device;
pub mod guards;
pub mod problem_page;
pub mod returns;
pub mod senders;
#[expect(clippy::module_inception, reason = "the visit itself, which the others are about")]
pub mod visit;
