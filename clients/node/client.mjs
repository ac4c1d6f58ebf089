#!/usr/bin/env node
// A program that calls Doorward's API: it logs in, renews when its access token is refused, and logs in again when its
// session is over. It needs only Node.
//
// Usage: client.mjs URL USERNAME [FILE]. Standard input has the password in the first line and then one path per line.
// The program gets each path and prints the status and the body. Logins and renewals are reported on standard error.
// FILE keeps the device token from one run to the next.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

// By this token the account knows the program again: with it, strangers who try wrong passwords cannot keep the program
// from logging in. It gives no access. Doorward passes over one that is worth nothing.
class DeviceToken {
  #path;

  constructor(path) {
    this.#path = path;
    if (path && existsSync(path)) this.text = readFileSync(path, "utf8").trim();
  }

  keep(text) {
    this.text = text;
    if (!this.#path) return;
    // For its owner alone, and never half of it.
    writeFileSync(`${this.#path}.new`, text, { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}

class Client {
  #credentials;
  #device;
  #accessToken;
  #refreshToken;

  constructor(url, username, password, device = new DeviceToken()) {
    this.url = url;
    this.#device = device;
    this.#credentials = { username, password };
  }

  // Returns the status and the body at this path, and logs in or renews first if necessary.
  async get(path) {
    if (!this.#accessToken) await this.#logIn();
    let answer = await this.#send("GET", path);
    // 419 means that the token has expired. This 401 means that it is invalid, perhaps because its key was retired; the
    // session goes on. Other 401s are not about the token. We renew only once: a new token would be refused again.
    const isWorthless = answer.status === 401 && answer.challenge.includes('error="invalid_token"');
    if (answer.status === 419 || isWorthless) {
      await this.#renew();
      answer = await this.#send("GET", path);
    }
    return answer;
  }

  async #logIn() {
    const credentials = { ...this.#credentials, device_token: this.#device.text };
    const { status, body } = await this.#send("POST", "/api/tokens", credentials);
    if (status !== 200) throw new Error(body.message ?? status);
    this.#device.keep(body.device_token);
    this.#keep(body, "logged in");
  }

  // A refresh token works once; the answer has the next one.
  async #renew() {
    const { status, body } = await this.#send("POST", "/api/tokens/refresh", { refresh_token: this.#refreshToken });
    if (status === 401) return this.#logIn(); // the session is over
    if (status !== 200) throw new Error(body.message ?? status);
    return this.#keep(body, "renewed");
  }

  #keep(tokens, what) {
    this.#accessToken = tokens.access_token;
    this.#refreshToken = tokens.refresh_token;
    console.error(what);
  }

  async #send(method, path, body) {
    const headers = { Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    else if (this.#accessToken) headers.Authorization = `Bearer ${this.#accessToken}`;
    const answer = await fetch(this.url + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      // A redirect would send the token to another address.
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    const challenge = answer.headers.get("www-authenticate") ?? "";
    return { status: answer.status, challenge, body: isJson ? await answer.json() : { message: await answer.text() } };
  }
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const [url, username, file] = process.argv.slice(2);
const client = new Client(url, username, (await lines.next()).value, new DeviceToken(file));
try {
  for await (const path of lines) {
    const { status, body } = await client.get(path);
    console.log(status, JSON.stringify(body));
  }
} catch (why) {
  // The server does not answer, or does not let us in.
  console.error(why.message);
  process.exit(1);
}
