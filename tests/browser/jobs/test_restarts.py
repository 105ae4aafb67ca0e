"""What is killed is not lost: the server, the scheduler, and a cluster that belongs to somebody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.jobs.cluster import cluster_address, start_cluster
from tests.browser.jobs.panel import APP, Panel, kill, open_gate, processes
from tests.browser.served import App


@pytest.fixture
def app_by_address(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """A server that is told the address of a cluster which it did not start."""
    monkeypatch.setenv("GENRESCOPE_WORKERS", "1")
    start_cluster()
    app = App(APP, home=workspace, GENRESCOPE_SCHEDULER=cluster_address())
    yield app.start()
    app.stop()


def test_a_job_outlives_the_server_that_started_it(panel, app):
    panel.start("Count for ever", "Counting for ever")
    app.kill()
    app.start()
    panel.wait_until_it_moves("Counting for ever")
    again = Panel(panel.page.context.new_page())
    again.page.goto(app.url)
    again.wait_until_it_moves("Counting for ever")
    again.press("Counting for ever", "Cancel")
    expect(again.card("Counting for ever").get_by_text("Cancelled after")).to_be_visible()


def test_a_job_whose_scheduler_is_killed_is_lost_and_starts_again(panel, app):
    card = panel.start("Count in parts", "Counting in parts")
    panel.wait_until_it_waits("Counting in parts", "[12] of 6 parts")
    kill(processes(app.home)["scheduler"])
    expect(card.get_by_text("Lost")).to_be_visible()
    expect(card.get_by_text("what is ready is kept")).to_be_visible()
    panel.wait_until_the_page_knows()
    open_gate(app.home, "Counting in parts")
    panel.press("Counting in parts", "Start again")
    expect(card.get_by_text("Done in")).to_be_visible()


def test_a_cluster_reached_by_address_does_the_jobs_and_its_absence_is_told(panel, app_by_address):
    panel.page.goto(app_by_address.url)
    card = panel.start("Count", "Counting")
    open_gate(app_by_address.home, "Counting")
    expect(card.get_by_text("Done in")).to_be_visible()
    card = panel.start("Count for ever", "Counting for ever")
    kill(processes(app_by_address.home)["scheduler"])
    expect(card.get_by_text("Lost")).to_be_visible()
    panel.wait_until_the_page_knows()
    absence = "No scheduler answers at GENRESCOPE_SCHEDULER=tcp://"
    panel.press("Counting for ever", "Start again")
    expect(card.get_by_role("alert")).to_contain_text(absence)
    panel.main.get_by_role("button", name="Fail").click()
    expect(panel.page.get_by_role("alert").filter(has_text="The job cannot start")).to_contain_text(absence)
