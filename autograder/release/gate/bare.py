"""Runs a question's cases in this process, against functions of ours: wrong answers, mutants, the reference itself.

Students' code is never run this way. A `Direct` function does to a call what a proxy and its sandbox do, but without
the sandbox: arguments and result are converted as they are on the wire, and the result is checked against the contract.
So the marks are those that the engine would give, in a tenth of the time.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks.inputs import generators
from autograder.engine.faults import StudentFault, StudentRaised, StudentValueError
from autograder.questions.contracts import Contract, ContractError
from autograder.questions.loading import LoadedQuestion
from autograder.questions.suites import Case
from autograder.questions.trusted import line_of
from autograder.results import Outcome, one_line
from autograder.wire.calls import as_sent
from autograder.wire.codec import UnsendableError, WireError, decode_value, encode_value
from autograder.wire.memory import shared_arguments

WHO = "gate"  # stands in for the submission's name, which is part of the key of every random input


class _TooLong(BaseException):
    """A call has used up its seconds."""


@dataclass(frozen=True)
class Ran:
    """How a case went. `reason` is the first line of what stopped it."""

    outcome: Outcome
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether the case would earn its points."""
        return self.outcome == "passed"


class Direct:
    """Stands for one function, as `engine.proxies.Proxy` does, and calls it in this process."""

    def __init__(self, contract: Contract, function: Callable[..., Any], seconds: float) -> None:
        self.__name__ = contract.name
        self._contract = contract
        self._function = function
        self._seconds = seconds
        self.watched = False  # whether a case has asked what becomes of arguments

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function.

        Raises:
            StudentFault: there is no usable value.
        """
        sent = self._contract.positional(args, kwargs)
        given = [decode_value(encode_value(arg)) for arg in sent]
        return self._checked(sent, self._guarded(lambda: self._function(*given)))

    def _checked(self, sent: tuple[Any, ...], value: Any) -> Any:
        try:
            return self._contract.check(sent, decode_value(encode_value(value)))
        except (ContractError, UnsendableError, WireError) as error:
            raise StudentFault("contract", f"{self.__name__}: {error}") from None

    def watched_arguments(self, *args: Any) -> tuple[list[int], list[int]]:
        """Which arguments the function changes, and which it hands back."""
        return self._watched(args)[1:]

    def watched_call(self, *args: Any) -> tuple[Any, list[int], list[int]]:
        """The value of a call, and which arguments it changed and handed back."""
        value, changed, shared = self._watched(args)
        return self._checked(args, value), changed, shared

    def _watched(self, args: tuple[Any, ...]) -> tuple[Any, list[int], list[int]]:
        self.watched = True
        sent = [encode_value(arg) for arg in args]
        given = [decode_value(arg) for arg in sent]
        result = self._guarded(lambda: self._function(*given))
        changed = [i for i, (now, before) in enumerate(zip(given, sent)) if not as_sent(now, before)]
        return result, changed, shared_arguments(given, result)

    def parameter_shapes(self) -> Any:
        """For a function that builds a torch module: the shapes of its parameters."""
        from autograder.checks import modules

        return self._guarded(lambda: modules.parameter_shapes(self._function))

    def module_forward(self, weights: list[Any], x: Any) -> Any:
        """For a function that builds a torch module: its output with these weights."""
        from autograder.checks import modules

        return self._guarded(lambda: modules.module_forward(self._function, weights, x))

    def _guarded(self, call: Callable[[], Any]) -> Any:
        name = self.__name__
        try:
            signal.setitimer(signal.ITIMER_PROF, self._seconds)
            try:
                return call()
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except _TooLong:
            raise StudentFault("timed_out", f"{name}: no answer within {self._seconds:g} s") from None
        except NotImplementedError:
            raise StudentFault("not_implemented", f"{name}: not implemented yet") from None
        except MemoryError:
            raise StudentFault("memory", f"{name}: ran out of memory") from None
        except ValueError as error:
            raise StudentValueError("errored", f"{name} raised {_reason(error)}") from None
        except Exception as error:
            raise StudentRaised("errored", f"{name} raised {_reason(error)}") from None


def functions_of(
    question: LoadedQuestion, changed: Mapping[str, Callable[..., Any]], seconds: float
) -> dict[str, Direct]:
    """What a suite's cases get: the reference's functions, with some of them replaced."""
    return {
        name: Direct(contract, changed.get(name, question.reference[name]), seconds)
        for name, contract in question.contracts.items()
    }


def prepare() -> None:
    """Makes this process ready for `run_case`: sets up the guard of the processor's time, and silences warnings."""

    def ring(number: int, frame: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGPROF, ring)
    warnings.simplefilter("ignore")


def run_case(homework: str, question: str, case: Case, functions: Mapping[str, Any], seed: int) -> Ran:
    """Runs one case as the engine does, with the inputs of a submission named `gate`."""
    environment = dict(functions) | generators(case.parameters, seed, homework, question, case=case.name, who=WHO)
    try:
        case.run(environment)
    except StudentFault as fault:
        return Ran(fault.outcome, _reason(fault))
    except ContractError as error:
        return Ran("contract", _reason(error))
    except AssertionError as error:
        return Ran("failed", _reason(error))
    except Exception as error:  # what the engine calls the grader's own fault
        line = line_of(error, case.file)
        where = f" ({'/'.join(Path(case.file).parts[-3:])}, line {line})" if line else ""
        return Ran("grader_error", f"{_reason(error)}{where}")
    return Ran("passed")


def _reason(error: BaseException) -> str:
    told = isinstance(error, AssertionError | StudentFault)  # their message is for people; another error needs its name
    return one_line(error if told else f"{type(error).__name__}: {error}")
