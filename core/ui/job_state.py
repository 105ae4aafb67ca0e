"""What the session of one visitor remembers of jobs: which the page waits for, which were seen, what went wrong."""

import streamlit as st

_STOPPING = "stopping_jobs"
_JOB_PROBLEM = "job_problem"
_OLD_JOBS = "old_jobs_shown"
_SEEN_JOBS = "seen_jobs"
_SAID_OF_JOBS = "said_of_jobs"
_PAGE_JOBS = "page_jobs"


def page_job(purpose: str) -> str | None:
    """The id of the job that a page started for this purpose, and still looks after."""
    return st.session_state.get(_PAGE_JOBS, {}).get(purpose)


def note_page_job(purpose: str, job_id: str | None) -> None:
    """Look after a job, or after none any more."""
    st.session_state.setdefault(_PAGE_JOBS, {})[purpose] = job_id


def is_stopping(job_id: str) -> bool:
    """Whether the visitor asked this job to stop, in this tab."""
    return job_id in st.session_state.get(_STOPPING, ())


def mark_stopping(job_id: str, stopping: bool = True) -> None:
    marked = st.session_state.setdefault(_STOPPING, set())
    (marked.add if stopping else marked.discard)(job_id)


def tell_job_problem(job_id: str, words: str) -> None:
    """What refused the last wish about a job; no words when nothing did."""
    st.session_state[_JOB_PROBLEM] = (job_id, words)


def job_problem(job_id: str) -> str:
    told_of, words = st.session_state.get(_JOB_PROBLEM, ("", ""))
    return words if told_of == job_id else ""


def shows_old_jobs() -> bool:
    return st.session_state.get(_OLD_JOBS, False)


def toggle_old_jobs() -> None:
    st.session_state[_OLD_JOBS] = not shows_old_jobs()


def seen_jobs() -> dict[str, str]:
    """Job id -> the state in which the panel showed it last."""
    return st.session_state.get(_SEEN_JOBS, {})


def see_jobs(states: dict[str, str], *, said: str) -> None:
    """Note the states of the jobs, and what is to be said aloud about them; saying nothing leaves the last word."""
    st.session_state[_SEEN_JOBS] = states
    if said:
        st.session_state[_SAID_OF_JOBS] = (said, said_of_jobs()[1] + 1)


def said_of_jobs() -> tuple[str, int]:
    """The last words said aloud about jobs, and how often something was said."""
    return st.session_state.get(_SAID_OF_JOBS, ("", 0))
