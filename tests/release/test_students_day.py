"""A student's folder in use: the notebook from top to bottom in Jupyter, the script alone."""

import subprocess
import sys

import pytest

from autograder.release.handout import handout
from autograder.release.render import notebook_bytes, script_bytes
from autograder.release.template import write_template

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("reference", "verdict"), [(False, "- centre: to do"), (True, "1 of 1 public tests pass.")])
def test_the_notebook_runs_from_top_to_bottom_and_its_checks_say_what_is_right(
    course, homework, tmp_path, monkeypatch, reference, verdict
):
    import nbclient
    import nbformat

    monkeypatch.setenv("HOMEWORK_LANG", "en")
    folder = tmp_path / "student"
    write_template(course, homework, folder)
    (folder / "vectors.ipynb").write_bytes(notebook_bytes(handout(course, homework, reference=reference)))
    notebook = nbformat.read(folder / "vectors.ipynb", as_version=4)
    # raises at the first cell that fails
    nbclient.NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    said = {cell.id: cell.outputs[0].data["text/plain"] for cell in notebook.cells if cell.id.endswith("-check")}
    assert verdict in said["centre-check"]
    assert len(said) == 2


@pytest.mark.parametrize("reference", [False, True])
def test_the_script_runs_without_a_notebook_beside_it(course, homework, tmp_path, reference):
    folder = tmp_path / "student"
    write_template(course, homework, folder)
    (folder / "vectors.ipynb").unlink()
    (folder / "vectors.py").write_bytes(script_bytes(handout(course, homework, reference=reference)))
    command = [sys.executable, "-X", "utf8", "vectors.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert ("Finish `centre` first." in done.stdout) is not reference
