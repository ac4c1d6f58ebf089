"""A mail server (aiosmtpd) that takes mail over TLS after a login, and writes each mail to a file.

Arguments: port, folder, and one of starttls, implicit or plain; with TLS also certificate and key.
"""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = b"doorward", b"a b:c/d@e%f"


class Keep:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        finished = self.folder / f"{self.count:04}.eml"
        unfinished = finished.with_suffix(".new")
        unfinished.write_bytes(envelope.content)
        unfinished.rename(finished)
        return "250 2.0.0 kept"


def authenticate(server, session, envelope, mechanism, data):
    is_right = mechanism in ("PLAIN", "LOGIN") and data.login == USER and data.password == PASSWORD
    # Not handled: aiosmtpd says no.
    return AuthResult(success=is_right, handled=is_right)


async def serve():
    port, folder, mode = int(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    context = None
    if mode != "plain":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
    has_login = mode != "plain"
    keep = Keep(folder)

    def conversation():
        return SMTP(
            keep,
            hostname="localhost",
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
            auth_required=has_login,
            auth_require_tls=mode == "starttls",
            authenticator=authenticate if has_login else None,
        )

    server = await asyncio.get_running_loop().create_server(
        conversation, "127.0.0.1", port, ssl=context if mode == "implicit" else None
    )
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(serve())
