"""The page served on this machine: text goes in by a form, its facts come back, and nothing of it is kept.

The server answers only to its own name, so that no page elsewhere can reach it by a name that leads here, and takes
text only from its own page.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from socketserver import TCPServer
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from extractor.pipeline import Extractor
from extractor.records import Document, ExtractorError, InputError
from extractor.report.charts import across
from extractor.report.payload import article_payload
from extractor.report.template import rendered

MAX_BYTES = 2_000_000  # of a form; an article of the news has some ten thousand
_MOST_PASSED_OVER = 50_000_000
_HOST = re.compile(r"(?:\[(?P<address>\w*:[\w:.%]*)\]|(?P<name>[\w.-]+))(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,15}")
_TITLE = "Trade facts of pasted text"
_PASTED = "pasted text"
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class PageServer(ThreadingHTTPServer):
    """Serves the page; ``url`` is where. A context manager: leaving it closes the port."""

    daemon_threads = True

    def __init__(self, host: str, port: int, extractor: Extractor) -> None:
        if ":" in host:
            self.address_family = AF_INET6
        self.host, self._extractor, self._reading = host, extractor, Lock()
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Take the port without asking a name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, int(self.server_address[1])

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    def read(self, text: str, published: str) -> Document:
        """Extract the facts of a text, one text at a time.

        Raises:
            InputError: There is no text, or the date is none.
        """
        if not text.strip():
            raise InputError("there is no text; paste an article")
        with self._reading:
            return self._extractor.extract(text, published=published or None, doc_id=_PASTED)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that left before its answer; any other error is a mistake of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def answers_to(self, host: str) -> bool:
        """Whether a ``Host`` header names this server.

        A server for all addresses of the machine is named by any address, which no name server can forge.
        """
        named = _HOST.fullmatch(host)
        if named is None or int(named["port"] or 80) != self.port:
            return False
        name = (named["address"] or named["name"]).lower()
        return name in {self.host.lower(), *self._own_names()} or self._is_any(name)

    def _own_names(self) -> set[str]:
        return {"localhost", "127.0.0.1", "::1"} if _is_local(self.host) or _is_wildcard(self.host) else set()

    def _is_any(self, name: str) -> bool:
        return _is_wildcard(self.host) and _address(name) is not None


def server(host: str = "127.0.0.1", port: int = 8000, *, model: str | None = None) -> PageServer:
    """Open a port and return the server of the page, which answers once ``serve_forever`` is called.

    Args:
        host: The name or address to listen on.
        port: The port; 0 for one that is free.
        model: An installed spaCy pipeline to help the rules.

    Raises:
        InputError: The port is taken or may not be opened, or the address is not one of this machine.
        ModelError: There is no such pipeline.

    >>> with server(port=0) as serving:
    ...     serving.url == f"http://127.0.0.1:{serving.port}/"
    True
    """
    extractor = Extractor(model=model)
    try:
        return PageServer(host, port, extractor)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} is taken; give another with --port, or --port 0 for a free one") from None
        if error.errno == errno.EACCES:
            raise InputError(f"port {port} may not be opened; give one above 1023") from None
        raise InputError(
            f"cannot listen on {host!r} ({error.strerror}); give an address of this machine, as 127.0.0.1"
        ) from None


class _Handler(BaseHTTPRequestHandler):
    """Answers for the page and for its form, and for nothing else."""

    server: PageServer
    server_version, sys_version = "extractor", ""
    timeout = 30

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/":
            self._refuse(HTTPStatus.NOT_FOUND, f"there is one page here: {self.server.url}")
        elif self._is_for_us():
            self._show({})

    def do_POST(self) -> None:
        host, size = self.headers.get("Host"), self.headers.get("Content-Length", "")
        if not self._is_for_us():
            return
        if self.headers.get("Origin") != f"http://{host}":
            self._refuse(HTTPStatus.FORBIDDEN, "text is taken from the page's own form alone; open the page")
        elif not _LENGTH.fullmatch(size):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "the length of the text is not told; use the form")
        elif int(size) > MAX_BYTES:
            self._pass_over(int(size))
            why = f"the text is larger than {MAX_BYTES:,} bytes; paste one article, or use extractor extract"
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, why)
        else:
            self._show(_fields(self.rfile.read(int(size))))

    def _is_for_us(self) -> bool:
        if self.server.answers_to(self.headers.get("Host", "")):
            return True
        self._refuse(HTTPStatus.FORBIDDEN, f"this is not the address of the page; open {self.server.url}")
        return False

    def _pass_over(self, size: int) -> None:
        """Read what is not wanted, within reason: a browser shows no answer before all is sent."""
        left = min(size, _MOST_PASSED_OVER)
        while left > 0 and (read := self.rfile.read(min(left, 65536))):
            left -= len(read)

    def _show(self, form: dict[str, str]) -> None:
        """Answer with the page, and with what is wrong where the text cannot be read."""
        told = {"text": "", "published": "", "error": "", **form}
        payload: dict[str, Any] = {"articles": [], "failures": [], "left_out": 0, "gold": None, **across(())}
        status = HTTPStatus.OK
        if form:
            try:
                document = self.server.read(told["text"], told["published"])
                payload |= {"articles": [article_payload(document)], **across([document])}
            except ExtractorError as error:
                status, told["error"] = HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
        self._answer(status, rendered(_TITLE, payload, form=told))

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True
        self._answer(status, why, {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"})

    def _answer(self, status: HTTPStatus, content: str, headers: dict[str, str] | None = None) -> None:
        body = content.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in {**_HEADERS, **(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the library
        """Keep quiet: what is asked for is nobody's to read."""


def _fields(body: bytes) -> dict[str, str]:
    """The fields of the form as pasted, lines ended as in a file; what has too many fields has none."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        fields = {}
    return {name: fields.get(name, [""])[0].replace("\r\n", "\n") for name in ("text", "published")}


def _is_local(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _is_wildcard(host: str) -> bool:
    address = _address(host)
    return host == "" or (address is not None and address.is_unspecified)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with suppress(ValueError):
        return ipaddress.ip_address(name)
    return None
