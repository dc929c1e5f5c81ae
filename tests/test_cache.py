"""What is kept between runs: where it lies, that it may go, and that the page about it is right."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cache import Cache, Place, places, tables_folder
from autograder.cli import main
from autograder.digests import INGREDIENTS, Kept
from autograder.files import WriteError

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "caches.md").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path, mini_course, monkeypatch):
    """A course and a user's cache, each with something in it."""
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path / "course"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    manifest = tmp_path / "course/assignment/course.toml"
    manifest.parent.mkdir(parents=True)
    manifest.write_bytes((mini_course.root / "assignment/course.toml").read_bytes())
    for place in places(tmp_path / "course"):
        Cache(place.folder).put("a", "1" * 32, "x" * 997)
    return tmp_path / "course"


def homework(*arguments):
    return CliRunner().invoke(main, arguments)


def test_the_command_shows_each_folder_with_its_size(root):
    shown = homework("cache")
    assert shown.exit_code == 0
    for place in places(root):
        assert re.search(rf"^{place.what} +1\.0 kB  {re.escape(str(place.folder))}$", shown.stdout, re.MULTILINE)


def test_the_command_shows_what_counts_for_what(root):
    lines = homework("cache").stdout.splitlines()
    (header,) = [line for line in lines if line.startswith("made anew when this changes")]
    rows = lines[lines.index(header) + 1 :]
    assert len(rows) == len(INGREDIENTS)
    for line, ingredient in zip(rows, INGREDIENTS):
        assert line.startswith(ingredient.name)
        marked = {kept for kept in Kept if "x" in line[header.index(kept) :][: len(kept)]}
        assert marked == ingredient.counts_for


def test_clearing_deletes_the_caches_and_nothing_else(root):
    beside = [root / ".homework-cache/mine.txt", tables_folder().parent / "mine.txt"]
    for path in beside:
        path.write_text("precious")
    cleared = homework("cache", "--clear")
    assert cleared.exit_code == 0 and cleared.stdout.count(": deleted") == len(places(root)) == 5
    assert not [place for place in places(root) if place.folder.exists()]
    assert [path.read_text() for path in beside] == ["precious"] * 2
    assert homework("cache", "--clear").exit_code == 0  # nothing is there


def test_without_a_course_the_user_s_cache_is_shown(root, tmp_path, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path / "nowhere"))
    shown = homework("cache")
    assert shown.exit_code == 0 and str(tables_folder()) in shown.stdout
    assert "a course's own caches are left out" in shown.stderr


def test_a_cache_that_cannot_be_deleted_is_one_line(root, tmp_path):
    place = Place("mine", tmp_path / "link")
    place.folder.symlink_to(root)
    with pytest.raises(WriteError, match="link: cannot be deleted: "):
        place.clear()
    assert (root / "assignment/course.toml").is_file()


def test_the_page_about_caches_shows_each_ingredient_and_what_it_counts_for():
    header, rows = table(PAGE.partition("## What counts for what")[2])
    assert header[1:-1] == list(Kept)
    shown = [(row[0], {kept for kept, mark in zip(Kept, row[1:-1]) if mark == "x"}) for row in rows]
    assert shown == [(ingredient.name, ingredient.counts_for) for ingredient in INGREDIENTS]
    assert all(row[-1] for row in rows)


def test_the_page_about_caches_says_where_each_thing_lies():
    _, rows = table(PAGE)
    assert [row[0] for row in rows] == [*Kept, "verdict", "a student's environment", "refused zips"]
    named = {path for row in rows for path in re.findall(r"`(\.homework-cache/\w+|~[^`]*)`", row[2])}
    here = {place.folder.relative_to(ROOT).as_posix() for place in places(ROOT)[2:]}
    assert named == {*here, "~/.cache/dl-homework/tables", "~/.cache/dl-homework/zips"}


def table(text):
    """The first table of a Markdown text: its header and its rows, as stripped cells."""
    lines = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE).group().splitlines()
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return header, rows
