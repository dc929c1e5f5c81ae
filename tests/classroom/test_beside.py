"""The file beside a handout's notebook, handed in with the rest of the folder."""

from autograder.classroom.choose import Candidate, Survey, choose
from autograder.questions.handout import HandoutKeys
from autograder.submission import BESIDE_FILE

HANDOUT = HandoutKeys(frozenset({"stub"}), {"square": "stub"})


def look(candidate):
    keys, defined = (("k",), {"square": "k"}) if candidate.file == "mini/mini.py" else (("c",), {"checks": "c"})
    return Survey(keys, defined, (), frozenset({"homework_cells"}))


def test_it_is_neither_the_answer_nor_a_module_of_its():
    files = [Candidate("mini/mini.py", "py", b"1"), Candidate(f"mini/{BESIDE_FILE}", "py", b"2")]
    found = choose("alice", files, "mini", HANDOUT, look)
    assert (found.file, found.helpers, found.notes) == ("mini/mini.py", (), ())
