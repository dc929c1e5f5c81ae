"""A reader that a document can end."""

import os

from autograder.sandbox import cells, forkserver
from autograder.written import reader

_read = cells.read


def read(kind, source):
    if source == b"die":
        os._exit(1)
    return _read(kind, source)


cells.read = read

if __name__ == "__main__":
    forkserver.main(reader.WORK)
