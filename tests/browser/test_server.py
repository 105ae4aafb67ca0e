"""The server as `make app` starts it: reached from this machine, quiet towards all others."""

import socket
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect


def test_the_first_page_opens_without_an_exception(page):
    title, exception = page.get_by_role("heading", level=1), page.get_by_test_id("stException")
    expect(title.or_(exception).first).to_be_visible()
    assert exception.all_inner_texts() == []
    expect(title).to_be_visible()


def test_the_server_answers_on_localhost_only(app_url):
    port = urlsplit(app_url).port
    with urllib.request.urlopen(f"{app_url}/_stcore/health") as answer:
        assert answer.status == 200
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, family=socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        if not address.startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((address, port), timeout=5)
