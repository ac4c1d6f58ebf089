//! A sign-in, timed.

use std::time::Instant;

use super::program::Program;

/// What came back from a sign-in.
pub struct Answer {
    pub status: u16,
    /// The seconds of `Retry-After`, which the page tells too, as seconds or as minutes.
    pub retry_after: Option<String>,
    pub bytes: usize,
    pub milliseconds: f64,
}

/// Sends the form of the sign-in, and reads the answer to its end.
pub fn sign_in(program: &Program, name: &str, password: &str) -> Answer {
    let request = program.agent.post(format!("{}/login", program.url)).header("sec-fetch-site", "same-origin");
    let began = Instant::now();
    let mut answer = request.send_form([("username", name), ("password", password)]).expect("an answer");
    let body = answer.body_mut().read_to_vec().expect("a body");
    let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
    let retry_after = answer.headers().get("retry-after").map(|seconds| seconds.to_str().expect("digits").to_owned());
    Answer { status: answer.status().as_u16(), retry_after, bytes: body.len(), milliseconds }
}
