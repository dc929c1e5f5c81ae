"""The way of docs/new-question.md: scaffold, gate, write, gate, release."""

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from gate_course import MANIFEST, NAMES, replaced, write_gate_course

from autograder.cli import main
from autograder.course import open_course
from autograder.release.scaffold import ScaffoldError, append_section, scaffold
from autograder.release.template import write_template

WRITTEN = Path(__file__).parent / "layer_norm"
FUNCTIONS = ("layer_norm_forward", "layer_norm_backward")
ROOM = {
    "layer_norm.en.md": "assignment/vectors/layer_norm.en.md",
    "layer_norm.zh.md": "assignment/vectors/layer_norm.zh.md",
    "solution.py": "solutions/vectors/layer_norm.py",
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
    for name, old, new in (("manifest", "points = 100", "points = 80"), ("hidden", "points=90", "points=70")):
        path = root / NAMES[name]
        path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def write_the_question(root: Path) -> None:
    for name, place in ROOM.items():
        (root / place).write_bytes((WRITTEN / name).read_bytes())
    public = root / "autograder/suites/public/vectors/layer_norm.py"
    helpers = public.read_text(encoding="utf-8").partition('\nname = "layer_norm"')[0]
    cases = (WRITTEN / "public.py").read_text(encoding="utf-8").partition("\n")[2]
    public.write_text(f"{helpers}\n{cases}", encoding="utf-8")
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
    made = homework("new", "vectors/layer_norm", "-f", FUNCTIONS[0], "-f", FUNCTIONS[1], "--points", 20, "--append")
    assert made.exit_code == 0, made.output
    assert made.output.count("wrote ") == 6 and "homework verify vectors -q layer_norm" in made.output

    refused = homework("verify", "vectors", "-q", "layer_norm")
    assert refused.exit_code == 2 and "sum to 120, not to 100" in refused.output
    take_points_from_centre(root)

    unwritten = homework("verify", "vectors", "-q", "layer_norm", "--seeds", 2)
    assert unwritten.exit_code == 1
    for place in (*ROOM.values(), "autograder/suites/public/vectors/layer_norm.py"):
        assert f"FAIL layer_norm, unfinished: {place}, line " in unwritten.output
    assert "title" in unwritten.output

    write_the_question(root)
    sound = homework("verify", "vectors", "-q", "layer_norm", "--seeds", 3)
    assert sound.exit_code == 0, sound.output
    assert "7/7" in sound.output

    too_early = homework("release", "vectors", "--out", out)
    assert too_early.exit_code == 1 and "is not verified: run homework verify vectors" in too_early.output
    course = open_course(root)
    write_template(course, course.homework("vectors"), course.template("vectors"))
    whole = homework("verify", "vectors", "--seeds", 3)
    assert whole.exit_code == 0, whole.output

    released = homework("release", "vectors", "--out", out)
    assert released.exit_code == 0, released.output
    with zipfile.ZipFile(out / "vectors-student.zip") as zipped:
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
    zips = sorted(out.glob("*.zip"))
    assert zips
    for path in zips:
        with zipfile.ZipFile(path) as zipped:
            assert "UNVERIFIED.txt" in zipped.namelist()


def test_a_release_with_a_failing_verdict_is_refused(root, tmp_path):
    path = root / NAMES["wrong"]
    path.write_text(path.read_text(encoding="utf-8").replace("axis=None", "axis=0"), encoding="utf-8")
    assert homework("verify", "vectors", "--seeds", 2).exit_code == 1
    refused = homework("release", "vectors", "--out", tmp_path / "zips")
    assert refused.exit_code == 1 and "does not pass the gate" in refused.output


def test_the_section_is_printed_if_it_is_not_appended(root):
    made = homework("new", "vectors/spread")
    assert made.exit_code == 0
    assert '[[homework.question]]\nname = "spread"\nfunctions = ["spread"]\npoints = 10\n' in made.output
    assert (root / NAMES["manifest"]).read_text(encoding="utf-8") == MANIFEST


def test_the_section_stands_before_the_written_questions_and_the_next_homework(root):
    written = '\n[[homework.written]]\nname = "why"\ntitle = { en = "a", zh = "b" }\nrubric = []\n'
    path = root / NAMES["manifest"]
    path.write_text(MANIFEST + written + '\n[[homework]]\nname = "other"\n', encoding="utf-8")
    course = write_gate_course(root / "elsewhere", template=False)
    course.root = root
    append_section(course, "vectors", '[[homework.question]]\nname = "spread"\n')
    names = re.findall(r'^name = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert names == ["small", "vectors", "centre", "spread", "why", "other"]


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


@pytest.mark.parametrize("target", ["vectors", "vectors/", "/spread"])
def test_a_target_without_both_names_is_wrong_usage(root, target):
    assert homework("new", target).exit_code == 2
