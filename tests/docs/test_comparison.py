"""docs/comparison.md: whatever it says of others has a source, and every source is listed with its address."""

import re

from tests.docs import page

PAGE = page.text("comparison.md")
SOURCES = dict(re.findall(r"^\[\^([\w-]+)\]: (.*)$", PAGE, re.MULTILINE))
OTHERS = ("otter-grader", "nbgrader", "PrairieLearn", "Gradescope")
SAYS_NOTHING = ("not found", "not looked up")


def test_every_source_is_listed_with_its_address_and_used():
    text = re.sub(r"^\[\^[\w-]+\]: .*$", "", PAGE, flags=re.MULTILINE)
    assert set(re.findall(r"\[\^([\w-]+)\]", text)) == set(SOURCES)
    assert all(re.search(r"<https://[^>]+>", source) for source in SOURCES.values())
    assert len(SOURCES) >= 2 * len(OTHERS)


def test_every_cell_about_another_tool_has_a_source_or_says_that_none_was_found():
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")
    ]
    (head, *rows) = lines
    assert head[2:] == list(OTHERS) and len(rows) > 8
    bare = [(row[0], cell) for row in rows for cell in row[2:] if "[^" not in cell and cell not in SAYS_NOTHING]
    assert bare == []


def test_it_is_dated_and_says_with_sources_where_the_others_are_better():
    assert "As of 2026-12" in PAGE
    better = PAGE.partition("\n## Where the others are better\n")[2].partition("\n## ")[0]
    said = re.split(r"\n(?=- )", better.strip())
    assert len(said) > 5 and [one for one in said if "[^" not in one and "](" not in one] == []
