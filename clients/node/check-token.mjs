#!/usr/bin/env node
// Checks Doorward's access tokens by the public keys and the recall list alone, without a call per token.
//
// Usage: check-token.mjs ISSUER [AUDIENCE], with tokens on standard input, one a line. Prints for each of them
// `ok SUB USERNAME`, `expired`, `recalled` or `refused: WHY`. AUDIENCE is Doorward's setting `audience`; tokens must be for
// its apps. Needs what package.json names.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { importJWK, jwtVerify } from "jose";

// One address: asked again when what it said is too old, and only for what has changed. Its last good answer is kept as
// `understand` made it, however often asking fails after that.
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
        // A pause follows, so that not every token waits for nothing.
        Object.assign(this, { failure: why.message, askedAt: performance.now() });
      }
    }
    if (!this.value) throw new Error(`${this.url}: ${this.failure}`);
    return this.value;
  }

  async #ask() {
    const { headers, url } = this;
    // Whoever answers must be who was asked.
    const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(5000) });
    if (answer.status === 304) return; // still the same
    if (!answer.ok) throw new Error(`it answers with status ${answer.status}`);
    this.value = await this.understand(await answer.text());
    const etag = answer.headers.get("etag");
    this.headers = etag ? { "If-None-Match": etag } : {};
  }
}

// Base64url in its only spelling: without padding, and without stray bits in the last character.
function decode(part) {
  const data = Buffer.from(part, "base64url");
  if (data.toString("base64url") !== part) throw new Error("another base64url than Doorward's");
  return data.toString();
}

// Of two members with one name JSON.parse keeps the last without a word, so there are fewer than the text has names.
function parse(text) {
  let members = -1; // since the whole is visited as well
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
    // Not those for Doorward's own pages or API.
    Object.assign(this, { issuer, audience: `${audience}/apps` });
    this.keys = new Source(`${issuer}/.well-known/jwks.json`, 30, publicKeys);
    this.lists = new Source(`${issuer}/recall-list.jwt`, 2, (text) => this.#recallList(text));
  }

  // Verified once, when it comes. A new key of its own is looked up at once: there may be an emergency.
  async #recallList(text) {
    const [claims] = await this.#open(text, "recall-list+jwt", 8 << 20, 0, { subject: this.lists.url });
    // From some cache: it must not undo what a newer one says.
    if (claims.iat < this.lists.value?.iat) throw new Error("an old list");
    this.lists.maxAge = claims.ttl;
    return claims;
  }

  // The claims, and the id of the key, which decides about the algorithm; the token does not.
  async #open(text, typ, maxLength, patience, rules) {
    const parts = text.length > maxLength ? [] : text.split(".").map(decode);
    if (parts.length !== 3) throw new Error("too long, or not three parts");
    const [header] = parts.slice(0, 2).map(parse);
    // So there is no crit, no jwk, no jku.
    const isOurs = header?.typ === typ && Object.keys(header).sort().join() === "alg,kid,typ";
    if (!isOurs) throw new Error("another header than Doorward's");
    // Doorward may have a new one.
    const { kid } = header;
    const [alg, key] = (await this.keys.read()).get(kid) ?? (await this.keys.read(patience)).get(kid) ?? [];
    if (!key) throw new Error("a key that is not known");
    const options = { algorithms: [alg], requiredClaims: ["iss", "sub", "iat", "exp"], issuer: this.issuer, ...rules };
    const { payload } = await jwtVerify(text, key, options);
    // Five seconds for the issuer's clock.
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

// By their ids, each with its algorithm. No symmetric ones: whoever sees them could sign.
async function publicKeys(text) {
  const jwks = JSON.parse(text).keys.filter(({ kty }) => kty !== "oct");
  return new Map(await Promise.all(jwks.map(async (jwk) => [jwk.kid, [jwk.alg, await importJWK(jwk)]])));
}

const checker = new Checker(...process.argv.slice(2));
for await (const token of createInterface({ input: process.stdin })) {
  try {
    console.log(await checker.check(token));
  } catch (why) {
    // The library looks at exp after the signature. Whatever else happens, the token is not let in; JSON.parse quotes
    // from it, so no line break may get out.
    console.log(why.code === "ERR_JWT_EXPIRED" ? "expired" : `refused: ${why.message.replace(/\s+/g, " ")}`);
  }
}
