"""One family of errors is told in a line with its own status; whatever else is raised is a fault of the program."""

import importlib
import pkgutil

import pytest
from click.testing import CliRunner

import autograder
from autograder import course
from autograder.cli import main
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.errors import Exit, HomeworkError, InputError, Interrupted, MachineError, NotRight
from autograder.files import WriteError
from autograder.questions.contracts import ContractError
from autograder.release.gate.verdict import VerdictError
from autograder.wire.codec import UnsendableError

# What passes between parts of the program and is no message for a person: to see one is a fault of ours.
INTERNAL = {
    "cli.chinese.ChineseError",  # click's, in other words
    "checks.compare.Mismatch",
    "questions.contracts.ContractError",
    "diagnosis.relations.OutOfWork",
    "engine.faults.StudentCallsStub",
    "engine.faults.StudentFault",
    "engine.faults.StudentRaised",
    "engine.faults.StudentValueError",
    "classroom.zips.RefusedError",
    "cluster.plugin.RefusedError",
    "engine.sandbox_process.Died",
    "engine.sandbox_process.LoadFailed",
    "marks.changes.ChangeError",
    "release.gate.installing.Broken",
    "release.gate.installing.NotTried",
    "sandbox.cells.UnreadableError",
    "sandbox.containment.ContainmentError",
    "spreadsheets.SpreadsheetError",
    "student.limit.InterruptedCheck",
    "student.limit.TimeUp",
    "wire.codec.UnsendableError",
    "wire.codec.WireError",
    "wire.frames.ClosedError",
    "wire.frames.FrameError",
    "wire.frames.FrameTimeoutError",
    "written.effort.Exhausted",
    "written.extract.UnplacedError",
    "written.fragment.RefusedError",
    "written.pictures.RefusedPictureError",
    "written.reading.LostError",
}


@pytest.fixture
def ends(monkeypatch):
    """How a command ends in which an error is raised: its status, and what it says."""

    def run(error, **environment):
        def fail(start=None):
            raise error

        monkeypatch.setattr(course, "find_course", fail)
        done = CliRunner().invoke(main, ["verify"], env={"HOMEWORK_DEBUG": "", **environment})
        return done.exit_code, done.stderr

    return run


def exceptions():
    """Every public exception class of the program, by its name below the package."""
    for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
        if ".suites" in module.name or ".misconceptions" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            ours = isinstance(value, type) and issubclass(value, BaseException) and value.__module__ == module.name
            if ours and not name.startswith("_"):
                yield f"{module.name.removeprefix('autograder.')}.{name}", value


def test_every_exception_is_of_the_family_or_passes_between_parts_of_the_program():
    outside = {name for name, kind in exceptions() if not issubclass(kind, HomeworkError)}
    assert outside == INTERNAL
    assert all(kind.__doc__ for _, kind in exceptions())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotRight("the verdict fails"), 1),
        (VerdictError("losses is not verified"), 1),
        (InputError("no such file"), 2),
        (course.CourseError("course.toml: points"), 2),
        (MachineError("no memory"), 3),
        (SandboxUnavailable("no user namespaces"), 3),
        (SandboxGone("the fork server died"), 3),
        (WriteError("grades.csv: cannot be written"), 3),
        (Interrupted("interrupted: 3 of 9 are graded"), 130),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_of_the_family_is_one_line_with_the_status_of_its_class(ends, error, status):
    code, said = ends(error)
    assert code == status
    assert said.splitlines() == [f"error: {str(error) or 'interrupted'}"]


@pytest.mark.parametrize(
    "error",
    [UnsendableError("an object"), ContractError("(n,) float", "None"), ValueError("x"), ZeroDivisionError("a\nb")],
    ids=lambda error: type(error).__name__,
)
def test_anything_else_is_a_fault_of_the_program_also_an_exception_of_its_own(ends, error):
    code, said = ends(error)
    assert code == Exit.FAULT == 3
    (line,) = said.splitlines()
    assert line.startswith(f"error: internal fault, {type(error).__name__}: ") and "HOMEWORK_DEBUG=1" in line


def test_a_fault_shows_its_traceback_where_it_is_asked_for(ends):
    code, said = ends(ContractError("(n,) float", "None"), HOMEWORK_DEBUG="1")
    assert code == 3
    assert "Traceback (most recent call last)" in said and said.splitlines()[-1].startswith("error: internal fault")
    code, said = ends(InputError("no such file"), HOMEWORK_DEBUG="1")
    assert code == 2 and "Traceback" not in said, "what a person can mend needs none"
