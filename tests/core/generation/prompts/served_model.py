"""A small OpenAI-compatible server that says what a test has put into its mouth."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer: a text as a chat completion, or ``raw`` bytes; ``wait_s`` before it, ``drip_s`` between its bytes."""

    text: str | None = None
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drip_s: float = 0.0
    finish_reason: str = "stop"
    claimed_length: int | None = None

    @property
    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        message = {"role": "assistant", "content": self.text}
        return json.dumps({"choices": [{"message": message, "finish_reason": self.finish_reason}]}).encode()


class ModelServer(ThreadingHTTPServer):
    """``replies`` are given in turn, the last again and again; ``asked`` has path, headers and body of requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server on this machine, up as long as the block."""
    with ModelServer() as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield httpd
        finally:
            httpd.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(content)))
        reply = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        time.sleep(reply.wait_s)
        try:
            self._say(reply)
        except OSError:
            self.close_connection = True  # who asked has gone

    def _say(self, reply: Reply) -> None:
        self.send_response(reply.status)
        length = len(reply.body) if reply.claimed_length is None else reply.claimed_length
        for name, value in (reply.headers | {"Content-Length": str(length)}).items():
            self.send_header(name, value)
        self.end_headers()
        step = 1 if reply.drip_s else max(1, len(reply.body))
        for start in range(0, len(reply.body), step):
            self.wfile.write(reply.body[start : start + step])
            self.wfile.flush()
            time.sleep(reply.drip_s)

    def log_message(self, *_: Any) -> None:
        pass
