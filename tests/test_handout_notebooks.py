"""The handouts in use: every notebook from top to bottom in Jupyter, solved and as it is handed out."""

import base64
import os
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.release.handout import handout
from autograder.release.render import notebook_bytes
from autograder.release.template import write_template

pytestmark = pytest.mark.slow

COURSE = find_course(Path(__file__).parent)
# A folder to keep the pictures in, for whoever wants to look at them.
PICTURES = os.environ.get("HANDOUT_PICTURES")


def executed(name, folder, monkeypatch, *, reference):
    """The notebook after a run in a student's folder; nbclient raises at the first cell that fails."""
    import nbclient
    import nbformat

    # as a student starts Jupyter: inline pictures, messages in English
    monkeypatch.delenv("MPLBACKEND", raising=False)
    monkeypatch.setenv("HOMEWORK_LANG", "en")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    homework = COURSE.homework(name)
    write_template(COURSE, homework, folder)
    path = folder / f"{name}.ipynb"
    path.write_bytes(notebook_bytes(handout(COURSE, homework, reference=reference)))
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    return notebook


def cells(notebook, tag):
    return {cell.id: cell for cell in notebook.cells if tag in cell.metadata.get("tags", ())}


def said(cell):
    """What a check cell says, in words."""
    return "\n".join(output.data["text/plain"] for output in cell.outputs if "data" in output)


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def pictures(cell):
    found = [output.data.get("image/png") for output in cell.outputs if "data" in output]
    return [base64.b64decode(png) for png in found if png]


@pytest.mark.parametrize("name", COURSE.homeworks)
def test_the_solved_notebook_passes_every_check_and_draws_every_picture(name, tmp_path, monkeypatch):
    notebook = executed(name, tmp_path, monkeypatch, reference=True)
    checks = cells(notebook, "check")
    assert list(checks) == [f"{question.name}-check" for question in COURSE.homework(name).questions]
    for id, cell in checks.items():
        assert "These are the public tests; hidden ones decide the mark." in said(cell), f"{id}: {said(cell)}"
    explored = cells(notebook, "explore")
    assert explored
    for id, cell in explored.items():
        assert len(pictures(cell)) == 1, f"{id}: {printed(cell)}"
        assert not printed(cell), id
        if PICTURES:
            Path(PICTURES, f"{name}-{id}.png").write_bytes(pictures(cell)[0])


@pytest.mark.parametrize("name", COURSE.homeworks)
def test_the_notebook_as_handed_out_runs_through_and_says_what_to_finish(name, tmp_path, monkeypatch):
    notebook = executed(name, tmp_path, monkeypatch, reference=False)
    for question in COURSE.homework(name).questions:
        (cell,) = (cell for cell in notebook.cells if cell.id == f"{question.name}-check")
        assert f"- {question.name}: to do" in said(cell), question.name
    for id, cell in cells(notebook, "explore").items():
        assert not pictures(cell), id
        line = printed(cell).strip()
        assert "Finish `" in line, id
        assert "先完成" in line, id
        assert "\n" not in line, id
    assert not [out for cell in notebook.cells for out in cell.get("outputs", ()) if out.get("name") == "stderr"]
