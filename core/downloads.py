"""The name of a remote file in, a checked file on disk out.

Nothing that others publish is committed to this project. Each file is a row here: where it lies, what it must hash to,
how large it is and under which licence. It is fetched at first use into the workspace; with ``GENRESCOPE_MIRROR`` set
to a folder, the file of the same name is taken from there, and checked just the same.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pooch
import requests

from core.errors import DownloadError
from core.workspace import workspace

TIMEOUT_S = 30


@dataclass(frozen=True)
class RemoteFile:
    """One file that somebody else publishes."""

    url: str
    sha256: str
    n_bytes: int
    licence: str
    what: str


def fetch(name: str, *, progress: Callable[[float], None] | None = None) -> Path:
    """Return the path of a remote file, whose bytes are known to be the right ones.

    Parameters
    ----------
    name : a key of ``REMOTE_FILES``
    progress : called with the fraction that has arrived, 0 to 1, while a download runs

    Raises
    ------
    DownloadError
        No such row, a wrong checksum, or neither mirror nor network has the file.
    """
    if name not in REMOTE_FILES:
        raise DownloadError(f"name={name!r} is not a remote file of Genrescope; known: {', '.join(REMOTE_FILES)}")
    remote, path = REMOTE_FILES[name], _place(name)
    if _fits(path, remote):
        return path
    if path.parent != _folder():
        raise DownloadError(f"{_altered(path, remote)}; replace it with the file at {remote.url}, or delete it")
    return _download(name, remote, progress=progress)


def is_here(name: str) -> bool:
    """Whether `fetch` gives a remote file without the network: mirror or workspace holds its very bytes."""
    return _fits(_place(name), REMOTE_FILES[name])


def _folder() -> Path:
    return workspace() / "downloads"


def _place(name: str) -> Path:
    """Where a file is looked for: in the mirror, and only where that has none of its name in the workspace."""
    mirror = os.environ.get("GENRESCOPE_MIRROR")
    if mirror and (path := Path(mirror).expanduser() / name).is_file():
        return path
    return _folder() / name


def _fits(path: Path, remote: RemoteFile) -> bool:
    """Whether these are the bytes of the row; only a file of the right size is read, once for as long as it stays."""
    try:
        found = path.stat()
        return found.st_size == remote.n_bytes and _sha256(path, found.st_mtime_ns, found.st_size) == remote.sha256
    except OSError:
        return False


@lru_cache(maxsize=256)
def _sha256(path: Path, mtime_ns: int, n_bytes: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _altered(path: Path, remote: RemoteFile) -> str:
    """What is the matter with a file that is there and does not fit."""
    try:
        found = path.stat()
        digest = _sha256(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        return f"{path} cannot be read ({error.strerror})"
    return (
        f"{path} is not the file it should be: sha256 {digest[:12]}..., needed {remote.sha256[:12]}... "
        f"({found.st_size:,} bytes, needed {remote.n_bytes:,})"
    )


def _download(name: str, remote: RemoteFile, *, progress: Callable[[float], None] | None) -> Path:
    folder = _folder()
    bar = _Progress(remote.n_bytes, progress) if progress else False
    pooch.get_logger().setLevel("WARNING")  # its messages would stand among the lines of the command line
    try:
        found = pooch.retrieve(
            remote.url,
            known_hash=f"sha256:{remote.sha256}",
            fname=name,
            path=folder,
            downloader=pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT_S),
        )
    except (requests.RequestException, OSError) as error:
        if (folder / name).is_file():
            raise DownloadError(
                f"{_altered(folder / name, remote)}; a new one could not be fetched from {remote.url}: "
                f"{_reason(error)}. Connect to the network and try again, or put the right file in its place"
            ) from error
        raise DownloadError(
            f"{name} ({remote.what}; {_size(remote.n_bytes)}) could not be fetched from {remote.url}: "
            f"{_reason(error)}. Connect to the network and try again, or put the file at {folder / name}, "
            f"or set GENRESCOPE_MIRROR to a folder that holds it"
        ) from error
    except ValueError as error:  # pooch's word for a checksum that does not fit
        raise DownloadError(
            f"{remote.url} no longer gives the file that Genrescope knows (needed sha256 {remote.sha256[:12]}..., "
            f"{_size(remote.n_bytes)}); put the right {name} at {folder / name}, or set GENRESCOPE_MIRROR to a "
            f"folder that holds it"
        ) from error
    return Path(found)


class _Progress:
    """What pooch drives instead of its own bar: counts bytes and hands on a fraction."""

    def __init__(self, n_bytes: int, report: Callable[[float], None]) -> None:
        self.total = 0  # set by pooch to what the server claims, which may be nothing or the size as compressed
        self._n_bytes, self._n_arrived = n_bytes, 0
        self._report = report

    def update(self, n: int) -> None:
        self._n_arrived += n
        self._report(min(1.0, self._n_arrived / self._n_bytes))

    def reset(self) -> None:
        self._n_arrived = 0

    def close(self) -> None:
        self._report(1.0)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e6 else f"{n_bytes / 1e3:.1f} kB"


def _reason(error: Exception) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answered {error.response.status_code}"
    if isinstance(error, requests.RequestException):
        return "the network or the server could not be reached"
    return str(error)


def _artist_fold(name: str, sha256: str, n_bytes: int) -> RemoteFile:
    fold, part = name[1], "test" if "evaluate" in name else "train"
    what = f"artist numbers of the {part} tracks" if "groups" in name else f"{part} tracks"
    licence = "none stated; cite Foleis & Tavares 2020, doi 10.1016/j.asoc.2020.106127"
    return RemoteFile(_ARTIST_FOLDS_URL + name, sha256, n_bytes, licence, f"GTZAN artist fold {fold}: {what}")


def _fault_filtered(part: str, sha256: str, n_bytes: int) -> RemoteFile:
    url, licence = f"{_FAULT_FILTERED_URL}{part}_filtered.txt", "ISC-style; split by Kereliuk, Sturm & Larsen 2015"
    return RemoteFile(url, sha256, n_bytes, licence, f"GTZAN fault-filtered: {part} tracks")


_GITHUB = "https://raw.githubusercontent.com/"
_ARTIST_FOLDS_URL = (
    f"{_GITHUB}julianofoleiss/gtzan_sturm_filter_3folds_stratified/09de27435b04d56bc8f6b8765ca449e785519fbb/"
)
_FAULT_FILTERED_URL = (
    f"{_GITHUB}jordipons/sklearn-audio-transfer-learning/2d08e9b18c6181ac4a22eeb52fe68ef4b1d6ebe1/data/index/GTZAN/"
)
_ARTIST_FOLDS = [
    ("f1_train.txt", "4c7662d42c560c8ca6af5cd593aa90a41571bb570c22976f1df49a690e324d88", 15742),
    ("f1_evaluate.txt", "429bbfc6c79cc3bc2b84236b94b36aae8057cacb7b93d269e749b0db35fd5972", 7848),
    ("f1_train_groups.txt", "161b0dfcd2bdc97c0fef8833d04c140bd4b75b45b9c7ba3d84e63bf0b75f91eb", 13933),
    ("f1_evaluate_groups.txt", "acac0b6971156b3e6e119c0fe2fbfe5575cce40390463da7433223685379cd48", 6926),
    ("f2_train.txt", "63e8e37fb7d9c412570b6bc5ce93340bbc3c347dabeca8c91a24f76332cf774a", 15726),
    ("f2_evaluate.txt", "ba90669e402edad98f8ef3510492a4961645d0b23c2642d8cd01bcce010b3e5d", 7864),
    ("f2_train_groups.txt", "ab659fbc2f31d6d32e93d972d71aba131be2932d33ebf654c47034db5817a9ae", 13901),
    ("f2_evaluate_groups.txt", "94c62d472987fbc68ba2a1c149f32726f6b333e2a5219c181b6964e9d59184e6", 6958),
    ("f3_train.txt", "36e24cb5ce0ae7dc3bc7f3b8171b12f7e22ee17d7b4c5547e38e8a321f4f24cf", 15712),
    ("f3_evaluate.txt", "16b458b7ce842fe116d81a92a92f01cae96c505380a98b1665789c120311a2a7", 7878),
    ("f3_train_groups.txt", "87b553ef4e856d312dcb375989fdc2fdc731bc60aada9c6d0a50a7f6e61a9b84", 13884),
    ("f3_evaluate_groups.txt", "83d725b069dd3d52527ceeca266396c23b297d521200691282a3ef1e66273a43", 6975),
]
_FAULT_FILTERED = [
    ("train", "2b04966cef1486f1a7767b74271533fa23e220388db804a1937835e1fc4fa3fa", 10152),
    ("valid", "f8fbee7c52397a0e0f3a91dc54fedecb2e27f5bdc9a9daeab8cb10d077e26956", 4522),
    ("test", "09cafa6a89ce0a27f30ed250d56ecb4d03c22fffb5a693f96c7ae655ee02ac72", 6616),
]

_MUSICNN_TORCH_URL = (
    f"{_GITHUB}ethman/sota-music-tagging-models/2969b12498d9c8efa749d99c3ba7a36487b02d21/sota_music_taggers/models/"
)
_MUSICNN_KERAS_URL = (
    f"{_GITHUB}Quint-e/musicnn_keras/ad6cfb80517dadb9ef70ac73a5375074f7c8258f/musicnn_keras/keras_checkpoints/"
)
_YAMNET_URL = f"{_GITHUB}Jaskaran197/Speaker-Detector/4ec29b6938f1051fe36b46786f8d486d8b74a38e/"
_LISTENERS = {
    "musicnn_mtat.pth": RemoteFile(
        f"{_MUSICNN_TORCH_URL}mtat/musicnn/best_model.pth",
        "690ace3bb5d49d90dd38fe3ec05a1185350b3bc3742bd7ee941f56b649b2c893",
        3257172,
        "MIT",
        "musicnn (Pons 2018, PyTorch by Won 2020), trained on 50 tags of MagnaTagATune",
    ),
    "musicnn_jamendo.pth": RemoteFile(
        f"{_MUSICNN_TORCH_URL}jamendo/musicnn/best_model.pth",
        "66280f4859376377c47f64313c7ac889a3201fdb06a01bf6e94ac6e619081bb5",
        3257168,
        "MIT",
        "musicnn (Pons 2018, PyTorch by Won 2020), trained on 50 tags of MTG-Jamendo",
    ),
    "MSD_musicnn.h5": RemoteFile(
        f"{_MUSICNN_KERAS_URL}MSD_musicnn.h5",
        "412a832c8527a813e084ba6f2cc7d068ecbbf1b68bda8c1de2e7de0d1f5fe7d1",
        3319120,
        "ISC-style",
        "musicnn (Pons & Serra 2019, Keras), trained on 50 tags of the Million Song Dataset",
    ),
    "MSD_vgg.h5": RemoteFile(
        f"{_MUSICNN_KERAS_URL}MSD_vgg.h5",
        "1ec4ee44cbba8c3132c08826f57e84e8b4fc32baddbba65a0bc0670b14f902e8",
        2500672,
        "ISC-style",
        "vgg (Pons & Serra 2019, Keras), trained on 50 tags of the Million Song Dataset",
    ),
    "yamnet.tflite": RemoteFile(
        f"{_YAMNET_URL}yamnet.tflite",
        "469be6a3421cbc52cf97e9f2f966cba984198e8e7af9854d68b3e3ebb1e04194",
        4078224,
        "Apache-2.0 (Google, tensorflow/models)",
        "YAMNet, trained on 521 classes of AudioSet",
    ),
    "yamnet_class_map.csv": RemoteFile(
        f"{_YAMNET_URL}yamnet_class_map.csv",
        "cdf24d193e196d9e95912a2667051ae203e92a2ba09449218ccb40ef787c6df2",
        14096,
        "Apache-2.0",
        "names of YAMNet's 521 classes",
    ),
    # No copy of this file has been seen here: checksum and size are those that several projects that use it publish.
    "passt-s-f128-p16-s10-ap.476-swa.pt": RemoteFile(
        "https://github.com/kkoutini/PaSST/releases/download/v0.0.1-audioset/passt-s-f128-p16-s10-ap.476-swa.pt",
        "302903fa8c4aee817b11dc982da0b29aaf8d11a3e722420476d0a12c9db70c2c",
        344665734,
        "Apache-2.0",
        "PaSST-S (Koutini 2022), trained on 527 classes of AudioSet",
    ),
}

# One row for each file, under the name that it has in the mirror and in the workspace.
REMOTE_FILES: dict[str, RemoteFile] = {
    **{f"gtzan_foleis_{row[0]}": _artist_fold(*row) for row in _ARTIST_FOLDS},
    **{f"gtzan_filtered_{row[0]}.txt": _fault_filtered(*row) for row in _FAULT_FILTERED},
    **_LISTENERS,
}
