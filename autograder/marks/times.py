"""Times as platforms, spreadsheets and people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.年])(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[ T,]*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})分?(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_SPAN = re.compile(r"\+?(\d{1,4}(?:\.\d{1,3})?)\s*(h|hours?|d|days?|小时|时|天|日)?", re.ASCII | re.IGNORECASE)
FORMS = "write 2026-12-02 12:00, or a span such as 24h, 2 days (24小时, 2天)"
Extension = datetime | timedelta


def moment(text: str) -> datetime | None:
    """A date with a time; with its zone if it names one. None if it is something else."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return _made(found) if found and found["hour"] else None


def extension(text: str) -> Extension | None:
    """Until when somebody may hand in, or for how much longer: a date alone is until its end, a number alone is hours.

    None if it is neither.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    span = _SPAN.fullmatch(plain)
    if span:
        amount, unit = float(span[1]), (span[2] or "h").casefold()
        return timedelta(days=amount) if unit[0] in "d天日" else timedelta(hours=amount)
    found = _MOMENT.fullmatch(plain)
    return _made(found) if found else None


def _made(found: re.Match[str]) -> datetime | None:
    zone: tzinfo | None = None
    if found["zone"]:
        zone = _zone(found["zone"])
    try:
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))
        if not found["hour"]:
            return datetime.combine(day, time(23, 59, 59))
        return day.replace(
            hour=int(found["hour"]), minute=int(found["minute"]), second=int(found["second"] or 0), tzinfo=zone
        )
    except ValueError:
        return None


def _zone(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if text[0] == "-" else offset)


def in_zone(time: datetime, zone: tzinfo | None) -> datetime:
    """The same time; one that names no zone is of this one."""
    return time.replace(tzinfo=zone) if time.tzinfo is None else time


def between(start: datetime, end: datetime) -> timedelta:
    """How much time passes, also where the clocks are changed in between."""
    return end.astimezone(UTC) - start.astimezone(UTC)
