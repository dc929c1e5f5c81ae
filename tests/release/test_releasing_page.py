"""What docs/releasing.md shows is what happens, in the small course under the page's names."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_course import FILES, MANIFEST, write_small_course

from autograder.cli import main
from autograder.release.kinds import Kind, Name
from autograder.release.readme import readme
from autograder.release.releasing import release_homework

PAGE = (Path(__file__).parents[2] / "docs/releasing.md").read_text(encoding="utf-8")
DAY = "2026-12-01"


@pytest.fixture
def losses(tmp_path):
    """The small course with the names, and with what the page writes into the manifest."""
    top, _, section = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1].partition("[[homework]]\n")
    manifest = MANIFEST.replace('name = "small"', 'name = "deep-learning"')
    manifest = top + manifest.replace('name = "vectors"\n', section)
    files = {name.replace("vectors", "losses"): text for name, text in FILES.items()}
    unused = {name: None for name in FILES if "vectors" in name}
    return write_small_course(tmp_path / "course", unused | files | {"assignment/course.toml": manifest})


def test_the_zips_of_its_table_are_those_that_are_written_and_are_told_as_they_tell_it(losses, tmp_path):
    done = release_homework(losses, losses.homework("losses"), tmp_path, date=DAY, languages=("zh",))
    rows = dict(re.findall(r"^\| `(\S+\.zip)` \| (.*?) \|", PAGE, re.MULTILINE))
    written = {one.path.relative_to(tmp_path).as_posix(): one.record for one in done.zips}
    assert rows.keys() == written.keys() - {str(Path("staff") / str(Name("losses", "1", DAY, Kind.SOLUTIONS, "zh")))}
    for path, what in rows.items():
        assert what == (
            written[path].kind.what if not written[path].language else "with `--lang zh`: the same in one language"
        )


def test_what_it_writes_into_the_manifest_is_what_the_readme_says(losses):
    text = readme(losses, losses.homework("losses"))
    for line in (
        "- **Version:** 1",
        "- **Due:** 2026-11-30 23:59 (Asia/Shanghai, UTC+08:00)",
        "- **Questions to:** ta@example.edu",
        "**Academic honesty.** Talk about the ideas. Write your code yourself.",
        "**学术诚信。** 可以讨论思路，代码请自己写。",
    ):
        assert line in text.split("\n")


def test_the_check_that_it_shows_is_what_the_command_prints(losses, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOMEWORK_COURSE", str(losses.root))
    release_homework(losses, losses.homework("losses"), Path("zips"), date=DAY)
    command, shown = re.search(r"```\n\$ homework (release --check .*?)\n(.*?)```", PAGE, re.DOTALL).groups()
    done = CliRunner().invoke(main, command.split())
    assert done.exit_code == 0, done.output
    digest = re.compile(r"\b[0-9a-f]{12}\b")
    assert digest.sub("DIGEST", done.stdout) == digest.sub("DIGEST", shown)
