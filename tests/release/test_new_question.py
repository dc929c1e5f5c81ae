"""The way of docs/new-question.md: scaffold, gate, write, gate, release."""

import os
import re
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from gate_course import MANIFEST, NAMES, replaced, write_gate_course
from hypothesis import given
from hypothesis import strategies as st

from autograder.cli import main
from autograder.course import open_course
from autograder.files import WriteError, write_file
from autograder.release.scaffold import ScaffoldError, scaffold, shares
from autograder.release.template import write_template

WRITTEN = Path(__file__).parent / "layer_norm"
FUNCTIONS = ("layer_norm_forward", "layer_norm_backward")
ROOM = {
    "layer_norm.en.md": "assignment/vectors/layer_norm.en.md",
    "layer_norm.zh.md": "assignment/vectors/layer_norm.zh.md",
    "solution.py": "solutions/vectors/layer_norm.py",
    "public.py": "autograder/suites/public/vectors/layer_norm.py",
    "hidden.py": "autograder/suites/hidden/vectors/layer_norm.py",
    "misconceptions.py": "autograder/misconceptions/vectors/layer_norm.py",
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course whose one question leaves 20 points to another one."""
    write_gate_course(tmp_path, template=False)
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path))
    return tmp_path


def homework(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def take_points_from_centre(root: Path) -> None:
    changes = [("manifest", "points = 100", "points = 80"), ("hidden", "points=99", "points=79")]
    for name, old, new in [*changes, ("manifest", "draft = true\n", "")]:
        path = root / NAMES[name]
        path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def write_the_question(root: Path) -> None:
    for name, place in ROOM.items():
        (root / place).write_bytes((WRITTEN / name).read_bytes())
    manifest = root / NAMES["manifest"]
    titles = replaced(
        manifest.read_text(encoding="utf-8"),
        'title = { en = "TODO", zh = "TODO" }',
        'title = { en = "Layer normalisation", zh = "层归一化" }',
    )
    manifest.write_text(titles, encoding="utf-8")


@pytest.mark.slow
def test_a_new_question_goes_from_the_scaffold_to_the_release(root, tmp_path):
    out = tmp_path / "zips"
    made = homework("new", "vectors/layer_norm", "-f", FUNCTIONS[0], "-f", FUNCTIONS[1], "--points", 20)
    assert made.exit_code == 0, made.output
    assert made.output.count("wrote ") == 6 and "homework verify vectors -q layer_norm" in made.output

    unwritten = homework("verify", "vectors", "-q", "layer_norm", "--seeds", 2)
    assert unwritten.exit_code == 1
    for place in ROOM.values():
        assert f"FAIL layer_norm, unfinished: {place}, line " in unwritten.output
    assert "title" in unwritten.output

    write_the_question(root)
    sound = homework("verify", "vectors", "-q", "layer_norm", "--seeds", 3)
    assert sound.exit_code == 0, sound.output
    assert "7/7" in sound.output and "draft layer_norm: in no handout" in sound.output
    take_points_from_centre(root)

    too_early = homework("release", "vectors", "--out", out)
    assert too_early.exit_code == 1 and "is not verified: run homework verify vectors" in too_early.output
    course = open_course(root)
    write_template(course, course.homework("vectors"), course.template("vectors"))
    whole = homework("verify", "vectors", "--seeds", 3, "--no-install")
    assert whole.exit_code == 0, whole.output

    released = homework("release", "vectors", "--out", out)
    assert released.exit_code == 0, released.output
    (path,) = (out / "to-students").glob("vectors-*.zip")
    with zipfile.ZipFile(path) as zipped:
        names = zipped.namelist()
        script = zipped.read("vectors/vectors.py").decode()
    assert "vectors/tests/layer_norm.py" in names and "UNVERIFIED.txt" not in names
    assert "def layer_norm_forward(" in script and "keepdims" not in script

    path = root / ROOM["hidden.py"]
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    stale = homework("release", "vectors", "--out", out)
    assert stale.exit_code == 1 and "has changed since it was verified" in stale.output


def test_a_release_without_a_verdict_says_so_in_each_zip(root, tmp_path):
    out = tmp_path / "zips"
    released = homework("release", "vectors", "--out", out, "--unverified")
    assert released.exit_code == 0 and "not verified" in released.output
    zips = sorted(out.rglob("*.zip"))
    assert len(zips) == 4
    for path in zips:
        with zipfile.ZipFile(path) as zipped:
            assert "UNVERIFIED.txt" in zipped.namelist()


def test_a_release_with_a_failing_verdict_is_refused(root, tmp_path):
    path = root / NAMES["wrong"]
    path.write_text(path.read_text(encoding="utf-8").replace("axis=None", "axis=0"), encoding="utf-8")
    assert homework("verify", "vectors", "--seeds", 2, "--no-install").exit_code == 1
    refused = homework("release", "vectors", "--out", tmp_path / "zips")
    assert refused.exit_code == 1 and "does not pass the gate" in refused.output


def test_the_section_is_printed_if_that_is_asked_for(root):
    made = homework("new", "vectors/spread", "--print")
    assert made.exit_code == 0
    assert '[[homework.question]]\nname = "spread"\nfunctions = ["spread"]\npoints = 10\n' in made.output
    assert (root / NAMES["manifest"]).read_text(encoding="utf-8") == MANIFEST


def test_the_section_may_be_appended(root):
    made = homework("new", "vectors/spread", "--append")
    assert made.exit_code == 0 and "added it to assignment/course.toml" in made.output
    section = '\n[[homework.question]]\nname = "spread"\nfunctions = ["spread"]\npoints = 10\ndraft = true\n'
    text = (root / NAMES["manifest"]).read_text(encoding="utf-8")
    assert text == f'{MANIFEST}{section}title = {{ en = "TODO", zh = "TODO" }}\n'


def test_nothing_is_left_where_the_manifest_cannot_take_the_section(root):
    inline = MANIFEST.partition("[[homework.question]]")[0] + (
        'question = [{ name = "centre", functions = ["centre"], points = 100, title = { en = "a", zh = "b" } }]\n'
    )
    (root / NAMES["manifest"]).write_text(inline, encoding="utf-8")
    refused = homework("new", "vectors/spread", "--append")
    assert refused.exit_code == 2 and "paste the section by hand" in refused.output
    assert not list(root.rglob("*spread*"))


@pytest.mark.parametrize(
    ("question", "functions", "message"),
    [
        ("centre", (), "has a question 'centre' already"),
        ("2nd", (), "no Python name"),
        ("spread", ("centre",), "belongs to 'centre'"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_written(root, question, functions, message):
    before = sorted(root.rglob("*"))
    with pytest.raises(ScaffoldError, match=message):
        scaffold(open_course(root), "vectors", question, functions, 10)
    assert sorted(root.rglob("*")) == before


def test_a_file_that_is_there_is_never_overwritten(root):
    path = root / "solutions/vectors/spread.py"
    path.write_text("mine\n")
    refused = homework("new", "vectors/spread")
    assert refused.exit_code == 2 and "solutions/vectors/spread.py exists already" in refused.output
    assert path.read_text() == "mine\n"
    assert not (root / "assignment/vectors/spread.en.md").exists()


@pytest.mark.parametrize("more", [("--print",), ()], ids=["print", "append"])
@pytest.mark.parametrize("place", ["assignment/vectors", "solutions/vectors", "autograder/misconceptions/vectors"])
def test_a_question_that_cannot_be_written_leaves_no_file_and_no_section(root, place, more):
    shutil.rmtree(root / place)
    (root / place).write_text("precious")
    refused = homework("new", "vectors/spread", *more)
    assert refused.exit_code == 3
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"error: {root / place}/spread") and ": cannot be written: " in line
    assert not list(root.rglob("*spread*"))
    assert (root / NAMES["manifest"]).read_text(encoding="utf-8") == MANIFEST


def test_a_manifest_that_cannot_be_written_leaves_no_file(root, monkeypatch):
    def full(path, content):
        if path == root / NAMES["manifest"]:
            raise WriteError(f"{path}: cannot be written: No space left on device")
        write_file(path, content)

    monkeypatch.setattr("autograder.release.scaffold.write_file", full)
    refused = homework("new", "vectors/spread", "--append")
    assert refused.exit_code == 3 and "course.toml: cannot be written: No space left on device" in refused.stderr
    assert not list(root.rglob("*spread*"))


@pytest.mark.parametrize("out", ["file/zips", "file/a/zips"])
def test_a_release_whose_folder_cannot_be_made_is_one_line(root, tmp_path, out):
    (tmp_path / "file").write_text("precious")
    refused = homework("release", "vectors", "--out", tmp_path / out, "--unverified")
    assert refused.exit_code == 3
    (line,) = refused.stderr.splitlines()
    assert re.match(
        rf"error: {re.escape(str(tmp_path / out))}/to-students/vectors-[\d-]+\.zip: cannot be written: ", line
    )


def test_a_release_into_a_file_is_wrong_usage(root, tmp_path):
    (tmp_path / "file").write_text("precious")
    refused = homework("release", "vectors", "--out", tmp_path / "file", "--unverified")
    assert refused.exit_code == 2 and "is a file" in refused.stderr
    assert (tmp_path / "file").read_text() == "precious"


def test_a_verdict_that_cannot_be_written_is_said_before_the_work(root, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.release.gate.verify", lambda *a, **k: pytest.fail("it has begun"))
    (tmp_path / "file").write_text("precious")
    refused = homework("verify", "vectors", "--out", tmp_path / "file" / "verdict.json")
    assert refused.exit_code == 3
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"error: {tmp_path / 'file/verdict.json'}: cannot be written: ")


def test_survivors_that_cannot_be_deleted_are_one_line(root, tmp_path):
    (tmp_path / "file").write_text("precious")
    refused = homework("verify", "vectors", "-q", "centre", "--seeds", 1, "--out", tmp_path / "file" / "verdict.json")
    assert refused.exit_code == 3 and "centre" in refused.stdout
    assert refused.stderr.splitlines()[-1].startswith("error: ") and "verdict-survivors.toml" in refused.stderr


def test_a_folder_without_write_permission_is_one_line(root, tmp_path):
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    (root / "solutions/vectors").chmod(0o500)
    if os.access(out, os.W_OK):
        pytest.skip("root may write everywhere")
    for command in (
        ("release", "vectors", "--unverified", "--out", out),
        ("verify", "vectors", "--out", out / "verdict.json"),
        ("new", "vectors/spread"),
    ):
        refused = homework(*command)
        assert refused.exit_code == 3
        (line,) = refused.stderr.splitlines()
        assert "cannot be written: Permission denied" in line


@pytest.mark.parametrize("target", ["vectors/", "/spread"])
def test_a_target_without_both_names_is_wrong_usage(root, target):
    assert homework("new", target).exit_code == 2


@given(st.floats(0.1, 100).map(lambda points: round(points, 1)), st.integers(1, 7))
def test_a_new_question_s_points_are_shared_out_whole_and_little_hangs_on_the_student_s_process(points, functions):
    shared = shares(points, functions)
    assert len(shared) == functions
    assert sum(Fraction(part) for share in shared for part in share) == Fraction(str(points))
    little = max(Fraction(str(points)) / 50, Fraction(functions, 100)) + Fraction(functions, 200)  # for rounding
    assert sum(Fraction(pure) for _, pure in shared) <= little
    assert all(Fraction(part) >= 0 for share in shared for part in share)
