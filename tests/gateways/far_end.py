"""A provider's HTTP server on this machine: answers as it is told and remembers what came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Answer:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FarEnd:
    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    """In turn; the last one stays."""
    came: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path, body."""


@contextmanager
def far_end(*answers: Answer) -> Iterator[FarEnd]:
    made = FarEnd(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.came.append((self.command, self.path, body))
            answer = made.answers.pop(0) if len(made.answers) > 1 else made.answers[0]
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        do_GET = do_POST = _any

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
