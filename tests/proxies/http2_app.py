"""An app that speaks HTTP/2 without TLS if a client asks for it, and WebSockets. It says which user it sees."""

import asyncio
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            event = await receive()
            await send({"type": event["type"] + ".complete"})
            if event["type"] == "lifespan.shutdown":
                return
    users = [value.decode() for name, value in scope["headers"] if name == b"remote-user"]
    seen = f"{scope.get('method', 'WS')} {scope['path']} over HTTP/{scope['http_version']} by {users}"
    # The test that started this app reads these lines.
    print(seen, flush=True)
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": f"{seen}: {event['text']}"})
        return
    body = seen.encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


config = Config()
config.bind = [f"127.0.0.1:{sys.argv[1]}"]
config.loglevel = "ERROR"
asyncio.run(serve(app, config))
