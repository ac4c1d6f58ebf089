//! Doorward's access tokens, checked by somebody else's app.

pub mod jws;
