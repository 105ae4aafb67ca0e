"""What lets a genre model hear a jazz model and finds again what was heard: imported after the page is up."""

from core.errors import DataError, JobError
from core.fidelity.jazz import GENRE
from core.fidelity.jazz_heard import Hearing, find_hearing, hearings_in, key_of
from core.fidelity.jazz_job import KIND, HearWish, hear_jazz, weights_of
from core.jazz.data.where import find_jazz
from core.jazz.training.beside import NGRAM as NGRAM_FILE
from core.jazz.training.held_out import file_of_jazz
from core.jobs import Job, list_jobs
from core.jobs.records import read_request
from core.ui.engine import ModelOption
from core.ui.jazz.models import Offered

__all__ = [
    "GENRE",
    "KIND",
    "HearWish",
    "Hearing",
    "Job",
    "hear_jazz",
    "hearing_by",
    "last_hearing",
    "what_lacks",
]


def hearing_by(model: Offered, option: ModelOption) -> Hearing | None:
    """The newest hearing of a jazz model by a genre model, as both are now; None where nothing was measured."""
    listener = option.record.weights_sha256
    found = find_hearing(key_of(weights_of(model.folder), listener))
    shipped = hearings_in(model.about) if model.is_built_in else []
    return found or next((one for one in shipped if one.listener == listener), None)


def last_hearing(model: Offered, *, owner: str) -> Job | None:
    """The newest hearing of a jazz model that this visitor asked for."""
    for job in list_jobs(owner):
        if job.kind == KIND:
            try:
                if read_request(job.folder).params.get("model") == model.name:
                    return job
            except JobError:
                continue  # dismissed in another tab since
    return None


def what_lacks(model: Offered, option: ModelOption) -> str:
    """What is missing on this machine to measure anew, in words; "" where everything is here."""
    if option.missing:
        return (
            f"the files that {option.record.name} listens with are not here yet: choose it once on Genre mix, which "
            "fetches them, or choose another one"
        )
    if not (model.folder / NGRAM_FILE).is_file():
        return "this model has no n-gram beside it to compare with; train it again"
    file = file_of_jazz(is_timed=model.is_timed)
    try:
        find_jazz(file)
    except DataError:
        return f"the real jazz to compare with is not here: put {file} in the folder that GENRESCOPE_DATA names"
    return ""
