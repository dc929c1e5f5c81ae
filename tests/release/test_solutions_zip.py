"""The zip of solutions runs, passes `homework check`, earns every point, and holds nothing of the hidden suites."""

import csv
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from click.testing import CliRunner
from small_course import write_small_course

from autograder.cli import main
from autograder.release.leaks import leaks
from autograder.release.releasing import release_homework
from autograder.release.solutions_zip import solutions_files, solutions_zip
from autograder.release.sources import ReleaseError
from autograder.release.template import template_files

MINE = "mini-solutions"


@pytest.fixture(params=["", "zh"])
def unpacked(mini_course, tmp_path, request):
    """The zip in a folder, with both languages or with one."""
    content = solutions_zip(mini_course, mini_course.homework("mini"), request.param)
    zipfile.ZipFile(BytesIO(content)).extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MINE]
    return tmp_path / MINE


@pytest.mark.parametrize("file", ["mini.py", "mini.ipynb"])
def test_homework_check_passes_on_its_notebook_and_its_script(unpacked, file):
    done = CliRunner().invoke(main, ["check", str(unpacked / file), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "4 of 4 public tests pass." in done.output
    assert "to do" not in done.output


def test_its_script_runs_as_it_is(unpacked):
    done = subprocess.run(
        [sys.executable, "mini.py"], cwd=unpacked, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "NotImplementedError" not in done.stdout + done.stderr


def test_its_file_earns_every_point(mini_course, tmp_path):
    (tmp_path / "class").mkdir()
    files = solutions_files(mini_course, mini_course.homework("mini"))
    (tmp_path / "class/solution.py").write_bytes(files["mini.py"])
    arguments = ["grade", "mini", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "1"]
    done = CliRunner().invoke(main, arguments, env={"HOMEWORK_COURSE": str(mini_course.root)})
    assert done.exit_code == 0, done.output
    with (tmp_path / "out/grades.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert float(row["score"]) == 100


def test_it_is_the_student_s_folder_but_for_the_answers_and_the_readme(course, homework):
    files, given = solutions_files(course, homework), template_files(course, homework)
    assert files.keys() == given.keys()
    changed = {name for name in files if files[name] != given[name]}
    assert changed == {"README.md", "vectors.ipynb", "vectors.py"}
    assert b"column_means = x.mean" in files["vectors.py"] and b"NotImplementedError(" not in files["vectors.py"]


def test_its_readme_says_when_it_may_go_out_in_the_languages_of_the_homework(course, homework):
    both = solutions_files(course, homework)["README.md"].decode()
    assert "**Reference solutions: to be handed out after the deadline, extensions included, or not at all.**" in both
    assert "**参考答案：请在截止时间（含延期）之后再发放，也可以不发。**" in both
    assert "The written questions are left open" in both and "简答题没有填写" in both
    chinese = solutions_files(course, homework, "zh")["README.md"].decode()
    assert chinese.startswith("# 向量\n") and "Reference solutions" not in chinese


def test_nothing_hidden_is_in_it_and_a_line_of_a_hidden_suite_stops_the_release(course, homework, tmp_path):
    files = solutions_files(course, homework)
    assert leaks(course, homework, files, solved=True) == []
    assert {line.partition(" of vectors/")[0] for line in leaks(course, homework, files)} == {
        "vectors.ipynb: holds a line of the solution", "vectors.py: holds a line of the solution"
    }  # fmt: skip
    hidden = course.hidden_suite("vectors", "centre").read_text(encoding="utf-8")
    (secret,) = (line.strip() for line in hidden.splitlines() if "np.average" in line)
    answer = course.solution("vectors", "centre").read_text(encoding="utf-8")
    planted = answer.replace("    # END", f"    # {secret}\n    # END", 1)
    leaky = write_small_course(tmp_path / "leaky", {"solutions/vectors/centre.py": planted})
    # What the reference says itself is no secret any more, whatever else says it, too.
    assert leaks(leaky, leaky.homework("vectors"), {"a.py": secret.encode()}, solved=True) == []
    course.explore("vectors", "centre").write_text(f"# A picture.\n{secret}\n", encoding="utf-8")
    assert any(
        "the hidden suite" in line for line in leaks(course, homework, solutions_files(course, homework), solved=True)
    )
    with pytest.raises(ReleaseError, match="holds a line of the hidden suite of vectors/centre"):
        release_homework(course, homework, tmp_path / "out", date="2026-12-01")
    assert not (tmp_path / "out").exists()
