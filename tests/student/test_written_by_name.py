"""Written questions are asked for, listed and packed by name, and it is told what of them the marker will not see."""

import shutil

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import find_course
from autograder.questions.handout import read_handout_file
from autograder.student import check as student
from autograder.student import finding, pack, status
from autograder.student.finding import CheckError
from autograder.student.notebook import Grader
from autograder.student.show import lines
from autograder.written.markers import ANSWER_PLACEHOLDER
from tests.student.test_way import NOW, command


@pytest.fixture(scope="module")
def losses(tmp_path_factory):
    """The folder of a homework with a written question, as it is handed out."""
    return shutil.copytree(find_course().template("losses"), tmp_path_factory.mktemp("written") / "losses")


ESSAY = "likelihood_derivations"


@pytest.mark.parametrize(
    ("lang", "empty", "answered"),
    [("en", f"- written: {ESSAY} — empty", ", 3 words"), ("zh", f"- 简答题 {ESSAY}：未作答", "3 个英文单词")],
)
def test_a_written_question_may_be_asked_for_alone(losses, lang, empty, answered, tmp_path):
    folder = shutil.copytree(losses, tmp_path / "losses")
    done = command(folder, "check", "losses.py", "-q", ESSAY, "--lang", lang)
    assert done.returncode == 1 and empty in done.stdout and " 0 " not in done.stdout, done.stderr
    text = (folder / "losses.py").read_text(encoding="utf-8")
    written = text.replace(ANSWER_PLACEHOLDER, "By maximum likelihood.", 1)
    assert written != text
    (folder / "losses.py").write_text(written, encoding="utf-8")
    done = command(folder, "check", "losses.py", "-q", ESSAY, "--lang", lang)
    assert done.returncode == 0 and answered in done.stdout, done.stdout + done.stderr


def test_a_file_that_is_no_notebook_is_told_where_only_a_written_question_is_asked_for(losses, tmp_path):
    folder = shutil.copytree(losses, tmp_path / "losses")
    (folder / "losses.ipynb").write_text("{no notebook")
    done = command(folder, "check", "losses.ipynb", "-q", ESSAY, "--lang", "en")
    assert done.returncode == 1 and "the file cannot be checked: " in done.stdout, done.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_name_that_a_homework_has_can_be_asked_for(losses, lang):
    told = read_handout_file(losses / "tests")
    names = {*told.functions, *told.written, *(name for names in told.functions.values() for name in names)}
    for name in sorted(names):
        file = losses / "losses.py"
        checked = next(student.steps(file, finding.choose(file, losses / "tests", [name]), lang))
        assert not checked.unreadable
        namespace = {"LANGUAGE": lang, "__file__": str(file)}
        namespace["grader"] = Grader("losses", folder=losses)
        shown = str(eval(f"grader.check({name!r})", namespace))
        assert name in told.written or finding.resolve(name, file, losses / "tests") in shown
        assert (f"{name} — empty" in shown or f"{name}：未作答" in shown) is (name in told.written)
        done = CliRunner().invoke(main, ["hint", name, str(losses), "--lang", lang])
        assert done.exit_code in (0, 2) and "fault" not in done.output


def test_the_names_that_are_offered_are_all_names(losses):
    with pytest.raises(CheckError, match=ESSAY):
        finding.resolve("xyz", losses / "losses.py", losses / "tests")


LOST = "See ![it](photo.png)"


@pytest.mark.parametrize(
    ("lang", "concern", "detail"),
    [
        ("en", f"{ESSAY}: pictures the marker will not see: 1. Paste them", "the marker will not see: 1"),
        ("zh", f"{ESSAY}：有 1 张图片批改者看不到：请以 PNG 或 JPEG 格式", "批改者看不到的图片：1 张"),
    ],
)
def test_a_picture_that_is_not_handed_in_is_told_by_pack_and_status_too(losses, tmp_path, lang, concern, detail):
    folder = shutil.copytree(losses, tmp_path / "losses")
    text = (folder / "losses.py").read_text(encoding="utf-8").replace(ANSWER_PLACEHOLDER, LOST, 1)
    (folder / "losses.py").write_text(text, encoding="utf-8")
    checked = student.Checked(
        folder / "losses.py", written=student.written_answers(folder / "losses.py", folder / "tests")
    )
    rows = status.lines_of(checked, {}, lang)
    assert detail in rows[0].detail
    made = pack.pack(checked, folder / "tests", rows, {}, NOW, "", lang)
    assert any(one.startswith(concern) for one in made.concerns)
    assert any(concern in line for line in made.receipt), "pack prints the receipt"
    assert not pack.pack(student.Checked(folder / "losses.py"), folder / "tests", [], {}, NOW, "", lang).concerns


@pytest.mark.parametrize(
    ("lang", "left"), [("en", f"Still to do: sigmoid, {ESSAY}"), ("zh", f"尚未完成：sigmoid、{ESSAY}")]
)
def test_what_is_still_to_do_names_empty_written_questions_too(losses, lang, left):
    case = student.CaseNews("sigmoid", "a", "not_implemented", "")
    written = [student.WrittenNews(ESSAY, answered=False, marked=True), student.WrittenNews("b", True, True, words=2)]
    checked = student.Checked(losses / "losses.py", [case], written=written)
    assert str([*lines(checked, lang)][-1]) == left
