"""Receivers of alerts on this machine: a web server and a mail server, each on a port of its own."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


class Hook:
    """What was posted; `failures` is how many posts are answered with an error first."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.failures = 0
        self.url = ""


@contextmanager
def web_receiver() -> Iterator[Hook]:
    """A web server that keeps the JSON that is posted to it."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = 200
            if hook.failures:
                hook.failures -= 1
                status = 503
            else:
                hook.bodies.append(body)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Mailbox:
    """What was mailed."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.port = 0

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def mail_receiver() -> Iterator[Mailbox]:
    """A mail server that keeps what is sent to it."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:  # the controller takes no port 0
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
