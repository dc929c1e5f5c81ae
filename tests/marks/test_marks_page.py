"""Every example of docs/marks.md is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from small_class import handed_in, made_homework, row, without_result

from autograder.cli import main
from autograder.course import Homework, load_manifest
from autograder.files import write_file
from autograder.marks.applying import apply
from autograder.marks.changes import change_of
from autograder.marks.ledger import Ledger, Line, read_ledger, target_of
from autograder.marks.total import totals
from autograder.results import CaseResult, SubmissionResult, question_result, to_json

PAGE = (Path(__file__).parents[2] / "docs" / "marks.md").read_text(encoding="utf-8")
NO_SCORE = {"bo": "absent", "cid": "unreadable"}


def table(heading: str) -> list[list[str]]:
    """The cells of the table whose header begins so."""
    lines = PAGE.split(f"| {heading}", 1)[1].splitlines()[2:]
    end = next(i for i, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


SUMS = [(code(lines), float(total)) for lines, total, _ in table("lines | total")]
CHANGES = [cells for cells in table("change | also") if code(cells[0])]  # a comment has no form


@pytest.mark.parametrize(("said", "total"), SUMS)
def test_the_totals_of_the_order_are_those_that_come_out(said: list[str], total: float) -> None:
    ann = row("ann", (0.8, 0.2, 1.0))
    assert [question.score for question in ann.questions] == [32, 7, 25]
    lines = []
    for number, one in enumerate(said, 2):
        what, _, change = one.rpartition(" ")
        who = "*" if change == "dropped" else "ann"
        lines.append(Line(number, who, *target_of(what), change_of(change), "because"))
    (done,) = apply(made_homework(), [ann], Ledger("adjustments.csv", tuple(lines)))
    assert done.score == total


@pytest.mark.parametrize("cells", CHANGES, ids=lambda cells: cells[0])
def test_each_change_and_its_other_forms_mean_the_same(cells: list[str]) -> None:
    first, *others = [change_of(form) for form in (*code(cells[0]), *code(cells[1])) if "..." not in form]
    assert first.kind != "comment"
    assert {other.kind for other in others} <= {first.kind}
    assert {abs(one.amount) for one in (first, *others)} <= {0, 2, 1.5, 7, 10, 5}


def test_the_ledger_of_the_page_can_be_applied(tmp_path: Path) -> None:
    text = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL).group(1)
    first = made_homework().question[0]
    questions = tuple(replace(first, name=name, points=50) for name in ("softmax", "cross_entropy"))
    spec = made_homework(name="losses", question=questions, due=manifest_of_the_page(tmp_path).due)
    cases = [CaseResult("large logits", True, 10, "failed"), CaseResult("values", True, 40, "passed")]
    results = tuple(question_result(question.name, 50, cases) for question in questions)

    def made(number: int) -> SubmissionResult:
        section = "A" if number == 1 else "B"
        told = {"id": f"2023100{number}", "section": section, "questions": results, "score": 80.0}
        return replace(row(f"r{number}"), homework="losses", **told)

    done = {one.id: one for one in apply(spec, [made(n) for n in (1, 2, 3)], read_ledger(text.encode()))}
    # 40 + 10 + 2 of the 50 that are left, scaled to 100; without the case and the two points 40 of 50.
    assert (done["20231001"].score, done["20231002"].score) == (104, 80)
    assert [one.reason for one in done["20231003"].adjustments] == ["the prompt was wrong", "病假"]


def manifest_text(top: str = "") -> str:
    rules = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL).group(1)
    title = 'title = { en = "x", zh = "x" }'
    homework = f'[[homework]]\nname = "mini"\n{title}\n{rules}\n'
    question = f'[[homework.question]]\nname = "f"\nfunctions = ["f"]\npoints = 100\n{title}\n'
    return f'name = "c"\n{title}\nseed = 1\n{top}\n{homework}{question}'


def load_text(tmp_path: Path, text: str) -> Homework:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    return load_manifest(tmp_path / "course.toml").homework[0]


def manifest_of_the_page(tmp_path: Path) -> Homework:
    return load_text(tmp_path, manifest_text())


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "+08:00"])
def test_without_an_offset_due_is_in_the_zone_of_the_course(tmp_path: Path, zone: str) -> None:
    assert f'"{zone}"' in PAGE
    text = manifest_text(f'timezone = "{zone}"').replace("59:00+08:00", "59:00")
    assert load_text(tmp_path, text).due == manifest_of_the_page(tmp_path).due


@pytest.mark.parametrize(("when", "points"), table("handed in | of 100"))
def test_lateness_takes_what_the_page_says(tmp_path: Path, when: str, points: str) -> None:
    rules = manifest_of_the_page(tmp_path)
    homework = made_homework(due=rules.due, late=rules.late)
    (done,) = apply(homework, [handed_in(row("ann"), when)], Ledger())
    assert done.score == float(points)


def test_the_commands_of_the_ledger_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.replace("large logits", "edge").replace("softmax", "square")
    commands = re.findall(r"^homework (adjust marks/.*)$", text, re.MULTILINE)
    monkeypatch.chdir(folder.parent)
    assert len(commands) == 3
    for command in commands:
        done = CliRunner().invoke(main, shlex.split(command, comments=True))
        assert done.exit_code == 0, done.output
    assert len(read_ledger((folder / "adjustments.csv").read_bytes()).lines) == 2


def test_the_command_of_the_total_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = re.findall(r"^homework (total .*)$", PAGE, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    people = [row("ann"), *(without_result(*one) for one in NO_SCORE.items())]
    for name in ("trees", "losses", "backprop"):
        for one in people:
            path = tmp_path / name / "results" / f"{one.submission}.json"
            write_file(path, to_json(replace(one, homework=name)))
    done = CliRunner().invoke(main, shlex.split(command))
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "total.csv").read_text(encoding="utf-8-sig").splitlines()
    others = [f"{name},{status},{status},{status},0,losses" for name, status in NO_SCORE.items()]
    assert lines[1:] == ["ann,100,100,100,100,losses", *others]
    assert {student.total for student in totals([tmp_path / "trees"]).students} == {100, 0}
