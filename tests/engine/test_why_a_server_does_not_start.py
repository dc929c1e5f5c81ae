"""A fork server that cannot begin says why: to whoever grades, and in `homework doctor`."""

import os
import sys
from pathlib import Path

import pytest

from autograder.engine import doctor
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.sandbox_process import Server
from autograder.sandbox import forkserver
from autograder.sandbox.libraries import libraries

LOCKED = 'raise PermissionError(13, "Permission denied", "/opt/locked")\n'


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """Puts a library that cannot be read before the one that is installed."""

    def put(name: str) -> None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(LOCKED)
        paths = [str(tmp_path), str(Path(forkserver.__file__).parents[2])]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))

    return put


@pytest.mark.parametrize("library", ["numpy", "msgspec"])
def test_a_library_that_cannot_be_read_is_named(broken, library):
    broken(library)
    with pytest.raises((SandboxGone, SandboxUnavailable), match=r"Permission denied: '/opt/locked'.*"):
        Server.start("none", ("numpy",)).close()


def test_the_doctor_says_why(broken):
    broken("msgspec")
    findings = {finding.what: finding for finding in doctor.examine()}
    for layer in ("namespaces", "core", "none"):
        assert not findings[f"sandbox {layer}"].fine
        assert "/opt/locked" in findings[f"sandbox {layer}"].detail


def test_a_folder_on_the_path_that_cannot_be_entered_is_named(monkeypatch, tmp_path):
    closed = tmp_path / "site-packages"
    real = os.stat

    def stat(path, *args, **kwargs):
        if str(path).startswith(str(closed)):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(sys, "path", [*sys.path, str(closed), str(tmp_path / "not there")])
    try:
        raise ModuleNotFoundError("No module named 'numpy'")
    except ModuleNotFoundError as error:
        said = forkserver._why(error)
    assert "No module named 'numpy'" in said and said.endswith(f"cannot enter {closed}")
    assert closed not in libraries(["numpy"]).folders  # and it is no reason to give up
