#!/usr/bin/env node
// A program that calls Doorward's API: logs in, renews when its access token is refused, and logs in anew when its
// session is over. Needs nothing but Node.
//
// Usage: client.mjs URL USERNAME, with the password in the first line of standard input and then paths to get, one a
// line. Prints for each the status and the body; what happens in between goes to standard error.
import { createInterface } from "node:readline";

class Client {
  #credentials;
  #accessToken;
  #refreshToken;

  constructor(url, username, password) {
    this.url = url;
    this.#credentials = { username, password };
  }

  // The status and the body of what is there, after whatever is needed to be let in.
  async get(path) {
    if (!this.#accessToken) await this.#logIn();
    let answer = await this.#send("GET", path);
    // 419: it is over. This 401: worth nothing, perhaps since its key was retired, which leaves the session be.
    // Other 401s are not about the token. Once is enough: what refuses a new token would refuse the next one, too.
    const isWorthless = answer.status === 401 && answer.challenge.includes('error="invalid_token"');
    if (answer.status === 419 || isWorthless) {
      await this.#renew();
      answer = await this.#send("GET", path);
    }
    return answer;
  }

  async #logIn() {
    const { status, body } = await this.#send("POST", "/api/tokens", this.#credentials);
    if (status !== 200) throw new Error(body.message ?? status);
    this.#keep(body, "logged in");
  }

  // Each refresh token is good for once; its successor comes with the answer.
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
      // A redirect would take the token along to wherever it leads.
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    const challenge = answer.headers.get("www-authenticate") ?? "";
    return { status: answer.status, challenge, body: isJson ? await answer.json() : { message: await answer.text() } };
  }
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const [url, username] = process.argv.slice(2);
const client = new Client(url, username, (await lines.next()).value);
try {
  for await (const path of lines) {
    const { status, body } = await client.get(path);
    console.log(status, JSON.stringify(body));
  }
} catch (why) {
  // Nobody answers, or nobody lets us in.
  console.error(why.message);
  process.exit(1);
}
