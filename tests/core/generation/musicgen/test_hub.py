"""Weights from a hub that a small server here plays: nothing without consent, nothing that is not right."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from core.errors import DownloadError, ModelError
from core.generation.musicgen import MusicgenParams, hub, load_musicgen
from core.generation.musicgen.fetching import FetchWish, fetch, look_up
from core.generation.musicgen.hub import NOTE, ask_hub, fetch_weights, folder_of, is_here
from core.jobs import run_here

COMMIT = "0123abcd"


class Hub:
    """A hub of files by repository, and what it was asked for; ``alter`` changes what it sends of a file."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, bytes]] = {}
        self.asked: list[str] = []
        self.alter: dict[str, bytes] = {}

    def hold(self, repository: str, folder: Path) -> None:
        self.files[repository] = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def answer(self, path: str) -> bytes | None:
        self.asked.append(path)
        for repository, files in self.files.items():
            if path == f"/api/models/{repository}/revision/main?blobs=true":
                return json.dumps({"sha": COMMIT, "siblings": [facts(*file) for file in files.items()]}).encode()
            name = path.removeprefix(f"/{repository}/resolve/{COMMIT}/")
            if name in files:
                return self.alter.get(name, files[name])
        return None


def facts(name: str, content: bytes) -> dict:
    """A file as the hub tells of it: large ones by SHA-256, small ones by git's hash."""
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    found = {"rfilename": name, "size": len(content), "blobId": blob}
    if name.endswith((".safetensors", ".bin")):
        found["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return found


@pytest.fixture
def server(monkeypatch):
    played = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = played.answer(self.path)
            self.send_response(200 if content is not None else 404)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    monkeypatch.setenv(hub.ENDPOINT, f"http://127.0.0.1:{http.server_port}/")
    yield played
    http.shutdown()
    http.server_close()


@pytest.fixture
def small(server, folders):
    """The hub with the two published forms of "small", which are the tiny models here."""
    server.hold("facebook/musicgen-small", folders("transformers"))
    server.files["facebook/musicgen-small"]["training.py"] = b"of no use"
    for path in folders("audiocraft").glob("*.bin"):
        server.files["facebook/musicgen-small"][path.name] = path.read_bytes()
    server.hold("google-t5/t5-base", folders("audiocraft") / "t5-base")
    return server


def nobody(share, words):
    pass


def test_what_would_come_is_told_with_its_size_and_licence_before_anything_comes(engine, small):
    offer = ask_hub("small", engine)
    assert offer.n_bytes == sum(part.n_bytes for part in offer.parts) > 10_000
    assert "facebook/musicgen-small" in offer.words
    assert "CC BY-NC 4.0" in offer.words
    assert not any("/resolve/" in path for path in small.asked)
    assert "training.py" not in {part.name for part in offer.parts}


def test_nothing_comes_before_somebody_agrees(engine, small):
    with pytest.raises(DownloadError, match="nothing is fetched before somebody agrees to it: MusicGen small"):
        fetch_weights(ask_hub("small", engine), agreed=False, progress=nobody)
    assert not any("/resolve/" in path for path in small.asked)
    assert not is_here("small", engine)


def test_what_was_agreed_to_is_fetched_noted_and_plays(engine, small):
    told = []
    offer = ask_hub("small", engine)
    folder = fetch_weights(offer, agreed=True, progress=lambda share, words: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
    note = json.loads((folder / NOTE).read_text())
    assert note["agreed_to"] == offer.words
    assert {part["commit"] for part in note["parts"]} == {COMMIT}
    model = load_musicgen("small", engine=engine, device="cpu")
    assert (model.name, model.engine) == ("musicgen-small", engine)
    assert model.make("piano", MusicgenParams(duration_s=1.0)).y.std() > 0


def test_an_interrupted_fetch_keeps_what_is_whole_and_goes_on_from_there(small):
    offer = ask_hub("small", "transformers")
    n_files = len(offer.parts)

    def stop(share, words):
        if words.endswith("model.safetensors"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_weights(offer, agreed=True, progress=stop)
    assert not is_here("small", "transformers")
    small.asked.clear()
    folder = fetch_weights(offer, agreed=True, progress=nobody)
    assert 0 < len(small.asked) < n_files
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_file_that_is_not_what_the_hub_stated_is_not_kept(small, name):
    small.alter[name] = small.files["facebook/musicgen-small"][name][:-1] + b"?"
    with pytest.raises(DownloadError, match=rf"{name} of facebook/musicgen-small is not what the hub stated"):
        fetch_weights(ask_hub("small", "transformers"), agreed=True, progress=nobody)
    assert not is_here("small", "transformers")


def test_a_file_that_was_cut_later_counts_as_missing(small):
    folder = fetch_weights(ask_hub("small", "transformers"), agreed=True, progress=nobody)
    (folder / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(DownloadError, match="the weights of MusicGen small for transformers are not on this machine"):
        load_musicgen("small")


def test_without_weights_the_message_tells_the_licence_the_way_out_and_the_band(engine):
    with pytest.raises(DownloadError, match=r"CC BY-NC 4\.0.*name a folder that holds them; the built-in band"):
        folder_of("small", engine)


def test_without_network_the_message_says_what_could_not_be_had_and_offers_the_band(monkeypatch):
    monkeypatch.setenv(hub.ENDPOINT, "http://127.0.0.1:9")
    with pytest.raises(
        DownloadError, match=r"facebook/musicgen-large could not be had from .*: no answer came; .* band"
    ):
        ask_hub("large", "transformers")


def test_a_repository_that_is_gone_and_one_without_weights_are_told(server, tmp_path):
    with pytest.raises(DownloadError, match="the server answered 404"):
        ask_hub("small", "transformers")
    (tmp_path / "config.json").write_text("{}")
    server.hold("facebook/musicgen-small", tmp_path)
    with pytest.raises(DownloadError, match="shows no weights of facebook/musicgen-small"):
        ask_hub("small", "transformers")


def test_an_answer_that_is_none_is_told(server, monkeypatch):
    server.files["facebook/musicgen-small"] = {}
    monkeypatch.setattr(Hub, "answer", lambda self, path: b"[]")
    with pytest.raises(DownloadError, match="the hub's answer on facebook/musicgen-small cannot be understood"):
        ask_hub("small", "transformers")


def test_names_that_lead_out_of_the_folder_are_left_aside(small):
    small.files["facebook/musicgen-small"]["../../evil.safetensors"] = b"x"
    assert all("evil" not in part.place for part in ask_hub("small", "transformers").parts)


def test_a_full_disk_is_told_before(small, monkeypatch):
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda path: hub.shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(DownloadError, match=r"MusicGen small takes .* GB, but .* has room for 0"):
        fetch_weights(ask_hub("small", "transformers"), agreed=True, progress=nobody)


def test_a_size_that_is_none_is_refused():
    with pytest.raises(ModelError, match="is neither one of small, medium, large, melody nor a folder"):
        load_musicgen("huge")


def test_the_jobs_of_a_page_ask_and_fetch_what_was_agreed_to_and_nothing_else(engine, small, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    offer = run_here(look_up, FetchWish("small", engine))
    assert offer == {"words": ask_hub("small", engine).words, "n_bytes": ask_hub("small", engine).n_bytes}
    with pytest.raises(DownloadError, match="nothing is fetched before somebody agrees to it"):
        run_here(fetch, FetchWish("small", engine))
    with pytest.raises(DownloadError, match="the offer has changed since you agreed to it"):
        run_here(fetch, FetchWish("small", engine, agreed_to="2 files, 1 GB"))
    assert not is_here("small", engine)
    assert run_here(fetch, FetchWish("small", engine, agreed_to=offer["words"])) == {
        "folder": f"musicgen-small-{engine}"
    }
    assert is_here("small", engine)
