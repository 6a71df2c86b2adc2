"""The table of cues: every row fires in its own example; units that add up and that do not."""

import pytest

from nlp.checks.cues import lowered, marks, unit
from nlp.rules import table
from nlp.text import squeeze

ROWS = table("relation_cues")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['phrases'][0]}")
def test_a_row_fires_in_its_example(row):
    example = squeeze(str(row["example"])).lower()
    assert any(phrase.lower() in example for phrase in row["phrases"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gồm có 12 đơn; còn lại", ["gồm có", ";"]),
        ("Trong đó (bao  gồm): 5", ["trong đó", "(", "bao gồm", ")", ":"]),
        ("gồmx xgồm", []),
    ],
)
def test_marks(text, expected):
    assert [words for _, _, words in marks(lowered(text), 0, len(text))] == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("đơn", "đơn khiếu nại"),
        ("đơn khiếu nại", "đơn tố cáo"),
        ("vụ việc", "vụ"),
        ("lượt người", "lượt"),
        ("tỷ đồng", "triệu đồng"),
        ("nghìn người", "người"),
        ("học sinh", "cháu"),
        ("xã, phường", "phường"),
        ("km2", "ha"),
        ("tấn", "tạ"),
        ("", "đơn"),
    ],
)
def test_units_that_add_up(a, b):
    assert unit(a).fits(unit(b))
    assert unit(b).fits(unit(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [("đơn", "vụ"), ("đơn", "đơn vị"), ("cơ sở", "cơ quan"), ("%", "điểm phần trăm"), ("ha", "km")],
)
def test_units_that_do_not(a, b):
    assert not unit(a).fits(unit(b))


@pytest.mark.parametrize(
    ("text", "factor", "names"),
    [
        ("nghìn tỷ đồng", 10**12, ("đồng",)),
        ("triệu lượt khách", 10**6, ("lượt khách",)),
        ("ha", 10**4, ("m2",)),
        ("xã, thị trấn", 1, ("xã", "thị trấn")),
    ],
)
def test_units(text, factor, names):
    found = unit(text)
    assert (found.factor, found.names) == (factor, names)


@pytest.mark.parametrize("text", ["TỔNG SỐ", "Đơn", "İSTANBUL, Ǆ", "ẞ"])
def test_small_letters_keep_their_places(text):
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("narrow", "wide", "beside"),
    [
        ("trẻ em", "người", "giáo viên"),
        ("học sinh mồ côi", "người", "cán bộ"),
        ("tập thể", "điển hình", "cá nhân"),
        ("hộ", "đối tượng", "trẻ em"),
    ],
)
def test_units_counted_in_a_wider_one(narrow, wide, beside):
    assert unit(narrow).fits(unit(wide))
    assert unit(wide).fits(unit(narrow))
    assert unit(beside).fits(unit(wide))
    assert not unit(narrow).fits(unit(beside))
