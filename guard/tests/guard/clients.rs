//! The checkers in other languages decide as the guard does, on valid and invalid tokens.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::issuer::{Issuer, fingerprint, now};
use crate::signer::{Signer, sign_hs256};

/// Returns the result of a checker for each token.
fn verdicts(program: &str, script: &str, issuer: &Issuer, tokens: &[String]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../clients").join(script);
    let mut command = Command::new(program);
    command.arg(script).arg(&issuer.url).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut input = child.stdin.take().expect("piped");
    input.write_all((tokens.join("\n") + "\n").as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{program}");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

#[actix_web::test]
#[ignore = "needs PyJWT for python3 (or for the PYTHON that is named) and jose in clients/node"]
async fn the_checkers_in_python_and_node_agree_with_the_guard() {
    for signer in [Signer::es256("one"), Signer::eddsa("one"), Signer::rs256("one")] {
        let issuer = Issuer::with(signer);
        issuer.publish_list(|list| {
            list["sessions"] = json!([fingerprint("ended")]);
            list["versions"] = json!({fingerprint("changed"): 4});
            list["issued_after"] = json!(now() - 60);
        });
        let guard = issuer.guard().await;
        let (typ, claims) = (issuer.signer.header("at+jwt"), issuer.claims().to_string());
        let header = |name: &str, value: serde_json::Value| {
            let mut header = typ.clone();
            header[name] = value;
            header.to_string()
        };
        let hs256 = header("alg", json!("HS256"));
        let list = String::from_utf8(issuer.site().list.body.clone()).expect("text");
        let good = issuer.token();
        let unsigned = good.rsplit_once('.').expect("three parts").0.to_owned() + ".";
        let cases = [
            ("ok", good.clone()),
            ("ok", issuer.token_with(|claims| claims["iat"] = json!(now() + 3))),
            ("expired", issuer.token_with(|claims| claims["exp"] = json!(now() - 1))),
            ("recalled", issuer.token_with(|claims| claims["sid"] = json!("ended"))),
            ("recalled", issuer.token_with(|claims| claims["sub"] = json!("changed"))),
            ("recalled", issuer.token_with(|claims| claims["iat"] = json!(now() - 60))),
            ("refused", issuer.token_with(|claims| claims["aud"] = json!("other"))),
            ("refused", issuer.token_with(|claims| claims["aud"] = json!("doorward"))),
            ("refused", issuer.token_with(|claims| claims["aud"] = json!("doorward/api"))),
            ("refused", issuer.token_with(|claims| claims["iss"] = json!("http://127.0.0.1:1"))),
            ("refused", issuer.token_with(|claims| claims["iat"] = json!(now() + 60))),
            ("refused", issuer.token_with(|claims| claims["nbf"] = json!(now() + 60))),
            ("refused", issuer.token_with(|claims| claims["exp"] = json!("9999999999"))),
            ("refused", issuer.token_with(|claims| claims["exp"] = json!(null))),
            ("refused", list),
            ("refused", unsigned.clone()),
            ("refused", issuer.signer.sign(&header("alg", json!("none")), &claims)),
            ("refused", issuer.signer.sign(&header("typ", json!("JWT")), &claims)),
            ("refused", issuer.signer.sign(&header("typ", json!("AT+JWT")), &claims)),
            ("refused", issuer.signer.sign(&header("crit", json!(["exp"])), &claims)),
            ("refused", issuer.signer.sign(&header("jwk", issuer.signer.jwk()), &claims)),
            ("refused", Signer::es256("one").sign_access(&issuer.claims())),
            ("refused", Signer::es256("two").sign_access(&issuer.claims())),
            ("refused", sign_hs256(&issuer.signer.public(), &hs256, &claims)),
            ("refused", sign_hs256(issuer.signer.jwk().to_string().as_bytes(), &hs256, &claims)),
            ("refused", format!("{good}.{good}")),
            ("refused", good.replace('.', "")),
            ("refused", "x".to_owned()),
        ];
        let tokens: Vec<_> = cases.iter().map(|(_, token)| token.clone()).collect();
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        for (program, script) in [(python.as_str(), "python/check_token.py"), ("node", "node/check-token.mjs")] {
            let said = verdicts(program, script, &issuer, &tokens);
            assert_eq!(said.len(), cases.len(), "{said:?}");
            for (number, ((expected, token), said)) in cases.iter().zip(said).enumerate() {
                assert!(said.starts_with(expected), "{script}, case {number}: {said}, not {expected}");
                assert_eq!(guard.verify(token).await.is_ok(), *expected == "ok", "case {number}");
                assert!(*expected != "ok" || said == "ok user-1 ada", "{said}");
            }
        }
    }
}
