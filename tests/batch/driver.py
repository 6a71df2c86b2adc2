"""An ingest that may be killed: what it prints is stored."""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

from nlp.archive import open_archive
from nlp.batch import Outcome, Scheduler, ingest
from nlp.errors import VanbanError
from nlp.settings import Settings
from tests.batch.works import work


def tell(outcome: Outcome, _done: int, _total: int) -> None:
    if outcome.status != "failed":
        sys.stdout.write(f"{outcome.path}\n")
        sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("db")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--largest", type=int, help="No file may grow beyond so many bytes.")
    parser.add_argument("--scheduler")
    parser.add_argument("--pem", type=Path)
    given = parser.parse_args()
    cluster = given.scheduler and Scheduler(given.scheduler, given.pem, given.pem)
    try:
        with open_archive(given.db) as archive:
            if given.largest:
                _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
                resource.setrlimit(resource.RLIMIT_FSIZE, (given.largest, hard))
            report = ingest(
                given.folders, archive, jobs=None if cluster else given.jobs, scheduler=cluster,
                settings=Settings(timeout=5), progress=tell, work=work,
            )  # fmt: skip
            return report.exit_code
    except KeyboardInterrupt:
        return 130
    except VanbanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
