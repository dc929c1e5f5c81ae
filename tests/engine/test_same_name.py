"""Another package called `autograder` (an index has some) is told by `homework doctor`, and where an import fails."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import course
from autograder.cli import main
from autograder.engine import doctor, same_name


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder on the path, in which distributions are made: `site(name, file, ...)`."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(name, *files):
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        for file in files:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).touch()
        return tmp_path

    return install


def test_where_the_name_is_ours_alone_nothing_is_told():
    assert same_name.others() == []


def test_our_own_distribution_is_none_of_the_others(site):
    site("dl_homework", "autograder/suites.txt")
    assert same_name.others() == []


def test_a_distribution_that_installs_the_same_name_is_told_with_what_to_do(site):
    site("autograder", "autograder/__init__.py")
    assert same_name.others() == [
        "autograder installs a package of the same name, `autograder`: "
        "keep it and dl-homework in environments of their own"
    ]


@pytest.mark.parametrize("file", ["autograder.py", "autograder/__init__.py"])
def test_a_file_in_the_working_folder_is_told_and_a_course_s_folder_is_not(tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "autograder" / "suites").mkdir(parents=True)
    assert same_name.others() == []
    (tmp_path / file).touch()
    (told,) = same_name.others()
    assert told.startswith(f"{tmp_path / file} has the same name")


def test_the_doctor_says_it(monkeypatch):
    monkeypatch.setattr(same_name, "others", lambda: ["autograder 3 installs it, too"])
    monkeypatch.setattr(doctor, "LAYERS", ())
    (finding,) = [finding for finding in doctor.examine() if finding.what == "a name of its own"]
    assert not finding.fine and finding.detail == "autograder 3 installs it, too"


@pytest.mark.parametrize(("missing", "told"), [("autograder.course", True), ("nowhere", False)])
def test_an_import_of_ours_that_fails_says_it_and_another_one_does_not(site, monkeypatch, missing, told):
    site("autograder-tools", "autograder/__init__.py")

    def fail(start=None):
        raise ModuleNotFoundError(f"No module named '{missing}'", name=missing)

    monkeypatch.setattr(course, "find_course", fail)
    done = CliRunner().invoke(main, ["verify"])
    assert done.exit_code == 3 and done.stderr.count("\n") == 1
    assert ("autograder-tools installs a package of the same name" in done.stderr) == told


def test_no_command_looks_for_it_as_it_starts():
    code = "import sys, autograder.cli; print('autograder.engine.same_name' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"
