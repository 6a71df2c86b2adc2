"""Right texts that are hard to read: nothing in them may be told as wrong.

Parallel classifications, overlapping "trong đó", shares of several wholes, units mixed in one list,
figures of a month beside those of a year, plans beside what was done.
"""

import pytest

from nlp.annotate import annotate
from nlp.checks.arithmetic import find_relations
from nlp.document import from_text

RIGHT = [
    # two changes in one bracket, each compared with something of its own
    "Thu ngân sách đạt 96,2 tỷ đồng (tăng 4,5% so với năm 2023; vượt 6,2 tỷ đồng so với dự toán "
    "90,0 tỷ đồng).",
    # the part fell, not the whole that it was counted out of
    "Toàn xã còn 84 hộ nghèo trên tổng số 1.920 hộ, tỷ lệ 4,38%, giảm 15 hộ so với đầu năm (99 "
    "hộ).",
    # what was done is done of what was there and what came
    "- Kỳ trước chuyển sang: 05 vụ việc.\n- Phát sinh: 11 vụ việc.\n- Đã giải quyết: 10 vụ việc, "
    "đạt 62,5%.\n- Đang giải quyết: 06 vụ việc.",
    # the whole is printed in words first
    "Đơn thư: tổng cộng ba mươi mốt (31) đơn, trong đó đơn kiến nghị 26 đơn, đơn khiếu nại 05 "
    "đơn. Đã trả lời: 24 đơn; còn 07 đơn đang xem xét.",
    (
        "Trong kỳ đã xử lý 240 đơn, có 201 đơn đủ điều kiện, 39 đơn không đủ điều kiện. Phân "
        "loại đơn đủ điều kiện:\n"
        "- Theo loại đơn: khiếu nại 44 đơn, tố cáo 12 đơn, kiến nghị, phản ánh 145 đơn.\n"
        "- Theo nội dung khiếu nại: đất đai 31 đơn, chế độ chính sách 09 đơn, khác 04 đơn.\n"
        "- Theo thẩm quyền: thuộc thẩm quyền 134 đơn; không thuộc thẩm quyền 67 đơn, gồm "
        "hướng dẫn 42 đơn, chuyển 25 đơn."
    ),
    (
        "Tiếp nhận 156 đơn, đủ điều kiện xử lý 132 đơn.\n"
        "a) Về nội dung: khiếu nại 40 đơn, tố cáo 12 đơn, kiến nghị 80 đơn.\n"
        "b) Về thẩm quyền: thuộc thẩm quyền 100 đơn, không thuộc thẩm quyền 32 đơn.\n"
        "c) Về lĩnh vực: đất đai 75 đơn, môi trường 30 đơn, khác 27 đơn."
    ),
    (
        "Tiếp nhận 156 đơn, đủ điều kiện xử lý 132 đơn. Phân loại như sau: theo loại đơn: "
        "khiếu nại 40 đơn, tố cáo 12 đơn, kiến nghị 80 đơn; theo thẩm quyền: thuộc thẩm "
        "quyền 100 đơn, không thuộc thẩm quyền 32 đơn; theo lĩnh vực: đất đai 75 đơn, môi "
        "trường 30 đơn, khác 27 đơn."
    ),
    (
        "Toàn Đảng bộ có 412 đảng viên. Phân theo giới tính: nam 250 đồng chí, nữ 162 đồng "
        "chí. Phân theo độ tuổi: dưới 35 tuổi 150 đồng chí, từ 35 đến 50 tuổi 180 đồng chí, "
        "trên 50 tuổi 82 đồng chí. Phân theo trình độ: đại học 210 đồng chí, cao đẳng 102 "
        "đồng chí, trung cấp 100 đồng chí."
    ),
    (
        "Kết nạp 86 đảng viên mới, trong đó:\n"
        "- Theo giới tính: nam 50 đồng chí, nữ 36 đồng chí.\n"
        "- Theo độ tuổi: từ 18 đến 30 tuổi 61 đồng chí, trên 30 tuổi 25 đồng chí.\n"
        "- Theo thành phần: công nhân 30 đồng chí, nông dân 36 đồng chí, trí thức 20 đồng "
        "chí."
    ),
    (
        "Chi trả trợ cấp cho 512 người, gồm 284 người cao tuổi, 203 người khuyết tật, 25 trẻ "
        "em mồ côi."
    ),
    ("Tặng quà cho 340 đối tượng, gồm 120 gia đình chính sách, 180 hộ nghèo, 40 trẻ em mồ côi."),
    "Biểu dương 166 điển hình, gồm 64 tập thể và 102 cá nhân.",
    "Tập huấn cho 420 người, gồm 260 đảng viên, 100 đoàn viên, 60 cán bộ hưu trí.",
    "Cơ quan hỗ trợ 300 suất quà, gồm 120 phần gạo, 130 phần mì, 50 thùng sữa.",
    (
        "Trong quý, Ban Tiếp công dân huyện tiếp nhận 186 đơn, trong đó có 154 đơn đủ điều "
        "kiện xử lý. Trong số 154 đơn có 61 đơn thuộc thẩm quyền của huyện, 93 đơn thuộc "
        "thẩm quyền cấp xã; 48 đơn liên quan đến đất đai, 22 đơn liên quan đến môi trường."
    ),
    (
        "Toàn huyện có 1.240 đảng viên, trong đó nữ 486 đồng chí, dân tộc thiểu số 312 đồng "
        "chí, dưới 35 tuổi 405 đồng chí, có trình độ đại học trở lên 618 đồng chí."
    ),
    (
        "Thu ngân sách 9 tháng đạt 84,6 tỷ đồng, bằng 70,5% dự toán, trong đó thu tiền sử "
        "dụng đất 31,2 tỷ đồng, bằng 62,4% dự toán; thuế ngoài quốc doanh 22,8 tỷ đồng, bằng "
        "81,4% dự toán."
    ),
    (
        "Trong tháng thành lập mới 14 doanh nghiệp, nâng tổng số doanh nghiệp trên địa bàn "
        "lên 326 doanh nghiệp với tổng vốn đăng ký 1.870 tỷ đồng; 05 doanh nghiệp tạm ngừng, "
        "03 doanh nghiệp giải thể."
    ),
    (
        "Tháng 9 tiếp 42 lượt công dân; lũy kế 9 tháng tiếp 386 lượt với 402 người, trong đó "
        "lãnh đạo huyện tiếp 58 lượt, các xã tiếp 214 lượt."
    ),
    (
        "Gieo cấy lúa mùa 3.240 ha, đạt 101,3% kế hoạch và bằng 98,8% cùng kỳ; đã thu hoạch "
        "2.110 ha, năng suất ước đạt 58,2 tạ/ha, sản lượng 12.280 tấn."
    ),
    (
        "Tổ chức 24 lớp tập huấn cho 1.120 lượt người, trong đó 14 lớp cho nông dân với 690 "
        "lượt người, 10 lớp cho cán bộ Hội với 430 lượt người; nữ chiếm 46,2%."
    ),
    (
        "Kiểm tra 86 cơ sở, phát hiện 19 cơ sở vi phạm (22,1%), xử phạt 12 cơ sở với số tiền "
        "74,5 triệu đồng, nhắc nhở 07 cơ sở. Trong số cơ sở vi phạm, 11 cơ sở vi phạm điều "
        "kiện vệ sinh, 10 cơ sở vi phạm về nhãn hàng hóa, 06 cơ sở vi phạm cả hai nội dung."
    ),
    (
        "Toàn xã có 2.140 hộ, 8.560 nhân khẩu; trong đó 96 hộ nghèo với 342 nhân khẩu (4,49% "
        "số hộ), 128 hộ cận nghèo (5,98%); dân tộc thiểu số 640 hộ với 2.780 nhân khẩu, "
        "chiếm 32,5% dân số."
    ),
    (
        "Chi ngân sách 62,4 tỷ đồng, gồm chi thường xuyên 41,8 tỷ đồng (trong đó chi sự "
        "nghiệp giáo dục 24,6 tỷ đồng, chi quản lý hành chính 9,7 tỷ đồng), chi đầu tư 18,2 "
        "tỷ đồng, chi dự phòng 2,4 tỷ đồng."
    ),
    (
        "Hỗ trợ từ 5 đến 7 triệu đồng cho mỗi hộ, tổng kinh phí 264 triệu đồng cho 48 hộ, "
        "trong đó 24 hộ được hỗ trợ 5 triệu đồng, 18 hộ được hỗ trợ 6 triệu đồng, 06 hộ được "
        "hỗ trợ 6 triệu đồng."
    ),
    (
        "Thi hành kỷ luật 15 đảng viên, gồm khiển trách 09, cảnh cáo 04, khai trừ 02; trong "
        "đó vi phạm về đất đai 06, vi phạm chính sách dân số 05. So với cùng kỳ giảm 03 "
        "trường hợp."
    ),
    (
        "Tiếp nhận 12.460 hồ sơ, trong đó trực tuyến 8.722 hồ sơ (70%), trực tiếp 3.738 hồ "
        "sơ (30%). Đã giải quyết 12.105 hồ sơ, trong đó trước hạn 9.684 hồ sơ (80%), đúng "
        "hạn 2.360 hồ sơ, quá hạn 61 hồ sơ; đang giải quyết 355 hồ sơ."
    ),
    (
        "Vận động 428 triệu đồng; trong đó cấp huyện 165 triệu đồng, cấp xã 263 triệu đồng. "
        "Đã hỗ trợ xây mới 12 nhà với số tiền 360 triệu đồng, sửa chữa 04 nhà với số tiền 60 "
        "triệu đồng."
    ),
    (
        "Kế hoạch vốn năm 2025 là 96,5 tỷ đồng (vốn kéo dài 14,2 tỷ đồng, vốn giao mới 82,3 "
        "tỷ đồng); đã giải ngân 55,97 tỷ đồng, đạt 58%, trong đó vốn kéo dài giải ngân 11,36 "
        "tỷ đồng, đạt 80%; vốn giao mới 44,61 tỷ đồng, đạt 54,2%."
    ),
    (
        "Toàn tỉnh có 64 trường đạt chuẩn quốc gia trên tổng số 96 trường (66,7%); riêng bậc "
        "tiểu học có 28/38 trường (73,7%), trung học cơ sở 22 trường, mầm non 14 trường."
    ),
    (
        "Tặng bằng khen cho 86 tập thể, cá nhân, gồm 32 tập thể, 54 cá nhân; trong đó lực "
        "lượng vũ trang 12 tập thể, 15 cá nhân."
    ),
    (
        "Dự hội nghị có 240 đại biểu, gồm 96 cán bộ chủ chốt, 104 bí thư chi bộ và 40 đại "
        "diện doanh nghiệp; trong đó 82 đại biểu nữ, 17 đại biểu là người dân tộc thiểu số."
    ),
    (
        "Xảy ra 18 vụ tai nạn giao thông, làm 09 người chết, 14 người bị thương; so với cùng "
        "kỳ giảm 04 vụ, giảm 02 người chết, tăng 03 người bị thương. Trong đó đường bộ 16 "
        "vụ, 08 người chết; đường thủy 02 vụ, 01 người chết."
    ),
    (
        "Tổng đàn gia súc 24.600 con, trong đó trâu 3.150 con, bò 6.240 con, lợn 15.210 con; "
        "đàn gia cầm 186.000 con. Tiêm phòng 18.450 con, đạt 75%; riêng lợn 12.168 con, đạt "
        "80%."
    ),
    (
        "Giải quyết việc làm cho 1.860 lao động, đạt 93% kế hoạch (2.000 lao động), trong đó "
        "xuất khẩu lao động 124 người, vay vốn tạo việc làm 536 người; đào tạo nghề cho 740 "
        "người, trong đó lao động nữ 382 người."
    ),
    (
        "Thụ lý 52 vụ việc (kỳ trước chuyển sang 11 vụ việc, phát sinh mới 41 vụ việc); đã "
        "giải quyết 45 vụ việc, trong đó hòa giải thành 20 vụ việc, ban hành quyết định 25 "
        "vụ việc; còn 07 vụ việc đang trong thời hạn. Kết quả: đúng 10 vụ việc, sai 12 vụ "
        "việc, đúng một phần 03 vụ việc."
    ),
    (
        "Qua bình xét, 18/20 chi bộ hoàn thành tốt nhiệm vụ trở lên, trong đó 04 chi bộ hoàn "
        "thành xuất sắc (20%), 14 chi bộ hoàn thành tốt (70%); 312 đảng viên được xếp loại, "
        "trong đó hoàn thành xuất sắc 52 đồng chí (16,7%), hoàn thành tốt 238 đồng chí "
        "(76,3%), hoàn thành 22 đồng chí."
    ),
    (
        "Ngân sách cấp 840 triệu đồng, đã sử dụng 630 triệu đồng (75%), còn lại 210 triệu "
        "đồng chuyển quý IV. Nguồn xã hội hóa 520 triệu đồng, trong đó doanh nghiệp đóng góp "
        "300 triệu đồng, người dân đóng góp 180 triệu đồng và 1.200 ngày công."
    ),
    (
        "Phân loại 94 đơn khiếu nại, tố cáo:\n"
        "- Theo loại đơn: khiếu nại 71 đơn, tố cáo 23 đơn.\n"
        "- Theo lĩnh vực: đất đai 58 đơn, chính sách xã hội 21 đơn, lĩnh vực khác 15 đơn.\n"
        "- Theo tình trạng: đã giải quyết 80 đơn, đang giải quyết 14 đơn.\n"
        "- Theo cấp tiếp nhận: cấp tỉnh 39 đơn, cấp xã 55 đơn."
    ),
    (
        "Kinh phí thực hiện Chương trình giai đoạn 2021 - 2025 là 420 tỷ đồng, trong đó năm "
        "2024 bố trí 96 tỷ đồng, năm 2025 bố trí 110 tỷ đồng; lũy kế giải ngân đến hết tháng "
        "6 đạt 318 tỷ đồng, bằng 75,7% tổng kinh phí."
    ),
    (
        "Đã cấp 1.460 giấy chứng nhận cho 1.290 hộ gia đình, cá nhân, gồm 1.105 hộ gia đình, "
        "185 cá nhân với diện tích 312,6 ha; trong đó đất ở 86,4 ha, đất nông nghiệp 226,2 "
        "ha."
    ),
    (
        "Trong kỳ có 86 lượt người đến khám, gồm 40 người cao tuổi, 25 trẻ em và 15 phụ nữ "
        "mang thai; một số người khám nhiều lần."
    ),
    (
        "Cấp phát 3.600 tờ rơi, 1.200 sổ tay, tổ chức 36 buổi tuyên truyền cho 2.880 lượt "
        "người, trong đó có 12 buổi tại trường học cho 1.450 học sinh, 24 buổi tại thôn cho "
        "1.430 lượt người."
    ),
    (
        "Đến nay còn 38 hộ nghèo, giảm 14 hộ so với đầu năm (52 hộ), trong đó 09 hộ thoát "
        "nghèo lên cận nghèo, 05 hộ thoát nghèo bền vững."
    ),
    (
        "Hỗ trợ 320 hộ bị thiệt hại, gồm 210 hộ có nhà tốc mái, 85 hộ ngập nhà, 40 hộ mất "
        "tài sản (15 hộ bị cả hai loại thiệt hại)."
    ),
    (
        "Huy động 450 người, gồm 180 bộ đội, 120 công an, 150 dân quân cùng 24 phương tiện, "
        "gồm 14 ô tô, 10 xuồng máy."
    ),
    (
        "Thành lập 12 đoàn kiểm tra với 64 thành viên, kiểm tra tại 36 đơn vị, gồm 20 xã, 12 "
        "phòng ban, 04 doanh nghiệp."
    ),
    (
        "Tổng số đơn tiếp nhận 412 đơn, trong đó khiếu nại 96 đơn, tố cáo 41 đơn, kiến nghị, "
        "phản ánh 275 đơn; số đơn đủ điều kiện xử lý 360 đơn: thuộc thẩm quyền 214 đơn, "
        "không thuộc thẩm quyền 146 đơn."
    ),
    (
        "Xét theo chủ thể, có 310 đơn của cá nhân, 50 đơn của tập thể; xét theo lĩnh vực, có "
        "210 đơn về đất đai, 150 đơn về lĩnh vực khác, tổng cộng 360 đơn."
    ),
    (
        "Trong 9 tháng, cấp ủy các cấp kiểm tra 46 tổ chức đảng và 212 đảng viên, trong đó "
        "có 68 cấp ủy viên các cấp; giám sát 38 tổ chức đảng và 164 đảng viên. Qua kiểm tra, "
        "41 tổ chức đảng và 195 đảng viên thực hiện tốt, 05 tổ chức đảng và 17 đảng viên có "
        "thiếu sót, khuyết điểm."
    ),
    (
        "Sáu tháng đầu năm, tổng vốn đầu tư toàn xã hội đạt 1.260 tỷ đồng, tăng 12,4% so với "
        "cùng kỳ; vốn nhà nước 410 tỷ đồng, chiếm 32,5%, tăng 8,1%; vốn ngoài nhà nước 690 "
        "tỷ đồng, chiếm 54,8%, tăng 13,6%; vốn FDI 160 tỷ đồng, chiếm 12,7%."
    ),
    (
        "Đảng bộ xã có 21 tổ chức cơ sở đảng trực thuộc, gồm 16 chi bộ thôn, 03 chi bộ "
        "trường học, 01 chi bộ trạm y tế, 01 chi bộ cơ quan, với 385 đảng viên (nữ 142 đồng "
        "chí; đảng viên là người có đạo 26 đồng chí)."
    ),
    (
        "Tổng thu ngân sách 96,4 tỷ đồng, gồm thu cân đối 22,6 tỷ đồng, thu bổ sung từ ngân "
        "sách cấp trên 64,3 tỷ đồng, thu chuyển nguồn 9,5 tỷ đồng; tổng chi 88,2 tỷ đồng, "
        "kết dư 8,2 tỷ đồng."
    ),
    (
        "Đã tiếp 128 lượt với 164 người, trong đó tiếp thường xuyên 92 lượt với 110 người, "
        "tiếp định kỳ 36 lượt với 54 người, có 04 đoàn đông người (31 người)."
    ),
    (
        "Số hộ sử dụng nước hợp vệ sinh 1.824 hộ, đạt 96%; trong đó nước sạch theo quy chuẩn "
        "1.330 hộ, đạt 70%."
    ),
    (
        "Trong 24 chỉ tiêu chủ yếu, có 15 chỉ tiêu đạt và vượt kế hoạch, 06 chỉ tiêu dự kiến "
        "đạt, 03 chỉ tiêu khó đạt; trong 15 chỉ tiêu đạt có 09 chỉ tiêu về kinh tế, 06 chỉ "
        "tiêu về xã hội."
    ),
    (
        "Sản lượng thủy sản 3.420 tấn, gồm khai thác 1.260 tấn, nuôi trồng 2.160 tấn, trong "
        "đó tôm 940 tấn, cá 2.180 tấn, thủy sản khác 300 tấn."
    ),
    (
        "Tổng số cán bộ, công chức xã 42 người, gồm 20 cán bộ và 22 công chức; trong đó nữ "
        "17 người, đảng viên 40 người; trình độ đại học 36 người, cao đẳng 02 người, trung "
        "cấp 04 người."
    ),
    (
        "Ban hành 64 văn bản chỉ đạo (08 nghị quyết, 12 kế hoạch, 31 công văn và một số văn "
        "bản khác), tổ chức 06 hội nghị giao ban."
    ),
    (
        "Trồng mới 126 ha rừng, nâng diện tích rừng trồng lên 2.486 ha, độ che phủ đạt "
        "48,6%; chăm sóc 310 ha, khoanh nuôi 540 ha."
    ),
    (
        "Thu hút 09 dự án, tổng vốn 640 tỷ đồng, gồm 06 dự án trong nước (410 tỷ đồng) và 03 "
        "dự án FDI (230 tỷ đồng); lũy kế đến nay có 84 dự án còn hiệu lực với tổng vốn 7.250 "
        "tỷ đồng, trong đó 22 dự án FDI."
    ),
    (
        "Khảo sát 500 hộ, có 455 hộ hài lòng và rất hài lòng (91%), trong đó 180 hộ rất hài "
        "lòng (36%), 275 hộ hài lòng (55%), 38 hộ bình thường (7,6%), 07 hộ không hài lòng "
        "(1,4%)."
    ),
    (
        "Trong 2.860 hồ sơ có 1.716 hồ sơ tiếp nhận trực tuyến toàn trình, chiếm 60%; 858 hồ "
        "sơ trực tuyến một phần, chiếm 30%; còn lại 286 hồ sơ nộp trực tiếp. Số hồ sơ quá "
        "hạn 12 hồ sơ, chiếm 0,42% tổng số."
    ),
    (
        "Diện tích lúa bị nhiễm bệnh 345 ha, trong đó nhiễm nhẹ 210 ha, trung bình 95 ha, "
        "nặng 40 ha; đã phòng trừ 420 ha lượt, trong đó phun lần 2 là 75 ha."
    ),
    (
        "Thực hiện 6 tháng: giải ngân 36,2 tỷ đồng/84,5 tỷ đồng, đạt 42,8%; phấn đấu đến "
        "31/12 giải ngân 80,3 tỷ đồng, đạt 95%, còn lại 4,2 tỷ đồng xin kéo dài."
    ),
    (
        "Về khiếu nại: tiếp nhận 44 đơn, đủ điều kiện 30 đơn. Về tố cáo: tiếp nhận 12 đơn, "
        "đủ điều kiện 08 đơn. Về kiến nghị: tiếp nhận 90 đơn, đã xử lý 84 đơn. Tổng số 146 "
        "đơn."
    ),
    (
        "Kết quả phân loại 360 đơn:\n"
        "a) Theo nội dung:\n"
        "- Khiếu nại 96 đơn.\n"
        "- Tố cáo 41 đơn.\n"
        "- Kiến nghị, phản ánh 223 đơn.\n"
        "b) Theo thẩm quyền:\n"
        "- Thuộc thẩm quyền 214 đơn.\n"
        "- Không thuộc thẩm quyền 146 đơn."
    ),
    (
        "Có 75 hộ tham gia mô hình, gồm 40 hộ nuôi bò (120 con), 20 hộ nuôi dê (260 con), 15 "
        "hộ trồng nấm (4.500 m2); trong đó 30 hộ nghèo, 25 hộ cận nghèo."
    ),
    (
        "Trợ cấp cho 640 người có công, trong đó 210 thương binh, 86 bệnh binh, 145 thân "
        "nhân liệt sĩ, còn lại là các đối tượng khác; kinh phí 1.420 triệu đồng/tháng."
    ),
    # the list divides the part that it stands right after
    "Huyện nhận được 275 đơn, trong đó có 236 đơn đã qua thẩm định, gồm:\n"
    "- Đơn khiếu nại: 92 đơn;\n- Đơn tố cáo: 27 đơn;\n- Đơn kiến nghị, phản ánh: 117 đơn.",
    # a percentage goes on after a bracket
    "Sản lượng tôm nuôi đạt 2.460 tấn (riêng tháng 6 đạt 384 tấn), đạt 61,5% so với kế hoạch năm "
    "là 4.000 tấn.",
    # another chapter tells of other things
    "2. Kết quả hòa giải\na) Tranh chấp đất: đã hòa giải 33 vụ trên tổng số 40 vụ được giao.\n"
    "3. Khó khăn, vướng mắc\n- Còn 06 vụ khó xác minh.",
    (
        "Chuyển cơ quan điều tra 03 vụ, 05 đối tượng; thu hồi 2,4 tỷ đồng, đạt 80% số phải "
        "thu hồi; kiến nghị xử lý hành chính 12 tập thể, 34 cá nhân."
    ),
]


@pytest.mark.parametrize("text", RIGHT, ids=lambda text: text[:40])
def test_nothing_is_told_as_wrong(text):
    document = from_text(text)
    figures = annotate(document).figures
    assert len(figures) > 2
    names = {figure.id: figure.text for figure in figures}
    wrong = [r for r in find_relations(document, figures) if r.holds is False]
    assert [[r.type, *(names[m] for m in r.members())] for r in wrong] == []
