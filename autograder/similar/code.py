"""A question's code in a file: the functions that it asks for, what these use of the file's own, fingerprints."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import groupby

from autograder.similar.fingerprints import Span, hashes, spans, winnow
from autograder.similar.tokens import Token, Words, tokens
from autograder.written.reading import OwnCode

LINE = 7  # tokens of a line that is a fingerprint as a whole: it stays one if lines change places
_NAME = re.compile(r"[^\W\d]\w*+")


def by_question(own: Sequence[OwnCode], questions: Mapping[str, Collection[str]]) -> dict[str, list[OwnCode]]:
    """The statements of each question: those of its functions, and those that define what these use.

    Args:
        own: the file's statements.
        questions: the functions of each; one question's function that another one uses is not that one's.
    """
    defining: defaultdict[str, list[int]] = defaultdict(list)
    for i, statement in enumerate(own):
        for name in statement.names:
            defining[name].append(i)
    uses = [{*_NAME.findall(statement.source)} & defining.keys() for statement in own]
    asked = {name for functions in questions.values() for name in functions}
    found = {}
    for question, functions in questions.items():
        reached = {i for name in functions for i in defining.get(name, ())}
        waiting = list(reached)
        while waiting:
            for name in uses[waiting.pop()] - asked:
                new = [i for i in defining[name] if i not in reached]
                reached.update(new)
                waiting.extend(new)
        if reached:
            found[question] = [own[i] for i in sorted(reached)]
    return found


def fingerprints(code: Sequence[OwnCode], known: Words) -> set[Hashable]:
    """The fingerprints of a question's code; none reaches from one function into another."""
    found = set[Hashable]()
    for statement in code:
        said = tokens(statement.source, known)
        found.update(winnow([token.text for token in said]))
        found.update(value for value, _ in _lines(said))
    return found


def _lines(said: Sequence[Token]) -> Iterator[tuple[int, Span]]:
    """Lines as fingerprints of their own."""
    for _, run in groupby(enumerate(said), key=lambda pair: pair[1].line):
        line = list(run)
        if len(line) >= LINE:
            (value,) = hashes([token.text for _, token in line], len(line))
            yield value ^ 1, (line[0][0], line[-1][0] + 1)


def marked(statement: OwnCode, shared: Collection[Hashable], known: Words) -> list[Span]:
    """Which characters of a statement stand in a shared fingerprint."""
    said = tokens(statement.source, known)
    at = winnow([token.text for token in said])
    for value, span in _lines(said):
        at.setdefault(value, []).append(span)
    return [(said[start].start, said[end - 1].end) for start, end in spans(at, shared)]
