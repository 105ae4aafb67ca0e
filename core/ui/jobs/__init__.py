"""Long work as people see it: the panel in the sidebar, a job inside a page, and the way to start one."""

from core.ui.jobs.asking import submit_for_visitor
from core.ui.jobs.inside import watch
from core.ui.jobs.panel import panel

__all__ = ["panel", "submit_for_visitor", "watch"]
