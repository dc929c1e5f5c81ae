"""Reads and checks a manifest: all that is wrong with it is told at once, each thing with its place by name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone, tzinfo
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec.structs import replace

from autograder.errors import InputError
from autograder.fitting import Form, meant, misfits, place, shown
from autograder.homework import PACKAGES, CaseName, Homework, Manifest, Question, Written
from autograder.texts import LANGUAGE, Text

ALL = "all"
TOTAL = "total"
VERSION = re.compile(r"[0-9]([0-9A-Za-z.]*[0-9A-Za-z])?")
TITLES = {"homework": "homework", "question": "question", "written": "written question", "rubric": "rubric item"}
# What the reading fills in, and no manifest says.
LEFT: Mapping[type, frozenset[str]] = {
    Question: frozenset({"cases"}),
    Homework: frozenset({"drafts", "written_drafts", "broken"}),
}
Made = TypeVar("Made", bound=msgspec.Struct)


class CourseError(InputError):
    """The manifest or a file it names is wrong; the message says file, key and what to do.

    `lines` are all that is wrong, one sentence each.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def load_manifest(path: Path) -> Manifest:
    """Reads and checks a manifest.

    Raises:
        CourseError: it cannot be read, is no TOML, or breaks a rule; a sentence for each, which names the place.
    """
    manifest, broken = read_manifest(path)
    if broken:
        raise CourseError(*(line for error in broken.values() for line in error.lines))
    return manifest


def _line_of(path: Path, error: str) -> str:
    """The line at which reading TOML stopped, quoted, as far as the error says where."""
    found = re.search(r"at line (\d+)", error)
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    if found is None or not 0 < int(found[1]) <= len(lines):
        return ""
    return f": {lines[int(found[1]) - 1].strip()[:80]!r} is no TOML; a line is a [section] or key = value"


def read_manifest(path: Path) -> tuple[Manifest, dict[str, CourseError]]:
    """The same, but a homework whose section is wrong is left out: what is wrong with each of them, by name.

    Raises:
        CourseError: it cannot be read, is no TOML, or is wrong in what concerns all homeworks.
    """
    try:
        raw = msgspec.toml.decode(path.read_bytes())
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}{_line_of(path, str(error))}") from None
    sections = raw.get("homework", [])
    sections = [s for s in sections if isinstance(s, dict)] if isinstance(sections, list) else []
    reading = Reading(path, _languages(raw))
    top = reading.misfits({**raw, "homework": []} if sections else raw, Manifest, "")
    names = [place("homework", section, number) for number, section in enumerate(sections, 1)]
    top += [f"homework names must differ, {name[9:]} occurs twice" for name in _twice(names)]
    zone = reading.zone(raw.get("timezone"), top)
    top += reading.wrong_languages()
    found: dict[str, Homework | list[str]] = {}
    earlier: list[str] = []
    for where, section in zip(names, sections):
        found[where] = reading.homework(where, section, zone, earlier)
        one = found[where]
        if isinstance(one, Homework):
            earlier += [f"{one.name}/{item.name}" for item in one.all_questions]
    wrong = {where: lines for where, lines in found.items() if isinstance(lines, list)}
    nameless = [line for where, lines in wrong.items() if "'" not in where for line in lines]
    if top or nameless:
        every = [*top, *(line for lines in wrong.values() for line in lines)]
        raise CourseError(*(f"{path}: {line}" for line in every))
    manifest = reading.made({**raw, "homework": []}, Manifest)
    made = tuple(homework for homework in found.values() if isinstance(homework, Homework))
    broken = {
        where.split("'")[1]: CourseError(*(f"{path}: {line}" for line in lines)) for where, lines in wrong.items()
    }
    return replace(manifest, homework=made), broken


def _languages(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that a manifest names, or that its title is in."""
    named, title = raw.get("languages"), raw.get("title")
    if isinstance(named, list) and named and all(isinstance(language, str) for language in named):
        return tuple(named)
    return tuple(title) if isinstance(title, dict) and title else ("en",)


class Reading:
    """The reading of one manifest: every method says all that it finds wrong."""

    def __init__(self, path: Path, languages: tuple[str, ...]) -> None:
        self.path = path
        self.languages = languages
        self._form = Form(TITLES, {Text: self._text}, LEFT)

    def misfits(self, raw: Any, kind: type, where: str) -> list[str]:
        """What is wrong with the form of a section."""
        keys: dict[type, str] = {Homework: "homework", Question: "question", Written: "written"}
        key = keys.get(kind, "")
        return list(misfits(raw, kind, where, self._form, key))

    def made(self, raw: Any, kind: type[Made]) -> Made:
        """A section whose form is right."""
        return msgspec.convert(raw, kind, dec_hook=self._decoded)

    def _text(self, value: Any) -> Iterator[str]:
        wanted = ", ".join(f'{language} = "..."' for language in self.languages)
        if isinstance(value, str):
            if len(self.languages) > 1:
                yield f"is in one language, the course in {', '.join(self.languages)}; write {{ {wanted} }}"
            return
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            yield f"is no text; write {{ {wanted} }}"
            return
        for language in self.languages:
            if language not in value:
                yield f"has no {language}; write {{ {wanted} }}"
        for language in value:
            if language not in self.languages:
                yield f"has {language!r}, which is none of the course's languages; write {{ {wanted} }}"

    def _decoded(self, kind: type, value: Any) -> Any:
        if isinstance(value, str):
            return Text.of({self.languages[0]: value})
        return Text.of({language: value[language] for language in self.languages})

    def wrong_languages(self) -> list[str]:
        """What is wrong with the list of languages."""
        lines = [f"languages names {name!r} twice" for name in _twice(list(self.languages))]
        for name in self.languages:
            if not LANGUAGE.fullmatch(name):
                lines.append(f'{name!r} is no language; write its code, as "en" or "zh"')
        return lines

    def zone(self, name: Any, lines: list[str]) -> tzinfo | None:
        """The zone of that name; what is wrong with it is added to the lines."""
        if not isinstance(name, str) or not name:
            return None
        try:
            return zone_of(name)
        except ValueError as error:
            lines.append(str(error))
            return timezone.utc

    def homework(
        self, where: str, raw: Mapping[str, Any], zone: tzinfo | None, earlier: list[str]
    ) -> Homework | list[str]:
        """A homework with its drafts apart; or all that is wrong with its section.

        Args:
            where: how messages call it.
            raw: its section.
            zone: the course's.
            earlier: the questions of earlier homeworks, each as `<homework>/<question>`.
        """
        live, drafts = _apart(_with_packages(raw))
        lines = self.misfits(live, Homework, where)
        if lines:
            return lines
        homework = self.made(live, Homework)
        lines += _wrong_homework(where, homework, bool(drafts["question"]))
        lines += _wrong_due(where, homework, zone)
        names = [item.name for item in homework.all_questions]
        for at, item in enumerate(homework.all_questions):
            lines += _wrong_before(f"{where}, question {item.name!r}", item, [*names[:at], *earlier])
        if lines:
            return lines
        return self._with_drafts(where, _in_zone(_weighed(homework), zone), drafts)

    def _with_drafts(self, where: str, homework: Homework, drafts: Mapping[str, list[dict[str, Any]]]) -> Homework:
        """The homework with those of its drafts that are right, and what is wrong with the others."""
        taken = {q.name for q in homework.question} | {w.name for w in homework.written}
        functions = {f for q in homework.question for f in q.functions}
        right: dict[str, list[Any]] = {"question": [], "written": []}
        broken: dict[str, tuple[str, ...]] = {}
        kinds: dict[str, type[Question] | type[Written]] = {"question": Question, "written": Written}
        for key, kind in kinds.items():
            for number, raw in enumerate(drafts[key], 1):
                at = f"{where}, {place(TITLES[key], raw, number)}"
                lines = self.misfits(raw, kind, at)
                one = self.made(raw, kind) if not lines else None
                if isinstance(one, Question):
                    lines += _wrong_question(at, one)
                    lines += [
                        f"{at}: the function {f!r} is another question's" for f in one.functions if f in functions
                    ]
                elif isinstance(one, Written):
                    lines += _wrong_written(at, one)
                if one is not None and one.name in taken:
                    lines.append(f"{at}: another question has that name")
                if one is not None and not lines:
                    taken.add(one.name)
                    right[key].append(one)
                else:
                    broken[str(raw.get("name", ""))] = tuple(f"{self.path}: {line}" for line in lines)
        return replace(homework, drafts=tuple(right["question"]), written_drafts=tuple(right["written"]), broken=broken)


def _with_packages(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A homework's section in which each coded question names its packages, by their modules, NumPy among them."""
    common = raw.get("packages")
    given = raw.get("question")
    if not isinstance(given, list):
        return dict(raw)
    questions = []
    for question in given:
        own = question.get("packages", common) if isinstance(question, dict) else None
        if isinstance(own, list) and all(isinstance(name, str) for name in own):
            modules = {name: module for module, name in PACKAGES.items()}
            question = {**question, "packages": list(dict.fromkeys(["numpy", *(modules.get(n, n) for n in own)]))}
        questions.append(question)
    return {**raw, "question": questions}


def with_case_names(path: Path, homework: Homework) -> Homework:
    """The homework with the Chinese names of its cases; a homework need not have any.

    Raises:
        CourseError: the file is no such list, or names what is no question.
    """
    try:
        names = msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except FileNotFoundError:
        return homework
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {str(error).replace('`$', '`')}") from None
    known = [question.name for question in (*homework.question, *homework.drafts)]
    wrong = [name for name in names if name not in known and name not in homework.broken]
    if wrong:
        what = f"is no question of {homework.name!r}; name one of its coded questions"
        raise CourseError(*(f"{path}: [{name}] {what}{meant(name, known)}" for name in wrong))
    named = [
        tuple(replace(q, cases=tuple(CaseName(name, zh) for name, zh in names.get(q.name, {}).items())) for q in every)
        for every in (homework.question, homework.drafts)
    ]
    return replace(homework, question=named[0], drafts=named[1])


def _apart(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """A homework's section without its drafts, and these."""
    live, drafts = dict(raw), {}
    for key in ("question", "written"):
        given = raw.get(key)
        every = given if isinstance(given, list) else []
        drafts[key] = [one for one in every if isinstance(one, dict) and one.get("draft") is True]
        if drafts[key]:
            live[key] = [one for one in every if one not in drafts[key]]
    return live, drafts


def _weighed(homework: Homework) -> Homework:
    """The homework with the points that its questions are worth, where the manifest gives them as weights."""
    total = sum(q.points for q in homework.question)
    if homework.points is None or not homework.question or abs(total - homework.points) <= 1e-9:
        return homework
    share = homework.points / total
    return replace(homework, question=tuple(replace(q, points=q.points * share) for q in homework.question))


def _wrong_homework(where: str, homework: Homework, has_drafts: bool) -> Iterator[str]:
    yield from _no_identifier(where, homework.name)
    if not homework.question and not has_drafts and not homework.draft:
        yield f"{where}: has no question; add a [[homework.question]]"
    yield from _wrong_late(where, homework)
    if homework.version != "" and not VERSION.fullmatch(str(homework.version)):
        yield f'{where}: version is {shown(homework.version)}; write 1, or "1.2b": a digit, then digits, letters, dots'
    names = [q.name for q in homework.question] + [w.name for w in homework.written]
    if TOTAL in names:
        yield f"{where}: a question cannot be named {TOTAL!r}, which is the sum of all"
    yield from _differ(f"question names of {where}", names)
    yield from _differ(f"functions of {where}", [f for q in homework.question for f in q.functions])
    for question in homework.question:
        yield from _wrong_question(f"{where}, question {question.name!r}", question)
    for written in homework.written:
        yield from _wrong_written(f"{where}, written {written.name!r}", written)
    total = sum(q.points for q in homework.question)
    if homework.points is not None:
        if not 0 < homework.points < math.inf:
            yield f"{where}: points must be above 0, not {homework.points:g}"
    elif abs(total - 100) > 1e-9 and all(q.points > 0 for q in homework.question) and homework.question:
        yield (
            f"{where}: the points of its questions sum to {total:g}, not to 100; change them, or write points = 100 "
            "into its section, and they are weights"
        )


def _wrong_before(where: str, item: Question | Written, earlier: list[str]) -> Iterator[str]:
    """Its time, and that what it builds on comes before it."""
    if item.minutes is not None and item.minutes <= 0:
        yield f"{where}: minutes must be above 0, not {item.minutes}"
    for name in item.needs:
        if name not in earlier:
            mend = f"name one above it, or <homework>/<question> of an earlier homework{meant(name, earlier)}"
            yield f"{where}: needs {name!r}, which is no earlier question; {mend}"


def _wrong_written(where: str, written: Written) -> Iterator[str]:
    yield from _no_identifier(where, written.name)
    if not written.rubric or not all(0 < item.points < math.inf for item in written.rubric):
        yield f"{where}: every rubric item needs points above 0"
    # Marks come back under the items' names, and whoever types one does not mind capitals and spaces.
    yield from _differ(f"rubric items of {where},", [" ".join(item.name.casefold().split()) for item in written.rubric])


def _wrong_late(where: str, homework: Homework) -> Iterator[str]:
    late = homework.late
    if late is None:
        return
    if homework.due is None:
        yield f"{where}: late without due; write when it is due, as due = 2026-11-30T23:59:00+08:00"
    if not 0 < late.percent_a_day <= 100:
        yield f"{where}: late.percent_a_day is {late.percent_a_day:g}; write above 0 to 100"
    if late.days is not None and late.days < 0:
        yield f"{where}: late.days is {late.days}; write 0 or more, or leave it out"
    if not 0 <= late.grace_minutes < math.inf:
        yield f"{where}: late.grace_minutes is {late.grace_minutes:g}; write 0 or more"


def _wrong_due(where: str, homework: Homework, zone: tzinfo | None) -> Iterator[str]:
    due = homework.due
    if due is not None and due.tzinfo is None and zone is None:
        yield (
            f"{where}: due names no offset; write one behind it, as in {due.isoformat()}+08:00, or give the course a "
            'timezone = "Asia/Shanghai"'
        )


def zone_of(name: str) -> tzinfo:
    """The zone of a name or an offset.

    Raises:
        ValueError: it is not known; the message says what to write.
    """
    try:
        return datetime.strptime(name, "%z").tzinfo or timezone.utc
    except ValueError:
        pass
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        said = f'timezone {name!r} is not known; write one such as "Asia/Shanghai", or an offset, "+08:00"'
        raise ValueError(said) from None


def _in_zone(homework: Homework, zone: tzinfo | None) -> Homework:
    """The homework with its due time in the course's zone: in that of its own offset if the course names none."""
    due = homework.due
    if due is None:
        return homework
    return replace(homework, due=due.replace(tzinfo=zone) if due.tzinfo is None else due.astimezone(zone or due.tzinfo))


def _wrong_question(where: str, question: Question) -> Iterator[str]:
    yield from _no_identifier(where, question.name)
    if not question.functions:
        yield f"{where}: functions is empty; name at least one"
    for function in question.functions:
        yield from _no_identifier(where, function)
    if not 0 < question.points < math.inf:
        yield f"{where}: points must be above 0, not {question.points:g}"
    if isinstance(question.released, str):
        if question.released != ALL:
            yield f'{where}: released is {question.released!r}; write a list of ids, or "{ALL}"'
    else:
        yield from _differ(f"ids in released of {where}", list(question.released))
    for package in question.packages:
        if package not in PACKAGES:
            names = [*PACKAGES, *(name for name in PACKAGES.values() if name not in PACKAGES)]
            near = meant(package, names)
            yield f"{where}: package {package!r} is not offered; choose of {', '.join(PACKAGES.values())}{near}"


def _no_identifier(where: str, name: str) -> Iterator[str]:
    if not (name.isidentifier() and name.isascii()):
        yield f"{where}: {name!r} is no Python name; use letters, digits and underscores"


def _differ(what: str, names: list[str]) -> Iterator[str]:
    twice = _twice(names)
    if twice:
        yield f"{what} must differ, {', '.join(map(repr, twice))} occurs twice"


def _twice(names: list[str]) -> list[str]:
    return sorted({n for n in names if names.count(n) > 1})
