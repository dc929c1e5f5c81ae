"""What may stand in the column `change`, however a person, an input method or a spreadsheet writes it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.marks.changes import COMMENT, ChangeError, change_of

POINTS = st.decimals(0, 999, places=2).map(lambda d: f"{d.normalize():f}")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("+2", ("add", 2, "+2")),
        ("＋２", ("add", 2, "+2")),
        ("'+2", ("add", 2, "+2")),
        ("+ 2 points", ("add", 2, "+2")),
        ("add 2", ("add", 2, "+2")),
        ("加 2 分", ("add", 2, "+2")),
        ("-1,5", ("add", -1.5, "-1.5")),
        ("－1.5", ("add", -1.5, "-1.5")),
        ("−1.5", ("add", -1.5, "-1.5")),
        ("take 1.5", ("add", -1.5, "-1.5")),
        ("减1.5", ("add", -1.5, "-1.5")),
        ("-0.5 points", ("add", -0.5, "-0.5")),
        ("=7", ("set", 7, "=7")),
        ("'=7", ("set", 7, "=7")),
        ("= 7", ("set", 7, "=7")),
        ("＝７", ("set", 7, "=7")),
        ("set 7", ("set", 7, "=7")),
        ("设为 7", ("set", 7, "=7")),
        ("-10%", ("percent", -10, "-10%")),
        ("- 10 %", ("percent", -10, "-10%")),
        ("－10％", ("percent", -10, "-10%")),
        ("-10.00%", ("percent", -10, "-10%")),
        ("+5%", ("percent", 5, "+5%")),
        ("Excused", ("excused", 0, "excused")),
        ("免做", ("excused", 0, "excused")),
        ("DROPPED", ("dropped", 0, "dropped")),
        ("作废", ("dropped", 0, "dropped")),
        ("given", ("given", 0, "given")),
        ("送分", ("given", 0, "given")),
        ("", ("comment", 0, "")),
    ],
)
def test_a_change_is_understood_in_each_of_its_forms(text: str, meant: tuple[str, float, str]) -> None:
    change = change_of(text)
    assert (change.kind, change.amount, change.text) == meant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7", "+7 to give points, '=7 to set them"),
        ("7,5", "+7.5 to give points"),
        ("0.1", "+0.1 to give points"),
        ("10%", "+10% or -10%"),
        ("-0.1", "-0.1 points, or -10%"),
        ("-150%", "at most 100%"),
        ("=-3", "is no change"),
        ("plus two", "is no change"),
        ("=1+1", "is no change"),
        ("+1e9", "is no change"),
        ("+nan", "is no change"),
        ("extension tomorrow", "no time to extend to"),
        ("extension 2026-02-30 12:00", "no time to extend to"),
        ("handed in 2026-12-02", "no date and time"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused_and_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(ChangeError, match=says.replace("+", r"\+").replace("(", r"\(")):
        change_of(text)


def test_at_a_prompt_no_spreadsheet_has_rewritten_a_fraction() -> None:
    assert change_of("-0.5", typed=True).amount == -0.5


@pytest.mark.parametrize(
    "text", ["extension 2026-12-02 12:00", "延期至 2026年12月2日 12:00", "extension to 2026/12/2 12:00"]
)
def test_an_extension_is_until_a_time(text: str) -> None:
    assert change_of(text).time == datetime(2026, 12, 2, 12)


@pytest.mark.parametrize(
    "text", ["extension 48", "extension 48h", "延期 2 天", "extension 2 days", "extension +48 hours"]
)
def test_an_extension_is_for_so_much_longer(text: str) -> None:
    assert change_of(text).time == timedelta(hours=48)


def test_a_date_alone_is_until_its_end() -> None:
    assert change_of("extension 2026-12-02").time == datetime(2026, 12, 2, 23, 59, 59)


def test_when_something_was_handed_in_can_be_said() -> None:
    assert change_of("handed in 2026-12-02 12:00").time == datetime(2026, 12, 2, 12)


@settings(derandomize=True, database=None, deadline=None)
@given(st.sampled_from(["+{}", "-{}", "={}"]), POINTS)
def test_what_is_written_for_a_spreadsheet_reads_back_as_the_same_change(form: str, amount: str) -> None:
    change = change_of(form.format(amount), typed=True)
    assert change_of(change.cell) == change
    assert change.cell.startswith("'")


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_change_or_refused(text: str) -> None:
    try:
        change = change_of(text)
    except ChangeError:
        return
    assert change == COMMENT or change.text
