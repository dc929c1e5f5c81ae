"""The file beside a handout's notebook once more, for a notebook that has lost it: installed as `homework_cells`."""

from importlib.resources import files

_SOURCE = files("autograder.release").joinpath("templates/homework_cells.py.jinja").read_text(encoding="utf-8")
exec(compile(_SOURCE, __file__, "exec"))  # noqa: S102  our own
