//! For the apps and proxies around Doorward: forward authentication, the public keys, the recall list.

pub mod forward_auth;
pub mod public_keys;
pub mod recall_list;
