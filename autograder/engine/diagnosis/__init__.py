"""Names the mistake: what a student's function answers, held against what known mistakes answer.

`tables` holds, for each function, a few inputs and what the reference and every known mistake answer to them;
`naming` compares a student's answers with them; `findings` says what can be said of any other wrong answer.
"""

from autograder.engine.diagnosis.naming import diagnose
from autograder.engine.diagnosis.tables import FunctionTable, Tables, indistinguishable

__all__ = ["FunctionTable", "Tables", "diagnose", "indistinguishable"]
