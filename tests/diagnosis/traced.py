"""What is said of a function as a student would write it, on the calls that a suite makes: in this process."""

import functools
import textwrap

from autograder.course import find_course
from autograder.diagnosis.aligning import align
from autograder.diagnosis.factors import symbols
from autograder.diagnosis.first_wrong import run_of, sentence
from autograder.diagnosis.probes import record
from autograder.questions.loading import load_question
from autograder.sandbox.following import follow

MOST = 8
SETUP = "import numpy as np\nfrom math import *\nfrom collections import *\n"
COURSE = find_course()


@functools.cache
def question(place):
    homework, name = place.split("/")
    loaded = load_question(COURSE, homework, COURSE.homework(homework).draft_or_question(name))
    return loaded, [record(homework, name, s, loaded.reference, loaded.contracts, {}, 1) for s in loaded.suites]


def runs(place, function, source, *, hidden):
    loaded, calls = question(place)
    namespace = {}
    exec(compile(SETUP + textwrap.dedent(source).strip(), "student", "exec"), namespace)
    chain, contract = loaded.chains[function], loaded.contracts[function]
    for probe in calls[hidden][function][:MOST]:
        values = chain.values(loaded.reference[function], probe.arguments())
        seen = follow(namespace[function], tuple(probe.arguments()))
        held = [(kept.name, (0, kept.line - SETUP.count("\n")), kept.value) for kept in seen.kept]
        names, sizes = list(contract.signature.parameters), symbols(contract, probe.arguments())
        yield run_of(names, sizes, probe.arguments(), values, held, complete=seen.complete, missed=seen.missed)


def said(place, function, source, *, hidden=True, lang="en"):
    """The sentence; "" if there is none."""
    chain = question(place)[0].chains[function]
    depends = {one.number: one.depends for one in chain.declared}
    optional = [one.number for one in chain.declared if one.optional]
    found = align(list(runs(place, function, source, hidden=hidden)), depends, optional)
    return "" if found is None else getattr(sentence(found), lang)
