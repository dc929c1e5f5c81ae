"""A Dask cluster of two workers on this machine, over TLS, with certificates of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SECONDS = 60


@dataclass
class DaskCluster:
    """A scheduler and workers, each a process."""

    folder: Path
    course: Path
    address: str = ""
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    @property
    def options(self) -> list[str]:
        """What `homework grade` is told."""
        return ["--cluster", self.address, *self.tls]

    @property
    def tls(self) -> list[str]:
        files = {"--tls-ca-file": "ca.pem", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
        return [part for option, file in files.items() for part in (option, str(self.folder / file))]

    def start(self, *arguments: str, course: Path | None = None, log: str = "log") -> subprocess.Popen:
        environment = {**os.environ, "HOMEWORK_COURSE": str(course or self.course), "PYTHONPATH": str(REPOSITORY)}
        with open(self.folder / f"{log}.txt", "ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments, *self.tls, "--no-dashboard", "--host", "127.0.0.1"],
                env=environment,
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )

    def begin(self) -> None:
        place = self.folder / "scheduler.json"
        self.scheduler = self.start(
            "distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(place), log="scheduler"
        )
        until = time.monotonic() + SECONDS
        while not (place.is_file() and place.read_text().endswith("}")):
            assert self.scheduler.poll() is None and time.monotonic() < until, self.said()
            time.sleep(0.05)
        self.address = json.loads(place.read_text())["address"]
        assert self.address.startswith("tls://")

    def add(self, course: Path | None = None, threads: int = 1) -> subprocess.Popen:
        """One worker more."""
        worker = self.start(
            *("distributed.cli.dask_worker", self.address, "--nthreads", str(threads), "--no-nanny"),
            *("--memory-limit", "0", "--local-directory", str(self.folder)),
            course=course,
            log="workers",
        )
        self.workers.append(worker)
        return worker

    def wait_for(self, count: int) -> None:
        """Waits until the scheduler knows that many workers."""
        from distributed import Client, Security

        files = {"tls_ca_file": "ca.pem", "tls_client_cert": "cert.pem", "tls_client_key": "key.pem"}
        security = Security(**{name: str(self.folder / file) for name, file in files.items()})
        until = time.monotonic() + SECONDS
        with Client(self.address, security=security, set_as_default=False) as client:
            while len(client.scheduler_info()["workers"]) != count:
                assert time.monotonic() < until, self.said()
                time.sleep(0.05)

    def said(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-4000:] for path in self.folder.glob("*.txt"))

    def end(self) -> None:
        for process in (*self.workers, *([self.scheduler] if self.scheduler else [])):
            process.kill()
        for process in (*self.workers, *([self.scheduler] if self.scheduler else [])):
            process.wait()


def certificates(folder: Path) -> None:
    """One self-signed certificate for all sides, as Dask's own temporary ones."""
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=dask", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    (folder / "ca.pem").write_bytes((folder / "cert.pem").read_bytes())


@pytest.fixture(scope="session")
def secured(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    certificates(folder)
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, secured, mini_course) -> Iterator[DaskCluster]:
    """Two workers that have the small course."""
    folder = tmp_path_factory.mktemp("cluster")
    for file in secured.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    made = DaskCluster(folder, shutil.copytree(mini_course.root, folder / "course"))
    try:
        made.begin()
        for _ in range(2):
            made.add()
        made.wait_for(2)
        yield made
    finally:
        made.end()
