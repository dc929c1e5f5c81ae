"""What a run does beside grading: nothing starts, is imported, is written or held that is not needed."""

import pickle
import subprocess
import sys
import tracemalloc
from dataclasses import replace as with_other
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from autograder.classroom.background import Background
from autograder.classroom.contained import Containment
from autograder.classroom.grade import grade_folder
from autograder.classroom.sharing import Shared
from autograder.classroom.shelf import Shelf
from autograder.engine.sandbox_process import Server
from autograder.results import CaseResult, Made, QuestionResult, SubmissionResult, from_json, to_json
from autograder.submission import Submission

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden"
NOTEBOOK = GOLDEN / "a-notebook-with-a-right-answer/submission.ipynb"
BROKEN = GOLDEN / "a-broken-notebook/submission.ipynb"


def state(folder):
    """Of each file that people read, which it is and when it was written."""
    kept = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("results.sqlite", "."))]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in kept}


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("amy.ipynb", "bob.ipynb"):
        (folder / name).write_bytes(NOTEBOOK.read_bytes())
    (folder / "cleo.ipynb").write_bytes(BROKEN.read_bytes())
    (folder / "dan.txt").write_text("not Python")
    return folder


def test_where_nothing_is_new_no_sandbox_starts_and_no_file_is_written(
    mini_course, strongest, handed_in, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    first = grade_folder(mini_course, "mini", [handed_in], out, jobs=1)
    before = state(out)

    def refuse(*args, **options):
        raise AssertionError("a sandbox was started")

    monkeypatch.setattr(Server, "start", refuse)
    again = grade_folder(mini_course, "mini", [handed_in], out, jobs=1)
    assert state(out) == before
    assert again.results == first.results
    assert again.layer == first.layer == strongest


def test_where_something_is_new_the_containment_is_tried(mini_course, strongest, handed_in, tmp_path, monkeypatch):
    out = tmp_path / "out"
    grade_folder(mini_course, "mini", [handed_in], out, jobs=1)
    (handed_in / "eve.ipynb").write_bytes(NOTEBOOK.read_bytes())
    tried = []
    monkeypatch.setattr("autograder.classroom.contained.best_layer", lambda *args: tried.append(args) or ("none", {}))
    graded = grade_folder(mini_course, "mini", [handed_in], out, jobs=1)
    assert len(tried) == 1
    # Another one than before: everybody is graded again, in what there is now.
    assert graded.layer == "none"
    assert {row.sandbox for row in graded.results} == {"none"}


def row(layer, status="graded"):
    return SubmissionResult("a", "mini", status, layer, 1, 0.0, 1.0)


@pytest.mark.parametrize(
    ("asked", "rows", "supposed"),
    [
        ("auto", [row("core"), row("core"), row("namespaces")], "core"),
        ("auto", [row("none"), row("none")], None),  # which is never chosen silently
        ("auto", [row("core", "unreadable")], None),
        ("auto", [row("no such layer")], None),
        ("auto", [], None),
    ],
)
def test_only_what_contained_a_class_before_is_supposed_to_contain_it(mini_course, monkeypatch, asked, rows, supposed):
    monkeypatch.setattr("autograder.classroom.contained.best_layer", lambda *args: ("namespaces", {}))
    containment = Containment(mini_course, mini_course.homework("mini"), asked)
    containment.suppose(rows)
    assert containment.layer == (supposed or "namespaces")
    assert containment.settle() is (supposed is None)
    assert containment.layer == "namespaces"


def test_what_is_asked_for_is_neither_supposed_nor_tried(mini_course):
    containment = Containment(mini_course, mini_course.homework("mini"), "core")
    containment.suppose([row("namespaces")])
    assert containment.layer == "core"


def test_a_class_of_which_nothing_is_new_imports_no_oracle(mini_course, strongest, handed_in, tmp_path):
    out = tmp_path / "out"
    grade_folder(mini_course, "mini", [handed_in], out, jobs=1)
    code = f"""
import sys
from pathlib import Path
from autograder.classroom.grade import grade_folder
from autograder.course import open_course
grade_folder(open_course(Path({str(mini_course.root)!r})), "mini", [Path({str(handed_in)!r})], Path({str(out)!r}))
print(*sorted({{"torch", "sklearn", "scipy", "otter", "pandas", "markdown_it"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


def test_what_is_made_beside_is_there_when_it_is_wanted_and_so_is_its_error():
    assert Background(lambda: 6 * 7).result() == 42
    beside = Background(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        beside.result()


def test_a_source_that_was_laid_aside_is_the_same(tmp_path):
    shelf = Shelf()
    submissions = [Submission(f"s{i}", "py", bytes([i]) * i, helpers=(("m", "x = 1"),)) for i in range(5)]
    laid = [shelf.lay(one) for one in submissions]
    assert laid == submissions
    assert [hash(one) for one in laid] == [hash(one) for one in submissions]
    assert [one.sha256 for one in laid] == [one.sha256 for one in submissions]
    assert all("source" not in vars(one) for one in laid)
    assert with_other(laid[3], name="other") == with_other(submissions[3], name="other")
    sent = pickle.loads(pickle.dumps(laid[4]))
    assert type(sent) is Submission
    assert sent == submissions[4]


def test_a_source_for_which_there_is_no_room_stays_where_it_is(monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    one = Submission("a", "py", b"x = 1")
    assert Shelf().lay(one) is one


def result(name, message="", points=1.0):
    cases = tuple(CaseResult(f"case {i}", True, points, "passed") for i in range(40))
    questions = tuple(
        QuestionResult(f"q{i}", 40.0, 40.0, "passed", (*cases, CaseResult("own", True, 1.0, "failed", message)))
        for i in range(10)
    )
    made = Made(name, name, suites={f"q{i}": "a" for i in range(10)}, judged={f"q{i}": "b" * 64 for i in range(10)})
    return SubmissionResult(name, "mini", "graded", "core", 1, 400.0, 400.0, questions, made=made)


def test_results_that_share_their_parts_are_the_same_to_the_byte():
    shared = Shared()
    ones = [result("a"), result("b", "another message"), result("c", points=1), replace(result("d"), questions=())]
    for one in ones:
        assert to_json(shared.of(one)) == to_json(one)
        assert to_json(shared.decoded(to_json(one))) == to_json(from_json(to_json(one)))
    assert shared.decoded(to_json(ones[0])) is shared.decoded(to_json(ones[0]))


def test_what_a_class_holds_grows_with_what_differs():
    shared = Shared()
    data = [msgspec.msgpack.encode(result(f"s{i}")) for i in range(300)]
    shared.of(msgspec.msgpack.decode(data[0], type=SubmissionResult))
    tracemalloc.start()
    held = [shared.of(msgspec.msgpack.decode(one, type=SubmissionResult)) for one in data]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len({id(one.questions[0]) for one in held}) == 1
    assert size / len(held) < len(data[0]) / 5
