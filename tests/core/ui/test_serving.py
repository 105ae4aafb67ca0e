"""The server of app.py has the workers made ready before anybody opens a page, and lets them go with it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from core.jobs.cluster import cluster_lives
from core.ui import serving
from tests.browser.served import PROJECT_ROOT, App


def serve_for_a_moment() -> None:
    async def serve() -> None:
        async with serving.lifespan(None):
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(1) as apart:  # this thread may belong to the loop of a browser that other tests drive
        apart.submit(asyncio.run, serve()).result()


def test_workers_are_there_before_the_first_visitor_and_go_with_the_server(workspace, until):
    app = App(PROJECT_ROOT / "app.py", home=workspace, GENRESCOPE_WARM="1").start()
    try:
        until(cluster_lives, "the workers to come")
        app._process.terminate()
        app._process.wait(timeout=60)
        assert not cluster_lives()
    finally:
        app.stop()


def test_a_server_that_shall_not_warm_up_starts_nothing(workspace: Path, monkeypatch):
    monkeypatch.setattr(serving, "SETTLE_S", 0.0)
    monkeypatch.setenv("GENRESCOPE_WARM", "0")
    serving._make_ready()
    serving.keep_ready()
    assert not (workspace / "cluster").exists()


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501"])])
def test_a_browser_opens_where_there_is_a_display(headless, opened, monkeypatch):
    urls = []
    options = {"server.headless": headless, "server.address": "localhost"}
    monkeypatch.setattr(st, "get_option", options.get)
    monkeypatch.setattr(serving, "open_browser", urls.append)
    monkeypatch.setattr(serving, "BROWSER_S", 0.0)
    monkeypatch.setattr(serving, "_make_ready", lambda: None)

    serve_for_a_moment()
    assert urls == opened


def test_the_pages_are_those_of_app_py_from_the_first_run_on(monkeypatch):
    monkeypatch.setattr(serving, "_make_ready", lambda: None)
    monkeypatch.setattr(st, "get_option", {"server.headless": True}.get)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)  # as Streamlit finds it beside a folder of pages
    serve_for_a_moment()
    assert PagesManager.uses_pages_directory is False


def test_app_py_is_served_with_that_lifespan():
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(PROJECT_ROOT / "app.py")
    assert found.import_string == "app:app"
