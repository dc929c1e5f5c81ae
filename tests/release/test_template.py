import re

import pytest
from click.testing import CliRunner
from msgspec.structs import replace as changed
from small_course import FILES, write_small_course

from autograder.cli import main
from autograder.course import find_course
from autograder.release.readme import readme
from autograder.release.sources import ReleaseError
from autograder.release.template import differences, template_files, write_template
from autograder.release.tool_wheel import wheel_name

REAL = find_course()


@pytest.mark.parametrize("name", REAL.homeworks)
def test_the_committed_student_folder_is_in_step_with_its_sources(name):
    assert differences(REAL, REAL.homework(name), REAL.template(name)) == []


def test_a_student_gets_both_forms_the_public_suites_the_data_and_a_readme(course, homework):
    files = template_files(course, homework)
    assert list(files) == [
        "README.md",
        "data/points.csv",
        "homework_cells.py",
        "tests/centre.py",
        "tests/handout.json",
        "tests/norms.py",
        "vectors.ipynb",
        "vectors.py",
    ]
    assert files["tests/centre.py"].decode() == FILES["autograder/suites/public/vectors/centre.py"]


def test_the_readme_tells_in_both_languages_how_to_start(course, homework):
    text = template_files(course, homework)["README.md"].decode()
    for told in (
        f'pip install "./{wheel_name()}[notebook]"',
        "homework check vectors.ipynb",
        "Hand in **one file**",
        "提交**一个文件**",
    ):
        assert told in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_readme_makes_an_environment_before_it_installs(course, homework, language):
    text = readme(course, homework, language)
    lines = ["python -m venv .venv", ".venv\\Scripts\\activate", f'pip install "./{wheel_name()}[notebook]"']
    assert "\n   ".join(["```", *lines, "```"]) in text
    for told in ("`python3 -m venv .venv`", "`source .venv/bin/activate`", "`uv venv`"):
        assert told in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_readme_names_the_commands_and_what_is_in_hints(course, homework, language):
    plain = readme(course, homework, language)
    assert "`homework status`" in plain and "`homework pack`" in plain
    assert "homework hint" not in plain and "hints/" not in plain, "there are none"
    with_mistakes = readme(course, released(homework), language)
    assert "homework hint" not in with_mistakes and with_mistakes.count("`hints/`") == 1
    course.hint_layers("vectors", "norms").write_text("")
    layered = readme(course, changed(homework, hint_layers=True), language)
    assert "`homework hint norms`" in layered and layered.count("`hints/`") == 1
    assert readme(course, homework, language) == plain, "hints that are not released are not there"


def released(homework):
    return changed(homework, question=tuple(changed(question, released="all") for question in homework.question))


def test_the_readme_names_commands_that_there_are():
    text = readme(REAL, REAL.homework("losses"))
    named = set(re.findall(r"`homework ([a-z]+)", text))
    assert named == {"check", "status", "hint", "pack"} and named <= main.commands.keys()


def test_a_written_folder_is_in_step_also_after_somebody_worked_in_it(course, homework, tmp_path):
    folder = tmp_path / "student"
    write_template(course, homework, folder)
    (folder / ".OTTER_LOG").write_bytes(b"log")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "x.ipynb").write_bytes(b"")
    assert differences(course, homework, folder) == []


def test_differing_missing_and_stray_files_are_named(course, homework, tmp_path):
    folder = tmp_path / "student"
    write_template(course, homework, folder)
    (folder / "vectors.py").write_bytes(b"# mine\n")
    (folder / "tests" / "norms.py").unlink()
    (folder / "tests" / "old.py").write_bytes(b"")
    lines = [line.rpartition("/")[2] for line in differences(course, homework, folder)]
    assert lines == ["norms.py: is missing", "vectors.py: differs", "old.py: does not belong here, delete it"]


def test_writing_never_deletes_a_file(course, homework, tmp_path):
    folder = tmp_path / "student"
    folder.mkdir()
    (folder / "notes.md").write_bytes(b"mine")
    write_template(course, homework, folder)
    assert (folder / "notes.md").read_bytes() == b"mine"


def test_a_public_suite_is_released_in_ascii_or_refused(tmp_path):
    suite = "autograder/suites/public/vectors/centre.py"
    course = write_small_course(tmp_path, {suite: FILES[suite] + 'TEXT = "中"\n'})
    files = template_files(course, course.homework("vectors"))
    assert files["tests/centre.py"].decode() == FILES[suite] + 'TEXT = "\\u4e2d"\n'
    course = write_small_course(tmp_path, {suite: FILES[suite] + "中 = 1\n"})
    with pytest.raises(ReleaseError, match=r"vectors/centre\.py: line 11 is not ASCII"):
        template_files(course, course.homework("vectors"))


def homework_template(*options):
    return CliRunner().invoke(main, ["template", *options])


def test_the_command_writes_then_checks_and_fails_when_out_of_step(course, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
    refused = homework_template("--check")
    assert refused.exit_code == 1
    assert "student_template/vectors/README.md: is missing" in refused.stderr
    assert refused.stderr.splitlines()[-1] == "write the folders anew with: homework template"
    written = homework_template()
    assert written.exit_code == 0
    assert re.search(r"^student_template/vectors: wrote README\.md, .+, .+ and \d+ more$", written.output, re.M)
    (course.template("vectors") / "README.md").write_bytes(b"mine")
    assert "student_template/vectors: wrote README.md\n" in homework_template().output
    assert "student_template/vectors: as it was\n" in homework_template().output
    assert homework_template("--check").exit_code == 0
    assert homework_template("--chek").exit_code == 2


def test_the_command_names_a_question_without_a_file_and_goes_on(course, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
    course.public_suite("vectors", "norms").unlink()
    refused = homework_template()
    assert refused.exit_code == 1
    line = "autograder/suites/public/vectors/norms.py: is missing; write it, or take it out of assignment/course.toml"
    assert refused.stderr.strip() == line


def test_a_folder_that_cannot_be_written_is_one_line(course, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
    (course.root / "student_template").write_bytes(b"precious")
    refused = homework_template()
    assert refused.exit_code == 3
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"error: {course.root / 'student_template/vectors/README.md'}: cannot be written: ")
    assert (course.root / "student_template").read_bytes() == b"precious"
