#!/usr/bin/env node
// Checks Doorward's access tokens by the public keys and the recall list alone, without a call per token.
//
// Usage: check-token.mjs ISSUER [AUDIENCE], with tokens on standard input, one a line. Prints for each of them
// `ok SUB USERNAME`, `expired`, `recalled` or `refused: WHY`. Needs what package.json names.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";

// One address: asked again when what it said is too old, and only for what has changed.
class Source {
  constructor(url, maxAge) {
    Object.assign(this, { url, maxAge, headers: {}, text: "", askedAt: -Infinity });
  }

  async read(maxAge = this.maxAge) {
    if (performance.now() - this.askedAt >= maxAge * 1000) {
      const { headers, url } = this;
      const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(5000) });
      if (answer.ok) {
        this.text = await answer.text();
        this.headers = { "If-None-Match": answer.headers.get("etag") };
      } else if (answer.status !== 304) {
        // 304 means: still the same.
        throw new Error(`${url} answers with status ${answer.status}`);
      }
      this.askedAt = performance.now();
    }
    return this.text;
  }
}

const mark = (id) => createHash("sha256").update(id).digest("base64url").slice(0, 12);

// The claims, and the id of the key, which decides about the algorithm; the token does not.
async function openToken(text, typ, jwks, rules) {
  const header = decodeProtectedHeader(text);
  // So there is no crit, no jwk, no jku.
  const isOurs = header.typ === typ && Object.keys(header).sort().join() === "alg,kid,typ";
  if (!isOurs) throw new Error("another header than Doorward's");
  // No symmetric ones: whoever sees them could sign.
  const jwk = jwks.find(({ kid, kty }) => kid === header.kid && kty !== "oct");
  if (!jwk) throw new Error("a key that is not known");
  const options = { algorithms: [jwk.alg], requiredClaims: ["iss", "sub", "iat", "exp"], ...rules };
  const { payload } = await jwtVerify(text, await importJWK(jwk), options);
  // Five seconds for the issuer's clock.
  if (payload.iat > Date.now() / 1000 + 5) throw new Error("from the future");
  return [payload, header.kid];
}

async function check(token, issuer, audience, jwks, recalled) {
  const [claims, kid] = await openToken(token, "at+jwt", jwks, { issuer, audience });
  if (!recalled.keys.includes(kid)) throw new Error("a key that is no longer in force");
  const isBelow = claims.ver < (recalled.versions[mark(claims.sub)] ?? 0);
  if (isBelow || claims.iat <= (recalled.issued_after ?? 0) || recalled.sessions.includes(mark(claims.sid))) {
    return "recalled";
  }
  return `ok ${claims.sub} ${claims.preferred_username}`;
}

const [issuer, audience = "doorward"] = process.argv.slice(2);
const keys = new Source(`${issuer}/.well-known/jwks.json`, 30);
const lists = new Source(`${issuer}/recall-list.jwt`, 2);
for await (const token of createInterface({ input: process.stdin })) {
  try {
    let jwks = JSON.parse(await keys.read()).keys;
    const { kid } = decodeProtectedHeader(token);
    // Doorward may have a new one.
    if (!jwks.some((jwk) => jwk.kid === kid)) jwks = JSON.parse(await keys.read(5)).keys;
    const [recalled] = await openToken(await lists.read(), "recall-list+jwt", jwks, { issuer, subject: lists.url });
    lists.maxAge = recalled.ttl;
    console.log(await check(token, issuer, audience, jwks, recalled));
  } catch (why) {
    // The library says so of authentic tokens only. Whatever else happens, the token is not let in.
    const hasExpired = why.code === "ERR_JWT_EXPIRED" && why.payload.jti;
    console.log(hasExpired ? "expired" : `refused: ${why.message}`);
  }
}
