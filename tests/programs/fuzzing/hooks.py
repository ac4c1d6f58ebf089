"""Logs in for Schemathesis, again and again: some calls end the session that they are made with."""

import json
import os
import urllib.request

import schemathesis

URL = os.environ["DOORWARD_URL"]
CREDENTIALS = {"username": os.environ["DOORWARD_USER"], "password": os.environ["DOORWARD_PASSWORD"]}


@schemathesis.auth(refresh_interval=3)
class LogIn:
    def get(self, case, context):
        body = json.dumps(CREDENTIALS).encode()
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(f"{URL}/api/tokens", body, headers)) as answer:
            return json.load(answer)["access_token"]

    def set(self, case, token, context):
        case.headers["Authorization"] = f"Bearer {token}"
