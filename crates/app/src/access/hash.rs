use crate::App;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// What the database keeps of a link's or a cookie's secret (130 bits of chance: nothing to guess).
pub fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// What the database keeps of something that could be guessed, like a code of six digits: a hash
/// that cannot be tried out without the installation's own secret. `purpose` keeps two uses apart.
pub fn keyed_hash(app: &App, purpose: &str, text: &str) -> String {
    keyed_with(app.secret(), purpose, text)
}

/// The same with a secret that is at hand.
pub fn keyed_with(secret: &[u8], purpose: &str, text: &str) -> String {
    // HMAC takes a key of any length, so this never fails; an empty hash would match nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}
