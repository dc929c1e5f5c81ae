"""Where a cluster is, and that nothing travels to another machine unencrypted unless somebody says so."""

import re

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.cluster.client import Access
from autograder.errors import InputError

ELSEWHERE = "192.0.2.1:8786"  # nobody's, by RFC 5737


@pytest.mark.parametrize(
    "address", [f"tcp://{ELSEWHERE}", ELSEWHERE, f"ws://{ELSEWHERE}", f"ucx://{ELSEWHERE}", "tcp://[2001:db8::1]:8786"]
)
def test_another_machine_without_tls_is_refused_unless_it_is_said(address):
    with pytest.raises(InputError, match="is no TLS address"):
        Access(address).checked()
    assert Access(address, unencrypted=True).checked().endswith(address)


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        ("tcp://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("127.0.0.9:8786", "tcp://127.0.0.9:8786"),
        ("localhost:8786", "tcp://localhost:8786"),
        ("tcp://[::1]:8786", "tcp://[::1]:8786"),
        (f"tls://{ELSEWHERE}", f"tls://{ELSEWHERE}"),
        (f"wss://{ELSEWHERE}", f"wss://{ELSEWHERE}"),
    ],
)
def test_this_machine_and_tls_are_fine(address, checked):
    assert Access(address).checked() == checked


def test_a_certificate_means_tls(tmp_path):
    file = tmp_path / "ca.pem"
    with pytest.raises(InputError, match="no such file"):
        Access(ELSEWHERE, file).checked()
    file.write_text("")
    assert Access(ELSEWHERE, file).checked() == f"tls://{ELSEWHERE}"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--no-tls"], "go with --cluster"),
        (["--tls-cert", "x"], "go with --cluster"),
        (["--cluster", "127.0.0.1:9", "--jobs", "2"], "--jobs is of this machine"),
        (["--cluster", ELSEWHERE], "is no TLS address"),
    ],
)
def test_options_that_do_not_go_together_are_said(options, said, tmp_path, mini_course, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(mini_course.root))
    done = CliRunner().invoke(main, ["grade", "mini", str(tmp_path), "--out", str(tmp_path / "out"), *options])
    assert done.exit_code == 2 and said in re.sub(r"\s+", " ", done.output)
    assert not (tmp_path / "out").exists()
