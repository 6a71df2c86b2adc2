"""A topic is searched for in other words than were typed, and the answer says in which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive
from nlp.archive.topics import _words_at
from nlp.model import Directive, Footer, Letterhead, Parsed, Source

CORPORA = Path(__file__).parents[2] / "corpora"
FIRST = 10
# What an officer asks, and a part of each directive of the corpora that answers.
TOPICS = {
    "giải phóng mặt bằng": (
        "công khai phương án bồi thường",
        "hoàn thành kiểm đếm 16 hộ",
        "thẩm định giá đất cụ thể trong",
        "phê duyệt phương án bồi thường cho 146 hộ",
        "Bàn giao toàn bộ mặt bằng",
        "vướng mắc mặt bằng",
        "thẩm định giá đất cụ thể khu tái định cư",
        "đối thoại với 26 hộ",
        "đối thoại với các hộ chưa",
        "chính sách bồi thường",
    ),
    "chuyển đổi số": (
        "nâng tỷ lệ hồ sơ trực tuyến",
        "kết nối Cổng dịch vụ công",
        "tối thiểu 50% hồ sơ trực tuyến",
        "hướng dẫn nộp hồ sơ trực tuyến",
        "Số hóa 100% hồ sơ",
        "tổ công nghệ số cộng đồng",
        "định danh điện tử mức độ 2",
        "dùng chữ ký số",
        "Ngày Chuyển đổi số",
        "19/19 thôn phủ sóng",
    ),
    "giải ngân vốn đầu tư công": (
        "phân bổ chi tiết kế hoạch vốn",
        "giải ngân đạt trên 60%",
        "hồ sơ thanh toán trong thời hạn",
        "hồ sơ thanh toán khối lượng",
        "điều chuyển vốn của các dự án",
        "giải ngân số vốn còn lại",
        "phân khai vốn",
        "giao hết kế hoạch vốn",
        "kiểm soát, thanh toán trong 01 ngày",
    ),
    "phòng chống thiên tai": (
        "bốn tại chỗ",
        "kêu gọi tàu thuyền",
        "cấm biển từ",
        "cập nhật tin bão",
        "báo cáo số liệu thiệt hại",
        "hạ thấp mực nước hồ",
    ),
    "cháy rừng": (
        "trực gác 24/24",
        "điều tra nguyên nhân 09 vụ cháy",
        "phát cảnh báo cấp cháy rừng",
        "hành vi dùng lửa trong rừng",
    ),
    "chống hạn": (
        "trạm bơm dã chiến",
        "khoan 20 giếng",
        "giống lúa ngắn ngày trước",
        "thủy lợi phí vụ hè thu",
    ),
    "dịch bệnh gia súc": (
        "khử trùng 02 đợt",
        "tiêu huỷ trong vòng 24 giờ",
        "chốt kiểm dịch",
        "cấp phát bổ sung 15.000 lít",
        "vận chuyển lợn ra khỏi vùng dịch",
        "tiêm phòng 100% đàn trâu",
        "không giấu dịch",
        "báo cáo ca bệnh",
    ),
    "an toàn giao thông": (
        "tuần tra lưu động",
        "điểm đen tai nạn",
        "không đi xe mô tô",
        "khi điều khiển phương tiện",
        "hành lang an toàn đường bộ",
        "Giao Ban ATGT tỉnh",
    ),
    "tin giả trên mạng": (
        "phản bác thông tin sai lệch",
        "thông tin xấu, độc trên không gian mạng",
        "xử lý thông tin xấu độc",
        "chưa được kiểm chứng",
    ),
    "giảm nghèo": (
        "rà soát, lập danh sách và trao quà",
        "hộ nghèo từ 4 - 5%",
        "rà soát hộ nghèo theo chuẩn mới",
        "nâng mức hỗ trợ nhà ở",
        "hộ nghèo từ 4,8%",
    ),
    "bầu cử": (
        "hỏi - đáp về bầu cử",
        "sinh hoạt chuyên đề về bầu cử",
        "sau ngày bầu cử",
        "nhân sự bầu cử",
        "tuyên truyền bầu cử đại biểu",
    ),
    "an ninh trật tự": (
        "trấn áp tội phạm; vận động",
        "tấn công trấn áp tội phạm từ",
        "bảo đảm an ninh trật tự",
        "phòng ngừa tội phạm công nghệ cao",
    ),
    "thu ngân sách": (
        "khai thác nguồn thu",
        "rà soát nguồn thu",
        "thu vượt dự toán ít nhất 5%",
        "930 tỉ đồng",
        "thu hồi nợ đọng",
        "thu nợ đọng 1,7",
        "Thu ngân sách 86,5",
    ),
    "trường học": (
        "mạng lưới trường lớp",
        "trẻ 5 tuổi ra lớp",
        "giáo dục phổ thông 2018",
        "xây 18 phòng học",
        "mua sắm thiết bị trường học",
        "cho học sinh nghỉ học",
    ),
    "tiếp dân": (
        "bố trí tiếp bù các kỳ",
        "thường trực tại Trụ sở",
        "sách nhiễu khi tiếp dân",
        "chuyên mục về tiếp dân",
        "Luật Tiếp công dân",
    ),
    "kết nạp đảng viên": ("Kết nạp từ 60", "Kết nạp từ 32"),
    "tết nguyên đán": (
        "những ngày giáp Tết",
        "chúc Tết cấp trên",
        "phân công trực Tết",
        "báo cáo tình hình Tết",
    ),
    "uống rượu bia": ("sử dụng rượu, bia trong giờ", "uống rượu, bia khi"),
    "y tế cơ sở": (
        "diệt lăng quăng",
        "tiêm chủng đầy đủ",
        "trạm y tế xã báo cáo",
        "y dược tư nhân",
        "Cloramin B, 25 cơ số",
    ),
    "nguồn lực nông nghiệp": (
        "thu hoạch nhanh 248 ha",
        "dứt điểm lúa Xuân",
        "giống lúa ngắn ngày trước",
        "giống lúa ngắn ngày OM",
    ),
}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("kho") / "kho.db") as archive:
        for number, path in enumerate(sorted(CORPORA.glob("*/**/*.json"))):
            gold = json.loads(path.read_text("utf-8"))
            texts = [d["text"] for d in gold.get("directives", ()) if d.get("text")]
            if texts:
                archive.add(_parsed(number, texts), fingerprint="f")
        yield archive


def _parsed(number: int, texts: list[str]) -> Parsed:
    text = "\n".join(texts)
    given = tuple(
        Directive(f"d{n}", each, 0, len(each), each, "order") for n, each in enumerate(texts, 1)
    )
    source = Source(f"/{number}", "text/plain", len(text), f"{number:064}", "txt")
    return Parsed(
        f"sha256:{source.sha256}", source, "ok", text, Letterhead(), Footer(), directives=given
    )


def recall(archive: Archive, *, topic: bool) -> dict[str, float]:
    """Of each query the part of its answers among the first ten."""
    found = {}
    for query, answers in TOPICS.items():
        rows = archive.search(query, topic=topic, limit=FIRST)
        texts = [" ".join(row["text"].split()) for row in rows]
        held = sum(any(answer in text for text in texts) for answer in answers)
        found[query] = held / min(len(answers), FIRST)
    return found


def test_every_answer_is_a_directive_of_the_corpora(corpora: Archive) -> None:
    texts = [" ".join(row["text"].split()) for row in corpora.rows("directives")]
    missing = [a for answers in TOPICS.values() for a in answers if not any(a in t for t in texts)]
    assert not missing


def test_a_topic_finds_what_its_words_do_not(corpora: Archive) -> None:
    plain, wider = (recall(corpora, topic=topic) for topic in (False, True))
    means = [sum(each.values()) / len(TOPICS) for each in (plain, wider)]
    assert means[0] <= 0.5
    assert means[1] >= 0.75
    assert all(wider[query] >= plain[query] for query in TOPICS)


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("Giao xã đẩy nhanh giải phóng mặt bằng", ("phóng", "mặt"), "giải phóng mặt bằng"),
        ("Lập kế hoạch và thực hiện", ("hoạch", "và"), "kế hoạch"),
        ("Lập kế hoạch trong tháng", ("kế", "hoạch"), "kế hoạch"),
        ("Lập kế hoạch", ("mặt", "bằng"), None),
    ],
)
def test_a_neighbour_is_shown_in_whole_words(
    text: str, pair: tuple[str, str], expected: str | None
) -> None:
    whole = _words_at(text, pair)
    assert (whole and " ".join(whole)) == expected
