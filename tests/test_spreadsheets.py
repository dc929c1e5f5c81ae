"""Cells that spreadsheets and pandas leave as they are."""

from __future__ import annotations

import pytest

from autograder.spreadsheets import content, kept_text

CHANGED = [
    "1e5", "1E+05", "0012", "+86", "-5", "=1+1", "@x", "2023-11-01", "1/2", "1.50", "12:30", "1月2日", "MAR1", "1-Nov",
    "Sept 2", "TRUE", "NA", "nan", "null", "'quoted", "(5)", "50%", "20231001123456789",
]  # fmt: skip
KEPT = [
    "20231001", "0", "ann", "20231001_陈思远", "Marcus 2", "s1", "section:A", "*", "square: edge", "May", "e5", "",
    "#x",
]  # fmt: skip


@pytest.mark.parametrize("text", CHANGED)
def test_what_a_spreadsheet_would_rewrite_has_an_apostrophe_before_it(text: str) -> None:
    assert kept_text(text) == f"'{text}"
    assert content(kept_text(text)) == text


@pytest.mark.parametrize("text", KEPT)
def test_what_it_leaves_alone_is_left_alone(text: str) -> None:
    assert kept_text(text) == text
