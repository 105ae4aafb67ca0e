"""Asking a server over a real socket: what is sent, what is tried again, what is told, and where the key never is."""

import socket
import time

import pytest

from core.errors import ServiceError
from core.generation.prompts.endpoint import (
    KEY_VARIABLE,
    MAX_ANSWER_BYTES,
    MODEL_VARIABLE,
    URL_VARIABLE,
    Endpoint,
    chat,
    check_endpoint,
    endpoint_from_environment,
)
from tests.core.generation.prompts.served_model import Reply

KEY = "sk-not-a-real-key-1234567890"
HELLO = [{"role": "user", "content": "Hello"}]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@pytest.fixture
def ask(server):
    """``ask(reply, reply, **fields of the endpoint)`` -> the answer; waits between tries are short."""

    def call(*replies, **fields):
        server.replies = list(replies)
        endpoint = Endpoint(**({"url": server.url, "model": "toy", "backoff_s": 0.01, "timeout_s": 5.0} | fields))
        return chat(endpoint, HELLO)

    return call


def test_the_request_is_a_chat_completion_with_the_key_in_its_header(ask, server):
    assert ask(Reply("Hi.")).text == "Hi."
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body == {"model": "toy", "messages": HELLO, "temperature": 0.5}


def test_a_slash_at_the_end_of_the_address_changes_nothing(ask, server):
    ask(Reply("Hi."), url=server.url + "/")
    assert server.asked[0][0] == "/v1/chat/completions"


def test_a_server_that_needs_no_key_gets_none(ask, server, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    ask(Reply("Hi."), needs_key=False)
    assert "Authorization" not in server.asked[0][1]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_busy_server_is_asked_again(ask, server, status):
    assert ask(Reply(status=status, raw=b"busy"), Reply(status=status, raw=b""), Reply("Hi.")).text == "Hi."
    assert len(server.asked) == 3


def test_waits_double_and_a_wait_that_the_server_names_is_kept(ask, server, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    named = Reply(status=429, raw=b"", headers={"Retry-After": "7"})
    dated = Reply(status=429, raw=b"", headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})
    long = Reply(status=429, raw=b"", headers={"Retry-After": "900"})
    ask(Reply(status=503, raw=b""), dated, named, long, Reply("Hi."), backoff_s=0.5, max_wait_s=20.0)
    assert [wait for wait in waits if wait] == [0.5, 1.0, 7.0, 20.0]


def test_a_server_that_stays_busy_is_told_with_what_it_says(ask, server):
    busy = Reply(status=429, raw=b'{"error": {"message": "Slow  down,\\nplease"}}')
    with pytest.raises(ServiceError, match=r"busy or broken \(status 429: Slow down, please\), 3 times in a row"):
        ask(busy, n_retries=2)
    assert len(server.asked) == 3


def test_a_server_that_says_nothing_is_given_up_in_time(ask, server):
    with pytest.raises(ServiceError, match=r"gave no whole answer within 0.2 s \(ReadTimeout\), 2 times in a row"):
        ask(Reply("Hi.", wait_s=1.0), timeout_s=0.2, n_retries=1)


@pytest.mark.parametrize("reply", [Reply("Hi.", drip_s=0.02), Reply("Hi.", claimed_length=10_000)])
def test_an_answer_that_drips_in_or_stops_is_given_up_in_time(ask, reply):
    with pytest.raises(ServiceError, match=r"gave no whole answer within 0.3 s"):
        ask(reply, timeout_s=0.3, n_retries=0)


def test_a_first_answer_that_is_late_is_made_up_by_the_second(ask):
    assert ask(Reply("Hi.", wait_s=0.6), Reply("Hi again."), timeout_s=0.3).text == "Hi again."


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_without_the_key_and_not_tried_again(ask, server, status):
    told = Reply(status=status, raw=f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'.encode())
    with pytest.raises(ServiceError, match=rf"refuses the key \(status {status}\); set {KEY_VARIABLE}") as caught:
        ask(told)
    assert KEY not in str(caught.value)
    assert len(server.asked) == 1


def test_a_refused_request_is_told_with_the_servers_reason_without_the_key(ask, server):
    told = Reply(status=404, raw=f'{{"error": "no model toy for {KEY} here"}}'.encode())
    with pytest.raises(ServiceError, match=r"\(status 404: no model toy for ... here\); .* model='toy'") as caught:
        ask(told)
    assert KEY not in str(caught.value)
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(ask, server):
    with pytest.raises(ServiceError, match=r"sends requests elsewhere \(status 307\)"):
        ask(Reply(status=307, raw=b"", headers={"Location": server.url}))
    assert len(server.asked) == 1


def test_nobody_at_the_address_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServiceError, match=rf"127.0.0.1:{port} cannot be reached \(ConnectionError\); is the address"):
        chat(Endpoint(url=f"http://127.0.0.1:{port}", model="toy"), HELLO)


@pytest.mark.parametrize("raw", [b"<html>Hello</html>", b"", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_told(ask, raw):
    with pytest.raises(ServiceError, match=r"answers with what is no JSON; is '.*/v1' the address before"):
        ask(Reply(raw=raw))


@pytest.mark.parametrize(
    "raw", [b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}', b"[1]", b'"text"', b"17"]
)
def test_an_answer_without_a_text_is_told(ask, raw):
    with pytest.raises(ServiceError, match=r"answers without a text; is model='toy' one that chats\?"):
        ask(Reply(raw=raw))


def test_an_endless_answer_is_cut_short(ask):
    with pytest.raises(ServiceError, match=r"answers with more than 200,000 bytes"):
        ask(Reply(raw=b"x" * (MAX_ANSWER_BYTES + 1000)))


def test_an_answer_knows_whether_it_was_cut(ask):
    assert ask(Reply("Hi.", finish_reason="length")).cut
    assert not ask(Reply("Hi.")).cut


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (None, rf"there is no key for host: set {KEY_VARIABLE}, or say that the server needs none"),
        ("  ", r"there is no key for host"),
        ("two words", rf"{KEY_VARIABLE} holds characters that no key has"),
        ("sk-\x7f", r"holds characters that no key has"),
        ("clé", r"holds characters that no key has"),
    ],
)
def test_a_key_that_is_none_is_told_before_anything_is_sent(monkeypatch, value, complaint):
    monkeypatch.delenv(KEY_VARIABLE)
    if value is not None:
        monkeypatch.setenv(KEY_VARIABLE, value)
    with pytest.raises(ServiceError, match=complaint) as caught:
        check_endpoint(Endpoint(url="https://host/v1", model="toy"))
    assert not value or value.strip() == "" or value not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"url": "host/v1"}, r"url='host/v1' is no address of a language model; give one such as https://host/v1"),
        ({"url": "file:///etc/passwd"}, r"is no address of a language model"),
        ({"url": "http://[::1"}, r"is no address of a language model"),
        ({"url": "https://host/v1?key=1"}, r"is no address of a language model"),
        ({"url": f"https://me:{KEY}@host/v1"}, rf"holds a name or a password; put the key into {KEY_VARIABLE}"),
        ({"model": " "}, r"model='' names no language model"),
        ({"temperature": 9}, r"temperature=9 must lie between 0 and 2"),
        ({"timeout_s": 0}, r"timeout_s=0 must lie between 0.1 and 3600"),
        ({"n_retries": -1}, r"n_retries=-1 must lie between 0 and 20"),
    ],
)
def test_an_endpoint_that_cannot_be_asked_is_told(fields, complaint):
    with pytest.raises(ServiceError, match=complaint) as caught:
        check_endpoint(Endpoint(**({"url": "https://host/v1", "model": "toy"} | fields)))
    assert KEY not in str(caught.value)


def test_an_endpoint_never_holds_the_key():
    assert KEY not in repr(Endpoint(url="https://host/v1", model="toy"))


def test_the_environment_names_an_endpoint_and_what_is_chosen_comes_first(monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, "http://localhost:1/v1")
    monkeypatch.setenv(MODEL_VARIABLE, "small")
    assert endpoint_from_environment() == Endpoint("http://localhost:1/v1", "small")
    assert endpoint_from_environment(model="large", url=None) == Endpoint("http://localhost:1/v1", "large")
    monkeypatch.delenv(MODEL_VARIABLE)
    with pytest.raises(ServiceError, match=rf"no language model is named; set {URL_VARIABLE} and {MODEL_VARIABLE}"):
        endpoint_from_environment()
