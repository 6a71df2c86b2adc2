"""Keys of groups: what two documents must share to be held against each other.

A group's key is one number of 63 bits: a hash of what its members share, and in the low bits the
kind of check that judges the group. It is the same in every process and on every machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

Kind = Literal["series", "within", "copies", "dated", "numbered", "lineage"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_WHERE_BITS, _REST_BITS, _KIND_BITS = 23, 40, 3  # of the whole number, the rest, its end
_PAIRED = frozenset({"within", "dated", "numbered", "lineage"})


class Key(NamedTuple):
    """The group that a trace lies in, and as what.

    In the kinds that hold one sort of trace against another (a part against its whole, a citation
    against the document, this year's reports against last year's, a place against what is said of
    it) ``role`` is 0 for what is known and 1 for what is tried; else it is 0.
    """

    group: int
    role: int = 0


def group(kind: Kind, where: str, *what: object) -> int:
    """The key of a group of a kind at a place or of an agency.

    The high bits tell the place: what belongs together stands together in an index.
    """
    named = "\x1f".join(map(str, what))
    rest = int.from_bytes(hashlib.blake2b(named.encode(), digest_size=8).digest(), "big")
    return (
        _near(where) << _REST_BITS
        | (rest % (1 << _REST_BITS - _KIND_BITS)) << _KIND_BITS
        | (KINDS.index(kind))
    )


@lru_cache(maxsize=4096)
def _near(where: str) -> int:
    digest = hashlib.blake2b(where.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (1 << _WHERE_BITS)


def kind_of(key: int) -> Kind:
    """The kind of a group's key."""
    return KINDS[key & (1 << _KIND_BITS) - 1]


def is_paired(key: int) -> bool:
    """Whether a group of this key says nothing unless both roles are in it."""
    return kind_of(key) in _PAIRED
