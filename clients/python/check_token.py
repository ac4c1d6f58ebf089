#!/usr/bin/env python3
"""Checks Doorward's access tokens by the public keys and the recall list alone, without a call per token.

Usage: check_token.py ISSUER [AUDIENCE], with tokens on standard input, one a line. Prints for each of them
`ok SUB USERNAME`, `expired`, `recalled` or `refused: WHY`. Needs what requirements.txt names.
"""
import base64
import hashlib
import json
import sys
import time
from urllib import error, request

import jwt


class Source:
    """One address: asked again when what it said is too old, and only for what has changed."""

    def __init__(self, url, max_age):
        self.url, self.max_age, self.headers, self.text, self.asked_at = url, max_age, {}, "", float("-inf")

    def read(self, max_age=None):
        if time.monotonic() - self.asked_at >= (max_age or self.max_age):
            try:
                with request.urlopen(request.Request(self.url, headers=self.headers), timeout=5) as answer:
                    self.text, self.headers = answer.read(8 << 20).decode(), {"If-None-Match": answer.headers["ETag"]}
            except error.HTTPError as answer:
                if answer.code != 304:  # which means: still the same
                    raise
            self.asked_at = time.monotonic()
        return self.text


def public_keys(text):
    """By their ids. No symmetric ones: whoever sees them could sign."""
    return {jwk["kid"]: jwt.PyJWK(jwk) for jwk in json.loads(text)["keys"] if jwk["kty"] != "oct"}


def open_token(text, typ, keys, **rules):
    """The claims, and the id of the key, which decides about the algorithm; the token does not."""
    header = jwt.get_unverified_header(text)
    if set(header) != {"alg", "typ", "kid"} or header["typ"] != typ:  # so there is no crit, no jwk, no jku
        raise ValueError("another header than Doorward's")
    if header["kid"] not in keys:
        raise ValueError("a key that is not known")
    key, options = keys[header["kid"]], {"require": ["iss", "sub", "iat", "exp"], "verify_exp": False}
    # Five seconds for the issuer's clock; for exp there are none, so whoever calls this looks at it.
    return jwt.decode(text, key, [key.algorithm_name], options, leeway=5, **rules), header["kid"]


def mark(id):
    return base64.urlsafe_b64encode(hashlib.sha256(id.encode()).digest()).decode()[:12]


def check(token, issuer, audience, keys, recalled):
    claims, kid = open_token(token, "at+jwt", keys, issuer=issuer, audience=audience)
    if claims["exp"] <= time.time():
        return "expired"
    if recalled["exp"] <= time.time() or kid not in recalled["keys"]:
        raise ValueError("no recall list to rely on, or none that knows its key")
    if (claims["iat"] <= recalled.get("issued_after", 0) or mark(claims["sid"]) in recalled["sessions"]
            or claims["ver"] < recalled["versions"].get(mark(claims["sub"]), 0)):
        return "recalled"
    return f"ok {claims['sub']} {claims['preferred_username']}"


issuer, audience = (sys.argv[1:] + ["doorward"])[:2]
jwks, lists = Source(f"{issuer}/.well-known/jwks.json", 30), Source(f"{issuer}/recall-list.jwt", 2)
for token in map(str.strip, sys.stdin):
    try:
        keys = public_keys(jwks.read())
        if jwt.get_unverified_header(token).get("kid") not in keys:
            keys = public_keys(jwks.read(max_age=5))  # Doorward may have a new one
        recalled, _ = open_token(lists.read(), "recall-list+jwt", keys, issuer=issuer, subject=lists.url)
        lists.max_age = recalled["ttl"]
        print(check(token, issuer, audience, keys, recalled), flush=True)
    except Exception as why:  # whatever happens, the token is not let in
        print(f"refused: {why}", flush=True)
