#!/usr/bin/env node
// Checks Doorward's access tokens with only the public keys and the recall list, without a call for each token.
//
// Usage: check-token.mjs ISSUER [AUDIENCE]. Standard input has one token per line. The program prints for each token
// `ok SUB USERNAME`, `expired`, `recalled` or `refused: WHY`. AUDIENCE is Doorward's setting `audience`; tokens must be
// for its apps. The program needs the packages that package.json names.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { importJWK, jwtVerify } from "jose";

// A document at one address. It is fetched again when it is too old, and only if it has changed. `understand` parses
// it, and the last valid result is kept even if later attempts fail.
class Source {
  constructor(url, maxAge, understand) {
    Object.assign(this, { url, maxAge, understand, headers: {}, askedAt: -Infinity });
  }

  async read(maxAge = this.failure ? Math.min(this.maxAge, 5) : this.maxAge) {
    if (performance.now() - this.askedAt >= maxAge * 1000) {
      this.askedAt = performance.now();
      try {
        await this.#ask();
        this.failure = undefined;
      } catch (why) {
        // The next attempt waits, so that not every token is delayed by a failure.
        Object.assign(this, { failure: why.message, askedAt: performance.now() });
      }
    }
    if (!this.value) throw new Error(`${this.url}: ${this.failure}`);
    return this.value;
  }

  async #ask() {
    const { headers, url } = this;
    // The answer must come from this address, so redirects are errors.
    const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(5000) });
    if (answer.status === 304) return; // nothing has changed
    if (!answer.ok) throw new Error(`it answers with status ${answer.status}`);
    this.value = await this.understand(await answer.text());
    const etag = answer.headers.get("etag");
    this.headers = etag ? { "If-None-Match": etag } : {};
  }
}

// Decodes base64url that has the only allowed spelling: no padding, and no stray bits in the last character.
function decode(part) {
  const data = Buffer.from(part, "base64url");
  if (data.toString("base64url") !== part) throw new Error("another base64url than Doorward's");
  return data.toString();
}

// JSON.parse silently keeps the last of two members with the same name. Then there are fewer members than names.
function parse(text) {
  let members = -1; // because the whole value is visited as well
  const value = JSON.parse(text, function visit(_, member) {
    members += Array.isArray(this) ? 0 : 1;
    return member;
  });
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:?/g)?.filter((found) => found.endsWith(":")) ?? [];
  if (names.length !== members) throw new Error("a member that comes twice");
  return value;
}

const mark = (id) => createHash("sha256").update(id).digest("base64url").slice(0, 12);

class Checker {
  constructor(issuer, audience = "doorward") {
    // Tokens for Doorward's own pages and API are refused.
    Object.assign(this, { issuer, audience: `${audience}/apps` });
    this.keys = new Source(`${issuer}/.well-known/jwks.json`, 30, publicKeys);
    this.lists = new Source(`${issuer}/recall-list.jwt`, 2, (text) => this.#recallList(text));
  }

  // A list is verified once, when it arrives. If its key is new, the keys are fetched at once, since this may be an
  // emergency.
  async #recallList(text) {
    const [claims] = await this.#open(text, "recall-list+jwt", 8 << 20, 0, { subject: this.lists.url });
    // This list comes from a cache, and must not replace a newer one.
    if (claims.iat < this.lists.value?.iat) throw new Error("an old list");
    this.lists.maxAge = claims.ttl;
    return claims;
  }

  // Returns the claims and the id of the key. The key decides the algorithm, not the token.
  async #open(text, typ, maxLength, patience, rules) {
    const parts = text.length > maxLength ? [] : text.split(".").map(decode);
    if (parts.length !== 3) throw new Error("too long, or not three parts");
    const [header] = parts.slice(0, 2).map(parse);
    // This also excludes crit, jwk and jku.
    const isOurs = header?.typ === typ && Object.keys(header).sort().join() === "alg,kid,typ";
    if (!isOurs) throw new Error("another header than Doorward's");
    // Doorward may have a new key.
    const { kid } = header;
    const [alg, key] = (await this.keys.read()).get(kid) ?? (await this.keys.read(patience)).get(kid) ?? [];
    if (!key) throw new Error("a key that is not known");
    const options = { algorithms: [alg], requiredClaims: ["iss", "sub", "iat", "exp"], issuer: this.issuer, ...rules };
    const { payload } = await jwtVerify(text, key, options);
    // The issuer's clock may be five seconds ahead.
    if (payload.iat > Date.now() / 1000 + 5) throw new Error("from the future");
    return [payload, kid];
  }

  async check(token) {
    const [claims, kid] = await this.#open(token, "at+jwt", 4096, 5, { audience: this.audience });
    const recalled = await this.lists.read();
    if (recalled.exp <= Date.now() / 1000 || !recalled.keys.includes(kid)) {
      throw new Error("no recall list to rely on, or none that knows its key");
    }
    const isBelow = claims.ver < (recalled.versions[mark(claims.sub)] ?? 0);
    if (isBelow || claims.iat <= (recalled.issued_after ?? 0) || recalled.sessions.includes(mark(claims.sid))) {
      return "recalled";
    }
    return `ok ${claims.sub} ${claims.preferred_username}`;
  }
}

// Returns the keys by their ids, each with its algorithm. Symmetric keys are left out: everybody who sees one could
// sign.
async function publicKeys(text) {
  const jwks = JSON.parse(text).keys.filter(({ kty }) => kty !== "oct");
  return new Map(await Promise.all(jwks.map(async (jwk) => [jwk.kid, [jwk.alg, await importJWK(jwk)]])));
}

const checker = new Checker(...process.argv.slice(2));
for await (const token of createInterface({ input: process.stdin })) {
  try {
    console.log(await checker.check(token));
  } catch (why) {
    // The library checks exp after the signature. After any other error the token is refused as well. JSON.parse quotes
    // the token in its message, so line breaks are removed.
    console.log(why.code === "ERR_JWT_EXPIRED" ? "expired" : `refused: ${why.message.replace(/\s+/g, " ")}`);
  }
}
