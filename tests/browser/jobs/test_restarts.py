"""What is killed is not lost: the server, the scheduler, and a cluster that belongs to somebody else."""

from playwright.sync_api import expect

from tests.browser.jobs.panel import Panel, kill, processes


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
    panel.wait_until_it_moves("Counting in parts")
    kill(processes(app.home)["scheduler"])
    expect(card.get_by_text("Lost")).to_be_visible()
    expect(card.get_by_text("what is ready is kept")).to_be_visible()
    panel.press("Counting in parts", "Start again")
    expect(card.get_by_text("Done in")).to_be_visible()
