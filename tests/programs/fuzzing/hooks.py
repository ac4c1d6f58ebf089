"""Logs in for Schemathesis, and again whenever a call has ended its own session."""

import base64
import json
import os
import urllib.request

import schemathesis

URL = os.environ["DOORWARD_URL"]
CREDENTIALS = {"username": os.environ["DOORWARD_USER"], "password": os.environ["DOORWARD_PASSWORD"]}

token = None


def own_id():
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]


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
    # After the user has renamed their own account, they log in with the new name.
    is_renaming = case.method.upper() == "PUT" and case.path.endswith("/users/{id}/name") and response.status_code < 300
    if is_renaming and token and case.path_parameters.get("id") == own_id():
        CREDENTIALS["username"] = case.body["username"]
    if response.status_code in (401, 419):
        token = None
