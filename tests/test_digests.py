"""One list says what could change what is kept: each thing on it makes anew exactly what it counts for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autograder
from autograder import digests
from autograder.classroom.grade import Watcher, grade_folder
from autograder.classroom.plan import plan_class
from autograder.classroom.store import Store
from autograder.course import open_course
from autograder.digests import INGREDIENTS, Kept, Subject

GOLDEN = Path(__file__).parent / "golden"
RESULTS = Kept.RESULTS
OF_A_QUESTION = (Kept.TABLES, Kept.QUESTION)


@pytest.fixture
def root(tmp_path, mini_course, monkeypatch):
    """The small course twice (as `mini` and as `other`), and a copy of the program, all to be changed."""
    root = shutil.copytree(mini_course.root, tmp_path / "course")
    for folder in list(root.rglob("mini")):
        shutil.copytree(folder, folder.with_name("other"))
    manifest = root / "assignment/course.toml"
    head, _, homework = manifest.read_text(encoding="utf-8").partition("[[homework]]")
    again = homework.replace('name = "mini"', 'name = "other"')
    manifest.write_text(f"{head}[[homework]]{homework}\n[[homework]]{again}", encoding="utf-8")
    ignored = shutil.ignore_patterns("__pycache__", "suites", "misconceptions")
    program = shutil.copytree(digests.PROGRAM, tmp_path / "program", ignore=ignored)
    monkeypatch.setattr(digests, "PROGRAM", program)
    return root


def forget():
    """Digests of the program and of versions are computed once in a process."""
    digests._program_digest.cache_clear()
    digests._libraries.cache_clear()


@pytest.fixture(autouse=True)
def afresh():
    forget()
    yield
    forget()


def append(path, text="\n# changed\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def manifest(root, old, new):
    replace(root / "assignment/course.toml", old, new)


def program(file):
    return lambda root, patch: append(digests.PROGRAM / file)


def course(file):
    return lambda root, patch: append(root / file)


def new_version(library):
    def change(root, patch):
        versions = digests._version
        patch.setattr(digests, "_version", lambda name: "99.0" if name == library else versions(name))

    return change


# A change to each ingredient; where it is a question's, to the question `square`.
CHANGES = {
    "versions of Python and the libraries": new_version("numpy"),
    "the version of what makes mutants": new_version("cosmic-ray"),
    "what is equal, and how points add up": program("results.py"),
    "how the manifest is read": program("course.py"),
    "the engine": program("engine/grader.py"),
    "the sandbox": program("sandbox/worker.py"),
    "how mistakes are named": program("diagnosis/naming.py"),
    "the gate": program("release/gate/judging.py"),
    "functions, points, packages, limits": lambda root, patch: manifest(root, "call = 1.0", "call = 2.0"),
    "titles, and whose hints are released": lambda root, patch: manifest(
        root, "points = 40", 'points = 40\nreleased = ["doubled"]'
    ),
    "what its README says of a homework": lambda root, patch: manifest(
        root, "[[homework]]\n", '[[homework]]\nversion = "2"\n'
    ),
    "written questions": lambda root, patch: manifest(root, "[[homework]]\n", '[[homework]]\nhints = "off"\n'),
    "the course's seed": lambda root, patch: manifest(root, "seed = ", "seed = 1"),
    "references": course("solutions/mini/square.py"),
    "hidden suites": course("autograder/suites/hidden/mini/square.py"),
    "public suites": course("autograder/suites/public/mini/square.py"),
    "known mistakes": course("autograder/misconceptions/mini/square.py"),
    "data": course("assignment/mini/data/numbers.csv"),
    "code of the handout": lambda root, patch: append(
        root / "student_template/mini/mini.ipynb",
        '{"cells": [{"cell_type": "code", "source": "import numpy as np", "metadata": {}}]}',
    ),
    "equivalent mutants": lambda root, patch: append(
        root / "autograder/misconceptions/mini/equivalent.toml", '[[unmutated]]\nquestion = "square"\nreason = "x"\n'
    ),
    "prompts": course("assignment/mini/square.en.md"),
    "hints in layers": course("assignment/mini/square.hints.toml"),
    "all that is released": course("student_template/mini/README.md"),
}
# A file of the course is a part of what may be released as well.
ALSO_RELEASED = (
    "references",
    "hidden suites",
    "public suites",
    "known mistakes",
    "data",
    "code of the handout",
    "prompts",
    "equivalent mutants",
    "hints in layers",
)


def all_digests(root):
    """Every digest there is, by what it is of."""
    found = {}
    opened = open_course(root)
    for name, homework in opened.homeworks.items():
        for kept in Kept:
            if kept in OF_A_QUESTION:
                for question in homework.questions:
                    digest = digests.question_digest(kept, opened, homework, question)
                    found[kept, name, question.name] = digest
            else:
                found[kept, name, ""] = digests.digest(kept, Subject(opened, homework, homework.questions))
    return found


def test_every_ingredient_is_changed_here():
    assert set(CHANGES) == {ingredient.name for ingredient in INGREDIENTS}


@pytest.mark.parametrize("ingredient", INGREDIENTS, ids=lambda ingredient: ingredient.name)
def test_an_ingredient_changes_what_it_counts_for_and_nothing_else(root, monkeypatch, ingredient):
    before = all_digests(root)
    assert all_digests(root) == before
    CHANGES[ingredient.name](root, monkeypatch)
    forget()
    after = all_digests(root)
    changed = {key for key in before if before[key] != after[key]}
    also = {Kept.PACKAGES} if ingredient.name in ALSO_RELEASED else set()
    assert {kept for kept, *_ in changed} == ingredient.counts_for | also


@pytest.mark.parametrize("name", ["references", "hidden suites", "public suites", "known mistakes", "data", "prompts"])
def test_a_file_of_one_homework_makes_nothing_of_another_anew_but_the_wheel(root, monkeypatch, name):
    before = all_digests(root)
    CHANGES[name](root, monkeypatch)
    after = all_digests(root)
    assert {key[0] for key in before if before[key] != after[key] and key[1] == "other"} <= {Kept.PACKAGES}


@pytest.mark.parametrize("name", ["references", "hidden suites", "known mistakes"])
def test_a_file_of_one_question_changes_no_other_question_s_tables_or_proof(root, monkeypatch, name):
    before = all_digests(root)
    CHANGES[name](root, monkeypatch)
    after = all_digests(root)
    assert {key[2] for key in before if key[0] in OF_A_QUESTION and before[key] != after[key]} == {"square"}


@pytest.mark.parametrize("library", ["numpy", "torch", "otter-grader", "scikit-learn", "scipy"])
def test_another_version_of_a_library_that_judges_changes_everything(root, monkeypatch, library):
    before = all_digests(root)
    versions = digests._version
    monkeypatch.setattr(digests, "_version", lambda name: "99.0" if name == library else versions(name))
    forget()
    after = all_digests(root)
    assert all(before[key] != after[key] for key in before)


def test_another_python_changes_everything(root, monkeypatch):
    before = all_digests(root)
    monkeypatch.setattr(digests.sys, "version", "3.99.0")
    forget()
    assert not set(before.values()) & set(all_digests(root).values())


def test_another_version_of_the_program_alone_makes_nothing_anew(root, monkeypatch):
    before = all_digests(root)
    replace(digests.PROGRAM / "__init__.py", f'__version__ = "{autograder.__version__}"', '__version__ = "99.0"')
    monkeypatch.setattr(autograder, "__version__", "99.0")
    forget()
    assert digests.program_version() == "99.0"
    assert all_digests(root) == before


# -- and so, what is graded again ------------------------------------------------------------------------------


@pytest.fixture
def graded(root, tmp_path, strongest):
    """A class of two, graded; then called, it says how many would be graded again."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("a-right-answer", "a-wrong-value"):
        shutil.copy(GOLDEN / name / "submission.py", folder / f"{name}.py")

    def again():
        plan = plan_class(open_course(root), "mini", [folder], tmp_path / "out", sandbox=strongest)
        with Store(tmp_path / "out", "mini") as store:
            plan.look_up(store)
        return len(plan.todo)

    assert grade_folder(open_course(root), "mini", [folder], tmp_path / "out", sandbox=strongest).graded_now == 2
    return again


def contents(*folders):
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_each_ingredient_of_a_result_regrades_the_class_and_nothing_else_does(graded, root, monkeypatch):
    before = contents(root, digests.PROGRAM)
    for ingredient in INGREDIENTS:
        with monkeypatch.context() as patch:
            CHANGES[ingredient.name](root, patch)
            forget()
            # A run's own seed takes the place of the course's.
            expected = 2 if RESULTS in ingredient.counts_for or ingredient.name == "the course's seed" else 0
            assert graded() == expected, ingredient.name
        for path in contents(root, digests.PROGRAM).keys() - before.keys():
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        forget()
        assert graded() == 0, ingredient.name


@pytest.mark.slow
def test_a_change_of_how_a_passed_case_counts_changes_the_marks_of_a_rerun(mini_course, tmp_path):
    """A copy of the program in which a passed case is worth half: the same command again gives half the marks."""
    package = shutil.copytree(Path(digests.__file__).parent, tmp_path / "lib" / "autograder")
    shutil.copytree(mini_course.root, tmp_path / "course")
    (tmp_path / "class").mkdir()
    shutil.copy(GOLDEN / "a-right-answer" / "submission.py", tmp_path / "class" / "ann.py")
    command = [sys.executable, "-m", "autograder.cli", "grade", "mini", "../class", "--out", "../marks"]
    environment = {"PYTHONPATH": str(tmp_path / "lib"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}

    def run():
        done = subprocess.run(command, cwd=tmp_path / "course", env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout, (tmp_path / "marks/grades.csv").read_text().splitlines()[1]

    assert run()[1].startswith("ann,graded,100,100")
    assert "0 graded now, 1 as before" in run()[0]
    replace(package / "results.py", "return self.points if", "return self.points / 2 if")
    said, row = run()
    assert "1 graded now, 0 as before" in said and row.startswith("ann,graded,50,100")


def test_the_watcher_is_told_the_layer_the_count_and_each_result(root, tmp_path, strongest):
    told = []
    watcher = Watcher(lambda layer, count: told.append((layer, count)), lambda result: told.append(result.submission))
    (tmp_path / "ann.py").write_bytes((GOLDEN / "a-right-answer" / "submission.py").read_bytes())
    grade_folder(open_course(root), "mini", [tmp_path / "ann.py"], tmp_path / "out", sandbox=strongest, watcher=watcher)
    assert told == [(strongest, 1), "ann"]
