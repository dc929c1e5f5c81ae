"""The submissions of a made-up class: `double` in many ways, two written answers, copies among them."""

from __future__ import annotations

from pathlib import Path

from written_class import HOW, WHY, handed_in

from autograder.classroom.grade import grade_folder
from autograder.course import Course
from autograder.engine.sandbox_process import Layer

LONG = """import numpy as np

def halves(values, parts):
    bounds = np.linspace(0, len(values), parts + 1).astype(int)
    return [values[a:b] for a, b in zip(bounds[:-1], bounds[1:]) if b > a]

def double(x):
    pieces = halves(np.asarray(x, dtype=float), 3)
    outcome = [np.multiply(piece, 2.0) for piece in pieces if piece.size > 0]
    weights = np.ones(len(outcome)) / max(len(outcome), 1)
    assert abs(weights.sum() - 1) < 1e-9 or not outcome
    return np.concatenate(outcome) if outcome else np.zeros(0)
"""
COPIED = """import numpy as np

# I did this on my own.
def double(arr):
    '''Twice.'''
    chunks = split_up(np.asarray(arr, dtype=float), 3)
    res = [np.multiply(c, 2) for c in chunks if c.size > 0]   # twice
    w = np.ones(len(res)) / max(len(res), 1)

    assert abs(w.sum() - 1) < 0.000000001 or not res
    return (np.concatenate(res)
            if res else np.zeros(0))

def split_up(v, k):
    edges = np.linspace(0, len(v), k + 1).astype(int)
    return [v[i:j] for i, j in zip(edges[:-1], edges[1:]) if j > i]
"""
OTHERS = [
    "import numpy as np\ndef double(x):\n    return x + x\n",
    "import numpy as np\ndef double(x):\n    return np.add(x, x)\n",
    "import numpy as np\ndef double(x):\n    out = np.empty_like(x)\n    for i, v in enumerate(x):\n"
    "        out[i] = 2 * v\n    return out\n",
    "import numpy as np\ndef double(x):\n    return np.array([v * 2 for v in x.tolist()])\n",
    "import numpy as np\ndef double(x):\n    return np.einsum('i,->i', x, 2.0)\n",
    "import numpy as np\ndef double(x):\n    return np.ones(len(x)) @ np.diag(2 * x)\n",
]
ESSAY = (
    "Since the sum of a number and itself is twice that number, <b>doubling</b> adds every entry to itself once more. "
    "Nothing is lost."
)
AUFSATZ = "因为一个数加上它自己等于这个数的两倍，所以把每个分量与自己相加一次，就得到了加倍之后的向量。"


FILES = {
    "ann.py": LONG.encode(),
    "bob.py": COPIED.encode(),
    **{f"other{i}.py": text.encode() for i, text in enumerate(OTHERS)},
    "same <b>1.py": (OTHERS[2] + "# the same file\n").encode(),
    "same2.py": (OTHERS[2] + "# the same file\n").encode(),
    "wrong1.py": b"import numpy as np\ndef double(x):\n    raise KeyError('forgotten')\n",
    "wrong2.py": b"import numpy as np\ndef double(x):\n    e = {}\n    return e['forgotten']\n",
    "en1.ipynb": handed_in({WHY: ESSAY}),
    "en2.ipynb": handed_in({WHY: ESSAY.replace("Since", "As").replace("twice", "two times"), HOW: "By hand."}),
    "zh1.ipynb": handed_in({HOW: AUFSATZ}),
    "zh2.ipynb": handed_in({HOW: AUFSATZ.replace("因为", "由于"), WHY: "不知道。"}),
    "stub.ipynb": handed_in({}),
}


def grade_class(course: Course, root: Path, files: dict[str, bytes], layer: Layer) -> Path:
    """A folder of results of these files."""
    course.template("vectors").mkdir(parents=True)
    (course.template("vectors") / "vectors.ipynb").write_bytes(handed_in({}))
    (root / "class").mkdir()
    for name, content in files.items():
        (root / "class" / name).write_bytes(content)
    grade_folder(course, "vectors", [root / "class"], root / "out", sandbox=layer)
    return root / "out"
