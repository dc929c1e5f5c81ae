import re
import sys
import zipfile

import pytest
from otter_run import run_otter

from autograder.course import open_course
from autograder.questions.loading import load_homework
from autograder.questions.suites import import_exception_format
from autograder.release.handout import handout
from autograder.release.otter_modules import import_otter
from autograder.release.otter_suite import joined
from autograder.release.otter_zip import otter_zip_bytes
from autograder.release.public_suite import public_suite
from autograder.release.render import notebook_bytes, script_bytes
from autograder.release.sources import ReleaseError


@pytest.fixture
def made(course, homework, tmp_path):
    path = tmp_path / "vectors-otter.zip"
    path.write_bytes(otter_zip_bytes(course, homework))
    return path


def test_the_zip_holds_all_suites_the_data_and_the_vocabulary_of_the_hidden_ones(course, made):
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        environment = archive.read("environment.yml").decode()
        assert archive.read("tests/centre.py").startswith(public_suite(course, "vectors", "centre").rstrip())
        assert b"everybody gets the same inputs" in archive.read("README.txt").lower()
    assert {name for name in names if name.startswith("tests/")} == {"tests/centre.py", "tests/norms.py"}
    assert {"files/data/points.csv", "files/autograder/checks/compare.py", "setup.sh", "otter_config.json"} <= names
    assert not any("solutions" in name or "/misconceptions/" in name for name in names)
    for package in ("numpy", "jaxtyping"):
        assert f"- {package}\n" in environment
    assert "torch" not in environment


def test_otter_is_imported_whole_where_stand_ins_are_in_place(monkeypatch):
    for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
        monkeypatch.delitem(sys.modules, name)
    import_exception_format()
    assert not hasattr(sys.modules["otter"], "Notebook")
    assert import_otter("otter.assign.solutions").replace_solutions(["x = 1 # SOLUTION"], "python") == ["x = ..."]
    assert import_exception_format().test_case is sys.modules["otter.test_files"].test_case


@pytest.mark.slow
@pytest.mark.parametrize("form", ["py", "ipynb"])
@pytest.mark.parametrize(("reference", "total"), [(True, 100.0), (False, 0.0)])
def test_plain_otter_gives_the_reference_everything_and_the_stub_nothing(
    course, homework, made, tmp_path, form, reference, total
):
    document = handout(course, homework, reference=reference)
    submission = tmp_path / f"alice.{form}"
    submission.write_bytes(script_bytes(document) if form == "py" else notebook_bytes(document))
    (run,) = run_otter(made, [submission])
    assert run.total == total
    assert set(run.cases) == {"centre", "norms"}
    assert set(run.passed.values()) == {reference}
    assert sum(test.get("max_score", 0) for test in run.report["tests"]) == 100


@pytest.mark.slow
def test_one_wrong_function_costs_its_own_cases_in_plain_otter(course, homework, made, tmp_path):
    script = script_bytes(handout(course, homework, reference=True)).replace(b"return x - column_means", b"return x")
    (tmp_path / "bob.py").write_bytes(script)
    (run,) = run_otter(made, [tmp_path / "bob.py"])
    assert run.total == 40
    assert all(run.cases["norms"].values()) and run.cases["norms"].keys() > {"several", "one"}
    assert {case for case, passed in run.cases["centre"].items() if not passed} >= {"several", "one"}


def seen(run):
    """What a student reads on Gradescope."""
    return [test for test in run.report["tests"] if test["visibility"] == "visible"]


@pytest.mark.slow
def test_a_student_reads_of_public_tests_alone_and_that_there_are_others(course, homework, made, tmp_path):
    """Public tests pass, hidden ones fail: what otter itself writes for Gradescope must not say that all is well."""
    script = script_bytes(handout(course, homework, reference=True))
    wrong = script.replace(b"return x - column_means", b"return x - (column_means if len(x) < 3 else 0 * column_means)")
    assert wrong != script
    (tmp_path / "carl.py").write_bytes(wrong)
    (run,) = run_otter(made, [tmp_path / "carl.py"])
    assert run.cases["centre"]["public: example"] and not run.cases["centre"]["several"]
    (block,) = seen(run)
    assert block["name"] == "Public Tests"
    assert [line for line in block["output"].splitlines() if line.endswith("All test cases passed!")] == [
        "centre results: All test cases passed!", "norms results: All test cases passed!"
    ]  # fmt: skip
    assert block["output"].count("these are the public tests alone; the points come from hidden tests") == 2
    assert "several" not in block["output"]
    told = next(test for test in run.report["tests"] if test["name"] == "centre")
    assert told["visibility"] == "hidden" and 0 < told["score"] < told["max_score"]
    number = int(re.search(r"Error at line (\d+) in test centre", told["output"]).group(1))
    with zipfile.ZipFile(made) as archive:
        line = archive.read("tests/centre.py").decode().split("\n")[number - 1].strip()
    assert line in told["output"] and line.startswith("assert_close(")


def test_a_hidden_suite_that_cannot_be_indented_is_named():
    public = "from otter.test_files import test_case\n\n@test_case(name='p')\ndef test_p(f):\n    pass\n"
    hidden = 'from otter.test_files import test_case\n\nTABLE = """a\nb"""\n'
    with pytest.raises(ReleaseError, match=r"hidden/x\.py: a string of several lines"):
        joined("hidden/x.py", public, hidden)
    documented = 'from otter.test_files import test_case\n\n\ndef f():\n    """Of\n    two lines."""\n'
    compile(joined("hidden/x.py", public, documented), "x.py", "exec")


@pytest.mark.slow
def test_where_points_are_weights_plain_otter_gives_what_we_give(course, tmp_path):
    path = course.root / "assignment/course.toml"
    text = path.read_text(encoding="utf-8").replace("points = 60", "points = 3").replace("points = 40", "points = 1")
    path.write_text(text.replace('name = "vectors"\n', 'name = "vectors"\npoints = 50\n'), encoding="utf-8")
    weighed = open_course(course.root)
    homework = weighed.homework("vectors")
    zipped = tmp_path / "vectors-otter.zip"
    zipped.write_bytes(otter_zip_bytes(weighed, homework))
    submission = tmp_path / "alice.py"
    submission.write_bytes(script_bytes(handout(weighed, homework, reference=True)))
    (run,) = run_otter(zipped, [submission])
    assert run.total == pytest.approx(50) == homework.max_score
    assert [q.points for q in homework.questions] == [37.5, 12.5]
    loaded = load_homework(weighed, "vectors")
    assert [case.points for case in loaded.questions[0].suites[1].cases] == pytest.approx([31.25, 6.25])
