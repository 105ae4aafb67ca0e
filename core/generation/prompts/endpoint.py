"""Messages in, the answer of a language model out, by the chat completions that OpenAI-compatible servers speak.

The key comes from the environment and goes nowhere but into the request: no message, no log and no stored setting has
it. The address is trusted configuration: who chooses it chooses who gets the key.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from core.errors import ServiceError

KEY_VARIABLE, URL_VARIABLE, MODEL_VARIABLE = "GENRESCOPE_LLM_KEY", "GENRESCOPE_LLM_URL", "GENRESCOPE_LLM_MODEL"
MAX_ANSWER_BYTES = 200_000  # ten sentences are 2,000; models that think aloud say more
CONNECT_TIMEOUT_S = 10.0
_RANGES = {"temperature": (0, 2), "timeout_s": (0.1, 3600), "n_retries": (0, 20), "backoff_s": (0, 60)}
_TRY_AGAIN = (408, 429)
_CHUNK = 64  # bytes that are waited for before the clock is looked at
_MAX_REASON_CHARS = 200


@dataclass(frozen=True)
class Endpoint:
    """A server and a model of it.

    Attributes
    ----------
    url : the part before ``/chat/completions``, such as ``https://api.openai.com/v1`` or ``http://localhost:11434/v1``
    needs_key : whether the key in ``GENRESCOPE_LLM_KEY`` is sent; servers of one's own mostly need none
    timeout_s : for one answer
    n_retries : how often one request is sent again when the server is busy (429, 5xx) or too slow
    backoff_s : wait before the first of them, doubled each time, unless the server names another
    max_wait_s : the longest wait, whatever the server names
    """

    url: str
    model: str
    needs_key: bool = True
    temperature: float = 0.5
    timeout_s: float = 60.0
    n_retries: int = 4
    backoff_s: float = 1.0
    max_wait_s: float = 60.0


@dataclass(frozen=True)
class Answer:
    """``cut``: the model ran out of room before it had ended."""

    text: str
    cut: bool


def endpoint_from_environment(**chosen: Any) -> Endpoint:
    """The endpoint that the environment names, but for what is ``chosen``; ServiceError where neither has one."""
    named = {"url": os.environ.get(URL_VARIABLE), "model": os.environ.get(MODEL_VARIABLE)}
    fields = named | {name: value for name, value in chosen.items() if value is not None}
    if not fields["url"] or not fields["model"]:
        raise ServiceError(
            f"no language model is named; set {URL_VARIABLE} and {MODEL_VARIABLE} to the address and the model of an "
            "OpenAI-compatible server"
        )
    return Endpoint(**fields)


def check_endpoint(endpoint: Endpoint) -> None:
    """Raise ServiceError where an endpoint cannot be asked: before any work."""
    try:
        parts = urlsplit(endpoint.url)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
        has_user = parts.username is not None or parts.password is not None
    except ValueError:
        plain, has_user = False, False
    if has_user:
        raise ServiceError(
            f"the address of the language model holds a name or a password; put the key into {KEY_VARIABLE}"
        )
    if not plain:
        raise ServiceError(
            f"url={endpoint.url[:100]!r} is no address of a language model; give one such as https://host/v1"
        )
    if not endpoint.model.strip():
        raise ServiceError("model='' names no language model; give the name that the server knows it by")
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(endpoint, name) <= high:
            raise ServiceError(f"{name}={getattr(endpoint, name)} must lie between {low:g} and {high:g}")
    _key(endpoint)


def say_nothing(words: str) -> None:
    """Where nobody waits to be told."""


def chat(
    endpoint: Endpoint, messages: Sequence[Mapping[str, str]], *, on_delay: Callable[[str], None] = say_nothing
) -> Answer:
    """What the model answers to messages of ``role`` and ``content``.

    Before it asks again, which may take minutes, ``on_delay`` is told why; what it raises ends the asking.

    Raises
    ------
    ServiceError
        No key, no server, a refusal, or an answer that is none; what may pass is tried again first.
    """
    check_endpoint(endpoint)
    asked = {"model": endpoint.model, "messages": list(messages), "temperature": endpoint.temperature}
    wait_s, problem = 0.0, ""
    for attempt in range(endpoint.n_retries + 1):
        if problem:
            on_delay(f"{problem}; asking again, {attempt + 1} of {endpoint.n_retries + 1}")
        time.sleep(min(wait_s, endpoint.max_wait_s))
        try:
            status, headers, content = _post(endpoint, asked)
        except (requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            problem = f"{_host(endpoint)} gave no whole answer within {endpoint.timeout_s:g} s ({type(error).__name__})"
            wait_s = endpoint.backoff_s * 2**attempt
            continue
        if status not in _TRY_AGAIN and status < 500:
            return _answer(endpoint, status, content)
        problem = f"{_host(endpoint)} is busy or broken (status {status}{_reason(endpoint, content)})"
        wait_s = _wished_wait_s(headers) or endpoint.backoff_s * 2**attempt
    raise ServiceError(f"{problem}, {endpoint.n_retries + 1} times in a row; try again later")


class _Bearer(requests.auth.AuthBase):
    """Puts the key into the request, or nothing; being an auth object it keeps a .netrc from putting another there."""

    def __init__(self, key: str | None):
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


def _post(endpoint: Endpoint, asked: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body; never follows a redirect, which might carry the prompt or the key elsewhere."""
    try:
        with requests.post(
            f"{endpoint.url.rstrip('/')}/chat/completions",
            json=asked,
            auth=_Bearer(_key(endpoint)),
            timeout=(min(CONNECT_TIMEOUT_S, endpoint.timeout_s), endpoint.timeout_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            return response.status_code, response.headers, _body(endpoint, response)
    except (requests.Timeout, requests.exceptions.ChunkedEncodingError):
        raise
    except requests.RequestException as error:
        raise ServiceError(
            f"{_host(endpoint)} cannot be reached ({type(error).__name__}); is the address right and the server up?"
        ) from None


def _body(endpoint: Endpoint, response: requests.Response) -> bytes:
    """The whole body; raises Timeout where it stops, or drips in for so long as no socket's timeout notices."""
    ends, content = time.monotonic() + endpoint.timeout_s, bytearray()
    chunks = response.iter_content(_CHUNK)
    while chunk := _next(chunks):
        content += chunk
        if len(content) > MAX_ANSWER_BYTES:
            raise ServiceError(
                f"{_host(endpoint)} answers with more than {MAX_ANSWER_BYTES:,} bytes; is it the right one?"
            )
        if time.monotonic() > ends:
            raise requests.Timeout
    return bytes(content)


def _next(chunks: Iterator[bytes]) -> bytes:
    try:
        return next(chunks, b"")
    except requests.exceptions.ConnectionError as error:  # what a read that waits too long becomes within a body
        raise requests.Timeout from error


def _answer(endpoint: Endpoint, status: int, content: bytes) -> Answer:
    host = _host(endpoint)
    if status in (401, 403):
        raise ServiceError(f"{host} refuses the key (status {status}); set {KEY_VARIABLE} to one that it knows")
    if 300 <= status < 400:
        raise ServiceError(f"{host} sends requests elsewhere (status {status}); give the address where it really is")
    if status != 200:
        raise ServiceError(
            f"{host} refuses the request (status {status}{_reason(endpoint, content)}); check the address and "
            f"model={endpoint.model!r}"
        )
    said = _json(content)
    if said is None:
        raise ServiceError(
            f"{host} answers with what is no JSON; is {endpoint.url!r} the address before /chat/completions?"
        )
    try:
        choice = said["choices"][0]
        text = choice["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str):
        raise ServiceError(f"{host} answers without a text; is model={endpoint.model!r} one that chats?")
    return Answer(text, cut=choice.get("finish_reason") == "length")


def _key(endpoint: Endpoint) -> str | None:
    if not endpoint.needs_key:
        return None
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        raise ServiceError(
            f"there is no key for {_host(endpoint)}: set {KEY_VARIABLE}, or say that the server needs none"
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ServiceError(f"{KEY_VARIABLE} holds characters that no key has; copy the key again")
    return key


def _host(endpoint: Endpoint) -> str:
    return urlsplit(endpoint.url).netloc


def _reason(endpoint: Endpoint, content: bytes) -> str:
    """What the server says is wrong, short, and without the key should it repeat it."""
    said = _json(content)
    error = said.get("error") if isinstance(said, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    if not isinstance(words, str) or not words.strip():
        return ""
    key = _key(endpoint)
    words = " ".join((words.replace(key, "...") if key else words).split())
    return f": {words[:_MAX_REASON_CHARS]}"


def _json(content: bytes) -> Any:
    """None where the bytes are no JSON, or JSON that is too deep to be an answer."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _wished_wait_s(headers: Mapping[str, str]) -> float | None:
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None
