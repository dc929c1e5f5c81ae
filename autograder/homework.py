"""What the manifest says of homeworks and questions, once it is read.

What a key means is said once, in the `Attributes` of its class: `docs/reference.py` makes the reference of course.toml
from these, from the types and from the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from autograder.texts import Text

# What student code may import beyond the standard library, where its question offers it: by its module, with the name
# under which it is installed.
PACKAGES = {"numpy": "numpy", "scipy": "scipy", "pandas": "pandas", "sklearn": "scikit-learn", "torch": "torch"}

# What a student's page says of a named mistake: nothing, what kind it is, or its hint.
Hints = Literal["off", "category", "full"]
# Whose first wrong value is told on a student's machine: nobody's, or that of public examples.
Trace = Literal["off", "public"]
ShowHidden = Literal["never", "after_due_date", "after_published"]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Budgets of student code, in seconds and in MiB. Time in which it lacks a processor does not count.

    Attributes:
        call: for one call; generous, a function that needs longer for a homework-sized input hangs.
        question: for all cases of one question.
        submission: for all questions together; of several that are named, the largest counts.
        load: for running the file itself, before any question; the homework's counts.
        memory: of each process, in MiB.
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
        name: a Python name; its files are called after it.
        functions: those that students write, at least one, in the order of the handout; no two questions share one.
        points: above 0; they sum to 100, or are weights where the homework has `points`.
        title: its heading.
        packages: what students may import beside NumPy: numpy, scipy, pandas, scikit-learn, torch; without it, those of
            the homework.
        limits: its own, instead of the homework's.
        released: ids of known mistakes that students get with the homework, so that `homework check` names them; or
            "all".
        draft: still being written: in no handout and no mark; the gate proves it when asked for it.
        minutes: above 0; how long it takes about, for its heading.
        needs: earlier questions that it builds on, `<homework>/<question>` of an earlier homework.
        ideas: what else it builds on, for its heading.
        cases: the Chinese names of its cases, from a file beside the suites. These have the English ones: otter reads a
            suite in whatever encoding a system has.
    """

    name: str
    functions: tuple[str, ...]
    points: float
    title: Text
    packages: tuple[str, ...] = ("numpy",)
    limits: Limits | None = None
    released: tuple[str, ...] | str = ()
    draft: bool = False
    minutes: int | None = None
    needs: tuple[str, ...] = ()
    ideas: Text | None = None
    cases: tuple[CaseName, ...] = ()

    def case_name(self, name: str) -> Text:
        """A case's name in both languages; in English in both, as long as it has no Chinese one."""
        return Text(name, next((case.zh for case in self.cases if case.name == name), name))


class RubricItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a written question's rubric.

    Attributes:
        name: what the file of scores calls it; they differ within a question.
        points: above 0.
        text: what earns them, for whoever marks.
    """

    name: str
    points: float
    text: Text


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question answered in prose, marked by a person; its points stand apart from the 100.

    Attributes:
        name: a Python name; its prompt is called after it.
        title: its heading.
        rubric: what earns points, at least one item.
        draft: still being written: in no handout and no mark.
        minutes: above 0; how long it takes about, for its heading.
        needs: earlier questions that it builds on, `<homework>/<question>` of an earlier homework.
        ideas: what else it builds on, for its heading.
    """

    name: str
    title: Text
    rubric: tuple[RubricItem, ...]
    draft: bool = False
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
        percent_a_day: of the total, for each day begun; above 0, at most 100.
        days: 0 or more; how late it may be: later than that, nothing is left. Without it, only the per cents end it.
        grace_minutes: 0 or more; so much later than due is not late yet.
    """

    percent_a_day: float
    days: int | None = None
    grace_minutes: float = 0.0


class Homework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One homework: 100 points over its coded questions.

    Attributes:
        name: a Python name; its folders are called after it.
        title: its heading.
        version: of what is handed out, for its README and for the names of its zips: digits, then letters and dots.
        question: the coded questions, in the order of the handout (once read, those that are no drafts).
        limits: of time and memory, for each question that has none of its own.
        data: files of `assignment/<homework>/data` that students get, and may read when their file is graded.
        written: the questions that a person marks.
        hints: what a student's page says of a named mistake: nothing, what kind it is, or its hint.
        hint_layers: whether students get the hints in layers of its questions, for `homework hint`.
        trace: whether students get the named values of public examples, so that `homework check` can say which value of
            theirs is the first that differs.
        show_hidden: when Gradescope shows students what rests on hidden tests.
        due: when it is due; without an offset, in the course's `timezone`.
        late: what being late takes, for a homework with `due`; without it, lateness is shown and takes nothing.
        points: above 0; what the coded questions are worth together. With it, the points of questions, and of cases in
            their hidden suites, are weights; without it they sum to 100, and cases to their question's points.
        draft: whether the homework as a whole is still being written; it is not released.
        offered: packages that students may import beside NumPy (numpy, scipy, pandas, scikit-learn, torch), for each
            question that names none of its own.
        drafts: its coded questions that are drafts.
        written_drafts: its written questions that are drafts.
        broken: what is wrong with a draft, by its name.
    """

    name: str
    title: Text
    version: str | int = ""
    question: tuple[Question, ...] = ()
    limits: Limits = Limits()
    data: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    hints: Hints = "full"
    hint_layers: bool = False
    trace: Trace = "off"
    show_hidden: ShowHidden = "after_due_date"
    due: datetime | None = None
    late: Late | None = None
    points: float | None = None
    draft: bool = False
    offered: tuple[str, ...] = msgspec.field(default=(), name="packages")
    drafts: tuple[Question, ...] = ()
    written_drafts: tuple[Written, ...] = ()
    broken: Mapping[str, tuple[str, ...]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its texts and its prompts."""
        return self.title.languages

    @property
    def questions(self) -> tuple[Question, ...]:
        """The coded questions, in the order of the handout."""
        return self.question

    def limits_of(self, question: Question) -> Limits:
        """The question's own limits, else the homework's."""
        return question.limits or self.limits

    @property
    def largest_limits(self) -> Limits:
        """Of each limit the largest that the homework or a question of it names."""
        every = [self.limits, *(q.limits for q in self.question if q.limits is not None)]
        return Limits(**{field: max(getattr(limits, field) for limits in every) for field in Limits.__struct_fields__})

    @property
    def all_questions(self) -> tuple[Question | Written, ...]:
        """Coded and written ones, in the order of the handout."""
        coded: tuple[Question | Written, ...] = self.question
        return coded + self.written

    @property
    def draft_items(self) -> tuple[Question | Written, ...]:
        """All drafts, coded and written."""
        coded: tuple[Question | Written, ...] = self.drafts
        return coded + self.written_drafts

    def draft_or_question(self, name: str) -> Question | None:
        """The coded question of that name, also if it is a draft."""
        return next((q for q in (*self.question, *self.drafts) if q.name == name), None)

    @property
    def packages(self) -> tuple[str, ...]:
        """Every package that some question of this homework may import."""
        return tuple(p for p in PACKAGES if any(p in q.packages for q in self.question))

    @property
    def max_score(self) -> float:
        """Points of the coded questions together."""
        return sum(q.points for q in self.question)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `course.toml`.

    Attributes:
        name: of the course, for its files.
        title: of the course.
        seed: draws the hidden inputs: a new random number for each year, large enough that nobody finds it by trial.
        homework: the homeworks, in their order.
        timezone: of all times that name no offset: "Asia/Shanghai", or "+08:00".
        contact: of whom students ask, for the README that they get.
        honesty: what they are told of honest work, for the end of that README.
        install: how students install the tool: its name on an index, or an address; without it, the zip brings it.
        languages: of all titles and prompts, by their codes; without it, those of the title.
    """

    name: str
    title: Text
    seed: int
    homework: tuple[Homework, ...]
    timezone: str = ""
    contact: str = ""
    honesty: Text | None = None
    install: str = ""
    languages: tuple[str, ...] = ()
