"""Documents -> answers, by the workers of a Dask cluster.

The bytes travel, not the path: the workers may be machines that do not see our disk. They go in
chunks, as a task of its own for each document costs a multiple. On its worker a chunk is read by
a process that may be killed (``Pool``), so that the limits of time and memory hold there as here.
A chunk whose worker dies all the same, again and again, is split to find the document that does it,
and whatever seems to is read once more, alone.

Whoever reaches a scheduler's port can run code on its workers and read what they are sent: without
TLS that port must be one of this machine, unless told that the network is trusted.
"""

from __future__ import annotations

import ipaddress
import logging
import multiprocessing
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import (
    ConfigurationError,
    MissingDependencyError,
    UsageError,
    VanbanError,
)
from ..settings import Settings
from .files import printable, state
from .pool import POLL, Pool, W
from .worker import Keep, Record, Work, refused

if TYPE_CHECKING:
    from distributed import Client, Security

CHUNK = 16  # documents
CHUNK_BYTES = 8_000_000  # a larger document is a chunk of its own
PATIENCE = 60.0  # seconds to wait for a worker, when there is none
LOOK = 5.0  # seconds between counts of the workers


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Where a cluster is, and what shows us to it. Paths are of PEM files; None: as Dask is set up.

    Raises:
        UsageError: the address is no tcp:// or tls://, or is not safe.
    """

    url: str
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None  # None: it stands in the certificate's file
    trusted_network: bool = False  # tcp:// to another machine is meant so

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            scheme, host, port = parts.scheme, parts.hostname, parts.port
        except ValueError:  # a port that is no number
            scheme, host, port = "", None, None
        if scheme not in ("tcp", "tls") or not host or not port:
            raise UsageError(
                f"{self.url} is no address of a scheduler",
                remedy="tls://HOST:PORT, or tcp://127.0.0.1:PORT",
            )
        if scheme == "tcp":
            if self.tls_ca or self.tls_cert or self.tls_key:
                raise UsageError("certificates are of tls://", remedy=f"say tls://{host}:{port}")
            if not (self.trusted_network or _is_this_machine(host)):
                raise UsageError(
                    f"{self.url}: without TLS whoever reaches the port runs code and reads the "
                    "documents",
                    remedy="use tls://, or say --trust-network if the network is closed",
                )

    def security(self) -> Security:
        """What the connection needs.

        Raises:
            UsageError: a certificate is missing or cannot be read.
        """
        from distributed import Security

        if self.url.startswith("tcp"):
            return Security(require_encryption=False)
        files = {
            "tls_ca_file": self.tls_ca,
            "tls_client_cert": self.tls_cert,
            "tls_client_key": self.tls_key,
        }
        named = {name: str(path) for name, path in files.items() if path}
        security = Security(require_encryption=True, **named)
        if not (security.tls_ca_file and security.tls_client_cert):
            raise UsageError(
                f"{self.url} needs certificates",
                remedy="name them: --tls-ca, --tls-cert, --tls-key",
            )
        try:
            security.get_connection_args("client")
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise UsageError(
                f"the certificates cannot be used: {error}", remedy="check the PEM files"
            ) from error
        return security


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, work: Work, keep: Keep, settings: Settings, scheduler: Scheduler) -> None:
        self._work = work
        self._keep = keep
        self._settings = settings
        self._scheduler = scheduler
        self._client: Client | None = None
        self._threads = 0  # that read at the same time, as last counted
        self._counted = self._served = 0.0  # when that was, and when there was one at all

    def __str__(self) -> str:
        return self._scheduler.url

    def read(self, wanted: Iterator[W], expected: int) -> Iterator[tuple[W, Record]]:
        if not expected:
            return
        client = self._connected()
        executor = client.get_executor(pure=False)
        chunks = _chunks(wanted, max(1, min(CHUNK, expected // (4 * self._threads))))
        again: deque[list[W]] = deque()  # of chunks that no worker finished, one by one
        suspects: deque[list[W]] = deque()  # each to be read while nothing else is
        flying: dict[Future[list[Record]], list[W]] = {}
        alone: list[W] = []
        try:
            while True:
                while len(flying) < 2 * self._threads or not flying:
                    chunk = again.popleft() if again else next(chunks, None)
                    if chunk is None and suspects and not flying:
                        chunk = alone = suspects.popleft()
                    if chunk is None:
                        break
                    documents = []
                    for item in chunk:
                        try:
                            documents.append((item, item.path.read_bytes()))
                        except OSError as error:
                            yield item, _gone(item.path, error)
                    if documents:
                        sent = [(item.name, data) for item, data in documents]
                        future = executor.submit(
                            read_chunk, self._work, self._keep, sent, self._settings,
                            self._settings.fingerprint,
                        )  # fmt: skip
                        flying[future] = [item for item, _ in documents]
                if not flying:
                    return
                for future in wait(flying, timeout=LOOK, return_when=FIRST_COMPLETED).done:
                    items = flying.pop(future)
                    fault = self._fault(future)
                    if fault is None:
                        yield from zip(items, future.result(), strict=True)
                    elif len(items) > 1:
                        again.extend([item] for item in items)
                    elif fault["error"]["code"] == "crashed" and items != alone:
                        suspects.append(items)  # what waits on a worker that ends is blamed too
                    else:
                        yield items[0], fault
                self._count(client)
        finally:
            executor.shutdown(wait=False)

    def stop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _fault(self, future: Future[list[Record]]) -> Record | None:
        """What is said of a document whose chunk of one ended so; None: it ended well.

        Raises:
            VanbanError: the fault is no document's.
        """
        from distributed import KilledWorker

        try:
            error = future.exception()
        except CancelledError as cancelled:
            raise ConfigurationError(
                f"the scheduler at {self._scheduler.url} is gone",
                remedy="start it and run the same command again: what is stored is safe",
            ) from cancelled
        if error is None:
            return None
        if isinstance(error, VanbanError):
            raise error
        if isinstance(error, ImportError):
            raise MissingDependencyError(
                f"a worker of the cluster lacks a package: {error}",
                remedy="install there what is installed here: pip install 'vanban[cluster]'",
            ) from error
        if isinstance(error, KilledWorker):
            crash = "each worker of the cluster that read it ended"
            return refused("crashed", crash, "save it anew, or give the workers more memory")
        said = f"{type(error).__name__}: {error}"
        return refused("internal", said, "report it with the document")

    def _connected(self) -> Client:
        if self._client is None:
            try:
                import dask
                from distributed import Client
            except ImportError as error:
                raise MissingDependencyError(
                    "a cluster needs Dask distributed", remedy="pip install 'vanban[cluster]'"
                ) from error
            for name in ("distributed", "distributed.client"):
                logging.getLogger(name).setLevel(logging.CRITICAL)  # our errors say it shorter
            # Large documents are meant to travel: no warning of them.
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})
            security = self._scheduler.security()
            url = self._scheduler.url
            try:
                self._client = Client(url, security=security, set_as_default=False)
            except OSError as error:
                raise ConfigurationError(
                    f"no scheduler answers at {url}: {error}",
                    remedy="check the address and the certificates, or start it: dask scheduler",
                ) from error
            self._served = time.monotonic()
        while not self._count(self._client):
            time.sleep(POLL)
        return self._client

    def _count(self, client: Client) -> int:
        """How many threads read in all.

        Raises:
            ConfigurationError: there has been none for a while.
        """
        now = time.monotonic()
        if self._threads and now - self._counted < LOOK:
            return self._threads
        try:
            self._threads = sum(client.nthreads().values())
        except OSError:  # no answer now; should the scheduler be gone, the futures tell
            return self._threads
        self._counted = now
        if self._threads:
            self._served = now
        elif now - self._served > PATIENCE:
            raise ConfigurationError(
                f"{self._scheduler.url} has no workers",
                remedy=f"start some, then run again: dask worker {self._scheduler.url}",
            )
        return self._threads


def _chunks(wanted: Iterator[W], most: int) -> Iterator[list[W]]:
    chunk: list[W] = []
    size = 0
    for item in wanted:
        found = state(item.path)
        weight = found[1] if found else 0
        if chunk and (len(chunk) == most or size + weight > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += weight
    if chunk:
        yield chunk


def _gone(path: Path, error: OSError) -> Record:
    reason = error.strerror or str(error)
    return refused("unreadable", f"{printable(path)} cannot be opened: {reason}", "check the path")


# -- on a worker of the cluster ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Sent:
    """A document as it came: under a passing name."""

    path: Path
    name: str


def read_chunk(
    work: Work,
    keep: Keep,
    documents: list[tuple[str, bytes]],
    settings: Settings,
    fingerprint: str,
) -> list[Record]:
    """The job: some documents, each with its name -> their answers in the same order.

    Raises:
        ConfigurationError: this worker would read otherwise than the one who asks.
    """
    if settings.fingerprint != fingerprint:
        raise ConfigurationError(
            "a worker of the cluster reads by another version, rules or model",
            remedy="install the same there, and rules and model under the same path",
        )
    pool = _pool(threading.get_ident(), work, keep, settings)
    with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        sent = [_Sent(Path(folder) / str(n), name) for n, (name, _) in enumerate(documents)]
        for file, (_, data) in zip(sent, documents, strict=True):
            file.path.write_bytes(data)
        answers = {file: _renamed(file, a) for file, a in pool.read(iter(sent), len(sent))}
    return [answers[file] for file in sent]


@cache
def _pool(_thread: int, work: Work, keep: Keep, settings: Settings) -> Pool:
    """One process for each thread of this worker; it stays for the next chunk, and ends when idle.

    A worker of Dask is a daemon to ``multiprocessing``, which then starts no processes: it would
    leave them behind. Ours end with the process that started them.
    """
    multiprocessing.current_process().daemon = False
    return Pool(work, keep, settings, jobs=1)


def _renamed(file: _Sent, answer: Record) -> Record:
    if error := answer.get("error"):
        error["message"] = error["message"].replace(str(file.path), file.name)
    return answer
