"""A part of a class: whose submissions are in it depends on who they are; the parts together are the class."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from same import everything, files

from autograder.classroom.people import Person, Whose
from autograder.classroom.shards import Shard, shard_of
from autograder.cli import main
from autograder.errors import InputError
from autograder.results import from_json

GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
WRONG = RIGHT.replace(b"x * x", b"2 * x")
PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay")


@pytest.fixture
def root(tmp_path, mini_course, monkeypatch):
    root = shutil.copytree(mini_course.root, tmp_path / "course")
    monkeypatch.setenv("HOMEWORK_COURSE", str(root))
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-02 09:00")
    return root


@pytest.fixture
def classroom(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    for number, name in enumerate(PEOPLE):
        (folder / f"{name}.py").write_bytes(WRONG if number % 3 == 1 else RIGHT)
    (folder / "gus.docx").write_bytes(b"PK")
    return folder


def homework(*arguments, status=0):
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == status, done.output
    return done.output


def grade(*arguments, status=0):
    return homework("grade", "mini", *arguments, "--jobs", "1", status=status)


def scores(out):
    return {r.submission: r.score for p in (out / "results").glob("*.json") for r in [from_json(p.read_bytes())]}


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@given(st.integers(1, 50), st.text(max_size=20), st.text(max_size=20), st.integers(1, 9))
def test_everybody_is_in_exactly_one_shard_with_all_their_attempts(count, id, name, attempt):
    members = (Person(name, id),)
    shards = [Shard(number, count) for number in range(1, count + 1)]
    first = [shard for shard in shards if shard.holds(Whose(members, person=name))]
    assert len(first) == 1
    assert [s for s in shards if s.holds(Whose(members, person=name, attempt=attempt, file="other.py"))] == first
    assert [shard for shard in shards if shard.holds_person(Person(name, id))] == first


def test_shards_are_about_equally_large():
    sizes = [sum(Shard(n, 8).holds(Whose(person=f"student {i}")) for i in range(4000)) for n in range(1, 9)]
    assert sum(sizes) == 4000 and min(sizes) > 425 and max(sizes) < 575  # 500 +- 3.6 standard deviations


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0/4", "numbered from 1 to 4 (in SLURM: --array=1-4)"),
        ("5/4", "numbered from 1 to 4"),
        ("1", "such as 1/8"),
        ("1/0", "1 to 10000"),
        ("-1/4", "such as 1/8"),
        ("1/4/2", "such as 1/8"),
    ],
)
def test_what_is_no_shard_is_said(text, why):
    with pytest.raises(InputError, match=re.escape(why)):
        shard_of(text)


def test_shards_and_their_merging_give_what_one_run_gives(root, classroom, tmp_path):
    names = sorted(classroom.iterdir())
    grade(classroom, "--out", tmp_path / "one")
    shards = [tmp_path / f"shard-{number}" for number in (1, 2, 3)]
    for number, out in enumerate(shards, 1):
        grade(*(names if number % 2 else reversed(names)), "--shard", f"{number}/3", "--out", out)
    parts = [set(scores(out)) for out in shards]
    assert sorted(name for part in parts for name in part) == [*PEOPLE, "gus"]
    before = [files(out) for out in shards]
    homework("merge", *reversed(shards), "--out", tmp_path / "merged")
    assert [files(out) for out in shards] == before, "what is merged stays as it is"
    assert everything(tmp_path / "merged") == everything(tmp_path / "one")
    assert "0 graded now, 7 as before" in grade(classroom, "--out", tmp_path / "merged"), "and nothing is lost"
    homework("merge", *shards, "--out", tmp_path / "merged")
    assert everything(tmp_path / "merged") == everything(tmp_path / "one"), "nor told twice"


def test_a_folder_is_one_shard_s_or_a_whole_class_s(root, classroom, tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    grade(classroom, "--shard", "1/3", "--out", out)
    assert "holds shard 1/3" in grade(classroom, "--shard", "2/3", "--out", out, status=2)
    assert "holds shard 1/3" in grade(classroom, "--out", out, status=2)
    assert "0 graded now" in grade(classroom, "--shard", "1/3", "--out", out)
    assert "0 graded now" in grade("--out", out), "what it holds may be graded again"
    grade(classroom, "--out", whole)
    assert "holds a whole class" in grade(classroom, "--shard", "1/3", "--out", whole, status=2)


def test_a_shard_with_nobody_in_it_is_no_fault(root, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ann.py").write_bytes(RIGHT)
    outs = [tmp_path / str(number) for number in (1, 2)]
    said = [grade(folder, "--shard", f"{n}/2", "--out", out) for n, out in enumerate(outs, 1)]
    assert sorted("1 graded now" in text for text in said) == [False, True]
    homework("merge", *outs, "--out", tmp_path / "merged")
    assert scores(tmp_path / "merged") == {"ann": 100}


def test_who_is_absent_is_absent_once(root, classroom, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("name\n" + "\n".join([*PEOPLE, "gus", "hal", "ivy"]) + "\n", encoding="utf-8")
    grade(classroom, "--roster", roster, "--out", tmp_path / "one")
    shards = [tmp_path / f"shard-{number}" for number in (1, 2)]
    for number, out in enumerate(shards, 1):
        grade(classroom, "--roster", roster, "--shard", f"{number}/2", "--out", out)
    homework("merge", *shards, "--out", tmp_path / "merged")
    assert everything(tmp_path / "merged") == everything(tmp_path / "one")
    grades = (tmp_path / "merged/grades.csv").read_text("utf-8")
    assert grades.count("absent") == 2 and "hal" in grades and "ivy" in grades


def test_a_shard_that_is_missing_or_was_interrupted_is_told(root, classroom, tmp_path, monkeypatch):
    from autograder.classroom import pool

    shards = [tmp_path / f"shard-{number}" for number in (1, 2, 3)]
    for number, out in enumerate(shards[:2], 1):
        grade(classroom, "--shard", f"{number}/3", "--out", out)
    said = homework("merge", *shards[:2], "--out", tmp_path / "merged", status=1)
    assert "shards that are missing: 3/3" in said

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patch:
        patch.setattr(pool, "run", interrupted)
        grade(classroom, "--shard", "3/3", "--out", shards[2], status=130)
    said = homework("merge", *shards, "--out", tmp_path / "merged", status=1)
    assert "shard-3: its run was not finished" in said and "that are missing" not in said
    grade(classroom, "--shard", "3/3", "--out", shards[2])
    homework("merge", shards[2], "--out", tmp_path / "merged")
    assert set(scores(tmp_path / "merged")) == {*PEOPLE, "gus"}
