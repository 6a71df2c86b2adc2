"""Scores against gold: counted by hand here."""

import json

import pytest

from nlp.errors import DamagedFileError, UnreadableInputError
from nlp.evaluate import compare, evaluate, load_gold, score

TEXT = (
    "Năm 2024, xã nhận 12 đơn, gồm 07 đơn khiếu nại và 05 đơn tố cáo. Yêu cầu Phòng Nội vụ báo cáo."
)


def gold_figure(text, value, indicator):
    return {
        "text": text,
        "start": TEXT.index(text),
        "value": value,
        "unit": "đơn",
        "kind": "count",
        "indicator": indicator,
    }


GOLD = {
    "id": "mau",
    "text": TEXT,
    "header": {"number": "12", "issuer": "UBND xã Mẫu", "date": None},
    "figures": [
        gold_figure("12 đơn", 12, "đơn"),
        gold_figure("07 đơn", 7, "khiếu nại"),
        gold_figure("05 đơn", 5, "tố cáo"),
    ],
    "relations": [{"type": "sum", "total": 0, "parts": [1, 2], "holds": True}],
    "dates": [{"text": "Năm 2024", "start_date": "2024-01-01", "end_date": "2024-12-31"}],
    "citations": [],
    "directives": [
        {"text": "Yêu cầu Phòng Nội vụ báo cáo", "assignees": ["Phòng Nội vụ"], "deadline": None}
    ],
    "tasks": [{"text": "xã nhận 12 đơn", "labels": ["petition"], "status": "done"}],
}


def figure(number, text, value, **more):
    start = TEXT.index(text)
    return {
        "id": f"f{number}",
        "text": text,
        "start": start,
        "end": start + len(text),
        "value": value,
        "unit": "đơn",
        "kind": "count",
        "indicator": None,
    } | more


def parsed(**more):
    directive = TEXT.index("Yêu cầu")
    return {
        "text": TEXT,
        "header": {"number": "12", "issuer": "UBND xã Khác Hẳn", "addressees": []},
        "figures": [
            figure(1, "12 đơn", 12, indicator="đơn"),
            figure(2, "07 đơn", 7, unit="đơn khiếu nại", indicator="đơn khiếu nại"),
            figure(3, "05 đơn", 5),
        ],
        "relations": [
            {"id": "r1", "type": "sum", "total": "f1", "parts": ["f3", "f2"], "holds": True},
            {"id": "r2", "type": "subset", "total": "f1", "parts": ["f3"], "holds": False},
        ],
        "dates": [{"start": 0, "end": 8, "start_date": "2024-01-01", "end_date": "2024-12-31"}],
        "directives": [{"start": directive, "end": len(TEXT) - 1, "assignees": ["Sở Y tế"]}],
        "tasks": [{"start": 10, "end": 40, "labels": ["other"], "status": "done"}],
    } | more


def scores(**more):
    return score({"mau": GOLD}, {"mau": parsed(**more)}).to_dict()


def test_figures_and_their_attributes():
    found = scores()["figures"]
    assert (found["precision"], found["recall"], found["f1"]) == (1.0, 1.0, 1.0)
    assert (found["unit"], found["kind"], found["indicator"]) == (0.6667, 1.0, 0.6667)


def test_a_made_up_and_a_missed_figure():
    more = [figure(1, "12 đơn", 12), figure(2, "07 đơn", 70), figure(3, "05 đơn", 5)]
    found = scores(figures=more)["figures"]
    assert (found["precision"], found["recall"]) == (0.6667, 0.6667)


def test_relations_need_all_their_members():
    found = scores()["relations"]
    assert (found["gold"], found["f1"], found["holds"], found["false_alarms"]) == (1, 1.0, 1.0, 1)
    less = [{"id": "r1", "type": "sum", "total": "f1", "parts": ["f3"], "holds": True}]
    assert scores(relations=less)["relations"]["recall"] == 0.0


def test_header_directives_tasks():
    found = scores()
    assert found["header"]["number"] == 1.0
    assert found["header"]["issuer"] == 0.0
    assert found["header"]["all"] == 0.5
    assert found["directives"]["f1"] == 1.0
    assert found["directives"]["assignees"] == 0.0
    assert found["tasks"]["covered"] == 1.0
    assert found["tasks"]["first_label"] == 0.0
    assert found["tasks"]["status"] == 1.0
    assert found["tasks"]["macro_f1"] == 0.0


def test_a_document_that_was_not_parsed_counts_as_missed():
    found = score({"mau": GOLD}, {}).to_dict()
    assert found["documents"] == {"gold": 1, "unparsed": 1}
    assert found["figures"]["recall"] == 0.0


def test_compare_lists_gained_and_lost():
    better = scores()
    worse = scores(figures=[figure(1, "12 đơn", 12), figure(2, "07 đơn", 70)], relations=[])
    lost = compare(better, worse)
    assert len(lost["figures"]["lost"]) == 3  # two no longer found, one made up
    assert lost["figures"]["gained"] == []
    assert "07 đơn" in " ".join(lost["figures"]["lost"])
    gained = compare(worse, better)
    assert len(gained["figures"]["gained"]) == 3
    assert any("12 đơn" in item and "sum" in item for item in gained["relations"]["gained"])
    assert compare(better, json.loads(json.dumps(better)))["figures"] == {"gained": [], "lost": []}


def test_a_gold_folder_is_read_and_scored(tmp_path):
    (tmp_path / "mau.json").write_text(json.dumps(GOLD, ensure_ascii=False), "utf-8")
    (tmp_path / "cross.json").write_text("{}", "utf-8")
    assert list(load_gold(tmp_path)) == ["mau"]
    found = evaluate(tmp_path).to_dict()
    assert found["figures"]["f1"] == 1.0
    assert found["relations"]["f1"] == 1.0


def test_bad_gold_is_named(tmp_path):
    with pytest.raises(UnreadableInputError, match="no gold"):
        load_gold(tmp_path)
    (tmp_path / "x.json").write_text("{", "utf-8")
    with pytest.raises(DamagedFileError, match=r"x\.json"):
        load_gold(tmp_path)
