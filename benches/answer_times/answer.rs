//! A sign-in, or the wish for a link by mail, timed.

use std::time::Instant;

use super::program::Program;

/// What came back.
pub struct Answer {
    pub status: u16,
    /// The seconds of `Retry-After`, which the page tells too, as seconds or as minutes.
    pub retry_after: Option<String>,
    pub bytes: usize,
    pub milliseconds: f64,
}

/// Sends the form of the sign-in, and reads the answer to its end.
pub fn sign_in(program: &Program, name: &str, password: &str) -> Answer {
    send(program, "/login", "192.0.2.1", &[("username", name), ("password", password)])
}

/// Sends the form of *Forgot your password?* from a network of its own, since one may ask only so often.
pub fn ask_for_reset(program: &Program, name: &str, network: u32) -> Answer {
    let [high, low] = [network / 256, network % 256];
    send(program, "/password-reset", &format!("10.{high}.{low}.1"), &[("username", name)])
}

fn send(program: &Program, path: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let request = program.agent.post(format!("{}{path}", program.url));
    let request = request.header("sec-fetch-site", "same-origin").header("x-forwarded-for", address);
    let began = Instant::now();
    let mut answer = request.send_form(fields.iter().copied()).expect("an answer");
    let body = answer.body_mut().read_to_vec().expect("a body");
    let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
    let retry_after = answer.headers().get("retry-after").map(|seconds| seconds.to_str().expect("digits").to_owned());
    Answer { status: answer.status().as_u16(), retry_after, bytes: body.len(), milliseconds }
}
