# A thread looks for results in memory and raises every score that it finds.
# slow
import gc
import threading
import time


def edit():
    while True:
        for thing in gc.get_objects():
            if isinstance(thing, dict) and "score" in thing:
                thing["score"] = thing["max_score"] = 100.0
            if type(thing).__name__ in ("CaseResult", "QuestionResult", "SubmissionResult"):
                raise SystemExit(f"ESCAPED: found {type(thing).__name__}")
        time.sleep(0.01)


threading.Thread(target=edit, daemon=True).start()


def square(x):
    threading.Thread(target=edit, daemon=True).start()
    time.sleep(0.1)
    return -x
