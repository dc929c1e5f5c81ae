"""Downloads as platforms name them, made up for tests: a tree of names and contents, as a folder or as a zip."""

import zipfile

from autograder.classroom.intake import take_in
from autograder.classroom.places import Taking
from tests.classroom.test_intake import CODE, OTHER, asked, notebook, zipped

__all__ = ["CODE", "OTHER", "folder", "notebook", "packed", "persons", "take", "what", "zipped"]


def folder(root, tree):
    """Writes a tree of names below a folder; a name that ends in `/` is an empty folder."""
    root.mkdir(parents=True, exist_ok=True)
    for name, data in tree.items():
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def packed(path, tree):
    """The same as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tree.items():
            archive.writestr(name, data)
    return path


def take(*paths, **options):
    """What is taken in of some paths."""
    return take_in(paths, asked(), Taking(**options))


def persons(intake):
    """Each submission's source by its name; None for one that is unreadable."""
    return {found.name: getattr(found, "source", None) for found in intake.found}


def what(intake, file):
    """What is said of a file."""
    (line,) = [line for line in intake.lines if line.file == file and line.kind != "question"]
    return line
