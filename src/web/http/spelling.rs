//! Our own addresses have one spelling.
//!
//! The router compares paths after decoding them, proxies mostly as they were sent: a proxy's rule for `/admin` must
//! not be evaded by `/%61dmin`. None of our paths has a character that needs encoding, not even in ids and tokens, so
//! an encoded path is not ours.

use actix_web::guard::GuardContext;

/// Lets a path through if it is spelt as we spell it; at any other spelling there is nothing.
pub fn is_ours(context: &GuardContext<'_>) -> bool {
    context.head().uri.path().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%')
}
