# Writes a results file wherever graders look for one, then kills the grader and ends.
import json
import os
import signal

result = json.dumps({"score": 100.0, "tests": [{"score": 100, "max_score": 100, "status": "passed"}]})
for path in (
    "/autograder/results/results.json", "results.json", "results/results.json", ".OTTER_LOG", "@PLAYGROUND@/hostile.json",
    "/tmp/hostile-results.json", "/dev/shm/hostile-results.json",
):  # fmt: skip
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w") as file:
            file.write(result)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: wrote {path}")
print(result)
for pid in (os.getppid(), @GRADER@, @SERVER@):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: signalled {pid}")
os._exit(0)
