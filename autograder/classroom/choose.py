"""Which of the files that one person handed in is the answer: by what they hold, not by what they are called.

What a file holds is told by a reader in a process of its own (`Survey`); here it is only compared with the handout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.questions.handout import HandoutKeys
from autograder.results import one_line
from autograder.submission import BESIDE_FILE, EMPTY, Found, Kind, Submission, Unreadable, modules

LISTED = 4  # files named in a refusal


@dataclass(frozen=True)
class Candidate:
    """One file of a person. `notes` is what was mended to take it for one."""

    file: str
    kind: Kind
    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """What a file holds, as its reader says.

    Attributes:
        keys: of its code's statements, in order.
        defined: the functions that it defines, by name the key of the last definition; empty if there is nothing in it.
        answers: written questions that it answers.
        imports: modules that it asks for.
    """

    keys: tuple[str, ...] = ()
    defined: Mapping[str, str] | None = None
    answers: tuple[str, ...] = ()
    imports: frozenset[str] = frozenset()


Look = Callable[[Candidate], Survey | None]  # None: nobody could read it


@dataclass(frozen=True)
class _Seen:
    """A candidate that was looked into."""

    candidate: Candidate
    survey: Survey
    filled: int  # functions that are no stubs any more
    asked: bool  # whether it defines a function that is asked for, or answers a written question
    worked: bool  # whether it differs from the handout at all


def choose(name: str, candidates: Sequence[Candidate], homework: str, handout: HandoutKeys, look: Look) -> Found:
    """The submission among a person's files.

    Args:
        name: of the submission.
        candidates: the files.
        homework: its name: of equal files the one that is named after it is taken.
        handout: to know what nobody has worked on.
        look: has a file read.
    """
    if len(candidates) > 1:  # a whole folder: the handout's own file beside the notebook is nobody's answer
        candidates = [one for one in candidates if PurePosixPath(one.file).name != BESIDE_FILE]
    full = [candidate for candidate in candidates if candidate.data.strip()]
    if not full:
        return Unreadable(name, EMPTY[0] if candidates else "holds neither a .py nor an .ipynb file")
    if len(full) == 1:
        return _submission(name, full[0])
    seen = []
    for candidate in full:
        survey = look(candidate)
        # What nobody could read stays in the choice: it is told to its student, not left out.
        seen.append(_seen(candidate, survey if survey is not None else Survey((candidate.file,)), handout))
    # Who fills most is never a mere module of who fills less.
    filling = [one for one in seen if one.filled or one.survey.answers or one.survey.defined is None]
    answers = [one for one in filling if not any(_is_module_of(one, other) for other in filling)]
    beside = [one for one in seen if one.worked and one not in answers and one.survey.defined is not None]
    if not answers:
        # Nobody has filled anything: what was worked on at all, then what is named after the homework.
        asked = sorted(seen, key=lambda one: (one.asked, one.worked, _is_named(one, homework)), reverse=True)
        if not asked[0].asked:
            listed = _listed(seen, handout, with_counts=False)
            return Unreadable(name, f"none of its files defines a function of {homework}: {listed}")
        answers = asked[:1]
        beside = [one for one in beside if one is not asked[0]]
    if len({_same(one) for one in answers}) > 1:
        listed = _listed(answers, handout, with_counts=True)
        return Unreadable(name, f"more than one file could be the answer: {listed}; hand in one")
    best = max(answers, key=lambda one: _preference(one, homework))
    chosen = _submission(name, best.candidate)
    notes = chosen.notes + _told(best, [one for one in beside if one.asked])
    folder = PurePosixPath(best.candidate.file).parent
    files = [(_relative(one.candidate.file, folder), one.candidate.data) for one in beside if _is_module(one)]
    helpers = modules(file for file in files if not file[0].startswith("tests/"))
    return replace(chosen, helpers=tuple(helpers.items()), notes=notes)


def _told(best: _Seen, others: Sequence[_Seen]) -> tuple[str, ...]:
    """What to say where a file was passed over that speaks of the homework's functions too."""
    if not others:
        return ()
    file, names = one_line(best.candidate.file), ", ".join(one_line(one.candidate.file) for one in others[:LISTED])
    en = f"graded: {file}; also handed in, and not graded by itself: {names}"
    return (f"{en} / 评分的文件：{file}；一并提交但没有单独评分的：{names}",)


def _is_module(one: _Seen) -> bool:
    return one.candidate.kind == "py"


def _relative(file: str, folder: PurePosixPath) -> str:
    path = PurePosixPath(file)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _submission(name: str, candidate: Candidate) -> Submission:
    return Submission(name, candidate.kind, candidate.data, candidate.file, notes=candidate.notes)


def _seen(candidate: Candidate, survey: Survey, handout: HandoutKeys) -> _Seen:
    defined = survey.defined or {}
    return _Seen(
        candidate,
        survey,
        filled=handout.filled(defined),
        asked=bool(defined.keys() & handout.stubs.keys() or survey.answers),
        worked=not handout.keys.issuperset(survey.keys) or bool(survey.answers),
    )


def _preference(one: _Seen, homework: str) -> tuple[int, bool, bool]:
    """Of files that say the same: the one with most written answers, named after the homework, a notebook."""
    return len(one.survey.answers), _is_named(one, homework), one.candidate.kind == "ipynb"


def _is_module_of(one: _Seen, other: _Seen) -> bool:
    """Whether another file asks for this one as a module, and fills at least as much itself."""
    asks = one is not other and _is_module(one) and PurePosixPath(one.candidate.file).stem in other.survey.imports
    return asks and other.filled >= one.filled


def _same(one: _Seen) -> tuple[tuple[str, int], ...]:
    """What two files have in common that say the same: their statements, in whatever cells."""
    return tuple(sorted(Counter(one.survey.keys).items()))


def _is_named(one: _Seen, homework: str) -> bool:
    return PurePosixPath(one.candidate.file).stem.lower() == homework.lower()


def _listed(seen: Sequence[_Seen], handout: HandoutKeys, *, with_counts: bool) -> str:
    texts = []
    for one in seen[:LISTED]:
        count = f" (fills {one.filled} of {len(handout.stubs)} functions)" if with_counts else ""
        texts.append(one_line(one.candidate.file) + count)
    return ", ".join(texts) + (f" and {len(seen) - LISTED} more" if len(seen) > LISTED else "")
