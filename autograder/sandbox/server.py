"""The fork server of a homework: imports what students may use, and forks a process for each submission."""

from __future__ import annotations

from autograder.sandbox.after_forks import no_work_after_forks

with no_work_after_forks():
    from autograder.sandbox import forkserver, imports, loading, warming, worker
    from autograder.wire.messages import Configure


def preload(configure: Configure) -> None:
    """Imports what submissions may need, while the file system is visible."""
    imports.preload(configure.packages)
    loading.prepare()
    warming.warm_up()


WORK = forkserver.Work(
    preload=preload,
    guard=lambda configure: imports.close_gate(configure.packages, configure.stand_ins),
    run=worker.run_submission,
)

if __name__ == "__main__":
    forkserver.main(WORK)
