"""A page for the staff of each submission that lost points: the calls of the failed cases beside the student's code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import digests
from autograder.classroom.database import homework_of
from autograder.classroom.outputs import Folder, People, rows_of
from autograder.classroom.people import one_called
from autograder.classroom.register import Register
from autograder.classroom.store import Store
from autograder.course import Course
from autograder.explain.again import Again, CaseRecord, Judge
from autograder.explain.command import ARRAYS, layer_of, lost
from autograder.explain.text import Code, case_lines
from autograder.questions.loading import LoadedHomework, load_homework
from autograder.reports.escape import file_names
from autograder.reports.templating import template
from autograder.results import SubmissionResult
from autograder.submission import Submission
from autograder.written.reading import Reader


@dataclass(frozen=True)
class Explained:
    """The pages of a class: how many are new, how many stand as before, and where they are."""

    written: int
    as_before: int
    pages: tuple[Path, ...]


@dataclass(frozen=True)
class _Case:
    record: CaseRecord
    lines: tuple[str, ...]


def explain_class(
    course: Course,
    folder: Path,
    people: Sequence[str] = (),
    *,
    begun: Callable[[int], None] = lambda count: None,
    done: Callable[[str], None] = lambda name: None,
) -> Explained:
    """Writes `staff/<person>.html` for everybody who lost points, or for those who are named; the report links them.

    A page whose result has not changed since stands as it is.

    Args:
        course: as it is now.
        folder: an `--out` of `homework grade`.
        people: whose pages; empty for everybody's.
        begun: told how many pages are to be made.
        done: told of each.

    Raises:
        InputError: nobody or more than one is meant.
        MachineError: the sandbox, or a file cannot be written.
    """
    name = homework_of(folder)
    spec = course.homework(name)
    with Store.existing(folder, name) as store:
        standing = {n: s for n, s in store.standing().items() if s.result.status != "absent"}
        chosen = [one_called(list(standing), person, folder) for person in people] or sorted(standing)
        rows = rows_of([s.result for s in standing.values()], People.of({n: s.whose for n, s in standing.items()}))
        files = file_names(
            [*(row.submission for row in rows), *(n for n, s in store.standing().items() if n not in standing)]
        )
        pages: dict[str, list[str]] = {}
        for row in rows:
            pages.setdefault(row.group or row.submission, []).append(f"staff/{files[row.submission]}.html")
        out = Folder(folder, store)
        judging = digests.judging(course, spec).digest
        made = {n: digests.key_of(judging, digests.page_digest(), standing[n].key, standing[n].result) for n in chosen}
        wanted = [n for n in chosen if lost(standing[n].result)]
        todo = [n for n in wanted if not all(out.is_there(page, made[n]) for page in pages[n])]
        begun(len(todo))
        if todo:
            homework = load_homework(course, name)
            sources = store.sources()
            layer = layer_of(standing[todo[0]].result, homework)
            with Judge(homework, layer) as judge, Reader(layer, homework.secrets) as reader:
                for one in todo:
                    text = _page(homework, judge, reader, sources.get(one), standing[one].result, folder)
                    for page in pages[one]:
                        out.put(page, made[one], lambda text=text: text.encode("utf-8", "backslashreplace"))  # type: ignore[misc]
                    done(one)
            out.keep()
            Register(store, spec, folder).rewrite("")
        return Explained(len(todo), len(wanted) - len(todo), tuple(folder / page for n in wanted for page in pages[n]))


def _page(
    homework: LoadedHomework,
    judge: Judge,
    reader: Reader,
    submission: Submission | None,
    result: SubmissionResult,
    folder: Path,
) -> str:
    judged: list[tuple[Again, list[_Case]]] = []
    code: Code = {}
    if submission is not None:
        arrays = folder / ARRAYS / submission.sha256[:12]
        for again in judge.again(lost(result), submission, result.seed):
            cases = [case for case in again.cases if case.result.outcome != "passed"]
            judged.append((again, [_Case(case, tuple(case_lines(again, case, arrays))) for case in cases]))
        code = reader.definitions(submission.kind, submission.source, homework.functions)
    failing = {call.function for _, cases in judged for case in cases for call in case.record.calls}
    failing |= {
        name for again, cases in judged if cases for name in again.question.spec.functions if name not in failing
    }
    return template("explained.html").render(
        homework=homework.spec,
        result=result,
        judged=judged,
        code=[(name, *code[name], name in failing) for name in homework.functions if name in code],
        missing=[name for name in homework.functions if name not in code],
        kept=submission is not None,
    )
