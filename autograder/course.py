"""The course: `assignment/course.toml`, and where each question's files lie.

The manifest is the only place for order, titles, points and limits. It is read once and checked whole, so
that every later part of the program can rely on it.
"""

from __future__ import annotations

import math
import os
from datetime import datetime, timezone, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec.structs import replace

from autograder.errors import InputError

MANIFEST = "assignment/course.toml"
CASE_NAMES = "autograder/suites/zh"
PUBLIC = "public: "  # how the name of a public case begins
LANGUAGES = ("en", "zh")
# What student code of a homework may import beyond the standard library; the fork server preloads it.
PACKAGES = ("numpy", "torch")
ALL = "all"
TOTAL = "total"


# What a student's page says of a named mistake: nothing, what kind it is, or its hint.
Hints = Literal["off", "category", "full"]
ShowHidden = Literal["never", "after_due_date", "after_published"]


class CourseError(InputError):
    """The manifest or a file it names is wrong; the message says file, key and what to do."""


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Budgets of student code, in seconds and in MiB. Time in which it lacks a processor does not count.

    `call` is the generous one: a function that needs longer than this for a homework-sized input hangs. `submission` is
    one for all questions together, the largest that is named; `load` is the homework's.
    """

    call: float = 5.0
    question: float = 20.0
    submission: float = 60.0
    load: float = 10.0
    memory: int = 1024


class CaseName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case of a suite is called in Chinese."""

    name: str
    zh: str


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question: its functions in the order of the handout, its points, its title.

    Attributes:
        minutes: how long it takes about, for its heading.
        needs: earlier questions that it builds on, `<homework>/<question>` of an earlier homework.
        ideas: what else it builds on.
        cases: the Chinese names of its cases, from a file beside the suites. These have the English ones: otter reads a
            suite in whatever encoding a system has.
    """

    name: str
    functions: tuple[str, ...]
    points: float
    title: Text
    packages: tuple[str, ...] = ("numpy",)
    limits: Limits | None = None
    # Misconceptions by id that students get with the homework, so that `homework check` names them; or "all".
    released: tuple[str, ...] | str = ()
    minutes: int | None = None
    needs: tuple[str, ...] = ()
    ideas: Text | None = None
    cases: tuple[CaseName, ...] = ()

    def case_name(self, name: str) -> Text:
        """A case's name in both languages; in English in both, as long as it has no Chinese one."""
        return Text(name, next((case.zh for case in self.cases if case.name == name), name))


class RubricItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a written question's rubric."""

    name: str
    points: float
    text: Text


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question answered in prose, marked by a person; its points stand apart from the 100.

    `minutes`, `needs` and `ideas` are those of a coded question.
    """

    name: str
    title: Text
    rubric: tuple[RubricItem, ...]
    minutes: int | None = None
    needs: tuple[str, ...] = ()
    ideas: Text | None = None

    @property
    def points(self) -> float:
        """Points of its rubric together."""
        return sum(item.points for item in self.rubric)


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What being late takes.

    Attributes:
        percent_a_day: of the total, for each day begun.
        days: how late it may be; later than that, nothing is left. Without it, only the per cents end it.
        grace_minutes: so much later than due is not late yet.
    """

    percent_a_day: float
    days: int | None = None
    grace_minutes: float = 0.0


class Homework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One homework: 100 points over its coded questions."""

    name: str
    title: Text
    question: tuple[Question, ...]
    limits: Limits = Limits()
    data: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    hints: Hints = "full"
    # Whether students get the hints in layers of its questions, for `homework hint`.
    hint_layers: bool = False
    # When Gradescope shows students what rests on hidden tests.
    show_hidden: ShowHidden = "after_due_date"
    # When it is due, in the zone of the course once it is read; what being late takes.
    due: datetime | None = None
    late: Late | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """The coded questions, in the order of the handout."""
        return self.question

    @property
    def all_questions(self) -> tuple[Question | Written, ...]:
        """Coded and written ones, in the order of the handout."""
        return (*self.question, *self.written)

    def limits_of(self, question: Question) -> Limits:
        """The question's own limits, else the homework's."""
        return question.limits or self.limits

    @property
    def largest_limits(self) -> Limits:
        """Of each limit the largest that the homework or a question of it names."""
        every = [self.limits, *(q.limits for q in self.question if q.limits is not None)]
        return Limits(**{field: max(getattr(limits, field) for limits in every) for field in Limits.__struct_fields__})

    @property
    def packages(self) -> tuple[str, ...]:
        """Every package that some question of this homework may import."""
        return tuple(p for p in PACKAGES if any(p in q.packages for q in self.question))

    @property
    def max_score(self) -> float:
        """Points of the coded questions together."""
        return sum(q.points for q in self.question)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `course.toml`."""

    name: str
    title: Text
    seed: int
    homework: tuple[Homework, ...]
    # Of all times that name none: "Asia/Shanghai", or "+08:00".
    timezone: str = ""
    # How students install the tool: its name on an index, or an address; without it, the zip brings it along.
    install: str = ""


class Course:
    """A course on disk: the manifest and the paths that follow from it."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.root = root
        self.manifest = manifest

    @cached_property
    def homeworks(self) -> dict[str, Homework]:
        """The homeworks by name, in order."""
        return {h.name: h for h in self.manifest.homework}

    def homework(self, name: str) -> Homework:
        """The homework of that name.

        Raises:
            CourseError: there is none; the message lists those there are.
        """
        try:
            return self.homeworks[name]
        except KeyError:
            names = ", ".join(self.homeworks)
            raise CourseError(f"no homework named {name!r} in {MANIFEST}: choose one of {names}") from None

    def prompt(self, homework: str, question: str, language: str) -> Path:
        """The question's prompt in one language."""
        return self.root / "assignment" / homework / f"{question}.{language}.md"

    def explore(self, homework: str, question: str) -> Path:
        """The cell that draws a picture with the question's answer; a question need not have one."""
        return self.root / "assignment" / homework / f"{question}.explore.py"

    def hint_layers(self, homework: str, question: str) -> Path:
        """The question's hints in layers; a question need not have any."""
        return self.root / "assignment" / homework / f"{question}.hints.toml"

    def data(self, homework: str) -> Path:
        """The folder of data files that students get."""
        return self.root / "assignment" / homework / "data"

    def solution(self, homework: str, question: str) -> Path:
        """The hidden reference."""
        return self.root / "solutions" / homework / f"{question}.py"

    def public_suite(self, homework: str, question: str) -> Path:
        """The otter suite that students receive."""
        return self.root / "autograder" / "suites" / "public" / homework / f"{question}.py"

    def hidden_suite(self, homework: str, question: str) -> Path:
        """The otter suite that never leaves the grader."""
        return self.root / "autograder" / "suites" / "hidden" / homework / f"{question}.py"

    def case_names(self, homework: str) -> Path:
        """The Chinese names of the cases of a homework's suites, by question and English name."""
        return self.root / CASE_NAMES / f"{homework}.toml"

    def misconceptions(self, homework: str, question: str) -> Path:
        """The named wrong answers."""
        return self.root / "autograder" / "misconceptions" / homework / f"{question}.py"

    def equivalents(self, homework: str) -> Path:
        """The mutants of a homework's references that are right."""
        return self.root / "autograder" / "misconceptions" / homework / "equivalent.toml"

    def secrets(self, homework: str) -> list[Path]:
        """Paths that no student's code may read."""
        paths = [self.root / "solutions" / homework]
        for question in self.homework(homework).questions:
            paths.append(self.hidden_suite(homework, question.name))
            paths.append(self.misconceptions(homework, question.name))
        return [path for path in paths if path.exists()]

    def template(self, homework: str) -> Path:
        """The generated student folder of a homework."""
        return self.root / "student_template" / homework


def load_manifest(path: Path) -> Manifest:
    """Reads and checks a manifest.

    Raises:
        CourseError: it cannot be read, is no TOML, or breaks a rule; one line that names the key.
    """
    try:
        manifest = msgspec.toml.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # A ValidationError names the place as `$.homework[0].question[2].points`.
        raise CourseError(f"{path}: {str(error).replace('`$.', '`')}") from None
    _check(path, manifest)
    zone = _zone(path, manifest.timezone) if manifest.timezone else None
    return replace(manifest, homework=tuple(_in_zone(path, homework, zone) for homework in manifest.homework))


def _check(path: Path, manifest: Manifest) -> None:
    homeworks = [h.name for h in manifest.homework]
    _distinct(path, "homework names", homeworks)
    elsewhere: list[str] = []
    for homework in manifest.homework:
        where = f"homework {homework.name!r}"
        _identifier(path, where, homework.name)
        if not homework.question:
            raise CourseError(f"{path}: {where}: has no question; add a [[homework.question]]")
        _check_late(path, where, homework)
        names = [q.name for q in homework.question] + [w.name for w in homework.written]
        if TOTAL in names:
            raise CourseError(f"{path}: {where}: a question cannot be named {TOTAL!r}, which is the sum of all")
        _distinct(path, f"question names of {where}", names)
        _distinct(path, f"functions of {where}", [f for q in homework.question for f in q.functions])
        for question in homework.question:
            _check_question(path, f"{where}, question {question.name!r}", question)
        for written in homework.written:
            _identifier(path, where, written.name)
            if not written.rubric or not all(0 < item.points < math.inf for item in written.rubric):
                raise CourseError(f"{path}: {where}, written {written.name!r}: every rubric item needs points above 0")
            # Marks come back under the items' names, and whoever types one does not mind capitals and spaces.
            items = [" ".join(item.name.casefold().split()) for item in written.rubric]
            _distinct(path, f"rubric items of {where}, written {written.name!r},", items)
        for at, item in enumerate(homework.all_questions):
            _check_before(path, f"{where}, question {item.name!r}", item, [*names[:at], *elsewhere])
        elsewhere += [f"{homework.name}/{name}" for name in names]
        if abs(homework.max_score - 100) > 1e-9:
            raise CourseError(f"{path}: {where}: the points of its questions sum to {homework.max_score:g}, not to 100")


def _check_before(path: Path, where: str, item: Question | Written, earlier: list[str]) -> None:
    """Its time, and that what it builds on comes before it."""
    if item.minutes is not None and item.minutes <= 0:
        raise CourseError(f"{path}: {where}: minutes must be above 0, not {item.minutes}")
    for name in item.needs:
        if name not in earlier:
            mend = "name one above it, or <homework>/<question> of an earlier homework"
            raise CourseError(f"{path}: {where}: needs {name!r}, which is no earlier question; {mend}")


def _check_late(path: Path, where: str, homework: Homework) -> None:
    late = homework.late
    if late is None:
        return
    if homework.due is None:
        raise CourseError(
            f"{path}: {where}: late without due; write when it is due, as due = 2026-11-30T23:59:00+08:00"
        )
    if not 0 < late.percent_a_day <= 100:
        raise CourseError(f"{path}: {where}: late.percent_a_day is {late.percent_a_day:g}; write above 0 to 100")
    if late.days is not None and late.days < 0:
        raise CourseError(f"{path}: {where}: late.days is {late.days}; write 0 or more, or leave it out")
    if not 0 <= late.grace_minutes < math.inf:
        raise CourseError(f"{path}: {where}: late.grace_minutes is {late.grace_minutes:g}; write 0 or more")


def _zone(path: Path, name: str) -> tzinfo:
    try:
        return datetime.strptime(name, "%z").tzinfo or timezone.utc
    except ValueError:
        pass
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CourseError(
            f'{path}: timezone {name!r} is not known; write one such as "Asia/Shanghai", or an offset, "+08:00"'
        ) from None


def _in_zone(path: Path, homework: Homework, zone: tzinfo | None) -> Homework:
    """The homework with its due time in the course's zone: in that of its own offset if the course names none."""
    due = homework.due
    if due is None:
        return homework
    if due.tzinfo is None and zone is None:
        raise CourseError(
            f"{path}: homework {homework.name!r}: due names no offset; write one behind it, as in "
            f'{due.isoformat()}+08:00, or give the course a timezone = "Asia/Shanghai"'
        )
    return replace(homework, due=due.replace(tzinfo=zone) if due.tzinfo is None else due.astimezone(zone or due.tzinfo))


def _check_question(path: Path, where: str, question: Question) -> None:
    _identifier(path, where, question.name)
    if not question.functions:
        raise CourseError(f"{path}: {where}: functions is empty; name at least one")
    for function in question.functions:
        _identifier(path, where, function)
    if question.points <= 0:
        raise CourseError(f"{path}: {where}: points must be above 0, not {question.points:g}")
    if isinstance(question.released, str):
        if question.released != ALL:
            raise CourseError(f'{path}: {where}: released is {question.released!r}; write a list of ids, or "{ALL}"')
    else:
        _distinct(path, f"ids in released of {where}", list(question.released))
    for package in question.packages:
        if package not in PACKAGES:
            raise CourseError(f"{path}: {where}: package {package!r} is not offered; choose of {', '.join(PACKAGES)}")


def _identifier(path: Path, where: str, name: str) -> None:
    if not (name.isidentifier() and name.isascii()):
        raise CourseError(f"{path}: {where}: {name!r} is no Python name; use letters, digits and underscores")


def _distinct(path: Path, what: str, names: list[str]) -> None:
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise CourseError(f"{path}: {what} must differ, {', '.join(map(repr, twice))} occurs twice")


def find_course(start: Path | None = None) -> Course:
    """The course around `start` (default: the working folder), else the one this package was installed from.

    `HOMEWORK_COURSE`, if set, names the folder instead.

    Raises:
        CourseError: no course is found, or its manifest is wrong.
    """
    named = os.environ.get("HOMEWORK_COURSE")
    if start is None and named:
        return open_course(Path(named))
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents, Path(__file__).parents[1]):
        if (folder / MANIFEST).is_file():
            return open_course(folder)
    raise CourseError(f"no {MANIFEST} here or above {here}: run this inside the course, or set HOMEWORK_COURSE")


def open_course(root: Path) -> Course:
    """The course whose manifest is `root/assignment/course.toml`.

    Raises:
        CourseError: see `load_manifest`.
    """
    manifest = load_manifest(root / MANIFEST)
    named = tuple(_with_case_names(root / CASE_NAMES / f"{h.name}.toml", h) for h in manifest.homework)
    return Course(root.absolute(), replace(manifest, homework=named))


def _with_case_names(path: Path, homework: Homework) -> Homework:
    """The homework with the Chinese names of its cases; a homework need not have any."""
    try:
        names = msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except FileNotFoundError:
        return homework
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {str(error).replace('`$', '`')}") from None
    for name in names.keys() - {question.name for question in homework.question}:
        raise CourseError(f"{path}: [{name}] is no question of {homework.name!r}; name one of its coded questions")
    return replace(
        homework,
        question=tuple(
            replace(q, cases=(*q.cases, *(CaseName(name, zh) for name, zh in names.get(q.name, {}).items())))
            for q in homework.question
        ),
    )
