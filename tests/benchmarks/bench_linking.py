"""Linking a synthetic archive: letters with ten orders each, and reports that answer them."""

import hashlib
import random
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.model import (
    Citation,
    DateMention,
    Directive,
    Footer,
    Letterhead,
    Parsed,
    PrintedDate,
    Source,
    Task,
)

DOCUMENTS = 10_000
ORDERS = 10
DISTRICTS = 200
_HEADS = (
    "rà soát, thống kê, sửa chữa, bố trí, cập nhật, nghiệm thu, đo đạc, tập huấn, thẩm định, cấp"
)
_THINGS = (
    "máy quét, hồ sơ, kênh mương, chợ xã, trường mầm non, giấy chứng nhận, tủ sách, lò giết mổ, "
    "bãi rác, camera, đèn đường, nhà văn hóa, trạm bơm, vườn ươm, cầu treo, hộ nghèo, vỉa hè, "
    "thuốc thú y, sổ hộ tịch, biển báo, đường ống, phòng học, bản đồ, loa truyền thanh, cây xanh, "
    "giống lúa, thẻ bảo hiểm, hồ chứa"
)


def archive(documents: int) -> Iterator[Parsed]:
    """Letters and reports in turn: each report answers the letter before it and plans anew."""
    chance = random.Random(20)
    heads = [h.strip() for h in _HEADS.split(",")]
    things = [t.strip() for t in _THINGS.split(",")]
    actions: list[str] = []
    for number in range(documents):
        district = f"Huyện {number // 2 % max(2, DISTRICTS * documents // DOCUMENTS)}"
        day = date(2015, 1, 1) + timedelta(days=number * 3650 // documents)
        if number % 2 == 0:
            actions = [
                f"{chance.choice(heads)} {chance.randrange(200)} {chance.choice(things)} tại thôn "
                f"{chance.choice(things)} {chance.choice(things)}"
                for _ in range(ORDERS)
            ]
            yield _document(number, "CV", day, "UBND tỉnh An Sơn", district, actions, [])
        else:
            plans = [f"{chance.choice(heads)} {chance.choice(things)}" for _ in range(ORDERS)]
            yield _document(
                number, "BC", day, f"UBND huyện {district}", "", plans, [f"đã {a}" for a in actions]
            )


def _document(
    number: int,
    type: str,
    day: date,
    issuer: str,
    district: str,
    orders: list[str],
    results: list[str],
) -> Parsed:
    head = f"Công văn số {number - 1}/UBND-TH báo cáo như sau:" if results else "UBND yêu cầu:"
    lines = [head, *orders, *results]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    text = "\n".join(lines)
    places = [(s, s + len(line)) for s, line in zip(starts, lines, strict=False)]
    assignee = f"UBND huyện {district}" if district else "Phòng Nội vụ"
    given = places[1 : 1 + len(orders)]
    told = places[1 + len(orders) :]
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return Parsed(
        id=f"sha256:{sha256}",
        source=Source(f"{number}.txt", "text/plain", len(text), sha256, "txt"),
        status="ok",
        text=text,
        header=Letterhead(
            issuer=issuer,
            parent_issuer="UBND tỉnh An Sơn" if results else None,
            code=f"{number}/UBND-TH" if type == "CV" else f"{number}/BC-UBND",
            type=type,
            date=PrintedDate("", day, day),
            subject="kết quả thực hiện" if results else "việc giao nhiệm vụ",
        ),
        footer=Footer(),
        citations=(
            (
                Citation(
                    head[:30], 0, 30, str(number - 1), "UBND-TH", "CV", role="reply_to",
                    issuer="UBND tỉnh An Sơn",
                ),
            )
            if results
            else ()
        ),
        dates=(DateMention("", 0, 0, day, day, "date"),),
        directives=tuple(
            Directive(
                f"d{i}", text[a:b], a, b, text[a:b], "order", assignees=(assignee,),
                deadline=day + timedelta(days=30), section=str(i),
            )
            for i, (a, b) in enumerate(given, 1)
        ),
        tasks=tuple(
            Task(f"t{i}", text[a:b], a, b, status="done") for i, (a, b) in enumerate(told, 1)
        ),
    )  # fmt: skip


def measure(documents: int) -> tuple[float, int, int]:
    """Seconds, tasks and events of linking that many documents."""
    from nlp.link import follow

    start = time.perf_counter()
    ledger = follow(archive(documents))
    return time.perf_counter() - start, len(ledger.tasks), len(ledger.events)


def peak_memory(documents: int) -> float:
    """Megabytes allocated at the peak of linking, the documents made on the way included."""
    from nlp.link import follow

    tracemalloc.start()
    follow(archive(documents))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def kept(documents: int) -> Iterator[tuple[str, str, str, float]]:
    """An archive whose tasks are followed for the first time, then with one document more."""
    from nlp.archive import open_archive

    with TemporaryDirectory() as folder, open_archive(Path(folder) / "a.db") as held:

        def refresh() -> float:
            start = time.process_time()
            held.tracking.refresh()
            return time.process_time() - start

        *most, last = archive(documents)
        for parsed in most:
            held.add(parsed, fingerprint="")
        first = refresh()
        held.add(last, fingerprint="")
        more = refresh()
        yield (f"{documents:,} documents: tasks first", f"{first:.1f} s", "1 minute", first / 60)
        yield (f"{documents:,} documents: one more", f"{more * 1000:.0f} ms", "1 s", more)


def rows() -> list[tuple[str, str, str, float]]:
    measure(100)  # imports
    half, _, _ = measure(DOCUMENTS // 2)
    whole, tasks, events = measure(DOCUMENTS)
    megabytes = peak_memory(DOCUMENTS // 10) * 10
    return [
        (f"linking {tasks:,} tasks, {events:,} events", f"{whole:.0f} s", "1 minute", whole / 60),
        ("its growth with twice the documents", f"x {whole / half:.2f}", "twice", whole / half / 2),
        ("its memory, from a tenth of it", f"{megabytes:,.0f} MB", "1 GB", megabytes / 1000),
        *kept(DOCUMENTS // 5),
        *kept(DOCUMENTS),
    ]


if __name__ == "__main__":
    print(*rows(), sep="\n")
