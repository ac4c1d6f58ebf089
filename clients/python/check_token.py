#!/usr/bin/env python3
"""Checks Doorward's access tokens with only the public keys and the recall list, without a call for each token.

Usage: check_token.py ISSUER [AUDIENCE]. Standard input has one token per line. The program prints for each token
`ok SUB USERNAME`, `expired`, `recalled` or `refused: WHY`. AUDIENCE is Doorward's setting `audience`; tokens must be for
its apps. The program needs the packages that requirements.txt names.
"""
import base64
import hashlib
import json
import sys
import time
from urllib import error, request

import jwt


class NoRedirect(request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # the answer must come from the address that was asked


class Source:
    """A document at one address. It is fetched again when it is too old, and only if it has changed. `understand` parses
    it, and the last valid result is kept even if later attempts fail."""

    def __init__(self, url, max_age, understand):
        self.url, self.max_age, self.understand = url, max_age, understand
        self.value, self.failure, self.headers, self.asked_at = None, None, {}, float("-inf")

    def read(self, max_age=None):
        if max_age is None:
            max_age = min(self.max_age, 5) if self.failure else self.max_age
        if time.monotonic() - self.asked_at >= max_age:
            self.asked_at = time.monotonic()
            try:
                self.failure = self.ask()
            except Exception as why:  # the next attempt waits: a failure must not delay every token
                self.failure, self.asked_at = why, time.monotonic()
        if self.value is None:
            raise ValueError(f"{self.url}: {self.failure}")
        return self.value

    def ask(self):
        try:
            asked = request.Request(self.url, headers=self.headers)
            with request.build_opener(NoRedirect).open(asked, timeout=5) as answer:
                self.value, etag = self.understand(answer.read(8 << 20).decode()), answer.headers["ETag"]
                self.headers = {"If-None-Match": etag} if etag else {}
        except error.HTTPError as answer:
            if answer.code != 304:  # 304 means that nothing has changed
                raise


def decode(part):
    """Decodes base64url that has the only allowed spelling: no padding, and no stray bits in the last character."""
    data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != part:
        raise ValueError("another base64url than Doorward's")
    return data


def once(members):
    if len(dict(members)) != len(members):  # readers may disagree on which of two members counts
        raise ValueError("a member that comes twice")
    return dict(members)


def mark(id):
    return base64.urlsafe_b64encode(hashlib.sha256(id.encode()).digest()).decode()[:12]


class Checker:
    def __init__(self, issuer, audience="doorward"):
        self.issuer, self.audience = issuer, f"{audience}/apps"  # not for Doorward's own pages or API
        self.keys = Source(f"{issuer}/.well-known/jwks.json", 30, self.public_keys)
        self.lists = Source(f"{issuer}/recall-list.jwt", 2, self.recall_list)

    def public_keys(self, text):
        """Returns the keys by their ids. Symmetric keys are left out: everybody who sees one could sign."""
        return {jwk["kid"]: jwt.PyJWK(jwk) for jwk in json.loads(text)["keys"] if jwk["kty"] != "oct"}

    def recall_list(self, text):
        """A list is verified once, when it arrives. If its key is new, the keys are fetched at once, since this may be an
        emergency."""
        claims, _ = self.open(text, "recall-list+jwt", 8 << 20, 0, subject=self.lists.url)
        if claims["exp"] <= time.time() or self.lists.value and claims["iat"] < self.lists.value["iat"]:
            raise ValueError("an old list")  # it comes from a cache, and must not replace a newer one
        self.lists.max_age = claims["ttl"]
        return claims

    def open(self, text, typ, max_length, patience, **rules):
        """Returns the claims and the id of the key. The key decides the algorithm, not the token."""
        if len(text) > max_length or text.count(".") != 2:
            raise ValueError("too long, or not three parts")
        head, claims, _ = map(decode, text.split("."))
        header = json.loads(head.decode(), object_pairs_hook=once)
        if set(header) != {"alg", "typ", "kid"} or header["typ"] != typ:  # this also excludes crit, jwk and jku
            raise ValueError("another header than Doorward's")
        kid = header["kid"]
        key = self.keys.read().get(kid) or self.keys.read(patience).get(kid)  # Doorward may have a new key
        if not key:
            raise ValueError("a key that is not known")
        options = {"require": ["iss", "sub", "iat", "exp"], "verify_exp": False}
        # The issuer's clock may be five seconds ahead. That does not extend exp, so the caller checks it.
        jwt.decode(text, key, [key.algorithm_name], options, issuer=self.issuer, leeway=5, **rules)
        return json.loads(claims.decode(), object_pairs_hook=once), kid

    def check(self, token):
        claims, kid = self.open(token, "at+jwt", 4096, 5, audience=self.audience)
        if claims["exp"] <= time.time():
            return "expired"
        recalled = self.lists.read()
        if recalled["exp"] <= time.time() or kid not in recalled["keys"]:
            raise ValueError("no recall list to rely on, or none that knows its key")
        if (claims["iat"] <= recalled.get("issued_after", 0) or mark(claims["sid"]) in recalled["sessions"]
                or claims["ver"] < recalled["versions"].get(mark(claims["sub"]), 0)):
            return "recalled"
        return f"ok {claims['sub']} {claims['preferred_username']}"


if __name__ == "__main__":
    checker = Checker(*sys.argv[1:])
    sys.stdin.reconfigure(errors="replace")  # bytes that are no text are no token either
    for line in sys.stdin:
        try:
            print(checker.check(line.rstrip("\n")), flush=True)
        except Exception as why:  # after any error the token is refused
            print(f"refused: {why}", flush=True)
