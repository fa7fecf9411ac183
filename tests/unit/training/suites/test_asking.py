"""Asking over HTTP: kept connections, what is posted, what is done when one was closed."""

import json
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from training.suites.asking import HttpAsk


class Echo(BaseHTTPRequestHandler):
    """Answers with the field it got, and which connection it came by."""

    protocol_version = "HTTP/1.1"
    closes = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        (part,) = BytesParser().parsebytes(head + body).get_payload()
        told = {
            "path": self.path, "field": part.get_param("name", header="Content-Disposition"),
            "picture": part.get_payload(decode=True).decode(), "client": self.client_address[1],
        }  # fmt: skip
        answer = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        self.close_connection = self.closes  # without saying so: as a server that tires of waiting

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_the_picture_is_posted_as_the_field_file(address):
    with HttpAsk(address) as ask:
        told = ask(b"a picture")

    assert (told["path"], told["field"], told["picture"]) == ("/v1/predict", "file", "a picture")


def test_a_connection_is_kept(address):
    with HttpAsk(address) as ask:
        assert ask(b"one")["client"] == ask(b"two")["client"]


def test_a_connection_that_was_closed_is_opened_again(address, monkeypatch):
    monkeypatch.setattr(Echo, "closes", True)
    with HttpAsk(address) as ask:
        assert ask(b"one")["client"] != ask(b"two")["client"]


def test_a_path_before_the_service_is_kept(address):
    with HttpAsk(f"{address}/digits/") as ask:
        assert ask(b"one")["path"] == "/digits/v1/predict"


def test_nobody_there_is_an_error():
    with HttpAsk("http://127.0.0.1:9") as ask, pytest.raises(OSError, match="refused"):
        ask(b"one")
