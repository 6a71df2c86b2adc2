"""What a worker does to a document in these tests: to its process it does what the text says."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path

from nlp.batch import printable
from nlp.errors import ConfigurationError, EncryptedFileError
from nlp.model import Figure, Finding, Footer, Letterhead, Parsed, Source
from nlp.settings import Settings


def work(path: Path, name: str, settings: Settings) -> tuple[Parsed, list[Finding]]:
    text = path.read_text("utf-8")
    match text.split()[0]:
        case "exit":
            os._exit(3)
        case "crash":
            ctypes.string_at(0)
        case "hang":
            time.sleep(600)
        case "deaf":  # a loop in native code, with the lock of the interpreter held
            ctypes.PyDLL(None).sleep(600)
        case "eat":
            bytearray(2_000_000_000)
        case "fault":
            raise ZeroDivisionError("oh")
        case "locked":
            raise EncryptedFileError(f"{printable(path)} has a password", remedy="remove it")
        case "rules":
            raise ConfigurationError("a table is broken")
        case "slow":
            time.sleep(0.15)
        case "brief":
            time.sleep(0.03)
        case "grow":  # somebody still writes it
            path.write_text(text + " more", "utf-8")
        case "parent":  # whatever keeps this process
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(5)
        case "half":  # half a letter, which no database stores
            text += "\ud800"
        case "print":
            sys.stdout.write("a library talks")
            os.write(1, b"and its native part too\n")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(name, "text/plain", len(text), sha256, "txt")
    figure = Figure("f1", text, 0, len(text), Decimal(1), "đơn", "count", indicator="đơn")
    parsed = Parsed(
        f"sha256:{sha256}", source, "ok", text, Letterhead(), Footer(), figures=(figure,)
    )
    return parsed, []
