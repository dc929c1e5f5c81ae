"""The same tests for plain otter: a zip for `otter run`, `otter grade` and Gradescope's otter image.

    otter run -a losses-v1-2026-12-01-otter.zip submission.py --no-logo -o results/

There the tests run in the student's own process and can be read and patched from it; for honest work the marks
are the same. `autograder.checks` travels in the zip, so nothing of ours has to be installed.
"""

from __future__ import annotations

import ast
import contextlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from autograder.course import Course, Homework
from autograder.homework import PACKAGES
from autograder.release.archive import zip_bytes
from autograder.release.otter_modules import import_otter
from autograder.release.otter_suite import otter_suite
from autograder.release.setup_cell import beside, top_module
from autograder.release.sources import read_bytes
from autograder.release.stubs import question_sources
from autograder.wire.text import BESIDE

# Not `points_possible`: otter would scale to it what is left when a test file goes missing.
CONFIG = {"lang": "python", "show_hidden": False, "show_stdout": False}
PYTHON = "3.12"  # of the conda environment that otter's setup.sh builds
CPU_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"  # else pip takes gigabytes of GPU libraries
CHECKS = Path(__file__).parents[1] / "checks"
README = """\
{title}: the tests of `{name}` for plain otter. For the staff only: the hidden tests are in it.

    otter run -a THIS.zip submission.ipynb --no-logo -o results/

or upload it as the autograder of a programming assignment on Gradescope (otter's image).

Honest work gets the marks that `homework grade` gives, case by case. What plain otter cannot do:

- The tests run in the student's own process. A submission can read them, change them, and write its own result.
- Everybody gets the same inputs: an answer that is known by heart passes. `homework grade` draws them for each student.
- There is no limit for a call. A function that does not end takes the whole submission with it.
- An answer is compared as it is: a matrix of the wrong shape that NumPy can stretch may pass, and an argument that a
  function changes is changed for the tests after it as well.
- No mistake is named, and no result says what it was made from.

Students see one block, "Public Tests". Its lines are of the public tests alone, which have no points; each says so.
To show the hidden ones after the marks are published, set "show_hidden" to true in otter_config.json.
"""


def otter_zip_bytes(course: Course, homework: Homework) -> bytes:
    """The plain-otter autograder of a homework, made by otter, packed anew with fixed dates.

    Raises:
        ReleaseError: a file that the manifest asks for is missing.
    """
    tests = _tests(course, homework)
    files = {f"data/{name}": read_bytes(course, course.data(homework.name) / name) for name in homework.data}
    files |= _checks() | {
        f"{BESIDE}/__init__.py": beside(homework.languages)
    }  # otter takes one .py file for the submission, no second one
    # matplotlib is for the plots of handouts, which a script submission still draws
    imports = [*tests.values(), *_student_imports(course, homework), b"import numpy, matplotlib"]
    if any(b"autograder.checks.oracles" in test for test in tests.values()):
        imports.append(b"import torch")
    settings = {
        "requirements.txt": "".join(f"{name}\n" for name in _requirements(imports)).encode(),
        "otter_config.json": json.dumps(CONFIG).encode(),
    }
    with tempfile.TemporaryDirectory(prefix="otter-zip-") as name:
        folder = Path(name).resolve()
        inputs = settings | files | {f"tests/{test}": content for test, content in tests.items()}
        for path, content in inputs.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        with contextlib.chdir(folder):  # otter takes support files from the working folder only
            import_otter("otter.generate").main(
                tests_dir="tests",
                output_path="made.zip",
                config="otter_config.json",
                lang="python",
                requirements="requirements.txt",
                no_environment=True,
                files=sorted({path.split("/")[0] for path in files}),
                python_version=PYTHON,
            )
        made = _entries((folder / "made.zip").read_bytes())
    made["README.txt"] = README.format(title=homework.title["en"], name=homework.name).encode()
    return zip_bytes(made, executable=("setup.sh", "run_autograder"))


def _tests(course: Course, homework: Homework) -> dict[str, bytes]:
    names = [question.name for question in homework.questions]
    return {f"{name}.py": otter_suite(course, homework.name, name) for name in names}


def _checks() -> dict[str, bytes]:
    """The vocabulary of the hidden suites, as a package of its own."""
    files = {f"autograder/checks/{path.name}": path.read_bytes() for path in CHECKS.glob("*.py")}
    memory = CHECKS.parent / "wire" / "memory.py"  # the one thing of another room that they import
    files |= {"autograder/wire/__init__.py": b"", "autograder/wire/memory.py": memory.read_bytes()}
    return {"autograder/__init__.py": b""} | files


def _student_imports(course: Course, homework: Homework) -> Iterable[bytes]:
    for question in homework.questions:
        yield "\n".join(question_sources(course, homework, question).imports).encode()


def _requirements(sources: Iterable[bytes]) -> list[str]:
    """The packages that these sources import."""
    modules: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                modules |= {top_module(alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(top_module(node.module))
    ours = {"autograder", "otter", *sys.stdlib_module_names}
    names = sorted(PACKAGES.get(module, module) for module in modules - ours)
    return [CPU_INDEX, *names] if "torch" in names else names


def _entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as made:
        # otter joins names with the system's separator
        return {name.replace("\\", "/"): made.read(name) for name in made.namelist() if not name.endswith("/")}
