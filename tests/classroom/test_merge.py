"""Folders put together that do not agree: what stands is decided by a rule, what was is kept, and it is told."""

import re

import pytest
from same import everything, files
from test_shards import RIGHT, WRONG, change, classroom, grade, homework, root, scores  # noqa: F401

from autograder.classroom.people import Person, Whose
from autograder.classroom.store import Store


def handed(folder, **contents):
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / f"{name}.py").write_bytes(content)
    return folder


@pytest.fixture
def two(root, tmp_path, monkeypatch):  # noqa: F811
    """Two folders that both have a mark of ann's, of different files; the second is newer."""
    first, second = tmp_path / "first", tmp_path / "second"
    grade(handed(tmp_path / "a", ann=RIGHT, bob=RIGHT), "--out", first)
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-03 09:00")
    grade(handed(tmp_path / "b", ann=WRONG, cat=RIGHT), "--out", second)
    return first, second


def test_of_two_marks_the_newer_stands_the_older_is_history_and_it_is_told(two, tmp_path):
    said = homework("merge", *two, "--out", tmp_path / "merged", status=1)
    assert re.search(r"ann: 60 of 100 in \S*second and 100 of 100 in \S*first, of different files", said)
    assert "1 more" not in said and said.count("to be looked at") == 1
    assert scores(tmp_path / "merged") == {"ann": 60, "bob": 100, "cat": 100}
    lines = [line for line in homework("history", tmp_path / "merged", "ann").splitlines() if "ann" in line]
    assert [line.split(";")[0] for line in lines] == [
        "2026-11-02 09:00  ann: 100 of 100",
        "2026-11-03 09:00  ann: 60 of 100",
    ]
    grade(tmp_path / "a", "--out", tmp_path / "merged")
    assert scores(tmp_path / "merged")["ann"] == 100, "and what was graded before is not graded again"


def test_the_order_of_the_folders_changes_nothing(two, tmp_path):
    homework("merge", *two, "--out", tmp_path / "one", status=1)
    homework("merge", *reversed(two), "--out", tmp_path / "other", status=1)
    assert everything(tmp_path / "one") == everything(tmp_path / "other")


def test_equal_marks_in_two_folders_are_no_conflict(root, tmp_path):  # noqa: F811
    outs = [tmp_path / "first", tmp_path / "second"]
    for out in outs:
        grade(handed(tmp_path / "a", ann=RIGHT), "--out", out)
    homework("merge", *outs, "--out", tmp_path / "merged")
    assert everything(tmp_path / "merged") == everything(outs[0])


def test_two_people_of_one_name_are_refused_and_nothing_is_written(root, tmp_path):  # noqa: F811
    for number in (1, 2):
        grade(handed(tmp_path / "a", ann=RIGHT), "--out", tmp_path / f"{number}")
        with Store(tmp_path / f"{number}", "mini") as store:  # as a platform may have told it
            ann = store.standing()["ann"]
            store.put_in_force(ann.key, ann.result, Whose((Person("ann", f"100{number}"),), person="ann"))
    said = homework("merge", tmp_path / "1", tmp_path / "2", "--out", tmp_path / "merged", status=2)
    assert "1001" in said and "1002" in said and "two people" in said
    assert not (tmp_path / "merged").exists()


def test_folders_of_two_homeworks_are_refused(root, two, tmp_path):  # noqa: F811
    import sqlite3

    with sqlite3.connect(two[1] / "results.sqlite") as db:
        db.execute("update meta set value = 'other' where name = 'homework'")
    assert "mini and of other" in homework("merge", *two, "--out", tmp_path / "merged", status=2)
    assert not (tmp_path / "merged").exists()


def test_a_class_that_was_judged_by_two_suites_is_told_and_mended(root, tmp_path):  # noqa: F811
    grade(handed(tmp_path / "a", ann=RIGHT, bob=RIGHT), "--out", tmp_path / "first")
    change(root / "autograder/suites/hidden/mini/square.py", "float(v) * float(v)", "2.0 * float(v)")
    grade(handed(tmp_path / "b", cat=RIGHT), "--out", tmp_path / "second")
    merged = tmp_path / "merged"
    said = homework("merge", tmp_path / "first", tmp_path / "second", "--out", merged, status=1)
    assert "1 of 3 were judged by something else than the rest (hidden suites; cat is one)" in said
    assert "2 graded now, 1 as before" in grade("--out", merged)
    assert len(set(scores(merged).values())) == 1


def test_what_is_newer_in_a_shard_takes_the_place_of_what_was_merged(root, tmp_path, monkeypatch):  # noqa: F811
    first, second, merged = tmp_path / "first", tmp_path / "second", tmp_path / "merged"
    grade(handed(tmp_path / "a", ann=RIGHT), "--out", first)
    grade(handed(tmp_path / "b", bob=WRONG), "--out", second)
    homework("merge", first, second, "--out", merged)
    homework("explain", merged)
    assert (merged / "staff/bob.html").is_file()
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-03 09:00")
    grade(handed(tmp_path / "b", bob=RIGHT), "--out", second)
    said = homework("merge", second, "--out", merged)
    assert "others now: bob" in said and scores(merged) == {"ann": 100, "bob": 100}
    assert not (merged / "staff/bob.html").exists(), "it explained what stood"
    assert "square: 0 -> 40, another file was handed in" in homework("history", merged, "bob")


def test_a_mark_that_is_newer_where_all_is_merged_stays(root, tmp_path, monkeypatch):  # noqa: F811
    first, merged = tmp_path / "first", tmp_path / "merged"
    grade(handed(tmp_path / "a", ann=WRONG), "--out", first)
    homework("merge", first, "--out", merged)
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-03 09:00")
    grade(handed(tmp_path / "a", ann=RIGHT), "--out", merged)
    before = everything(merged)
    homework("merge", first, "--out", merged)
    assert everything(merged) == before


def test_ledgers_are_joined_and_count_and_what_is_for_all_is_told(root, tmp_path):  # noqa: F811
    first, second, merged = tmp_path / "first", tmp_path / "second", tmp_path / "merged"
    grade(handed(tmp_path / "a", ann=RIGHT), "--out", first)
    grade(handed(tmp_path / "b", bob=WRONG, cat=RIGHT), "--out", second)
    homework("adjust", first, "ann", "total", "-5", "--reason", "late", "--by", "x")
    homework("adjust", second, "bob", "total", "+5", "--reason", "shown in class", "--by", "y")
    homework("merge", first, second, "--out", merged)
    assert scores(merged) == {"ann": 95, "bob": 65, "cat": 100}
    assert (merged / "adjustments.csv").read_text("utf-8").count("shown in class") == 1
    before = everything(merged)
    homework("merge", first, second, "--out", merged)
    assert everything(merged) == before
    homework("adjust", second, "*", "total", "-1", "--reason", "all", "--by", "y")
    said = homework("merge", first, second, "--out", merged, status=1)
    assert "'total '-1' for * stands in 1 of 2 folders" in said
    assert scores(merged) == {"ann": 94, "bob": 64, "cat": 99}


def test_what_counted_is_told_in_the_merged_history(root, tmp_path):  # noqa: F811
    first, merged = tmp_path / "first", tmp_path / "merged"
    grade(handed(tmp_path / "a", ann=RIGHT), "--out", first)
    homework("adjust", first, "ann", "total", "-5", "--reason", "late", "--by", "x")
    homework("merge", first, "--out", merged)
    assert homework("history", merged) == homework("history", first)
    assert files(merged) == files(first), "the report too: it says when the newest mark was given or changed"


def test_a_line_of_the_ledger_that_cannot_be_read_is_told_before_anything_is_merged(root, two, tmp_path):  # noqa: F811
    (two[0] / "adjustments.csv").write_text("who,what,change,reason\nann,total,lots,because\n", encoding="utf-8")
    said = homework("merge", *two, "--out", tmp_path / "merged", status=2)
    assert "first/adjustments.csv: line 2" in said
    assert files(tmp_path / "merged") == {}


def test_merging_into_a_shard_or_a_folder_in_use_is_refused(root, classroom, tmp_path):  # noqa: F811
    shards = [tmp_path / f"shard-{number}" for number in (1, 2)]
    for number, out in enumerate(shards, 1):
        grade(classroom, "--shard", f"{number}/2", "--out", out)
    assert "holds shard 1/2" in homework("merge", shards[1], "--out", shards[0], status=2)
    with Store(shards[0], "mini"):
        assert "another `homework grade`" in homework("merge", *shards, "--out", tmp_path / "merged", status=2)
