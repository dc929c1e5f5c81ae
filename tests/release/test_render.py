import json

import jupytext
import nbformat
from small_course import write_small_course

from autograder.release.handout import Cell, Document, handout
from autograder.release.render import cell_id, notebook_bytes, script_bytes


def cells_of(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_both_forms_hold_the_cells_of_the_document_in_its_order(course, homework):
    document = handout(course, homework)
    expected = [(cell.kind, cell.source) for cell in document.cells]
    assert cells_of(nbformat.reads(notebook_bytes(document).decode(), as_version=4)) == expected
    assert cells_of(jupytext.reads(script_bytes(document).decode(), fmt="py:percent")) == expected


def test_a_notebook_is_valid_and_holds_no_output(course, homework):
    notebook = nbformat.reads(notebook_bytes(handout(course, homework)).decode(), as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(cell.outputs == [] for cell in notebook.cells if cell.cell_type == "code")


def test_a_notebook_is_laid_out_as_jupyter_saves_it(course, homework):
    data = notebook_bytes(handout(course, homework)).decode()
    assert nbformat.writes(nbformat.reads(data, as_version=4)).rstrip("\n") == data.rstrip("\n")


def test_rendering_twice_from_two_folders_gives_the_same_bytes(tmp_path):
    made = []
    for name, newline in (("a", "\n"), ("b", "\r\n")):
        course = write_small_course(tmp_path / name)
        for path in (*course.root.rglob("*.md"), *course.root.rglob("*.py")):
            path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))
        document = handout(course, course.homework("vectors"))
        made.append((notebook_bytes(document), script_bytes(document)))
    assert made[0] == made[1]
    assert b"\r" not in b"".join(made[0])


def test_the_script_is_python_and_its_header_names_no_version(course, homework):
    script = script_bytes(handout(course, homework)).decode()
    compile(script, "vectors.py", "exec")
    header = script.partition("# %%")[0]
    assert "kernelspec" in header
    assert not any(character.isdigit() for character in header.replace("Python 3", "").replace("python3", ""))


def test_cell_ids_are_distinct_valid_and_come_from_names(course, homework):
    cells = json.loads(notebook_bytes(handout(course, homework)))["cells"]
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert "centre-check" in ids
    assert len(cell_id("x" * 80)) == 64


def test_prose_that_looks_like_a_cell_mark_stays_one_cell():
    document = Document("q", (Cell("a", "markdown", "```\n# %% new\n```"), Cell("b", "code", "x = 1")))
    assert len(jupytext.reads(script_bytes(document).decode(), fmt="py:percent").cells) == 2
