"""How late something is and what that takes; what the manifest may say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_class import DUE, handed_in, made_homework, row, without_result

from autograder import digests
from autograder.course import CourseError, Late, load_manifest, open_course
from autograder.marks.applying import apply, unadjusted
from autograder.marks.changes import change_of
from autograder.marks.lateness import lateness, percent_lost
from autograder.marks.ledger import Ledger, LedgerError, Line
from autograder.marks.times import between, extension, moment
from autograder.results import SubmissionResult

RULE = Late(10, 3, 15)
HOMEWORK = made_homework(due=DUE, late=RULE)


def lines(*changes: tuple[str, str]) -> Ledger:
    made = (Line(n, who, "", "", change_of(text), "because") for n, (who, text) in enumerate(changes, 2))
    return Ledger("adjustments.csv", tuple(made))


def adjusted(made: SubmissionResult, *changes: str, homework=HOMEWORK) -> SubmissionResult:
    (done,) = apply(homework, [made], lines(*(("ann", change) for change in changes)))
    return done


@pytest.mark.parametrize(
    ("when", "score"),
    [
        ("2026-11-30 23:58:00", 100),
        ("2026-12-01 00:14:00", 100),  # within the grace
        ("2026-12-01 00:14:01", 90),  # its days are counted from when it was due
        ("2026-12-01 23:59:00", 90),
        ("2026-12-01 23:59:01", 80),
        ("2026-12-03 23:59:00", 70),
        ("2026-12-03 23:59:01", 0),
        ("2026-12-01T00:00:00Z", 90),  # eight in the morning here
        ("2026-11-30 15:58:00 UTC", 100),
        ("2026-11-30 16:30:00.123456000 Z", 90),
        ("", 100),
        ("some day", 100),
    ],
)
def test_each_day_begun_takes_its_per_cent_and_after_the_last_nothing_is_left(when: str, score: float) -> None:
    done = adjusted(handed_in(row("ann"), when))
    assert done.score == score
    assert unadjusted(done).score == 100


def test_lateness_is_a_line_with_its_reason_in_both_languages() -> None:
    (line,) = adjusted(handed_in(row("ann"), "2026-12-02 08:00")).adjustments
    assert (line.change, line.effect) == ("late", -20)
    assert line.reason == "Handed in 2026-12-02 08:00, due 2026-11-30 23:59: 2 days begun, 20% of the total."
    assert line.zh == "截止时间为 2026-11-30 23:59，提交于 2026-12-02 08:00，迟交按 2 天计，扣除总分的 20%。"


@pytest.mark.parametrize(
    ("when", "en"),
    [("2026-12-01 00:10", "within the 15 minutes of grace, no points"), ("2026-12-09 00:00", "more than 3 days late")],
)
def test_the_reason_says_when_nothing_is_taken_and_when_everything(when: str, en: str) -> None:
    (line,) = adjusted(handed_in(row("ann"), when)).adjustments
    assert en in line.reason
    assert line.change == ("grace" if "grace" in en else "late")


def test_lateness_comes_last_and_is_of_what_the_total_is_then() -> None:
    assert adjusted(handed_in(row("ann"), "2026-12-01 08:00"), "+10", "-50%").score == pytest.approx(0.9 * 55)


def test_without_rules_lateness_is_shown_and_takes_nothing() -> None:
    done = adjusted(handed_in(row("ann"), "2026-12-01 08:00"), homework=made_homework(due=DUE))
    assert (done.score, done.adjustments[0].effect) == (100, None)
    assert done.adjustments[0].reason == "Handed in 2026-12-01 08:00, due 2026-11-30 23:59: no points are taken."
    assert done.adjustments[0].zh == "截止时间为 2026-11-30 23:59，提交于 2026-12-01 08:00，不扣分。"
    untold = handed_in(row("ann"), "2026-12-01 08:00")
    assert adjusted(untold, homework=made_homework()) == untold


def test_what_a_platform_marks_as_late_without_a_time_is_shown_and_takes_nothing_until_the_time_is_said() -> None:
    marked = handed_in(row("ann"), "", late=True)
    (line,) = adjusted(marked).adjustments
    assert line.effect is None
    assert line.reason.endswith("when it was handed in is not known, so that no points are taken.")
    assert line.zh == "平台标记为迟交，但提交时间不明，因此不扣分。"
    assert adjusted(marked, "handed in 2026-12-01 08:00").score == 90


@pytest.mark.parametrize("due", [None, DUE])
def test_what_a_platform_marks_as_late_where_no_rule_is_says_that_nothing_is_taken(due: datetime | None) -> None:
    (line,) = adjusted(handed_in(row("ann"), "", late=True), homework=made_homework(due=due)).adjustments
    assert line.effect is None
    assert line.reason == "The platform marks it as late; no points are taken."
    assert line.zh == "平台标记为迟交，不扣分。"


@pytest.mark.parametrize("text", ["extension 2026-12-02 12:00", "extension 48h", "延期 2 天", "extension 2026-12-02"])
def test_an_extension_in_the_ledger_makes_it_due_later(text: str) -> None:
    late = handed_in(row("ann"), "2026-12-02 08:00")
    assert adjusted(late, text).score == 100
    assert adjusted(handed_in(row("ann"), "2026-12-03 12:00"), text).score == 90


def test_an_extension_on_the_roster_counts_unless_the_ledger_says_another() -> None:
    late = handed_in(row("ann", extension="24"), "2026-12-02 08:00")
    assert adjusted(late).score == 90
    assert adjusted(late, "extension 72h").score == 100


def test_an_extension_never_makes_it_due_earlier() -> None:
    assert adjusted(handed_in(row("ann"), "2026-11-30 20:00"), "extension 2026-11-01 12:00").score == 100


def test_two_extensions_of_a_person_contradict_each_other() -> None:
    with pytest.raises(LedgerError, match="contradicts line 2"):
        adjusted(row("ann"), "extension 24h", "extension 48h")


@pytest.mark.parametrize("status", ["absent", "unreadable", "grader_error"])
def test_whoever_has_no_score_loses_nothing(status: str) -> None:
    assert adjusted(handed_in(without_result("ann", status), "2026-12-09 00:00")).status == status
    assert not adjusted(handed_in(without_result("ann", status), "2026-12-09 00:00")).adjustments


@settings(derandomize=True, database=None, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_who_hands_in_later_never_loses_less(first: int, second: int) -> None:
    early, late = sorted((first, second))
    lost = [lateness(HOMEWORK, DUE + timedelta(seconds=seconds)) for seconds in (early, late)]
    here, there = (percent_lost(HOMEWORK, one) if one else 0 for one in lost)
    assert 0 <= here <= there <= 100


def test_a_day_on_which_the_clocks_change_has_its_own_length() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")
    start, end = datetime(2026, 10, 24, 12, tzinfo=zone), datetime(2026, 10, 25, 12, tzinfo=zone)
    assert between(start, end) == timedelta(hours=25)


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert moment(text) is None or isinstance(moment(text), datetime)
    assert extension(text) is None or isinstance(extension(text), datetime | timedelta)


# -- the manifest ------------------------------------------------------------------------------------------------

MANIFEST = """name = "c"
title = {{ en = "C", zh = "C" }}
seed = 1
{top}
[[homework]]
name = "mini"
title = {{ en = "M", zh = "M" }}
{rules}
[[homework.question]]
name = "{question}"
functions = ["f"]
points = 100
title = {{ en = "F", zh = "F" }}
"""


def manifest(tmp_path: Path, rules: str = "", top: str = "", question: str = "f"):
    path = tmp_path / "course.toml"
    path.write_text(MANIFEST.format(top=top, rules=rules, question=question), encoding="utf-8")
    return load_manifest(path).homework[0]


def test_the_manifest_says_when_a_homework_is_due_and_what_a_late_one_loses(tmp_path: Path) -> None:
    rules = "due = 2026-11-30T23:59:00+08:00\nlate = { percent_a_day = 10, days = 3, grace_minutes = 15 }"
    found = manifest(tmp_path, rules)
    assert (found.due, found.late) == (DUE, RULE)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "+08:00"])
def test_a_due_time_without_offset_is_the_course_s(tmp_path: Path, zone: str) -> None:
    found = manifest(tmp_path, "due = 2026-11-30T23:59:00", f'timezone = "{zone}"')
    assert found.due == DUE
    assert lateness(found, "2026-12-01 00:00").by == timedelta(minutes=1)


def test_times_of_a_download_are_the_course_s_also_if_due_names_another_offset(tmp_path: Path) -> None:
    found = manifest(tmp_path, "due = 2026-11-30T15:59:00Z", 'timezone = "Asia/Shanghai"')
    assert lateness(found, "2026-11-30 23:58") is None
    assert lateness(found, "2026-12-01 00:00").by == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("rules", "top", "says"),
    [
        (
            "due = 2026-11-30T23:59:00",
            "",
            "due names no offset; write one behind it, as in 2026-11-30T23:59:00\\+08:00",
        ),
        ("due = 2026-11-30T23:59:00", 'timezone = "Mars/Olympus"', "timezone 'Mars/Olympus' is not known"),
        ('due = "soon"', "", "due"),
        ("due = 2026-11-30", "", "due"),
        ("late = { percent_a_day = 10 }", "", "late without due"),
        ("due = 2026-11-30T23:59:00Z\nlate = { percent_a_day = 0 }", "", "late.percent_a_day is 0"),
        ("due = 2026-11-30T23:59:00Z\nlate = { percent_a_day = 10, days = -1 }", "", "late.days is -1"),
        (
            "due = 2026-11-30T23:59:00Z\nlate = { percent_a_day = 10, grace_minutes = -5 }",
            "",
            "late.grace_minutes is -5",
        ),
        ("due = 2026-11-30T23:59:00Z\nlate = { percent = 10 }", "", "late"),
    ],
)
def test_rules_that_cannot_be_are_refused(tmp_path: Path, rules: str, top: str, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        manifest(tmp_path, rules, top)


def test_no_question_is_called_total(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="a question cannot be named 'total'"):
        manifest(tmp_path, question="total")


def test_rules_of_lateness_grade_nothing_again(tmp_path: Path) -> None:
    (tmp_path / "assignment").mkdir()
    seen = set()
    for rules in ("", "due = 2026-11-30T23:59:00Z", "due = 2026-12-30T23:59:00Z\nlate = { percent_a_day = 10 }"):
        manifest(tmp_path / "assignment", rules)
        course = open_course(tmp_path)
        seen.add(digests.judging(course, course.homework("mini")).digest)
        tables = digests.question_digest(
            digests.Kept.QUESTION, course, course.homework("mini"), course.homework("mini").question[0]
        )
        seen.add(tables)
    assert len(seen) == 2
