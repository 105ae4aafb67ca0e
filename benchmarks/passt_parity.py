"""PaSST here against the public package of its authors, with random weights on random sound -> the largest difference.

    python -m benchmarks.passt_parity [--json]

The package (hear21passt) comes into a folder of its own that is thrown away. Two of its imports bring more than it
uses: torchaudio, whose builds want a torch of their own, for one formula, which is read from torchaudio's file; and
timm, for a download that is not made.
"""

import contextlib
import io
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from benchmarks.report import parser, show
from core.models.backbones.passt_network import Passt, PasstConfig
from core.models.backbones.weights import fill

PACKAGE, TORCHAUDIO = "hear21passt==0.0.26", "torchaudio==2.11.0"
NEEDED = 1e-5


def main() -> int:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        theirs = _published(Path(folder))
    ours = fill(Passt(PasstConfig()), theirs.net.state_dict(), name="the package")
    rows = [_compare(what, y, ours=ours, theirs=theirs) for what, y in _sounds().items()]
    largest = max(difference for row in rows for difference in row.values() if isinstance(difference, float))
    shown = rows if asked.json else [{what: _exponent(value) for what, value in row.items()} for row in rows]
    show({f"largest absolute differences to {PACKAGE}, at most {NEEDED:g} wanted": shown}, as_json=asked.json)
    return 0 if largest <= NEEDED else 1


def _published(folder: Path) -> nn.Module:
    """The authors' front end and network, every weight of it random."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "package", PACKAGE], check=True)
    subprocess.run([*pip, "download", "--no-deps", "--dest", folder, TORCHAUDIO], check=True)
    _stand_in("timm.models._hub", download_cached_file=None)
    _stand_in("torchaudio")
    with zipfile.ZipFile(next(folder.glob("torchaudio-*.whl"))) as wheel:
        kaldi = _stand_in("torchaudio.compliance.kaldi")
        exec(compile(wheel.read("torchaudio/compliance/kaldi.py"), "kaldi.py", "exec"), vars(kaldi))
    _stand_in("torchaudio.transforms", FrequencyMasking=_identity, TimeMasking=_identity)
    sys.path.insert(0, str(folder / "package"))
    with contextlib.redirect_stdout(io.StringIO()):  # it prints its layers
        return _built()


def _built() -> nn.Module:
    from hear21passt.base import AugmentMelSTFT, get_model_passt
    from hear21passt.wrapper import PasstBasicWrapper

    # The settings of its own get_basic_model, which cannot do without the published weights.
    mel = AugmentMelSTFT(fmax=None, fmin_aug_range=10, fmax_aug_range=2000)
    net = get_model_passt(arch="passt_s_swa_p16_128_ap476", pretrained=False)
    rng = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for weights in net.parameters():
            weights.add_(0.02 * torch.randn(weights.shape, generator=rng))
    return PasstBasicWrapper(mel=mel, net=net, mode="all").eval()


def _sounds() -> dict[str, Tensor]:
    rng = torch.Generator().manual_seed(1)
    t = torch.arange(320_000) / 32_000
    noise = 0.1 * torch.randn(2, t.numel(), generator=rng)
    chirp = 0.5 * torch.sin(2 * torch.pi * (50 * t + 700 * t**2))[None]
    return {"noise, 10 s, twice": noise, "chirp, 10 s": chirp, "noise, 3 s": noise[:1, :96_000], "silence": 0 * chirp}


@torch.inference_mode()
def _compare(what: str, y: Tensor, *, ours: Passt, theirs: nn.Module) -> dict[str, Any]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # of the age of what it calls, and of sounds shorter than 10 s
        all_of_it, mel = theirs(y), theirs.mel(y)
    embedding, tags = ours(y)
    n_tags = tags.shape[1]
    return {
        "sound": what,
        "mel": _difference(ours.mel(y), mel),
        "embedding": _difference(embedding, all_of_it[:, n_tags:]),
        "tags": _difference(tags, all_of_it[:, :n_tags].sigmoid()),
    }


def _difference(a: Tensor, b: Tensor) -> float:
    return float((a - b).abs().max())


def _exponent(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1e}"


def _identity(*args: Any, **settings: Any) -> nn.Module:
    return nn.Identity()


def _stand_in(name: str, **contents: Any) -> ModuleType:
    """A module of that name with these contents, and the packages above it."""
    *above, last = name.split(".")
    parent = _stand_in(".".join(above)) if above else None
    module = sys.modules.setdefault(name, ModuleType(name))
    vars(module).update(contents)
    if parent:
        setattr(parent, last, module)
    return module


if __name__ == "__main__":
    raise SystemExit(main())
