"""Written answers of several folders: one file of scores, everybody's code, nobody's score lost."""

import pytest
from click.testing import CliRunner
from written_class import HOW, WHY, cells_of, handed_in, saved, write_course

from autograder.classroom.store import Store
from autograder.cli import main
from autograder.results import from_json
from autograder.written import marking
from autograder.written.marking import SCORES


@pytest.fixture
def class_of(tmp_path, monkeypatch):
    write_course(tmp_path / "course")
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path / "course"))
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-02 09:00")

    def made(*names):
        folder = tmp_path / "-".join(names)
        folder.mkdir()
        for name in names:
            (folder / f"{name}.ipynb").write_bytes(handed_in({WHY: f"{name} says so", HOW: f"{name} doubles"}))
        return folder

    return made


def homework(*arguments, status=0):
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == status, done.output
    return done.output


def grade(*arguments):
    return homework("grade", "vectors", *arguments, "--jobs", "1")


def codes(out):
    with Store(out, "vectors") as store:
        return store.codes()


def enter(out, name, *scores, own=None):
    """Enters scores into somebody's row, and a column of one's own."""
    cells = cells_of((out / SCORES).read_bytes())
    (row,) = [line for line in cells if line[0] == codes(out)[name]]
    row[1:4] = scores
    if own is not None:
        for line in cells:
            line.append("# seen by" if line is cells[0] else own)
    (out / SCORES).write_bytes(saved(cells))


def totals(out):
    found = [from_json(path.read_bytes()) for path in (out / "results").glob("*.json")]
    return {one.submission: (one.score, one.provisional) for one in found}


def test_scores_of_two_folders_are_one_file_and_count(class_of, tmp_path):
    first, second, merged, one = (tmp_path / name for name in ("first", "second", "merged", "one"))
    grade(class_of("ann"), "--out", first)
    grade(class_of("bob", "cat"), "--out", second)
    enter(first, "ann", "2", "1.5", "0", own="me")
    enter(second, "bob", "1", "0", "3")
    homework("merge", first, second, "--out", merged)
    cells = cells_of((merged / SCORES).read_bytes())
    assert cells[0][-1] == "# seen by" and cells[0][0] == "code"
    rows = {line[0]: line[1:] for line in cells[1:]}
    named = codes(merged)
    assert rows[named["ann"]] == ["2", "1.5", "0", "me"] and rows[named["bob"]] == ["1", "0", "3", ""]
    assert rows[named["cat"]] == ["", "", "", ""] and list(rows) == sorted(rows)
    assert totals(merged)["ann"] == (100, True), "not all are marked"
    enter(merged, "cat", "0", "0", "1")
    assert "0 graded now" in grade("--out", merged)
    assert totals(merged) == {"ann": (103.5, False), "bob": (104, False), "cat": (101, False)}
    grade(class_of("ann", "bob", "cat"), "--out", one)
    assert codes(one) == named


def test_scores_that_were_entered_after_merging_stay(class_of, tmp_path):
    first, second, merged = (tmp_path / name for name in ("first", "second", "merged"))
    grade(class_of("ann"), "--out", first)
    grade(class_of("bob"), "--out", second)
    homework("merge", first, "--out", merged)
    enter(merged, "ann", "1", "1", "1")
    enter(first, "ann", "2", "1", "1")
    enter(second, "bob", "1", "0", "3")
    said = homework("merge", first, second, "--out", merged, status=1)
    assert "the mean: 2 in" in said and ", 1 in" in said and said.count("the latter counts") == 1
    rows = {line[0]: line[1:] for line in cells_of((merged / SCORES).read_bytes())[1:]}
    assert rows[codes(merged)["ann"]] == ["1", "1", "1"] and rows[codes(merged)["bob"]] == ["1", "0", "3"]


def test_two_submissions_with_the_same_code_get_longer_ones_and_keep_their_scores(class_of, tmp_path, monkeypatch):
    letters = marking._letters
    monkeypatch.setattr(marking, "_letters", lambda text: "bcdf" * 2 + letters(text)[8:])  # all alike at first
    first, second, merged, one = (tmp_path / name for name in ("first", "second", "merged", "one"))
    grade(class_of("ann"), "--out", first)
    grade(class_of("bob"), "--out", second)
    assert codes(first)["ann"] == codes(second)["bob"]
    enter(first, "ann", "2", "1.5", "0")
    enter(second, "bob", "1", "0", "3")
    homework("merge", first, second, "--out", merged)
    rows = {line[0]: line[1:] for line in cells_of((merged / SCORES).read_bytes())[1:]}
    named = codes(merged)
    assert rows == {named["ann"]: ["2", "1.5", "0"], named["bob"]: ["1", "0", "3"]}
    grade(class_of("ann", "bob"), "--out", one)
    assert codes(one) == named
    assert "0 graded now" in grade(tmp_path / "ann-bob", "--out", merged)
    assert totals(merged) == {"ann": (103.5, False), "bob": (104, False)}
