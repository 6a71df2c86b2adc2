"""A real scheduler and its workers, over TLS on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive
from nlp.batch import Scheduler, ingest
from nlp.errors import ConfigurationError, MissingDependencyError, UsageError
from nlp.settings import Settings

from .conftest import ROOT, children, driver, held, many, put, workers_of
from .works import work

PATIENCE = 60
QUICK = Settings(timeout=1.0, max_memory=300_000_000)


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    return signed(tmp_path_factory.mktemp("pem") / "cluster.pem")


def signed(path: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "cluster")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return path


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(scope="session")
def start(pem: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start a part of the cluster; all parts end with the tests."""
    log = (tmp_path_factory.mktemp("log") / "cluster.txt").open("wb")
    started: list[subprocess.Popen[bytes]] = []
    settings = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true",
    }

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        shown = [f"--tls-ca-file={pem}", f"--tls-cert={pem}", f"--tls-key={pem}"]
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], *shown]
        environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
        part = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        started.append(part)
        return part

    yield start
    for part in reversed(started):
        part.terminate()
    for part in started:
        try:
            part.wait(3)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
    log.close()


@pytest.fixture(scope="session")
def address(start: Start, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scheduler's address, with a worker that its nanny starts anew when it dies."""
    told = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    start(
        "dask_scheduler", "--protocol=tls", "--host=127.0.0.1", "--port=0", "--no-dashboard",
        f"--scheduler-file={told}",
    )  # fmt: skip
    deadline = time.monotonic() + PATIENCE
    while not told.exists() or not told.read_text("utf-8"):
        assert time.monotonic() < deadline, "the scheduler did not start"
        time.sleep(0.05)
    found: str = json.loads(told.read_text("utf-8"))["address"]
    join(start, found)
    return found


def join(start: Start, address: str) -> subprocess.Popen[bytes]:
    options = ("--nthreads=1", "--nworkers=1", "--host=127.0.0.1", "--no-dashboard")
    return start("dask_worker", address, *options)


@pytest.fixture
def scheduler(address: str, pem: Path) -> Scheduler:
    return Scheduler(address, pem, pem)


@pytest.mark.slow
def test_a_worker_is_killed_in_the_middle(
    start: Start, address: str, pem: Path, tmp_path: Path
) -> None:
    folder, db = many(tmp_path / "vào", 200), tmp_path / "kho.db"
    second = join(start, address)
    until(lambda: threads(address, pem) == 2)
    with driver(db, folder, f"--scheduler={address}", f"--pem={pem}") as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip()]
        until(lambda: any(map(workers_of, children(second.pid))))  # it reads, too
        second.send_signal(signal.SIGSTOP)  # the nanny: it must not start another
        for worker in children(second.pid):
            os.kill(worker, signal.SIGKILL)
        second.kill()
        # not communicate(): it passes over what readline() has read ahead
        told += process.stdout.read().splitlines()
        assert process.stderr is not None
        error = process.stderr.read()
        assert process.wait(timeout=PATIENCE) == 0, error
    assert sorted(told) == sorted(str(path) for path in folder.iterdir()), "each is told once"
    with open_archive(db) as archive:
        assert held(archive) == set(told)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def threads(address: str, pem: Path) -> int:
    from distributed import Client

    with Client(address, security=Scheduler(address, pem, pem).security()) as client:
        return sum(client.nthreads().values())


@pytest.mark.slow
def test_a_poisonous_document_is_named(
    scheduler: Scheduler, folder: Path, archive: Archive
) -> None:
    poisons = {
        "exit": "crashed",
        "deaf": "timeout",
        "eat": "unsafe",
        "locked": "encrypted",
        "parent": "crashed",  # the worker of the cluster itself, wherever it is read
    }
    put(folder, **{poison: poison for poison in poisons})
    report = ingest([folder], archive, scheduler=scheduler, settings=QUICK, work=work)
    failed = {Path(o.path).stem: o for o in report.outcomes if o.status == "failed"}
    assert {name: outcome.code for name, outcome in failed.items()} == poisons
    assert failed["locked"].message == f"{folder}/locked.txt has a password"
    assert held(archive) == {str(p) for p in folder.iterdir() if p.stem not in poisons}


@pytest.mark.slow
def test_it_reads_as_this_machine_does(scheduler: Scheduler, tmp_path: Path) -> None:
    sample = tmp_path / "báo cáo.txt"
    sample.write_text("Xã tiếp nhận 276 đơn, gồm 212 đơn khiếu nại và 66 đơn kiến nghị.\n", "utf-8")
    records = []
    for name, options in (("a", {"jobs": 1}), ("b", {"scheduler": scheduler})):
        with open_archive(tmp_path / f"{name}.db") as archive:
            ingest([sample], archive, **options)
            held = [parsed.to_dict() for parsed in archive.parsed()]
            records.append((held, list(archive.rows("findings"))))
    assert records[0] == records[1]
    ((parsed,), (finding,)) = records[0]
    assert {parsed["source"]["path"], finding["path"]} == {str(sample)}
    assert {place["path"] for place in finding["evidence"]} == {str(sample)}


def test_a_worker_with_other_rules_is_refused() -> None:
    from nlp.batch.cluster import read_chunk

    with pytest.raises(ConfigurationError, match="another version, rules or model"):
        read_chunk(work, Archive.prepare, [("a.txt", b"a")], Settings(), "of others")


def test_the_wrong_certificate(
    address: str, folder: Path, archive: Archive, tmp_path: Path
) -> None:
    import dask

    other = signed(tmp_path / "other.pem")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        pytest.raises(ConfigurationError, match="no scheduler answers"),
    ):
        ingest([folder], archive, scheduler=Scheduler(address, other, other), work=work)


# -- without a cluster -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "", "127.0.0.1:8786", "http://127.0.0.1:8786", "tls://", "tcp://127.0.0.1",
        "tcp://127.0.0.1:x", "tcp://10.0.0.7:8786", "tcp://cluster.xa.example:8786",
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_not_safe(url: str) -> None:
    with pytest.raises(UsageError):
        Scheduler(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_plain_tcp_stays_on_this_machine(host: str, pem: Path) -> None:
    assert Scheduler(f"tcp://{host}:8786").security()
    with pytest.raises(UsageError, match="certificates"):
        Scheduler(f"tcp://{host}:8786", pem)


def test_plain_tcp_on_a_closed_network() -> None:
    assert Scheduler("tcp://10.0.0.7:8786", trusted_network=True).security()


def test_tls_needs_certificates(tmp_path: Path, pem: Path) -> None:
    with pytest.raises(UsageError, match="needs certificates"):
        Scheduler("tls://127.0.0.1:8786").security()
    damaged = tmp_path / "damaged.pem"
    damaged.write_text("no certificate")
    for wrong in (damaged, tmp_path / "none.pem"):
        with pytest.raises(UsageError, match="cannot be used"):
            Scheduler("tls://127.0.0.1:8786", wrong, pem).security()


def test_dask_may_be_missing(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'vanban\[cluster\]'"):
        ingest([folder], archive, scheduler=Scheduler("tcp://127.0.0.1:1"), work=work)
