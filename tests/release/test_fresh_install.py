"""The student's zip in an environment of its own: its README's line installs it, its first cells and a check run."""

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.release.student_zip import student_zip

pytestmark = pytest.mark.slow

COURSE = find_course(Path(__file__))
LARGEST = 200  # MiB of packages, with what pip compiles of them
LIGHT = {"autograder", "numpy", "ipykernel", "jaxtyping", "msgspec", "click", "rich"}
HEAVY = {"otter", "pandas", "matplotlib", "jupyterlab", "nbconvert", "torch", "jinja2"}


def test_the_zip_installs_by_the_line_in_its_readme_and_its_notebook_checks(tmp_path, monkeypatch):
    import nbclient
    import nbformat

    # An environment without this checkout, as a student has it.
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("HOMEWORK_LANG", "en")
    packed = tmp_path / "losses.zip"
    packed.write_bytes(student_zip(COURSE, COURSE.homework("losses")))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    folder, fresh = tmp_path / "losses", tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", fresh], check=True)
    line = re.search(r"^ *pip install (.*)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    python = fresh / "bin" / "python"
    command = [python, "-m", "pip", "install", "--quiet", *shlex.split(line.group(1))]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr

    (site,) = fresh.glob("lib/python*/site-packages")
    installed = {path.name for path in site.iterdir()}
    assert installed >= LIGHT
    assert installed & HEAVY == set()
    packages = (path for path in site.rglob("*") if path.is_file() and path.relative_to(site).parts[0] != "pip")
    assert sum(path.stat().st_size for path in packages) < LARGEST << 20

    spec = {"argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "fresh"}
    (tmp_path / "kernels" / "fresh").mkdir(parents=True)
    (tmp_path / "kernels" / "fresh" / "kernel.json").write_text(json.dumps(spec | {"language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    notebook = nbformat.read(folder / "losses.ipynb", as_version=4)
    (stub,) = (cell for cell in notebook.cells if cell.cell_type == "code" and "def softmax(" in cell.source)
    stub.source = "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=-1, keepdims=True)"
    nbformat.write(notebook, folder / "losses.ipynb")
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="fresh", resources=where).execute()
    said = {c.id: o.data for c in notebook.cells for o in c.get("outputs", ()) if "data" in o}
    assert "✓ softmax: softmax of the worked example: ok" in said["softmax-check"]["text/plain"]
    assert "- sigmoid: to do" in said["sigmoid-check"]["text/plain"]
    assert "homework-check" in said["softmax-check"]["text/html"]

    command = [fresh / "bin" / "homework", "check", "losses.py", "-q", "softmax"]
    done = subprocess.run(command, cwd=folder, env=os.environ, capture_output=True, encoding="utf-8", check=False)
    assert "- softmax: to do" in done.stdout, done.stderr
