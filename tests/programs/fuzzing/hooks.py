"""Logs in for Schemathesis, and again whenever a call has ended the session that it was made with."""

import json
import os
import urllib.request

import schemathesis

URL = os.environ["DOORWARD_URL"]
CREDENTIALS = {"username": os.environ["DOORWARD_USER"], "password": os.environ["DOORWARD_PASSWORD"]}

token = None


@schemathesis.auth(refresh_interval=None)
class LogIn:
    def get(self, case, context):
        global token
        if token is None:
            body = json.dumps(CREDENTIALS).encode()
            headers = {"Content-Type": "application/json"}
            with urllib.request.urlopen(urllib.request.Request(f"{URL}/api/tokens", body, headers)) as answer:
                token = json.load(answer)["access_token"]
        return token

    def set(self, case, token, context):
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(context, case, response):
    global token
    if response.status_code in (401, 419):
        token = None
