import json

import pytest
from small_course import EXPLORE, FILES, WRONG, write_small_course

from autograder.release.leaks import leaks
from autograder.release.releasing import release_homework
from autograder.release.sources import ReleaseError
from autograder.release.template import template_files

PLANTED = {
    "the solution": "column_means=x.mean( axis=0, keepdims=True )",
    "the hidden suite": "assert_close(centre(draws.copy()), np.zeros((1, 5)), 'centred')",
    "the misconceptions": "    return x - np.mean(x, axis=None)  # so",
}


def test_what_students_get_leaks_nothing(course, homework):
    assert leaks(course, homework, template_files(course, homework)) == []


@pytest.mark.parametrize("room", PLANTED)
def test_a_planted_line_is_found_whatever_its_spaces(course, homework, room):
    files = template_files(course, homework) | {"data/notes.txt": f"\n  {PLANTED[room]}\n".encode()}
    found = leaks(course, homework, files)
    assert len(found) == 1
    assert found[0].startswith(f"data/notes.txt: holds a line of {room} of vectors/centre: ")


@pytest.mark.parametrize("room", PLANTED)
@pytest.mark.parametrize("place", ["source", "metadata", "stdout", "traceback", "attachment"])
def test_a_line_inside_a_notebook_is_found_wherever_it_stands(course, homework, room, place):
    files = template_files(course, homework)
    notebook = json.loads(files["vectors.ipynb"])
    cell = notebook["cells"][2]
    line = PLANTED[room]
    match place:
        case "source":
            cell["source"].append("\n" + line)
        case "metadata":
            notebook["metadata"]["note"] = {"a": [line]}
        case "stdout":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1\n", line]}]
        case "traceback":
            cell["outputs"] = [{"output_type": "error", "traceback": [f"----> 5 {line}"]}]
        case "attachment":
            cell["attachments"] = {line: {}}
    found = leaks(course, homework, files | {"vectors.ipynb": json.dumps(notebook).encode()})
    assert [text.partition(":")[0] for text in found] == ["vectors.ipynb"]


def test_the_reference_submission_would_be_found(course, homework):
    from autograder.release.handout import handout
    from autograder.release.render import notebook_bytes, script_bytes

    reference = handout(course, homework, reference=True)
    for name, content in (("a.py", script_bytes(reference)), ("a.ipynb", notebook_bytes(reference))):
        assert len(leaks(course, homework, {name: content})) >= 4


def test_a_line_is_found_behind_its_escapes(course, homework):
    hint = next(line for line in WRONG.split("\n") if "哪一个轴" in line)
    escaped = hint.encode("ascii", "backslashreplace")
    assert "the misconceptions" in leaks(course, homework, {"tests/centre.py": b"\n" + escaped + b"\n"})[0]


def test_a_line_of_the_public_suites_vocabulary_is_no_secret(tmp_path):
    public, hidden = (f"autograder/suites/{room}/vectors/centre.py" for room in ("public", "hidden"))
    line = "want = np.asarray(expected, dtype=float)"
    importing = "from autograder.checks.public import compare\n\nOK_FORMAT"
    changes = {public: FILES[public].replace("OK_FORMAT", importing), hidden: f"{FILES[hidden]}\n# {line}\n"}
    course = write_small_course(tmp_path, changes)
    files = template_files(course, course.homework("vectors"))
    assert line in files["tests/centre.py"].decode()
    assert leaks(course, course.homework("vectors"), files) == []


def test_a_hint_of_a_misconception_is_a_secret(course, homework):
    hint = next(line for line in WRONG.split("\n") if "Which axis" in line)
    files = {"notes.md": f"> {hint}\n".encode()}
    assert "the misconceptions" in leaks(course, homework, files)[0]


def test_a_solution_of_one_line_is_a_secret_and_a_bare_return_is_not(course, homework):
    assert leaks(course, homework, {"a.py": b"    return float(np.abs(v).max())\n"})
    assert not leaks(course, homework, {"a.py": b"    return x, column_means\nimport numpy as np\n"})


def test_a_line_that_the_course_publishes_is_no_secret(tmp_path):
    prompt = "The means are `column_means = x.mean(axis=0, keepdims=True)`.\n"
    course = write_small_course(tmp_path, {"assignment/vectors/centre.en.md": prompt})
    homework = course.homework("vectors")
    assert leaks(course, homework, template_files(course, homework)) == []


def test_a_release_is_refused_on_a_leak_and_writes_nothing(tmp_path):
    explore = EXPLORE + "\n" + PLANTED["the solution"] + "\n"
    course = write_small_course(tmp_path / "course", {"assignment/vectors/centre.explore.py": explore})
    out = tmp_path / "out"
    with pytest.raises(ReleaseError, match="holds a line of the solution of vectors/centre") as error:
        release_homework(course, course.homework("vectors"), out, date="2026-12-01")
    assert "\n" not in str(error.value)
    assert not out.exists()
