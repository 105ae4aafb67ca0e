"""Two sets of made sounds, and what the job tells of them."""

from types import SimpleNamespace

import pytest
import soundfile

from core.features.frames import SR
from core.fidelity.job import measure_fidelity
from core.fidelity.stored import kept_fidelity
from core.fidelity.wish import FidelityWish
from core.jobs import run_here
from tests.core.fidelity.two_sets import write_sets

N = 16  # an interval needs 15 groups


@pytest.fixture(scope="session")
def wish(tmp_path_factory, tone, clicks, noise):
    """Two sets that are alike, but for a file of the made one that is broken and one that is too short."""
    made, real = write_sets(tmp_path_factory.mktemp("two-sets"), N, tone=tone, clicks=clicks, noise=noise)
    (made / "rock" / "broken.wav").write_bytes(b"no sound")
    soundfile.write(made / "orchestral" / "short.wav", tone(300, 1.0), SR)
    return FidelityWish(str(made), str(real), model="gtzan-classic", longest_s=3.0, listeners=("debug",), maps=("pca",))


@pytest.fixture(scope="session")
def compared(wish, tmp_path_factory):
    """What the job returned and kept, and what it said meanwhile."""
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(tmp_path_factory.mktemp("fidelity-home")))
        result = run_here(measure_fidelity, wish, progress=lambda share, words: said.append((share, words)))
        return SimpleNamespace(result=result, kept=kept_fidelity(result["key"]), said=said)
