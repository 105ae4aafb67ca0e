"""A language model within reach."""

import pytest

from tests.core.generation.prompts.served_model import serving


@pytest.fixture
def server():
    """A server on this machine; its ``replies`` are for the test to give."""
    with serving() as httpd:
        yield httpd
