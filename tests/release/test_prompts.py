"""What the gate reads off the Markdown of a prompt."""

import pytest

from autograder.release.gate.prompts import code_words, structure


def test_structure_counts_what_both_languages_must_share():
    text = "# A\n\n$$x$$ and $y$, `$no$` `b`\n\n```\n$z$ | |\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    text += "- one\n- two\n1. three\n"
    counts = structure(text)
    assert counts == {
        "blocks of code": 1,
        "pieces of code": 2,
        "displayed formulas": 1,
        "formulas in the text": 1,
        "tables": 1,
        "rows of tables": 3,
        "headings": 1,
        "items of lists": 3,
    }


@pytest.mark.parametrize(
    ("text", "what", "count"),
    [
        ("~~~\n| a |\n|---|\n# no\n$x$\n~~~\n", "blocks of code", 1),
        ("1. one\n\n   ```\n   - no\n   ```\n", "blocks of code", 1),
        ("``a `b` c``", "pieces of code", 1),
        ("- $$a$$\n\n  $$\n  b\n  $$\n", "displayed formulas", 2),
        ("for \\$5 or \\$6", "formulas in the text", 0),
        ("是 $x$，而 $y$。", "formulas in the text", 2),
        ("a | b\n---|---\n1 | 2\n", "rows of tables", 3),
        ("| not a table |\n", "rows of tables", 0),
        ("A\n===\n\n## B\n", "headings", 2),
        ("```\n# no\n- no\n```\n", "headings", 0),
        ("1) one\n2) two\n   + three\n", "items of lists", 3),
        ("2 - 1\n- 0 = 1", "items of lists", 1),
    ],
)
def test_markdown_is_read_as_it_is_shown(text, what, count):
    assert structure(text)[what] == count


def test_names_stand_in_code_and_nowhere_else():
    text = "`f(x, eps)` of $z$ and y:\n\n- then\n\n  ```\n  g = h\n  ```\n"
    assert code_words(text) == {"f", "x", "eps", "g", "h"}
