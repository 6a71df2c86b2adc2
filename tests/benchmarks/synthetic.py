"""Reports that were never written: offices, periods, indicators that evolve, conflicts planted.

``Archive(reports, conflicts, seed)`` makes ``Parsed`` reports one by one, as a parser would have
read them (text, figures, period mentions, letterhead), so that checks between reports can be tried
on any number of them. ``planted`` tells where each contradiction stands: (document, offset).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nlp.model import (
    DateMention,
    Figure,
    Footer,
    Letterhead,
    Parsed,
    Period,
    PrintedDate,
    Source,
)

FIRST_YEAR, YEARS = 2021, 4
DISTRICTS, COMMUNES = 12, 9  # of a province, of a district
PERIODS = (("Q1", "quý I", 3), ("H1", "6 tháng đầu năm", 6), ("9M", "9 tháng", 9), ("", "năm", 12))
KINDS = ("restated", "base", "fall", "plan", "quarter", "implied", "part")
SYLLABLES = (
    "An", "Bình", "Châu", "Đông", "Giang", "Hòa", "Khánh", "Long", "Minh",
    "Nam", "Phú", "Quang", "Sơn", "Tân", "Trà", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip

# What is said of each indicator: in the words that the catalogue has, and as clerks say it, too, in
# other words and another order.
KNOWN = {
    "visits": (
        "Tiếp công dân: {} lượt",
        "Số lượt tiếp công dân là {} lượt",
        "Toàn {level} tiếp {} lượt công dân",
    ),
    "new": (
        "Tiếp nhận mới {} đơn", "Đơn mới phát sinh: {} đơn", "Số đơn tiếp nhận mới trong kỳ {} đơn",
    ),
    "complaints": (
        "trong đó {} đơn khiếu nại", "Đơn khiếu nại: {} đơn", "Số đơn khiếu nại {} đơn",
    ),
    "denunciations": ("{} đơn tố cáo", "Đơn tố cáo: {} đơn"),
    "land": ("Đơn khiếu nại về đất đai: {} đơn", "Có {} đơn khiếu nại lĩnh vực đất đai"),
    "gifts": (
        "Tặng {} suất quà cho hộ nghèo dịp lễ", "Trao {} suất quà cho người có uy tín",
    ),
    "resolved": ("Đã giải quyết {} đơn", "Số đơn đã giải quyết xong {} đơn"),
    "pending": ("Đang giải quyết {} đơn", "Còn {} đơn chưa giải quyết"),
    "mediation": ("Hòa giải ở cơ sở tiếp nhận {} vụ", "Các tổ hòa giải tiếp nhận {} vụ"),
    "revenue": (
        "Thu ngân sách trên địa bàn {} tỷ đồng",
        "Tổng thu ngân sách nhà nước trên địa bàn đạt {} tỷ đồng",
    ),
    "spent": (
        "Giải ngân vốn đầu tư công {} triệu đồng", "Vốn đầu tư công đã giải ngân {} triệu đồng",
    ),
    "poor": ("Tỷ lệ hộ nghèo {}%", "Tỷ lệ hộ nghèo còn {}%"),
}  # fmt: skip
FREE = {
    "visits": (
        "Công tác tiếp dân được duy trì, đã đón {} lượt người",
        "Trụ sở đã tiếp được {} lượt bà con",
        "Người dân đến trụ sở trình bày: {} lượt",
    ),
    "new": (
        "Trong kỳ nhận thêm {} đơn", "Số đơn nhận được trong kỳ là {} đơn",
        "Phát sinh {} đơn mới",
    ),
    "complaints": (
        "Về khiếu nại có {} đơn", "Khiếu nại: nhận {} đơn", "{} đơn có nội dung khiếu nại",
    ),
    "denunciations": ("Về tố cáo có {} đơn", "{} đơn mang nội dung tố cáo"),
    "land": (
        "Riêng khiếu nại liên quan đến đất đai có {} đơn",
        "{} đơn khiếu nại thuộc lĩnh vực đất đai",
    ),
    "gifts": KNOWN["gifts"],
    "resolved": (
        "Kết quả xử lý dứt điểm {} đơn", "Đến nay giải quyết được {} đơn", "{} đơn đã xử lý xong",
    ),
    "pending": ("Hiện còn {} đơn đang xem xét", "{} đơn đang trong thời gian giải quyết"),
    "mediation": (
        "Tổ hòa giải các thôn thụ lý {} vụ", "Số vụ đưa ra hòa giải tại cơ sở: {} vụ",
    ),
    "revenue": (
        "Số thu NSNN {} tỷ đồng", "Thu NSNN trên địa bàn ước đạt {} tỷ đồng",
        "Kết quả thu ngân sách của {level} được {} tỷ đồng",
    ),
    "spent": (
        "Kết quả giải ngân kế hoạch vốn đầu tư công được {} triệu đồng",
        "Đã giải ngân {} triệu đồng vốn đầu tư công",
    ),
    "poor": ("Hộ nghèo chiếm {}%", "Tỷ lệ nghèo {}%"),
}  # fmt: skip

# As many hands write it: other verbs, the number first or last, circumstances before and behind.
CLERKS = {
    "visits": (
        "Lũy kế từ đầu năm, {level} đã tiếp {} lượt người dân", "Công dân được tiếp: {} lượt",
        "Tổng cộng có {} lượt công dân đến và được tiếp", "Tiếp công dân | lượt | {} lượt",
    ),
    "new": (
        "Tính chung cả kỳ, nhận mới {} đơn", "Đơn nhận mới | đơn | {} đơn",
        "{} đơn được tiếp nhận mới tính đến hết kỳ", "Số đơn mới tiếp nhận là {} đơn",
    ),
    "complaints": (
        "Số đơn khiếu nại trong kỳ là {} đơn", "Khiếu nại | đơn | {} đơn",
        "Qua phân loại, đơn khiếu nại có {} đơn",
    ),
    "denunciations": ("Số đơn tố cáo trong kỳ là {} đơn", "Tố cáo | đơn | {} đơn"),
    "land": (
        "Đơn khiếu nại liên quan đất đai là {} đơn", "{} đơn khiếu nại có nội dung về đất đai",
    ),
    "gifts": (
        "Trong dịp lễ đã tặng {} suất quà cho hộ nghèo", "{} suất quà được trao cho hộ nghèo",
    ),
    "resolved": (
        "Số đơn đã được giải quyết là {} đơn", "Tính chung, giải quyết xong {} đơn",
        "Đơn đã giải quyết | đơn | {} đơn",
    ),
    "pending": ("Số đơn còn đang xem xét là {} đơn", "Đơn đang giải quyết | đơn | {} đơn"),
    "mediation": (
        "Đã đưa ra hòa giải {} vụ ở cơ sở", "Số vụ hòa giải được tiếp nhận là {} vụ",
        "Hòa giải ở cơ sở | vụ | {} vụ",
    ),
    "revenue": (
        "Tính chung, tổng thu NSNN trên địa bàn {level} là {} tỷ đồng",
        "Thu ngân sách nhà nước lũy kế {} tỷ đồng", "Thu NSNN | tỷ đồng | {} tỷ đồng",
    ),
    "spent": (
        "Vốn đầu tư công giải ngân lũy kế {} triệu đồng",
        "Số vốn đầu tư công đã giải ngân là {} triệu đồng",
    ),
    "poor": ("Tỷ lệ hộ nghèo hiện còn {}%", "Hộ nghèo trên địa bàn: {}%"),
}  # fmt: skip
WORDINGS = {"known": (KNOWN,), "free": (KNOWN, FREE), "clerks": (KNOWN, FREE, CLERKS)}


@dataclass(frozen=True)
class Office:
    number: int
    name: str
    level: str
    parent: str


@dataclass
class Page:
    """A report while it is written."""

    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)

    def say(self, words: str) -> None:
        self.text += words

    def number(
        self,
        value: Decimal | int,
        unit: str,
        kind: str,
        indicator: str,
        period: Period,
        **more: object,
    ) -> int:
        value = Decimal(value)
        printed = f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
        text = f"{printed}{unit}" if unit == "%" else f"{printed} {unit}"
        start = len(self.text)
        self.text += text
        name = f"f{len(self.figures) + 1}"
        self.figures.append(
            Figure(name, text, start, len(self.text), value, unit, kind, indicator=indicator,
                   period=period, **more)
        )  # fmt: skip
        return start

    def when(self, words: str, period: Period) -> None:
        start = len(self.text)
        self.text += words
        self.dates.append(
            DateMention(words, start, len(self.text), period.start_date, period.end_date,
                        "period", period.name)
        )  # fmt: skip

    def line(self, phrase: str, value: Decimal | int, unit: str, kind: str, period: Period) -> int:
        """A figure in its phrase; ``{}`` is followed by its unit."""
        left, _, right = phrase.partition("{}")
        self.say(left)
        indicator = f"{unit} {left}".strip(" :")
        start = self.number(value, unit, kind, indicator, period)
        self.say(right.removeprefix(f" {unit}").removeprefix(unit))
        return start


class Archive:
    """``len(list(archive)) == reports``; the same seed makes the same reports.

    ``words``: a set of ``WORDINGS``: the catalogue's own, other words as well, or those of many
    clerks as well.
    """

    def __init__(
        self, reports: int, conflicts: int, seed: int = 1, *, words: str = "known"
    ) -> None:
        self.reports, self.seed = reports, seed
        self._words = {
            what: tuple(phrase for said in WORDINGS[words] for phrase in said[what])
            for what in KNOWN
        }
        self.planted: dict[tuple[str, int], str] = {}
        rng = random.Random(seed)
        per_office = YEARS * len(PERIODS)
        self._offices = -(-reports // per_office)
        places = [(o, y) for o in range(self._offices) for y in range(1, YEARS)]
        chosen = rng.sample(places, min(conflicts, len(places)))
        self._plan = {place: KINDS[n % len(KINDS)] for n, place in enumerate(chosen)}

    def __iter__(self) -> Iterator[Parsed]:
        made = 0
        districts: list[dict[tuple[int, int, str], Decimal]] = [{}]
        for number in range(self._offices):
            office = _office(number)
            if office.level == "huyện":
                districts.append({})
            numbers = _numbers(random.Random(f"{self.seed} {number}"), office, districts[-1])
            for year in range(YEARS):
                for at in range(len(PERIODS)):
                    if made == self.reports:
                        return
                    made += 1
                    yield self._report(office, year, at, numbers, districts[-1])

    def _report(
        self,
        office: Office,
        year: int,
        at: int,
        numbers: dict[tuple[int, int, str], Decimal],
        district: dict[tuple[int, int, str], Decimal],
    ) -> Parsed:
        rng = random.Random(f"{self.seed} {office.number} {year} {at}")
        kind = self._plan.get((office.number, year), "")
        if kind == "part" and office.level == "huyện":
            kind = "restated"
        planted_at = {"restated": 2, "fall": 2, "quarter": 2}.get(kind, 1 + rng.randrange(1))
        wrong = kind if at == planted_at else ""
        period, before = _period(year, at), _period(year - 1, at)
        half = _period(year, 1)
        page = Page()
        ident = f"sha256:{office.number:06d}{year}{at}"

        def plant(start: int) -> None:
            self.planted[ident, start] = wrong

        def say(what: str) -> str:
            return rng.choice(self._words[what]).replace("{level}", office.level)

        def own(what: str) -> Decimal:
            return numbers[year, at, what]

        def last(what: str) -> Decimal:
            return numbers[year - 1, at, what]

        subject = "Kết quả công tác và tình hình kinh tế - xã hội "
        page.say("BÁO CÁO\n" + subject)
        page.when(
            f"{PERIODS[at][1]} {'' if at == 3 else 'năm '}{FIRST_YEAR + year}".strip(), period
        )
        end = len(page.text)
        page.say("\n\n- ")

        page.line(
            say("visits"),
            own("visits"),
            "lượt",
            "count",
            period,
        )
        if year:
            base = last("visits") + (rng.randint(3, 9) if wrong == "base" else 0)
            change = own("visits") - base
            page.say(", tăng " if change >= 0 else ", giảm ")
            page.number(abs(change), "lượt", "count", "lượt tiếp công dân", period,
                        change="increase" if change >= 0 else "decrease",
                        baseline="same period last year")  # fmt: skip
            page.say(" so với ")
            page.when("cùng kỳ năm trước", before)
            page.say(" (")
            start = page.number(base, "lượt", "count", "lượt cùng kỳ năm trước", before)
            page.say(")")
            if wrong == "base":
                plant(start)
        page.say(".\n- ")

        new = own("new")
        if wrong == "part":
            new = district[year, at, "new"] + rng.randint(3, 40)
        start = page.line(say("new"), new, "đơn", "count", period)
        if wrong == "part":
            plant(start)
        page.say(";\n- ")
        complaints = own("complaints")
        if wrong == "fall":
            complaints = numbers[year, at - 1, "complaints"] - rng.randint(1, 4)
        start = page.line(say("complaints"), complaints, "đơn", "count", period)
        if wrong == "fall":
            plant(start)
        page.say(";\n- ")
        page.line(say("denunciations"), own("denunciations"), "đơn", "count", period)
        if year:
            change = own("denunciations") - last("denunciations")
            change += rng.randint(2, 6) if wrong == "implied" else 0
            page.say(", tăng " if change >= 0 else ", giảm ")
            start = page.number(abs(change), "đơn", "count", "đơn tố cáo", period,
                                change="increase" if change >= 0 else "decrease",
                                baseline="same period last year")  # fmt: skip
            page.say(" so với ")
            page.when("cùng kỳ năm trước", before)
            if wrong == "implied":
                plant(start)
        page.say(".\n- ")
        # beside them: an indicator that is nearly another, and one that no catalogue knows
        page.line(say("land"), own("land"), "đơn", "count", period)
        page.say(".\n- ")
        page.line(say("gifts"), own("gifts"), "suất quà", "count", period)
        page.say(".\n- ")
        page.line(say("resolved"), own("resolved"), "đơn", "count", period)
        if at == 2:
            page.say(" (riêng ")
            page.when("6 tháng đầu năm", half)
            page.say(" đã giải quyết ")
            told = numbers[year, 1, "resolved"] + (rng.randint(2, 9) if wrong == "restated" else 0)
            start = page.number(told, "đơn", "count", "đơn đã giải quyết 6 tháng đầu năm", half)
            page.say(")")
            if wrong == "restated":
                plant(start)
        page.say(".\n- ")
        page.line(say("pending"), own("pending"), "đơn", "count", period)
        page.say(".\n- ")
        page.line(say("mediation"), own("mediation"), "vụ", "count", period)
        page.say(".\n- ")
        page.line(say("revenue"), own("revenue"), "tỷ đồng", "money", period)
        plan = numbers[year, 0, "plan"] + (rng.randint(3, 20) if wrong == "plan" else 0)
        page.say(", đạt ")
        page.number(round(own("revenue") * 100 / plan, 1), "%", "percent", "tỷ lệ thu ngân sách",
                    period, baseline="plan")  # fmt: skip
        page.say(" dự toán năm (")
        start = page.number(plan, "tỷ đồng", "money", "dự toán thu ngân sách", period)
        page.say(").\n- ")
        if wrong == "plan":
            plant(start)
        page.line(say("spent"), own("spent"), "triệu đồng", "money", period)
        if at == 2:
            third = _quarter(year, 3)
            page.say(", riêng ")
            page.when("quý III", third)
            page.say(" giải ngân ")
            spent = numbers[year, 2, "spent"] - numbers[year, 1, "spent"]
            spent += rng.randint(30, 90) if wrong == "quarter" else 0
            start = page.number(spent, "triệu đồng", "money", "giải ngân quý III", third)
            if wrong == "quarter":
                plant(start)
        page.say(".\n- ")
        page.line(say("poor"), own("poor"), "%", "percent", period)
        page.say(".\n")
        return Parsed(
            id=ident,
            source=Source(f"{ident[7:]}.txt", "text/plain", len(page.text), ident[7:], "txt"),
            status="ok",
            text=page.text,
            header=Letterhead(
                parent_issuer=f"UBND {office.parent}",
                issuer=f"UBND {office.level} {office.name}",
                number=str(1 + at),
                symbol="BC-UBND",
                code=f"{1 + at}/BC-UBND",
                type="BC",
                date=PrintedDate("", period.end_date, period.end_date),
                subject=subject,
                evidence={"subject": {"start": 8, "end": end}},
            ),
            footer=Footer(),
            figures=tuple(page.figures),
            dates=tuple(page.dates),
        )


def _name(number: int) -> str:
    """A name of its own for each place."""
    words = []
    for _ in range(4):
        number, digit = divmod(number, len(SYLLABLES))
        words.append(SYLLABLES[digit])
    return " ".join(words)


def _office(number: int) -> Office:
    group, at = divmod(number, COMMUNES + 1)
    district = _name(group)
    if at == 0:
        return Office(number, district, "huyện", f"tỉnh An {_name(group // DISTRICTS)}")
    return Office(number, _name(number), "xã", f"huyện {district}")


def _period(year: int, at: int) -> Period:
    suffix, _, last = PERIODS[at]
    actual = FIRST_YEAR + year
    day = date(actual, last, 31 if last in (3, 12) else 30)
    return Period(date(actual, 1, 1), day, f"{actual}-{suffix}".rstrip("-"))


def _quarter(year: int, quarter: int) -> Period:
    actual = FIRST_YEAR + year
    return Period(date(actual, 7, 1), date(actual, 9, 30), f"{actual}-Q{quarter}")


def _numbers(
    rng: random.Random, office: Office, district: dict[tuple[int, int, str], Decimal]
) -> dict[tuple[int, int, str], Decimal]:
    """What an office would report truly; a district has more of everything than its communes."""
    large = 12 if office.level == "huyện" else 1
    sizes = {"visits": 40, "new": 60, "complaints": 12, "denunciations": 8, "resolved": 40,
             "mediation": 15, "revenue": 9, "spent": 900}  # fmt: skip
    found: dict[tuple[int, int, str], Decimal] = {}
    for year in range(YEARS):
        for what, size in sizes.items():
            grown = Decimal(0)
            for at in range(len(PERIODS)):
                step = Decimal(rng.randint(size // 2, size) * large)
                grown += step + (Decimal(rng.randint(0, 9)) / 10 if what == "revenue" else 0)
                found[year, at, what] = grown
        for at in range(len(PERIODS)):
            found[year, at, "pending"] = Decimal(rng.randint(3, 40) * large)
            found[year, at, "land"] = found[year, at, "complaints"] // 2
            found[year, at, "gifts"] = Decimal(rng.randint(20, 400))
            found[year, at, "poor"] = Decimal(rng.randint(200, 900)) / 100
        found[year, 0, "plan"] = Decimal(rng.randint(25, 40) * large)
    if office.level == "huyện":
        district.update(found)
    return found
