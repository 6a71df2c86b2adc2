"""The task classifier: labels, abstention, reasons, training, and a folder that can be trusted."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from nlp.classify import TaskClassifier, TaskModel, default_folder, load, train
from nlp.classify.estimator import indicator
from nlp.classify.features import pieces, spellings, syllable, terms
from nlp.classify.store import MANIFEST_FILE, MODEL_FILE
from nlp.classify.training import COLUMNS, calibration_error, read_lines
from nlp.errors import ConfigurationError
from nlp.model import LABELS

TABLE = Path(__file__).parents[1] / "corpora" / "labels" / "tasks.tsv"
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def model() -> TaskModel:
    return load()


@pytest.fixture(scope="module")
def some_lines(tmp_path_factory) -> Path:
    """A table of every sixth line, enough to learn something in a second."""
    header, *lines = TABLE.read_text("utf-8").splitlines()
    path = tmp_path_factory.mktemp("labels") / "some.tsv"
    path.write_text("\n".join([header, *lines[::6]]) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def trained(some_lines, tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("model")
    return folder, train(some_lines, folder, made=DAY)


# -- what it says --------------------------------------------------------------------------------

SENTENCES = [
    ("Đài truyền thanh phường phát 14 tin, bài tuyên truyền Luật Đất đai mới.", "propaganda"),
    ("Ban Tuyên giáo Thành uỷ tổ chức hội nghị báo cáo viên tháng 5.", "propaganda"),
    ("Đấu tranh, phản bác thông tin xấu độc trên mạng xã hội về dự án cảng.", "propaganda"),
    ("Tổ chức học tập, quán triệt nghị quyết đại hội cho toàn thể đảng viên.", "propaganda"),
    ("Treo băng rôn, khẩu hiệu chào mừng ngày thành lập Đảng.", "propaganda"),
    ("Thị xã tiếp 96 lượt công dân, tăng 8 lượt so với cùng kỳ.", "petition"),
    ("Đã giải quyết 31/36 đơn khiếu nại, tố cáo thuộc thẩm quyền.", "petition"),
    ("Tổ hoà giải thôn Đông hoà giải thành 4 vụ tranh chấp ranh giới đất.", "petition"),
    ("Chủ tịch UBND xã đối thoại với các hộ dân có đơn phản ánh.", "petition"),
    ("Thi hành 12 quyết định giải quyết khiếu nại có hiệu lực.", "petition"),
    ("Thu ngân sách 9 tháng đạt 312 tỷ đồng, bằng 81% dự toán.", "socio_economic"),
    ("Gieo cấy 1.240 ha lúa hè thu, năng suất ước 58 tạ/ha.", "socio_economic"),
    ("Giải ngân vốn đầu tư công đạt 64% kế hoạch.", "socio_economic"),
    ("Tỷ lệ hộ nghèo giảm còn 2,1%; giải quyết việc làm cho 640 lao động.", "socio_economic"),
    ("Tiêm vắc-xin phòng sởi cho 2.150 trẻ, không có ca tai biến.", "socio_economic"),
    ("Số hoá 92% kết quả giải quyết hồ sơ, nộp trực tuyến 71%.", "socio_economic"),
    ("Kết nạp 46 đảng viên mới, kiểm tra 5 tổ chức đảng.", "other"),
    ("Rà soát, đơn giản hoá 18 thủ tục hành chính nội bộ.", "other"),
    ("Công an phường triệt phá tụ điểm đánh bạc, bắt 6 đối tượng.", "other"),
    ("Bổ nhiệm 3 phó trưởng phòng, tinh giản 4 biên chế.", "other"),
    ("Giao quân 62 thanh niên, đạt 100% chỉ tiêu.", "other"),
]


@pytest.mark.parametrize(("text", "label"), SENTENCES)
def test_first_label(model, text, label):
    (found,) = model.label([text])
    assert found.labels[0] == label
    assert found.scores[label] == max(found.scores.values())


def test_two_labels(model):
    (found,) = model.label(
        ["Đài huyện mở chuyên mục tuyên truyền Luật Khiếu nại, Luật Tố cáo, Luật Tiếp công dân."]
    )
    assert set(found.labels) == {"propaganda", "petition"}


@pytest.mark.parametrize("text", ["", "   ", "…", "Lorem ipsum dolor", "中文"])
def test_nothing_known_is_an_abstention(model, text):
    (found,) = model.label([text])
    assert found.abstained
    assert found.labels == ()
    assert set(found.scores) == set(LABELS)


def test_a_line_that_says_little_follows_its_document(model):
    little = "Báo cáo kết quả trước ngày 20 hằng tháng."
    petitions = [text for text, label in SENTENCES if label == "petition"]
    harvests = [text for text, label in SENTENCES if label == "socio_economic"]
    for company, label in ((petitions, "petition"), (harvests, "socio_economic")):
        together = model.label_document([little, *company])
        assert together[0].scores[label] > model.label([little])[0].scores[label]
        assert {found.labels[0] for found in together[1:]} == {label}


def test_the_subject_speaks_for_a_lone_line(model):
    little = "Báo cáo kết quả trước ngày 20 hằng tháng."
    alone = model.label([little])[0].scores["petition"]
    subject = "Kết quả tiếp công dân, giải quyết khiếu nại, tố cáo"
    (found,) = model.label_document([little], subject=subject)
    assert found.scores["petition"] > alone


def test_a_plain_line_keeps_its_label_in_any_company(model):
    plain = "Tổng thu ngân sách ước 86 tỷ đồng, đạt 52% dự toán, tăng 8% so với cùng kỳ."
    petitions = [text for text, label in SENTENCES if label == "petition"]
    assert model.label_document([plain, *petitions])[0].labels == ("socio_economic",)


def test_nothing_in_nothing_out(model):
    assert model.label([]) == []
    assert model.label_document([]) == []
    assert model.label_document([""])[0].abstained


def test_a_batch_is_its_texts_one_by_one(model):
    texts = [text for text, _ in SENTENCES] + [""]
    assert model.label(texts) == [model.label([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà giải thành 4 vụ", "Hòa giải thành 4 vụ"),
        ("Tiếp 12 lượt công dân", "TIẾP 345 LƯỢT CÔNG DÂN"),
    ],
)
def test_spellings_that_say_the_same(model, one, other):
    assert model.probabilities([one]) == pytest.approx(model.probabilities([other]))


def test_wrong_marks_leave_evidence(model):
    (found,) = model.label(["Giai quyêt đơn khiêu nai, tô cao cua công dân"])
    assert found.labels[0] == "petition"


# -- why it says so ------------------------------------------------------------------------------


def test_reasons_are_words_of_the_text(model):
    for text, _ in SENTENCES:
        (found,) = model.label([text])
        words = " ".join(spellings(text)).lower()
        assert found.reasons
        assert all(reason.text in words and reason.weight > 0 for reason in found.reasons)
        weights = [reason.weight for reason in found.reasons]
        assert weights == sorted(weights, reverse=True)


def test_the_telling_word_is_among_the_reasons(model):
    (found,) = model.label(["Phòng Tài chính báo cáo về việc tiếp công dân định kỳ"])
    assert any("công dân" in reason.text for reason in found.reasons)


def test_a_label_that_company_decided_says_so(model):
    petitions = [text for text, label in SENTENCES if label == "petition"]
    subject = "Kết quả tiếp công dân, giải quyết khiếu nại, tố cáo"
    for little in ("Nâng cao chất lượng công tác này.", "Các đơn vị gửi số liệu đúng hạn."):
        alone = model.probabilities([little])[0]
        found = model.label_document([little, *petitions], subject=subject)[0]
        if LABELS[int(alone.argmax())] != max(found.scores, key=found.scores.get):
            assert found.reasons[0].text == "các nội dung khác của văn bản"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_has_an_answer(texts):
    for found in load_once().label_document(texts):
        assert all(0 <= score <= 1 for score in found.scores.values())
        assert found.abstained == (not found.labels)
        assert len(found.labels) <= 2


def load_once(_model=[]) -> TaskModel:  # noqa: B006 - a fixture cannot serve Hypothesis
    if not _model:
        _model.append(load())
    return _model[0]


@pytest.mark.parametrize("piece", ["a", "1", "đơn ", "1,", "((", "ăn_", "á\u0301"])
def test_time_grows_with_length(model, piece):
    def cost(size: int) -> float:
        text = piece * size
        start = time.process_time()
        model.label([text])
        return time.process_time() - start

    cost(1_000)
    assert cost(200_000) < 40 * cost(20_000) + 0.2


# -- terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelling", "form"),
    [("Khiếu", "khiếu"), ("HÒA", "hoà"), ("1.234,5", "0"), ("02", "0"), ("QĐ", "qđ")],
)
def test_syllable(spelling, form):
    assert syllable(spelling) == form


def test_terms():
    found = terms("Tiếp 02 dân")
    assert {"tiếp", "0", "dân", "tiếp 0", "0 dân", "#_dan", "#tiep_"} <= set(found)
    assert pieces("0") == []


# -- training ------------------------------------------------------------------------------------


def test_the_table_of_labelled_lines():
    lines = read_lines(TABLE)
    counts = {label: sum(label in line.labels for line in lines) for label in LABELS}
    assert len(lines) >= 800
    assert min(counts.values()) >= 0.4 * max(counts.values())
    assert sum(len(line.labels) == 2 for line in lines) >= 50


def test_the_shipped_model_was_made_of_the_shipped_lines():
    manifest = json.loads((default_folder() / MANIFEST_FILE).read_text("utf-8"))
    assert manifest["data"]["sha256"] == hashlib.sha256(TABLE.read_bytes()).hexdigest()
    assert manifest["held_out"]["first_label"] >= 0.88
    assert manifest["held_out"]["macro_f1"] >= 0.87
    assert manifest["held_out"]["calibration_error"] <= 0.03
    assert (default_folder() / MODEL_FILE).stat().st_size < 5_000_000


def test_training_gives_the_same_bytes(some_lines, trained, tmp_path):
    folder, manifest = trained
    assert train(some_lines, tmp_path, made=DAY) == manifest
    for name in (MODEL_FILE, MANIFEST_FILE):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    assert manifest["made"] == "2026-01-31"
    assert load(tmp_path).label(["Giải quyết đơn khiếu nại"])[0].labels[0] == "petition"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("sport\txã\tx\t2020\tbáo cáo\td1\tMột dòng", "labels 'sport'"),
        ("other,other\txã\tx\t2020\tbáo cáo\td1\tMột dòng", "labels"),
        ("other\txã\tx\t2020\tbáo cáo\td1\t ", "empty"),
        ("other\txã\tx\t2020\tbáo cáo\td1\tTie\u0302\u0301p", "NFC"),
        ("other\txã\tx\t2020\tbáo cáo", "columns"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, row, told):
    path = tmp_path / "labels.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + row + "\n", "utf-8")
    with pytest.raises(ConfigurationError, match="line 2") as caught:
        read_lines(path)
    assert told in str(caught.value)


def test_only_a_line_feed_ends_a_line(tmp_path):
    path = tmp_path / "labels.tsv"
    row = "other\txã\tx\t2020\tbáo cáo\td1\tMột dòng\u2028dài\x0bhai khúc\n"
    path.write_text("\t".join(COLUMNS) + "\n" + row, "utf-8")
    assert [line.text for line in read_lines(path)] == ["Một dòng\u2028dài\x0bhai khúc"]


def test_a_table_with_an_endless_field_is_refused(tmp_path):
    path = tmp_path / "labels.tsv"
    row = "other\txã\tx\t2020\tbáo cáo\td1\t" + "a" * 200_000
    path.write_text("\t".join(COLUMNS) + "\n" + row, "utf-8")
    with pytest.raises(ConfigurationError, match="field"):
        read_lines(path)


def test_a_text_twice_is_named(tmp_path):
    path = tmp_path / "labels.tsv"
    row = "other\txã\tx\t2020\tbáo cáo\td1\tMột dòng\n"
    path.write_text("\t".join(COLUMNS) + "\n" + row + row, "utf-8")
    with pytest.raises(ConfigurationError, match="line 3"):
        read_lines(path)


def test_too_few_lines(tmp_path):
    path = tmp_path / "labels.tsv"
    row = "other\txã\tx\t2020\tbáo cáo\td1\tMột dòng\n"
    path.write_text("\t".join(COLUMNS) + "\n" + row, "utf-8")
    with pytest.raises(ConfigurationError, match="needs"):
        train(path, tmp_path / "model", made=DAY)
    with pytest.raises(ConfigurationError):
        train(tmp_path / "missing.tsv", tmp_path / "model", made=DAY)


def test_calibration_error():
    said = np.asarray([[0.9, 0.9], [0.9, 0.9], [0.1, 0.1]])
    assert calibration_error(said, np.asarray([[1, 1], [1, 1], [0, 0]])) == pytest.approx(0.1)
    assert calibration_error(said, np.asarray([[0, 0], [0, 0], [1, 1]])) == pytest.approx(0.9)


# -- scikit-learn's conventions ------------------------------------------------------------------


@pytest.fixture(scope="module")
def fitted(some_lines) -> TaskClassifier:
    lines = read_lines(some_lines)
    return TaskClassifier(folds=3).fit([x.text for x in lines], [x.labels for x in lines])


# Most of scikit-learn's checks feed tables of numbers: an estimator of strings is spared them, and
# those that need no data are named here.
def test_scikit_learn_finds_no_fault():
    with pytest.warns(SkipTestWarning, match="requires input"):
        results = estimator_checks.check_estimator(TaskClassifier(folds=2), on_fail=None)
    assert {result["status"] for result in results} == {"passed"}


@pytest.mark.parametrize(
    "check",
    [
        estimator_checks.check_parameters_default_constructible,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_set_params,
        estimator_checks.check_estimator_repr,
        estimator_checks.check_valid_tag_types,
        estimator_checks.check_mixin_order,
    ],
)
def test_scikit_learn_agrees_without_data(check):
    check("TaskClassifier", TaskClassifier())


def test_fitting_again_changes_nothing(some_lines, fitted):
    lines = read_lines(some_lines)
    texts, labels = [x.text for x in lines], [x.labels for x in lines]
    again = clone(fitted)
    before = again.get_params()
    assert again.fit(texts, labels) is again
    assert again.get_params() == before
    assert np.array_equal(again.predict_proba(texts), fitted.predict_proba(texts))
    assert np.array_equal(pickle.loads(pickle.dumps(again)).predict(texts), fitted.predict(texts))


def test_it_stands_in_a_pipeline_under_cross_validation(some_lines):
    lines = read_lines(some_lines)[::2]
    scores = cross_val_score(
        make_pipeline(TaskClassifier(folds=2)),
        [x.text for x in lines],
        indicator([x.labels for x in lines]),
        cv=3,
    )
    assert scores.shape == (3,)
    assert scores.min() > 0.3


def test_parameters_are_stored_only():
    classifier = TaskClassifier(C=2.0, folds=4)
    assert clone(classifier).get_params() == classifier.get_params()
    assert classifier.set_params(C=3.0).C == 3.0
    assert not [name for name in vars(classifier) if name.endswith("_")]
    assert repr(classifier) == "TaskClassifier(C=3.0, folds=4)"


def test_unfitted_says_so():
    with pytest.raises(NotFittedError):
        TaskClassifier().predict(["x"])


def test_predictions(fitted):
    texts = [text for text, _ in SENTENCES]
    rows, chances = fitted.predict(texts), fitted.predict_proba(texts)
    assert rows.shape == chances.shape == (len(texts), len(LABELS))
    assert list(fitted.classes_) == list(LABELS)
    assert set(np.unique(rows)) <= {0, 1}
    assert 0.6 < fitted.score(texts, [label for _, label in SENTENCES]) <= 1


@pytest.mark.parametrize(
    ("texts", "labels", "told"),
    [
        ("một chuỗi", ["other"], "list of texts"),
        ([1], ["other"], "not int"),
        (["a"], ["sport"], "unknown label"),
        (["a", "b"], ["other"], "2 texts"),
        (["a"], np.ones((1, 3)), "columns"),
    ],
)
def test_what_does_not_fit_is_refused(texts, labels, told):
    with pytest.raises(ValueError, match=told):
        TaskClassifier().fit(texts, labels)


# -- the model folder ----------------------------------------------------------------------------


def test_loading_needs_neither_scikit_learn_nor_skops():
    code = "import sys, nlp.classify as c; c.load().label(['x']); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_skops_reads_the_same_arrays(model):
    import skops.io

    path = default_folder() / MODEL_FILE
    assert skops.io.get_untrusted_types(file=path) == []
    arrays = skops.io.load(path)
    assert np.array_equal(arrays["weights"], model.weights.astype(np.float32))
    assert arrays["terms"].tobytes().decode().split("\n") == list(model.terms)


def _copy(trained, tmp_path) -> Path:
    for name in (MODEL_FILE, MANIFEST_FILE):
        (tmp_path / name).write_bytes((trained[0] / name).read_bytes())
    return tmp_path


def _rewrite(folder: Path, content: bytes) -> None:
    """Another model file, vouched for."""
    (folder / MODEL_FILE).write_bytes(content)
    manifest = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")


def test_a_changed_file_is_refused(trained, tmp_path):
    folder = _copy(trained, tmp_path)
    content = bytearray((folder / MODEL_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MODEL_FILE).write_bytes(bytes(content))
    with pytest.raises(ConfigurationError, match="vouches"):
        load(folder)


@pytest.mark.parametrize("name", [MODEL_FILE, MANIFEST_FILE])
def test_a_missing_file_is_named(trained, tmp_path, name):
    folder = _copy(trained, tmp_path)
    (folder / name).unlink()
    with pytest.raises(ConfigurationError, match=name):
        load(folder)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("format", "0", "another version"), ("labels", ["a"], "other labels")],
)
def test_a_model_of_another_make_is_refused(trained, tmp_path, field, value, told):
    folder = _copy(trained, tmp_path)
    manifest = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    (folder / MANIFEST_FILE).write_text(json.dumps({**manifest, field: value}), "utf-8")
    with pytest.raises(ConfigurationError, match=told):
        load(folder)


def test_a_manifest_that_is_not_json(trained, tmp_path):
    folder = _copy(trained, tmp_path)
    (folder / MANIFEST_FILE).write_text("{", "utf-8")
    with pytest.raises(ConfigurationError, match="not a manifest"):
        load(folder)


def _archive(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def _array(value: np.ndarray) -> bytes:
    packed = io.BytesIO()
    np.save(packed, value, allow_pickle=True)
    return packed.getvalue()


def _schema(kind: str) -> bytes:
    node = {"__loader__": kind, "type": "numpy", "file": "1.npy"}
    names = ("terms", "idf", "weights", "intercept", "thresholds")
    return json.dumps({"content": dict.fromkeys(names, node)}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip",
        _archive(other=b""),
        _archive(schema__json=b"[]"),
        _archive(schema__json=_schema("ObjectNode"), **{"1__npy": _array(np.zeros(2))}),
        _archive(schema__json=_schema("NdArrayNode")),
        _archive(schema__json=_schema("NdArrayNode"), **{"1__npy": b"\x93NUMPY"}),
        _archive(
            schema__json=_schema("NdArrayNode"),
            **{"1__npy": _array(np.asarray([{"run": "me"}], dtype=object))},
        ),
        _archive(schema__json=_schema("NdArrayNode"), **{"1__npy": _array(np.zeros(2))}),
    ],
)
def test_a_file_that_holds_something_else_is_refused(trained, tmp_path, content):
    folder = _copy(trained, tmp_path)
    _rewrite(folder, content)
    with pytest.raises(ConfigurationError):
        load(folder)
