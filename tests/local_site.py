"""A web server on this machine that does what each test tells it to: a page is a function of its request."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request(BaseHTTPRequestHandler):
    """One request, and the ways of answering it."""

    server: "Site"

    def do_GET(self):
        self.close_connection = True
        path = self.path.partition("?")[0]
        self.server.asked.append((self.path, dict(self.headers)))
        pages = self.server.pages[path]
        page = pages.pop(0) if len(pages) > 1 else pages[0] if pages else lambda request: request.answer(status=404)
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has heard enough
            page(self)

    def answer(self, body: bytes = b"", status: int = 200, **headers: str):
        self.send_response(status)
        names = {name.replace("_", "-").title(): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **names}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_slowly(self, data: bytes, pause: float):
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, *_):
        pass


Page = Callable[[Request], None]


class Site(ThreadingHTTPServer):
    """The server: *pages* by path (of several the next each time, the last for good), *asked* what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Request)
        self.pages: defaultdict[str, list[Page]] = defaultdict(list)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str, host: str = "127.0.0.1", user: str = "") -> str:
        return f"http://{user}{host}:{self.server_port}{path}"

    def put(self, path: str, *pages: Page) -> str:
        """Serve *pages* at *path*; its address."""
        self.pages[path] = list(pages)
        return self.url(path)


def body(data: bytes = b"", status: int = 200, **headers: str) -> Page:
    """A page that answers just so."""
    return lambda request: request.answer(data, status, **headers)


@contextmanager
def site():
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
