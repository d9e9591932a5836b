"""The page served on this machine: pasted text in, its facts out, and nobody else let in."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from extractor.records import InputError
from extractor.report.serving import MAX_BYTES, PageServer, server

SCREENSHOTS = Path(__file__).parent.parent.parent / "build" / "screenshots"
TEXT = "Norway's exports rose 5.2 percent last year, the ministry said."


@pytest.fixture(scope="module")
def serving() -> Iterator[PageServer]:
    with server(port=0) as served:
        thread = Thread(target=served.serve_forever)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def ask(
    serving: PageServer, method: str = "GET", path: str = "/", body: str | None = None, **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    """Ask as a browser does that has the page open, but for the headers named."""
    sent = {"Host": f"127.0.0.1:{serving.port}", "Origin": f"http://127.0.0.1:{serving.port}"} | headers
    connection = http.client.HTTPConnection("127.0.0.1", serving.port)
    try:
        connection.request(method, path, body=body, headers={name: value for name, value in sent.items() if value})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


def paste(serving: PageServer, text: str, published: str = "", **headers: str) -> tuple[int, str]:
    status, html, _ = ask(serving, "POST", body=urlencode({"text": text, "published": published}), **headers)
    return status, html


# ── what it answers ─────────────────────────────────────────────────────────────────────────────


def test_it_starts_with_an_empty_form(serving: PageServer) -> None:
    status, html, headers = ask(serving)
    assert (status, headers["Cache-Control"], headers["X-Frame-Options"]) == (200, "no-store", "DENY")
    assert "form-action &#39;self&#39;" in html or "form-action 'self'" in html
    assert '"articles":[]' in html


def test_pasted_text_comes_back_with_its_facts(serving: PageServer) -> None:
    status, html = paste(serving, TEXT, "2024-04-09")
    assert status == 200
    assert '"value":"+5.2%"' in html
    assert '"period":"2023"' in html
    assert 'value="2024-04-09"' in html


def test_nothing_pasted_is_kept(serving: PageServer) -> None:
    paste(serving, TEXT)
    assert "Norway" not in ask(serving)[1]


def test_hostile_text_stays_text(serving: PageServer) -> None:
    _, html = paste(serving, "</textarea></script><script>alert(1)</script> Exports rose 5 percent in 2023.")
    assert "<script>alert" not in html
    assert html.count("</textarea>") == 1


@pytest.mark.parametrize(
    ("text", "published", "why"),
    [("  ", "", "there is no text; paste an article"), (TEXT, "yesterday", "yesterday")],
)
def test_what_cannot_be_read_is_told_on_the_page(serving: PageServer, text: str, published: str, why: str) -> None:
    status, html = paste(serving, text, published)
    told = re.search(r'role="alert">(.*?)</p>', html)
    assert status == 422
    assert told
    assert why in told[1]


# ── whom it lets in ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:PORT",
        "127.0.0.1:1",
        "127.0.0.1",
        "evil.example",
        "127.0.0.1:x",
        "127.0.0.1:99999999999999999999",
        " ",
        "[",
        "[]:PORT",
        "[localhost]:PORT",
        "[::1:PORT",
        "x@localhost:PORT",
        "localhost:PORT/../x",
        "localhost:PORT?x",
        "localhost:PORT#x",
        "local\u00adhost:PORT",
    ],
)
def test_it_answers_to_its_own_name_alone(serving: PageServer, host: str) -> None:
    status, told, _ = ask(serving, Host=host.replace("PORT", str(serving.port)))
    assert status == 403
    assert told == f"this is not the address of the page; open {serving.url}"


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_this_machine_has_several_names(serving: PageServer, name: str) -> None:
    assert ask(serving, Host=f"{name}:{serving.port}")[0] == 200


def test_a_server_for_all_addresses_is_named_by_an_address() -> None:
    with server("0.0.0.0", 0) as served:
        assert served.answers_to(f"192.168.1.7:{served.port}")
        assert served.answers_to(f"localhost:{served.port}")
        assert not served.answers_to(f"rebound.example:{served.port}")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:PORT"])
def test_text_is_taken_from_its_own_form_alone(serving: PageServer, origin: str) -> None:
    status, told = paste(serving, TEXT, Origin=origin.replace("PORT", str(serving.port)))
    assert (status, "own form" in told) == (403, True)


def test_a_text_too_large_is_refused(serving: PageServer) -> None:
    status, told = paste(serving, "a" * (MAX_BYTES + 1))
    assert status == 413
    assert "larger than 2,000,000 bytes" in told


def test_there_is_one_page(serving: PageServer) -> None:
    assert ask(serving, path="/etc/passwd")[0] == 404
    assert ask(serving, "PUT")[0] == 501
    assert ask(serving, path="http://[")[0] == 404
    assert ask(serving, path="/?a=[")[0] == 200


@pytest.mark.parametrize("size", ["x", "-1", "\u00b2", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(serving: PageServer, size: str) -> None:
    assert ask(serving, "POST", body=None, **{"Content-Length": size})[0] == 411


def test_a_client_that_leaves_is_nothing_to_tell(serving: PageServer, capsys: pytest.CaptureFixture[str]) -> None:
    for error in (BrokenPipeError, ConnectionResetError, KeyError):
        try:
            raise error("nobody is there")
        except (OSError, KeyError):
            serving.handle_error(None, ("127.0.0.1", 1))
        assert bool(capsys.readouterr().err) == (error is KeyError)


def test_a_form_of_many_fields_is_no_text(serving: PageServer) -> None:
    assert ask(serving, "POST", body="&".join("a=1" for _ in range(50)))[0] == 422


# ── how it starts and ends ──────────────────────────────────────────────────────────────────────


def test_a_port_that_is_taken_is_named(serving: PageServer) -> None:
    with pytest.raises(InputError, match=f"port {serving.port} is taken; give another with --port"):
        server(port=serving.port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(InputError, match=r"cannot listen on '203.0.113.1' .* give an address of this machine"):
        server("203.0.113.1", 0)


def test_the_command_tells_its_address_and_ends_with_ctrl_c() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "extractor", "serve", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)  # which ends a command as Ctrl-C does, also where that is ignored
        assert process.wait() == 130
        assert process.stderr
        assert process.stderr.read() == ""


# ── in a browser ────────────────────────────────────────────────────────────────────────────────


def test_text_is_pasted_and_its_facts_are_lit(visit: Callable[..., Page], serving: PageServer) -> None:
    page = visit(serving.url)
    page.get_by_label("Its text").fill(TEXT)
    page.get_by_label("Published").fill("2024-04-09")
    page.get_by_role("button", name="Show its facts").click()
    page.locator(".reading tbody tr").first.hover()
    expect(page.locator(".body [data-slot='value']")).to_have_text("5.2 percent")
    expect(page.locator(".reading .card")).to_contain_text("office-said")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "serve.png")
