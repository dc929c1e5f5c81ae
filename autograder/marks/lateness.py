"""How late something was handed in, and what that takes from the total.

The manifest says when a homework is due and what a late one loses; whoever has an extension, from the roster or from
the ledger, is due then. Times without a zone are the course's. Up to the minutes of grace nothing is late; after them
every day begun since it was due takes its per cent of what the total is when everything else is counted. Later than the
last day that is allowed, nothing is left: the total is 0. Without `late` in the manifest lateness is shown and takes
nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.course import Homework
from autograder.marks.times import Extension, between, in_zone, moment
from autograder.reports.figures import number
from autograder.results import Message, SubmissionResult

DAY = timedelta(days=1)
UNKNOWN = Message(
    "The platform marks it as late; when it was handed in is not known, so that no points are taken.",
    "平台标记为迟交，但提交时间不明，因此不扣分。",
)
NO_RULE = Message(
    "The platform marks it as late; no points are taken.",
    "平台标记为迟交，不扣分。",
)


@dataclass(frozen=True)
class Lateness:
    """How late it was.

    Attributes:
        due: for this person.
        handed_in: when.
        by: how much later than due.
        days: begun; 0 if it is within the grace.
    """

    due: datetime
    handed_in: datetime
    by: timedelta
    days: int


def due_of(due: datetime, extension: Extension | None) -> datetime:
    """When it is due for somebody; an extension never makes it earlier."""
    if extension is None:
        return due
    own = due + extension if isinstance(extension, timedelta) else in_zone(extension, due.tzinfo)
    return max(due, own)


def lateness(homework: Homework, handed_in: str | datetime, extension: Extension | None = None) -> Lateness | None:
    """How late something is; None if it is on time, or if that cannot be known."""
    if homework.due is None:
        return None
    when = moment(handed_in) if isinstance(handed_in, str) else handed_in
    if when is None:
        return None
    due = due_of(homework.due, extension)
    when = in_zone(when, due.tzinfo)
    by = between(due, when)
    if by <= timedelta(0):
        return None
    grace = timedelta(minutes=homework.late.grace_minutes) if homework.late else timedelta(0)
    return Lateness(due, when, by, 0 if by <= grace else math.ceil(by / DAY))


def percent_lost(homework: Homework, late: Lateness) -> float:
    """What per cent of the total being late takes."""
    rule = homework.late
    if rule is None or not late.days:
        return 0.0
    if rule.days is not None and late.days > rule.days:
        return 100.0
    return min(100.0, rule.percent_a_day * late.days)


def reason(homework: Homework, late: Lateness) -> Message:
    """Why, for the student."""
    when = late.handed_in.astimezone(late.due.tzinfo)
    en = f"Handed in {when:%Y-%m-%d %H:%M}, due {late.due:%Y-%m-%d %H:%M}"
    zh = f"截止时间为 {late.due:%Y-%m-%d %H:%M}，提交于 {when:%Y-%m-%d %H:%M}"
    rule = homework.late
    if rule is None:
        return Message(f"{en}: no points are taken.", f"{zh}，不扣分。")
    if not late.days:
        grace = number(rule.grace_minutes)
        within = f"within the {grace} minutes of grace, no points are taken"
        return Message(f"{en}: {within}.", f"{zh}，在 {grace} 分钟宽限之内，不扣分。")
    if rule.days is not None and late.days > rule.days:
        day = "day" if rule.days == 1 else "days"
        return Message(f"{en}: more than {rule.days} {day} late counts 0.", f"{zh}，迟交超过 {rule.days} 天，记 0 分。")
    day = "day" if late.days == 1 else "days"
    percent = number(percent_lost(homework, late))
    return Message(
        f"{en}: {late.days} {day} begun, {percent}% of the total.",
        f"{zh}，迟交按 {late.days} 天计，扣除总分的 {percent}%。",
    )


def reason_unknown(homework: Homework) -> Message:
    """Why nothing is taken for what only the platform calls late, for the student."""
    return NO_RULE if homework.late is None else UNKNOWN


def is_late_for_unknown_time(result: SubmissionResult) -> bool:
    """Whether the platform marks it as late and nothing tells when it came."""
    return result.made.late and moment(result.made.handed_in) is None
