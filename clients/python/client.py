#!/usr/bin/env python3
"""A program that calls Doorward's API: logs in, renews when its access token is refused, and logs in anew when its
session is over. Needs nothing but Python.

Usage: client.py URL USERNAME, with the password in the first line of standard input and then paths to get, one a line.
Prints for each the status and the body; what happens in between goes to standard error.
"""
import json
import sys
from urllib import error, request


class NoRedirect(request.HTTPRedirectHandler):
    """A redirect would take the token along to wherever it leads."""

    def redirect_request(self, *_):
        return None


class Client:
    def __init__(self, url, username, password):
        self.url, self.credentials = url, {"username": username, "password": password}
        self.access_token = self.refresh_token = ""
        self.opener = request.build_opener(NoRedirect)

    def get(self, path):
        """The status and the body of what is there, after whatever is needed to be let in."""
        if not self.access_token:
            self.log_in()
        status, body, challenge = self.send("GET", path)
        # 419: it is over. This 401: worth nothing, perhaps since its key was retired, which leaves the session be.
        # Other 401s are not about the token. Once is enough: what refuses a new token would refuse the next one, too.
        if status == 419 or status == 401 and 'error="invalid_token"' in challenge:
            self.renew()
            status, body, _ = self.send("GET", path)
        return status, body

    def log_in(self):
        status, body, _ = self.send("POST", "/api/tokens", self.credentials)
        if status != 200:
            raise PermissionError(body.get("message", status))
        self.keep(body, "logged in")

    def renew(self):
        """Each refresh token is good for once; its successor comes with the answer."""
        status, body, _ = self.send("POST", "/api/tokens/refresh", {"refresh_token": self.refresh_token})
        if status == 401:
            return self.log_in()  # the session is over
        if status != 200:
            raise ConnectionError(body.get("message", status))
        return self.keep(body, "renewed")

    def keep(self, tokens, what):
        self.access_token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        print(what, file=sys.stderr, flush=True)

    def send(self, method, path, body=None):
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        elif self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        data = None if body is None else json.dumps(body).encode()
        try:
            answer = self.opener.open(request.Request(self.url + path, data, headers, method=method), timeout=30)
        except error.HTTPError as refusal:
            answer = refusal  # which is an answer too
        with answer:
            text = answer.read().decode()
        is_json = answer.headers.get_content_type() == "application/json"
        challenge = answer.headers.get("WWW-Authenticate", "")
        return answer.status, json.loads(text) if is_json else {"message": text}, challenge


if __name__ == "__main__":
    url, username = sys.argv[1:]
    client = Client(url, username, sys.stdin.readline().rstrip("\n"))
    try:
        for line in sys.stdin:
            status, body = client.get(line.strip())
            print(status, json.dumps(body, ensure_ascii=False), flush=True)
    except OSError as why:  # nobody answers, or nobody lets us in
        sys.exit(str(why))
