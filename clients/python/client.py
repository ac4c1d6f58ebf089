#!/usr/bin/env python3
"""A program that calls Doorward's API: it logs in, renews when its access token is refused, and logs in again when its
session is over. It needs only Python.

Usage: client.py URL USERNAME [FILE]. Standard input has the password in the first line and then one path per line. The
program gets each path and prints the status and the body. Logins and renewals are reported on standard error. FILE
keeps the device token from one run to the next.
"""
import json
import os
import sys
from urllib import error, request


class NoRedirect(request.HTTPRedirectHandler):
    """A redirect would send the token to another address."""

    def redirect_request(self, *_):
        return None


class DeviceToken:
    """By this token the account knows the program again: with it, strangers who try wrong passwords cannot keep the
    program from logging in. It gives no access. Doorward passes over one that is worth nothing."""

    def __init__(self, path=None):
        self.path, self.text = path, None
        if path and os.path.exists(path):
            with open(path) as file:
                self.text = file.read().strip()

    def keep(self, text):
        self.text = text
        if self.path:  # for its owner alone, and never half of it
            with open(os.open(f"{self.path}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)
            os.replace(f"{self.path}.new", self.path)


class Client:
    def __init__(self, url, username, password, device=None):
        self.url, self.credentials = url, {"username": username, "password": password}
        self.device = device or DeviceToken()
        self.access_token = self.refresh_token = ""
        self.opener = request.build_opener(NoRedirect)

    def get(self, path):
        """Returns the status and the body at this path, and logs in or renews first if necessary."""
        if not self.access_token:
            self.log_in()
        status, body, challenge = self.send("GET", path)
        # 419 means that the token has expired. This 401 means that it is invalid, perhaps because its key was retired;
        # the session goes on. Other 401s are not about the token. We renew only once: a new token would be refused
        # again.
        if status == 419 or status == 401 and 'error="invalid_token"' in challenge:
            self.renew()
            status, body, _ = self.send("GET", path)
        return status, body

    def log_in(self):
        status, body, _ = self.send("POST", "/api/tokens", {**self.credentials, "device_token": self.device.text})
        if status != 200:
            raise PermissionError(body.get("message", status))
        self.device.keep(body["device_token"])
        self.keep(body, "logged in")

    def renew(self):
        """A refresh token works once; the answer has the next one."""
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
            answer = refusal  # a refusal is an answer, too
        with answer:
            text = answer.read().decode()
        is_json = answer.headers.get_content_type() == "application/json"
        challenge = answer.headers.get("WWW-Authenticate", "")
        return answer.status, json.loads(text) if is_json else {"message": text}, challenge


if __name__ == "__main__":
    url, username, *file = sys.argv[1:]
    client = Client(url, username, sys.stdin.readline().rstrip("\n"), DeviceToken(*file))
    try:
        for line in sys.stdin:
            status, body = client.get(line.strip())
            print(status, json.dumps(body, ensure_ascii=False), flush=True)
    except OSError as why:  # the server does not answer, or does not let us in
        sys.exit(str(why))
