"""A document as a notebook and as a percent script: the same bytes on every run and platform."""

from __future__ import annotations

import hashlib
import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.release.handout import Cell, Document

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(document: Document) -> NotebookNode:
    """The document in notebook format 4.5, without outputs."""
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return new_notebook(cells=[_cell(cell) for cell in document.cells], metadata=metadata)


def notebook_bytes(document: Document) -> bytes:
    """The `.ipynb` file, laid out as Jupyter saves it, so that the first save changes little."""
    text: str = nbformat.writes(notebook(document))
    return (text.rstrip("\n") + "\n").encode()


def script_bytes(document: Document) -> bytes:
    """The `.py` file: cells between `# %%` marks, prose as comments, and a header that names no version."""
    import jupytext

    content = notebook(document)
    content.metadata.pop("language_info")
    content.metadata["jupytext"] = {
        "notebook_metadata_filter": "kernelspec,-jupytext",
        "cell_metadata_filter": "tags,-all",
    }
    text: str = jupytext.writes(content, fmt="py:percent")
    return (text.strip("\n") + "\n").encode()


def _cell(cell: Cell) -> NotebookNode:
    metadata: dict[str, object] = {} if "explore" in cell.tags else {"deletable": False}
    if cell.locked:
        metadata["editable"] = False
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    new_cell = new_code_cell if cell.kind == "code" else new_markdown_cell
    return new_cell(cell.source, id=cell_id(cell.name), metadata=metadata)


def cell_id(name: str) -> str:
    """The cell's name as an id: 1 to 64 letters, digits, `-` and `_`."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    return plain if len(plain) <= 64 else f"{plain[:55]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
