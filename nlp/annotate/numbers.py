"""Printed numbers -> exact decimals: digits, words, mixed, with marks, scales and stray spaces.

``.`` groups thousands and ``,`` is the decimal mark; careless texts mix them, so the form decides
(three digits after the mark, a leading zero, both marks at once) and, where it cannot, the
``style`` of the text. Spaces that a PDF leaves inside a number ("1 66,9", "21, 8") are read over
where what follows can only belong to a number. Nothing here knows units; see ``units`` and
``mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from ..rules import alternatives, table
from ..text import LOWER, modern_tone, normalise
from .units import read_unit

Style = Literal["vi", "en"]


class Numeral(NamedTuple):
    """One printed number. ``other`` is the value where ``.`` or ``,`` is read the other way."""

    start: int
    end: int
    value: Decimal
    other: Decimal | None = None
    words: bool = False
    scale: str | None = (
        None  # the last scale word of a number in words: "hai trăm triệu" -> "triệu"
    )


# -- digits ---------------------------------------------------------------------------------------

# "2l.450", "l2": scanners read 1 as l. A letter counts only with a digit or mark after it.
_PLAIN = r"(?:[lI](?=\d))?\d(?:\d|[lIO](?=[\d.,]))*(?:[.,]\d(?:\d|[lO](?=\d))*)*"
_TAIL = r"(?=(?:\s?[-–]\s?\d+(?:,\s?\d+)?)?\s?(?:%|‰|(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn|điểm\s+phần)\b))"
_SPACED = "|".join(
    (
        rf"\d{{1,3}}\s\d{{1,2}},\d+{_TAIL}",  # "1 66,9 nghìn tỷ"
        rf"\d{{1,3}},\d{{1,2}}\s\d(?!\d){_TAIL}",  # "51,5 8 triệu"
        rf"\d{{1,3}}(?:\s,\s?|,\s)\d{{1,2}}(?!\d){_TAIL}",  # "21, 8%", "6 ,5%"
        r"\d\s\d(?=\s?%)",  # "2 8%"
        r"(?<!tháng )(?<!quý )(?<!ngày )"  # "12 500 000 đồng"
        rf"\d{{1,3}}(?:\s\d{{3}})+(?:,\d+)?(?!\d)(?=\s(?:[{LOWER}]|USD|VN[DĐ]))",
        rf"\d{{1,3}}(?:\.\s\d{{3}}|\s\.\d{{3}})+(?!\d)(?=\s[{LOWER}])",  # "1. 234 hộ"
    )
)
NUMERAL = rf"(?:(?<!\d,\s)(?<!\d\s)(?:{_SPACED})|{_PLAIN})"
# A PDF may glue the verb to a number it has torn apart: "đạt3 8,5%".
_GLUED = r"(?:(?<=đạt)|(?<=tăng)|(?<=giảm)|(?<=là)|(?<=chiếm)|(?<=bằng)|(?<=ước)|(?<=khoảng))"
_FREE = re.compile(r"(?<![^\W_])(?<!\d[.,])")
_PLAIN_HERE = re.compile(_PLAIN)
_TORN = re.compile(r"\s?[.,]?\s?\d")  # what follows a number that a space may have torn apart
_SPACED_HERE = re.compile(rf"(?<!\d,\s)(?<!\d\s)(?:{_SPACED})")
_GLUED_HERE = re.compile(rf"{_GLUED}(?:{_SPACED})")
_DIGITS = re.compile(r"\d[\d.,]*")
_LONGEST = 28  # characters; a longer run of digits is an account or a serial, and no quantity
_LOOKALIKE = str.maketrans({"l": "1", "I": "1", "O": "0"})
# The mark stands first in these patterns, for it is found fast.
_HEADS = "|".join(rf"(?<=[^\d.,]\d{{{n}}}[.,])" for n in (1, 2, 3))
_DECIMALS = rf"(?:{_HEADS})\d{{1,2}}(?=\s?(?:%|tỷ|tỉ|triệu|nghìn|ha\b))"
_DOT_DECIMAL = re.compile(rf"\.{_DECIMALS}")
_COMMA_DECIMAL = re.compile(rf",{_DECIMALS}")


def style_of(text: str) -> Style:
    """Where decimals are written with a dot and never with a comma: "en", else "vi"."""
    return "en" if _DOT_DECIMAL.search(text) and not _COMMA_DECIMAL.search(text) else "vi"


def read_digits(printed: str, *, style: Style = "vi") -> tuple[Decimal, Decimal | None]:
    """The value of a digit string, and the other value where a mark can be read both ways."""
    if printed.isdigit():
        return Decimal(printed), None
    plain = "".join(printed.split()).translate(_LOOKALIKE)
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        decimal = max(plain.rfind("."), plain.rfind(","))
        digits = re.compile(r"[.,]")
        whole, fraction = digits.sub("", plain[:decimal]), digits.sub("", plain[decimal:])
        if plain.count(plain[decimal]) > 1:  # "1,234.567.890": no decimal mark comes twice
            return Decimal(whole + fraction), None
        return Decimal(f"{whole}.{fraction}"), None
    if not dots and not commas:
        return Decimal(plain), None
    mark = "." if dots else ","
    head, *rest = plain.split(mark)
    if len(rest) > 1:
        return Decimal(plain.replace(mark, "")), None
    as_decimal, as_group = Decimal(f"{head}.{rest[0]}"), Decimal(head + rest[0])
    if len(head) > 3 or head[0] == "0" or len(rest[0]) != 3:
        return as_decimal, None
    groups = mark == ("." if style == "vi" else ",")
    return (as_group, as_decimal) if groups else (as_decimal, as_group)


def is_quantity(printed: str) -> bool:
    """Whether a digit string is short enough to say how many."""
    return len(printed) <= _LONGEST


def _numeral_at(text: str, at: int, end: int) -> re.Match[str] | None:
    """The number that begins at ``at``, torn ones too."""
    if at and not _FREE.match(text, at):
        return _GLUED_HERE.match(text, at, end)
    plain = _PLAIN_HERE.match(text, at, end)
    if plain is None or not _TORN.match(text, plain.end(), end):
        return plain
    return _SPACED_HERE.match(text, at, end) or plain


def scan_digits(text: str, start: int, end: int, *, style: Style = "vi") -> Iterator[Numeral]:
    """Every number written in digits in ``text[start:end]``, in order."""
    at = start
    while run := _DIGITS.search(text, at, end):
        first = run.start()
        if first > start and text[first - 1] in "lI":
            first -= 1
        match = _numeral_at(text, first, end)
        if match is None:  # part of a word or code: on to the next number
            at = run.end()
            continue
        at = match.end()
        if is_quantity(match.group()):
            value, other = read_digits(match.group(), style=style)
            yield Numeral(first, at, value, other)


# -- words ----------------------------------------------------------------------------------------


_MOST_WORDS = 40  # the longest number below a thousand million milliards has fewer


@cache
def _lexicon() -> dict[str, tuple[str, Decimal]]:
    return {
        word: (row["role"], Decimal(value))
        for row in table("number_words")
        for word, value in row["words"].items()
    }


@cache
def _word_run() -> re.Pattern[str]:
    openers = alternatives([w for w, (role, _) in _lexicon().items() if role in ("digit", "ten")])
    inner = [w for w, (role, _) in _lexicon().items() if role not in ("suffix", "mark", "minus")]
    scales = "|".join(rf"(?<={w})" for w, (role, _) in _lexicon().items() if role == "scale")
    return re.compile(  # "hai mươi tỷ, tám trăm triệu": a comma may follow a scale word
        rf"(?<!\w){openers}(?:(?:(?:{scales}),)?\s+{alternatives(inner)}){{1,{_MOST_WORDS}}}(?!\w)",
        re.IGNORECASE,
    )


@cache
def _times() -> re.Pattern[str]:
    """One number word that can only count: "gấp hơn hai lần"."""
    digits = alternatives([w for w, (role, _) in _lexicon().items() if role == "digit"])
    return re.compile(
        rf"(?<!\w)gấp\s+(?:[^\W\d_]+\s+){{0,2}}?(?P<word>{digits})(?=\s+lần(?!\w))", re.IGNORECASE
    )


def scan_words(text: str, start: int, end: int) -> Iterator[Numeral]:
    """Every run of two or more number words that makes one number: "mười hai tỷ năm trăm triệu".

    One word alone is a number after "gấp" only.
    """
    if text.find("gấp", start, end) >= 0:
        for match in _times().finditer(text, start, end):
            value = digit_word(match["word"])
            if value is not None:
                yield Numeral(match.start("word"), match.end("word"), value, words=True)
    for match in _word_run().finditer(text, start, end):
        words = modern_tone(match.group().lower()).replace(",", " ").split()
        last, stop = words, match.end()
        value = _words_value(tuple(last))
        if (
            value is None and len(words) > 2
        ):  # "hai mươi năm" is twenty years: the last word is none of it
            stop = match.start() + len(match.group().rsplit(None, 1)[0])
            last = words[:-1]
            value = _words_value(tuple(last))
        if value is None or len(last) < 2:
            continue
        role = _lexicon()[last[-1]][0]
        yield Numeral(
            match.start(), stop, value, words=True, scale=last[-1] if role == "scale" else None
        )


def digit_word(word: str) -> Decimal | None:
    """The value of one number word from nought to ten, else None."""
    role, value = _lexicon().get(modern_tone(word.lower()), ("", Decimal(0)))
    return value if role in ("digit", "ten") else None


_Token = str | Decimal


def _words_value(tokens: tuple[_Token, ...]) -> Decimal | None:
    """The value of number words (digit strings already read), or None where they make no number."""
    if not tokens:
        return None
    for scale in (1_000_000_000, 1_000_000, 10_000, 1000):
        places = [i for i, t in enumerate(tokens) if _is("scale", t) and _number(t) == scale]
        if not places:
            continue
        left, right = tokens[: places[-1]], tokens[places[-1] + 1 :]
        high = _words_value(left) if left else Decimal(1)
        low = _after(right, Decimal(scale))
        return None if high is None or low is None else high * scale + low
    return _below_thousand(tokens)


def _after(tokens: tuple[_Token, ...], scale: Decimal) -> Decimal | None:
    """What stands after a scale word: "rưỡi" is its half, a bare digit its tenths."""
    if not tokens:
        return Decimal(0)
    if len(tokens) == 1 and _is("half", tokens[0]):
        return scale / 2
    if len(tokens) == 1 and (_is("digit", tokens[0]) or _is("unit_digit", tokens[0])):
        return _number(tokens[0]) * scale / 10
    if _is("joiner", tokens[0]):
        tokens = tokens[1:]
        return (
            _number(tokens[0])
            if len(tokens) == 1 and _is_digit(tokens[0])
            else _below_hundred(tokens)
        )
    low = _words_value(tokens)
    return None if low is None or low >= scale else low


def _below_thousand(tokens: tuple[_Token, ...]) -> Decimal | None:
    places = [i for i, t in enumerate(tokens) if _is("hundred", t)]
    if not places:
        return _below_hundred(tokens)
    if len(places) > 1:
        return None
    left, right = tokens[: places[0]], tokens[places[0] + 1 :]
    high = _below_hundred(left) if left else Decimal(1)
    low = _after(right, Decimal(100))
    return None if high is None or low is None else high * 100 + low


def _below_hundred(tokens: tuple[_Token, ...]) -> Decimal | None:
    if len(tokens) == 1:
        token = tokens[0]
        if isinstance(token, Decimal) or _is("digit", token) or _is("ten", token):
            return _number(token)
        if _is("half_of", token):
            return Decimal("0.5")
        return Decimal(10) if token == "chục" else None  # noqa: S105
    if len(tokens) == 2 and _is("half", tokens[1]) and _is_digit(tokens[0]):
        return _number(tokens[0]) + Decimal("0.5")
    if isinstance(tokens[0], Decimal):
        return None
    if _is("ten", tokens[0]):
        tens, rest = Decimal(10), tokens[1:]
    elif _is("digit", tokens[0]) and _is("tens", tokens[1]):
        tens, rest = _number(tokens[0]) * 10, tokens[2:]
    elif _is("digit", tokens[0]) and len(tokens) == 2:  # "hai mốt", "ba bảy"
        tens, rest = _number(tokens[0]) * 10, tokens[1:]
        if tens == 0:
            return None
    else:
        return None
    if not rest:
        return tens
    if len(rest) > 1 or not (_is("digit", rest[0]) or _is("unit_digit", rest[0])):
        return None
    spoken_five = rest[0] == "năm" and (tokens[0] == "mười" or tokens[1] in ("mươi", "chục"))
    return (
        None if spoken_five else tens + _number(rest[0])
    )  # "mười năm" is ten years, fifteen is "mười lăm"


def _role(word: str) -> str:
    return _lexicon()[word][0] if word in _lexicon() else ""


def _is(role: str, token: _Token) -> bool:
    return isinstance(token, str) and _role(token) == role


def _is_digit(token: _Token) -> bool:
    return isinstance(token, Decimal) or _is("digit", token) or _is("unit_digit", token)


def _number(token: _Token) -> Decimal:
    return token if isinstance(token, Decimal) else _lexicon()[token][1]


def plain(value: Decimal) -> Decimal:
    """The same value without trailing zeros or exponent: 12500.000 -> 12500."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


# -- one number as a whole ------------------------------------------------------------------------

_TOKEN = re.compile(rf"\s*(?:(?P<digits>{NUMERAL})|(?P<word>[^\W\d_]+)|(?P<other>\S))")
_CURRENCY_FIRST = re.compile(r"[$€£¥₫₹]\s*")


def parse_number(text: str) -> Decimal | None:
    """The value of one number in digits, words or both; a unit after it is passed over.

    "2tr5" -> 2500000; "12kg" -> 12. None where the text is not one number.

    >>> parse_number("1.234,5"), parse_number("mười hai tỷ năm trăm triệu")
    (Decimal('1234.5'), Decimal('12500000000'))
    """
    cleaned = _CURRENCY_FIRST.sub("", normalise(text).strip(), count=1)
    sign = 1
    if cleaned[:1] in "-−–+" and cleaned[1:2].strip():
        sign, cleaned = (1 if cleaned[0] == "+" else -1), cleaned[1:]
    tokens, rest = _tokens(modern_tone(cleaned))
    if tokens and _is("minus", tokens[0]):
        sign, tokens = -sign, tokens[1:]
    value = _with_marks(tuple(tokens)) if len(tokens) <= _MOST_WORDS else None
    if value is None or not _is_unit(rest):
        return None
    return sign * value


def _tokens(text: str) -> tuple[list[_Token], str]:
    """Leading number tokens and what is left; "2tr5" becomes 2, triệu, 5."""
    tokens: list[_Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        if printed := match["digits"]:
            if not is_quantity(printed):
                break
            tokens.append(read_digits(printed)[0])
        elif (word := (match["word"] or "").lower()) and _role(word) not in ("suffix", ""):
            tokens.append(word)
        elif tokens and isinstance(tokens[-1], Decimal) and _role(word) == "suffix":
            if (
                match["word"] == "m" or match.start("word") != at
            ):  # "5m" is five metres, "5M" five million
                break
            scale = _lexicon()[word][1]
            tokens[-1] *= scale
            digits = re.compile(r"\d{1,3}(?!\d)").match(text, match.end())
            if digits:  # "1tr2" is 1,2 triệu
                tokens[-1] += Decimal(f"0.{digits.group()}") * scale
                at = digits.end()
                continue
        else:
            break
        at = match.end()
    return tokens, text[at:].strip()


def _with_marks(tokens: tuple[_Token, ...]) -> Decimal | None:
    """Spoken decimals: "ba phẩy một bốn" is 3.14, and a scale may follow."""
    marks = [i for i, t in enumerate(tokens) if _is("mark", t)]
    if len(marks) != 1:
        return _words_value(tokens) if not marks else None
    whole, rest = _words_value(tokens[: marks[0]]), list(tokens[marks[0] + 1 :])
    scale = Decimal(1)
    while rest and _is("scale", rest[-1]):
        scale *= _number(rest.pop())
    if whole is None or not rest:
        return None
    if all(_is_digit(t) for t in rest):
        digits = "".join(str(_number(t)) for t in rest)
    else:
        spoken = _words_value(tuple(rest))
        if spoken is None:
            return None
        digits = str(spoken)
    return Decimal(f"{whole}.{digits}") * scale if digits.isdigit() else None


def _is_unit(text: str) -> bool:
    if not text:
        return True
    unit = read_unit(text, 0)
    return unit is not None and not text[unit.end :].strip()
