"""Only what was built as HTML is HTML; everything else is text."""

import pytest

from core.ui.markup import Html, tag


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "'"])
def test_text_stays_text_inside_a_tag_and_inside_an_attribute(evil):
    built = tag("p", evil, title=evil)
    assert "<script" not in built
    assert "<img" not in built
    assert built.count("<") == 2
    assert built.count('"') == 2


def test_tags_nest():
    assert tag("p", "a < b ", tag("b", "c"), cls="x") == '<p class="x">a &lt; b <b>c</b></p>'
    assert isinstance(tag("p"), Html)


def test_joining_html_with_text_gives_text_again():
    assert tag("p", tag("b", "x") + "<i>") == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"


def test_attributes_are_written_as_html_writes_them():
    assert tag("a", aria_label="x", tabindex="0") == '<a aria-label="x" tabindex="0"></a>'
