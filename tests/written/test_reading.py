"""Documents are read in a process of their own: what they do to it costs them their own answers, and shows nothing."""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from lying_reader import RAW
from test_extract import ODD_FILES
from test_fragment import LIES
from test_written_page import BOMBS, HOSTILE
from written_class import HOW, WHY, handed_in, notebook, received, write_course

import autograder
from autograder import digests
from autograder.classroom import grade
from autograder.engine.faults import SandboxGone
from autograder.engine.sandbox_process import Server
from autograder.sandbox.cells import UnreadableError
from autograder.submission import Submission
from autograder.wire.messages import HandoutCell
from autograder.written import reading
from autograder.written.extract import find_answers
from autograder.written.fragment import as_written
from autograder.written.markdown import markdown
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END
from autograder.written.marking import begin_marking, codes
from autograder.written.page import Answer, written_page
from autograder.written.reading import NONSENSE, Reader, Reading
from tests.patient import Stopwatch

HERE = Path(__file__).parent
QUESTIONS = (WHY, HOW)
NUMBERS = itertools.count()  # no two documents are the same
BEGIN, END = ANSWER_BEGIN.format(name=WHY), ANSWER_END.format(name=WHY)
HONEST = received("honest", {WHY: "because $x^2$", HOW: "**so**"})
READ = Reading({WHY: markdown("because $x^2$"), HOW: markdown("**so**")})


def document(source: str | bytes, kind: str = "py") -> Submission:
    return Submission("ann", kind, source.encode() if isinstance(source, str) else source)


def in_this_process(submission: Submission) -> Reading:
    try:
        found = find_answers(submission.kind, submission.source, QUESTIONS)
    except UnreadableError as error:
        return Reading({}, f"the file could not be read: {error}")
    return Reading({name: markdown(answer.text) for name, answer in found.items()})


# As before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_document_reads_the_same_as_in_this_process(reader, text):
    submission = document(notebook(f"{BEGIN}\n\n{text}\n\n{END}", text), "ipynb")
    assert reader.read(submission, QUESTIONS) == in_this_process(submission)
    text = text.replace("\ud800", "")  # no file of text holds one
    script = document(handed_in({WHY: text, HOW: text[::-1]}, "py"))
    assert reader.read(script, QUESTIONS) == in_this_process(script)


@pytest.mark.parametrize("kind", ["py", "ipynb"])
@pytest.mark.parametrize("data", ODD_FILES.values(), ids=ODD_FILES)
def test_an_odd_file_has_no_answer_and_is_a_problem_if_it_cannot_be_read(reader, kind, data):
    found = reader.read(document(data, kind), QUESTIONS)
    assert found == in_this_process(document(data, kind)) and not found.answers


ATTACKS = {
    "twenty mebibytes of objects": b'{"cells": [' + b"{}," * 6_900_000 + b"{}]}",
    "as many objects as are read": b'{"cells": [], "x": [' + b'{"a": [9]},' * 240_000 + b"0]}",
    "as many texts as are read": b'{"cells": [{"source": [' + b'"",' * 990_000 + b'""]}]}',
    "as many cells as are read": b'{"cells": [' + b'{"source": "x"},' * 490_000 + b"{}]}",
    "lists in lists": b'{"cells": [{"source": ' + b"[" * 400_000 + b"]" * 400_000 + b"}]}",
    "a long text": b'{"cells": [{"source": "' + b"\\n" * (9 << 20) + b'"}]}',
    "a long text that is no strict json": b'{"x": NaN, "cells": [{"source": "' + b"\\n" * (1 << 20) + b'"}]}',
    "keys that are all different": json.dumps({"cells": [], **{f"k{i}": i for i in range(300_000)}, "y": 1}).encode(),
}


@pytest.mark.parametrize("data", ATTACKS.values(), ids=ATTACKS)
def test_a_document_made_to_take_time_and_memory_takes_little(reader, data):
    watch = Stopwatch()
    assert not reader.read(document(data, "ipynb"), QUESTIONS).answers
    assert watch.seconds < 60  # a second or so on one slow core


@pytest.mark.slow
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_text_made_to_take_time_reads_the_same_as_in_this_process(reader, text):
    submission = document(notebook(f"{BEGIN}\n\n{text}\n\n{END}"), "ipynb")
    assert reader.read(submission, QUESTIONS) == in_this_process(submission)


def test_texts_of_the_course_are_rendered_as_in_this_process(reader):
    texts = ["Why is $x$ so?", "为什么？", "", "| a |\n|-|\n| $x$ |"]
    assert reader.render(texts) == [markdown(text) for text in texts]
    assert reader.render([]) == []


# Who does not want answers pays nothing


def test_without_written_questions_no_reader_starts(tmp_path):
    course = write_course(tmp_path)
    homework = course.homework("vectors")
    with Reader("none", program="no_such_program") as reader:
        plain = type(homework)(homework.name, homework.title, homework.question)
        assert begin_marking(course, plain, [HONEST], [], tmp_path, reader) is None
        with pytest.raises(SandboxGone):
            begin_marking(course, homework, [HONEST], [], tmp_path, reader)


def test_the_same_file_is_read_once(reader):
    assert reader.read(HONEST, QUESTIONS) is reader.read(Submission("bob", "ipynb", HONEST.source), QUESTIONS)
    assert reader.read(HONEST, [WHY]) == Reading({WHY: READ.answers[WHY]})


class Kept(dict):
    """A memory of a run before."""

    recall = dict.get
    keep = dict.__setitem__


def test_what_an_earlier_run_has_read_is_not_read_again_unless_what_reads_it_changed(strongest, monkeypatch):
    memory = Kept()
    with Reader(strongest, memory=memory) as reader:
        first = reader.read(HONEST, QUESTIONS)
    assert len(memory) == 1
    with Reader("none", program="no_such_program", memory=memory) as reader:  # no process starts
        assert reader.read(HONEST, QUESTIONS) == first
    with Reader(strongest, handout=[HandoutCell("markdown", "# Another handout")], memory=memory) as reader:
        reader.read(HONEST, QUESTIONS)
    assert len(memory) == 2
    monkeypatch.setattr(digests, "reading_digest", lambda: "another")
    with Reader(strongest, memory=memory) as reader:
        reader.read(HONEST, QUESTIONS)
    assert len(memory) == 3


def test_collecting_answers_and_making_pages_loads_no_parser(tmp_path):
    code = f"""
import sys
sys.path[:0] = [{str(HERE)!r}]
from pathlib import Path
from written_class import WHY, received, write_course
from autograder.written.marking import begin_marking
from autograder.written.reading import Reader
course = write_course(Path({str(tmp_path)!r}))
before = set(sys.modules)
with Reader("none") as reader:
    marking = begin_marking(course, course.homework("vectors"), [received("ann", {{WHY: "$x$"}})], [], Path(), reader)
assert "<math" in marking.pages("today")["written/why.html"]
print(*set(sys.modules) - before)
print(*set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    new, loaded = (set(line.split()) for line in done.stdout.splitlines())
    assert not {"json", "ast", "xml.etree.ElementTree", "html.parser", "nbformat"} & new
    parsers = ("autograder.written.extract", "autograder.written.markdown", "autograder.written.maths")
    assert not {*parsers, "markdown_it", "mdit_py_plugins", "latex2mathml"} & loaded


# A reader that a document has taken over


@pytest.fixture(scope="module")
def with_lies():
    """The path on which the lying reader is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(Path(autograder.__file__).parents[1])]))
        yield


@pytest.fixture(scope="module")
def liar(strongest, with_lies):
    with Reader(strongest, program="lying_reader") as reader:
        yield reader


def check_honest_documents_are_read(reader: Reader) -> None:
    text = f"because of number {next(NUMBERS)}"
    assert reader.read(received("honest", {WHY: text}), QUESTIONS) == Reading({WHY: f"<p>{text}</p>\n"})


def problem_of(reader: Reader, source: str | bytes) -> str:
    """How reading ended without an answer; afterwards, an honest document is read as ever."""
    found = reader.read(document(source), QUESTIONS)
    assert not found.answers
    check_honest_documents_are_read(reader)
    return found.problem


def said(reader: Reader, expression: str) -> str:
    """What came of an expression in the reader's process."""
    found = reader.read(document(f"eval {expression}"), QUESTIONS)
    assert not found.problem
    return found.answers[WHY].striptags()


ENDED = "its reader ended, over too much work, too much memory or a fault"


@pytest.mark.parametrize("expression", ["os._exit(0)", "ctypes.string_at(0)", "sys.exit(0)"])
def test_a_reader_that_ends_costs_its_document_alone(liar, expression):
    assert problem_of(liar, f"eval {expression}") == ENDED


def test_a_reader_gets_no_more_memory_than_a_document_needs(liar):
    assert said(liar, "len([bytearray(1 << 26) for _ in range(1000)])") == "refused MemoryError"


def test_a_reader_that_works_without_end_is_ended(liar, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 1)
    assert problem_of(liar, "eval [None for _ in iter(int, 1)]") == ENDED


def test_a_reader_that_hangs_is_not_waited_for(liar, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 5.0)
    assert problem_of(liar, "eval time.sleep(1000)") == "its reader had not answered after 5 seconds"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("no message", NONSENSE),
        ("nothing", NONSENSE),
        ("half a message", NONSENSE),
        ("another message", NONSENSE),
        ("a question that was not asked", NONSENSE),
        ("no text", NONSENSE),
        ("too long an answer", NONSENSE),
        ("too many answers", NONSENSE),
        ("a length of four gigabytes", NONSENSE),
        ("fewer bytes than it says", ENDED),
        ("deep nesting", NONSENSE),
        *((name, NONSENSE) for name in RAW if "picture" in name),
        ("a reason without end", NONSENSE),
        (
            "a reason with a terminal's escapes",
            "the file could not be read: \\x1b[31m\\nann: 100 points",
        ),
    ],
)
def test_a_reader_that_says_what_it_may_not_is_not_believed(liar, name, problem):
    assert problem_of(liar, f"raw {name}") == problem


def test_an_answer_is_kept_if_only_its_html_is_lost(liar):
    found = liar.read(document("raw its whole conversation at once"), QUESTIONS)
    assert found == Reading({WHY: as_written("because")}, NONSENSE)


def children_of(pid: int) -> set[int]:
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.add(int(entry.parent.name))
    return found


@contextlib.contextmanager
def disturbed(times: int, disturb: Callable[[int, set[int]], None]) -> Iterator[None]:
    """Disturbs readers once they are at work on a document.

    Args:
        times: how often.
        disturb: takes the number of the reader's process, and those of the processes that it has forked.
    """
    over = threading.Event()

    def watch() -> None:
        done: set[int] = set()
        while len(done) < times and not over.is_set():
            for pid in {*Server.running} - done:
                children = children_of(pid)
                if children:
                    time.sleep(0.5)
                    disturb(pid, children)
                    done.add(pid)
            time.sleep(0.01)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def kill_reader(reader: int, children: set[int]) -> None:
    os.kill(reader, signal.SIGKILL)


def kill_children(reader: int, children: set[int]) -> None:
    for child in children:
        os.kill(child, signal.SIGKILL)


@pytest.mark.root
def test_a_process_that_is_killed_over_its_document_costs_that_one_alone(liar):
    with disturbed(1, kill_children):
        assert problem_of(liar, "eval time.sleep(20)") == ENDED


@pytest.mark.root
def test_a_reader_that_is_killed_in_the_middle_of_a_document_is_replaced_and_nothing_is_lost(liar):
    pid = liar.server.process.pid
    with disturbed(1, kill_reader):
        assert said(liar, "time.sleep(3)") == "done None"
    assert liar.server.process.pid != pid


@pytest.mark.root
def test_a_document_over_which_every_reader_dies_is_left(liar):
    with disturbed(2, kill_reader):
        assert problem_of(liar, "eval time.sleep(20)") == "its reader, and another one, died over it"


def test_a_reader_that_died_between_documents_is_replaced(liar):
    liar.server.process.kill()
    liar.server.process.wait()
    check_honest_documents_are_read(liar)


# What it may not do

FORBIDDEN = {
    "reads a reference": "open(SOLUTION).read()",
    "lists the references": "os.listdir(os.path.dirname(SOLUTION))",
    "reads a secret file": "open(SECRET).read()",
    "reads the grader's memory": "open(f'/proc/{os.getppid()}/mem')",
    "reads the grader's environment": "open('/proc/1/environ').read()",
    "opens a network socket": "__import__('socket').socket()",
    "opens a local socket": "__import__('socket').socket(__import__('socket').AF_UNIX)",
    "forks": "os.fork()",
    "starts a program": "os.execv('/bin/true', ['true'])",
    "kills its server": "os.kill(os.getppid(), 9)",
    "writes a file": "open('/tmp/homework-escape', 'w')",
    "becomes root": "os.setuid(0)",
    "makes a namespace": "[ctypes.CDLL(None).unshare(0x10000000)].index(0)",
}


@pytest.fixture(scope="module")
def contained(layer, with_lies, tmp_path_factory):
    if layer == "none":
        pytest.skip("this layer contains nothing; it is never chosen silently")
    course = write_course(tmp_path_factory.mktemp("course"))
    secret = course.root / "secret.txt"
    secret.write_text("secret")
    for path in (course.root / "solutions", secret):
        path.chmod(0o700 if path.is_dir() else 0o600)
    with Reader(layer, [course.root / "solutions", secret], program="lying_reader") as reader:
        yield reader, course.solution("vectors", "double"), secret


@pytest.mark.parametrize("expression", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_reader_is_contained(contained, expression):
    reader, solution, secret = contained
    source = expression.replace("SOLUTION", repr(str(solution))).replace("SECRET", repr(str(secret)))
    assert said(reader, source).startswith("refused ")


def test_a_reader_has_nothing_of_the_grader_s(contained):
    reader, *_ = contained
    assert said(reader, "dict(os.environ), sys.argv") == "done ({}, [''])"
    assert said(reader, "os.fstat(4)") == "refused OSError"  # 0 to 2 are /dev/null, 3 is its own socket


# What it may not put on a page


def page_of(html, course) -> str:
    homework = course.homework("vectors")
    return written_page(homework, homework.written[0], [Answer("bbbb-bbbb", html)], [], [], [], {}, "today")


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_html_that_an_answer_does_not_need_never_comes_on_a_page(liar, tmp_path, lie):
    text = f"html:{lie}".replace("<img", "IMAGE!")  # of which the true half of the reader would make Markdown
    assert len(text) < 20_000 or len(set(lie)) < 20
    (html,) = liar.render([text])
    assert html == as_written(text)
    found = liar.read(document(notebook(f"{BEGIN}\n\n{text[:39_000]}\n\n{END}"), "ipynb"), QUESTIONS)
    assert found.problem and found.answers[WHY] == as_written(text[:39_000].strip())
    page = page_of(html, write_course(tmp_path))
    assert page.count("<script") == page.count("<img") == page.count("<iframe") == page.count("<a href") - 1 == 0


def test_html_as_the_renderer_makes_it_passes(liar):
    text = "html:" + str(
        markdown("# a\n\n> **b** *c* ~~d~~ `e`\n\n3. x\n4. y\n\n| a | b |\n|:-|-:|\n| $x$ | 2 |\n\n---")
    )
    assert liar.render([text]) == [text.removeprefix("html:")]


# A class


def test_a_file_that_cannot_be_read_is_told_and_can_be_graded_by_hand(liar, tmp_path):
    course = write_course(tmp_path)
    homework = course.homework("vectors")
    found = [document("eval os._exit(0)"), received("bob", {WHY: "because"}), received("cat", {})]
    marking = begin_marking(course, homework, found, [], tmp_path, liar)
    code = codes(1, "vectors", ["ann", "bob", "cat"])

    assert marking.answers["ann"] == {} and marking.answers["bob"][WHY] == "<p>because</p>\n"
    assert marking.notes() == [
        f"ann ({code['ann']}): written answers not read: open its file, or run the same command again: {ENDED}"
    ]
    assert {row.code: set(row.answered) for row in marking.rows()} == {
        code["ann"]: {WHY, HOW},
        code["bob"]: {WHY},
    }
    page = marking.pages("today")["written/why.html"]
    assert page.index("<p>because</p>") < page.index("Not read") < page.index(code["ann"]) < page.index("Not answered")
    assert page.count(code["ann"]) == 1 and page.count('class="answer"') == 1


@pytest.mark.slow
def test_grading_says_which_file_could_not_be_read(with_lies, tmp_path, monkeypatch):
    course = write_course(tmp_path / "course")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ann.py").write_text("eval os._exit(0)")
    (folder / "bob.ipynb").write_bytes(handed_in({WHY: "because"}))
    monkeypatch.setattr(grade, "Reader", partial(Reader, program="lying_reader"))
    lines: list[str] = []
    watcher = grade.Watcher(note=lines.append)
    graded = grade.grade_folder(course, "vectors", [folder], tmp_path / "out", jobs=1, sandbox="none", watcher=watcher)
    assert [line for line in lines if line.startswith("ann (") and ENDED in line]
    assert [[w.answered for w in r.written] for r in graded.results] == [[True, True], [True, False]]
    assert "<p>because</p>" in (tmp_path / "out" / "written" / "why.html").read_text("utf-8")
