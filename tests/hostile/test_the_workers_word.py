"""What a student's process says of its arguments is believed: this is all that a lie about it can earn.

`homework verify` bounds the points of the cases that ask (`release/gate/run.py`: BELIEVED); here they are won.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.engine.faults import SandboxUnavailable
from autograder.engine.grader import Grader
from autograder.questions.loading import load_homework
from autograder.release.gate.run import BELIEVED
from autograder.release.handout import handout
from autograder.release.render import script_bytes
from autograder.submission import Submission

COURSE = find_course(Path(__file__).parent)
# Right answers that spoil what they are given, all in the end and in its place.
SPOILING = """
DEPTH = []


def _spoiling(function):
    import copy

    import numpy

    def spoil(value):
        if isinstance(value, numpy.ndarray) and value.flags.writeable:
            value[...] = 0
        elif isinstance(value, list):
            value.append(None)
        elif isinstance(value, dict):
            value["spoilt"] = 1

    def spoiling(*args):
        DEPTH.append(function)
        try:
            result = function(*copy.deepcopy(args))
        finally:
            DEPTH.pop()
        for arg in args if not DEPTH else ():  # what one function gives to another stays whole
            spoil(arg)
            for part in arg if isinstance(arg, list) else ():
                spoil(part)
        return result

    return spoiling


for _name in NAMES:
    globals()[_name] = _spoiling(globals()[_name])
"""
LYING = """
import sys

sys.modules["autograder.sandbox.worker"].as_sent = lambda now, sent: True
sys.modules["autograder.sandbox.worker"].shared_arguments = lambda args, result: []
"""


@pytest.mark.parametrize("layer", ["namespaces", "core"])
@pytest.mark.parametrize(
    "homework", ["losses", *(pytest.param(h, marks=pytest.mark.slow) for h in COURSE.homeworks if h != "losses")]
)
def test_a_lie_about_arguments_earns_two_points_of_a_hundred_at_most(layer, homework):
    loaded = load_homework(COURSE, homework)
    right = script_bytes(handout(COURSE, loaded.spec, reference=True)).decode()
    spoiling = right + SPOILING.replace("NAMES", repr([f for f in loaded.functions if not f.startswith("LeNet")]))
    sources = [source.encode() for source in (spoiling, spoiling + LYING)]
    with Grader(loaded, layer) as grader:
        try:
            told, lied = (grader.grade(Submission("liar", "py", source), 1).score for source in sources)
        except SandboxUnavailable as error:
            pytest.skip(str(error))
    assert lied == 100
    assert 0 < lied - told <= BELIEVED * loaded.spec.max_score
