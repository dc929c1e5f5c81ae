import sys
import zipfile

import pytest
from otter_run import run_otter

from autograder.questions.suites import import_exception_format
from autograder.release.handout import handout
from autograder.release.otter_modules import import_otter
from autograder.release.otter_zip import otter_zip_bytes
from autograder.release.public_suite import public_suite
from autograder.release.render import notebook_bytes, script_bytes


@pytest.fixture
def made(course, homework, tmp_path):
    path = tmp_path / "vectors-otter.zip"
    path.write_bytes(otter_zip_bytes(course, homework))
    return path


def test_the_zip_holds_all_suites_the_data_and_the_vocabulary_of_the_hidden_ones(course, made):
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        environment = archive.read("environment.yml").decode()
        assert archive.read("tests/centre.py") == public_suite(course, "vectors", "centre")
    assert {f"tests/{n}{h}.py" for n in ("centre", "norms") for h in ("", "_hidden")} <= names
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
    assert set(run.cases) == {"centre", "centre_hidden", "norms", "norms_hidden"}
    assert set(run.passed.values()) == {reference}
    assert sum(test.get("max_score", 0) for test in run.report["tests"]) == 100


@pytest.mark.slow
def test_one_wrong_function_costs_its_own_cases_in_plain_otter(course, homework, made, tmp_path):
    script = script_bytes(handout(course, homework, reference=True)).replace(b"return x - column_means", b"return x")
    (tmp_path / "bob.py").write_bytes(script)
    (run,) = run_otter(made, [tmp_path / "bob.py"])
    assert run.total == 40
    assert run.cases["norms_hidden"] == {"several": True, "one": True}
    assert run.cases["centre_hidden"] == {"several": False, "one": False}
