"""The gate: a homework proves itself before anyone is graded with it."""

from autograder.release.gate.drafts import draft_lines
from autograder.release.gate.run import verify
from autograder.release.gate.verdict import Figures, Problem, Verdict, survivors_path, verdict_path, write_verdict

__all__ = ["Figures", "Problem", "Verdict", "draft_lines", "survivors_path", "verdict_path", "verify", "write_verdict"]
