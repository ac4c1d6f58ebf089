//! Our own addresses have one spelling.
//!
//! The router compares paths after decoding them, proxies mostly as they were sent: a rule of a proxy for `/admin` must not
//! be passed by `/%61dmin`. None of our paths has a letter that needs encoding, those with ids and tokens included, so what
//! is encoded is none of ours.

use actix_web::guard::GuardContext;

/// Lets through what is written as we write it; everything else is an address that there is not.
pub fn is_ours(context: &GuardContext<'_>) -> bool {
    context.head().uri.path().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%')
}
