"""Papers of our own that answer, remind, extend, postpone and replace one another."""

from .conftest import letter, paper

WATER = {
    "letter": letter(
        "UBND TỈNH BÌNH LÂM",
        "UBND HUYỆN SƠN CẨM",
        "415/UBND-NN",
        "Sơn Cẩm, ngày 03 tháng 4 năm 2023",
        "chuẩn bị phòng, chống hạn vụ Hè Thu 2023",
        "- UBND các xã, thị trấn;\n- Các phòng, ban huyện.",
        """UBND huyện yêu cầu:

1. UBND các xã, thị trấn nạo vét kênh mương nội đồng, hoàn thành trước ngày 30/4/2023.
2. Phòng Nông nghiệp và Phát triển nông thôn rà soát diện tích lúa thiếu nước, đề xuất chuyển \
đổi cây trồng trước ngày 15/5/2023.
3. Trạm Thủy lợi huyện sửa chữa 05 trạm bơm hư hỏng, xong trước ngày 20/5/2023.
4. UBND các xã, thị trấn vận động hộ dân đào ao trữ nước, mỗi xã ít nhất 10 ao.
5. Báo cáo kết quả về UBND huyện (qua Phòng Nông nghiệp và Phát triển nông thôn) trước ngày \
25/5/2023.

Yêu cầu các đơn vị nghiêm túc thực hiện./.""",
    ),
    "report": paper(
        "UBND HUYỆN SƠN CẨM",
        "UBND XÃ TÂN HẢO",
        "66/BC-UBND",
        "Tân Hảo, ngày 23 tháng 5 năm 2023",
        "BÁO CÁO\nKết quả thực hiện Công văn số 415/UBND-NN ngày 03/4/2023 của UBND huyện Sơn Cẩm",
        """Thực hiện Công văn số 415/UBND-NN ngày 03/4/2023 của UBND huyện Sơn Cẩm, UBND xã Tân \
Hảo báo cáo như sau:

I. KẾT QUẢ
1. Xã đã nạo vét 4,2 km kênh mương nội đồng, xong ngày 12/5/2023.
2. Đã vận động 06 hộ đào ao trữ nước; còn 04 ao chưa đào do thiếu đất công.
3. Thu ngân sách xã đạt 320 triệu đồng.

II. KHÓ KHĂN
Kinh phí hạn hẹp.""",
    ),
    "reminder": letter(
        "UBND TỈNH BÌNH LÂM",
        "UBND HUYỆN SƠN CẨM",
        "502/UBND-NN",
        "Sơn Cẩm, ngày 18 tháng 5 năm 2023",
        "đôn đốc thực hiện Công văn số 415/UBND-NN ngày 03/4/2023",
        "UBND các xã, thị trấn.",
        """Ngày 03/4/2023, UBND huyện đã ban hành Công văn số 415/UBND-NN; đến nay nhiều xã \
chưa nạo vét kênh mương nội đồng.

UBND huyện yêu cầu UBND các xã, thị trấn khẩn trương nạo vét kênh mương nội đồng.""",
    ),
    "extension": letter(
        "UBND TỈNH BÌNH LÂM",
        "UBND HUYỆN SƠN CẨM",
        "511/UBND-NN",
        "Sơn Cẩm, ngày 19 tháng 5 năm 2023",
        "gia hạn sửa chữa trạm bơm",
        "Trạm Thủy lợi huyện.",
        """Xét đề nghị của Trạm Thủy lợi huyện, UBND huyện đồng ý gia hạn thời gian sửa chữa 05 \
trạm bơm nêu tại mục 3 Công văn số 415/UBND-NN ngày 03/4/2023 đến hết ngày 30/6/2023.""",
    ),
}

FIRE = {
    "letter": letter(
        "UBND TỈNH BÌNH LÂM",
        "SỞ XÂY DỰNG",
        "1208/SXD-QLN",
        "Bình Lâm, ngày 10 tháng 01 năm 2024",
        "tăng cường an toàn phòng cháy tại chung cư",
        "- UBND các huyện, thành phố;\n- Các chủ đầu tư nhà chung cư.",
        """Sở Xây dựng đề nghị:

a) UBND các huyện, thành phố kiểm tra lối thoát nạn của các nhà chung cư trước ngày 20/02/2024.
b) Các chủ đầu tư nhà chung cư lắp đặt hệ thống báo cháy tự động, hoàn thành trong quý II/2024.
c) UBND các huyện, thành phố tuyên truyền kỹ năng thoát hiểm cho cư dân.""",
    ),
    "report": paper(
        "UBND TỈNH BÌNH LÂM",
        "UBND HUYỆN SƠN CẨM",
        "39/BC-UBND",
        "Sơn Cẩm, ngày 04 tháng 3 năm 2024",
        "BÁO CÁO\nVề công tác an toàn phòng cháy tại nhà chung cư",
        """Kính gửi: Sở Xây dựng.

Căn cứ Công văn số 1208/SXD-QLN ngày 10/01/2024 của Sở Xây dựng, UBND huyện Sơn Cẩm báo cáo:

I. TÌNH HÌNH THỰC HIỆN
- Việc kiểm tra lối thoát nạn tại 03 nhà chung cư đã hoàn thành ngày 28/02/2024.
- Hệ thống báo cháy tự động tại chung cư Hòa Bình chưa lắp đặt được do chủ đầu tư chưa bố trí vốn.
- Công an huyện mở 04 lớp hướng dẫn kỹ năng thoát hiểm cho 312 cư dân.""",
    ),
    "pause": letter(
        "UBND TỈNH BÌNH LÂM",
        "SỞ XÂY DỰNG",
        "1300/SXD-QLN",
        "Bình Lâm, ngày 15 tháng 3 năm 2024",
        "tạm dừng lắp đặt hệ thống báo cháy",
        "Các chủ đầu tư nhà chung cư.",
        """Sở Xây dựng thông báo tạm dừng việc lắp đặt hệ thống báo cháy tự động nêu tại Công \
văn số 1208/SXD-QLN ngày 10/01/2024 cho đến khi có quy chuẩn mới.""",
    ),
    "replacement": letter(
        "UBND TỈNH BÌNH LÂM",
        "SỞ XÂY DỰNG",
        "1555/SXD-QLN",
        "Bình Lâm, ngày 02 tháng 5 năm 2024",
        "an toàn phòng cháy tại chung cư",
        "UBND các huyện, thành phố.",
        """Sở Xây dựng đề nghị UBND các huyện, thành phố rà soát nhà trọ cao tầng trước ngày \
30/6/2024.

Công văn này thay thế Công văn số 1208/SXD-QLN ngày 10/01/2024.""",
    ),
}

PLANS = {
    "first": paper(
        "UBND HUYỆN SƠN CẨM",
        "UBND XÃ TÂN HẢO",
        "12/BC-UBND",
        "Tân Hảo, ngày 25 tháng 3 năm 2024",
        "BÁO CÁO\nTình hình kinh tế - xã hội quý I, nhiệm vụ quý II năm 2024",
        """I. KẾT QUẢ QUÝ I
1. Xã gieo trồng 210 ha lúa Đông Xuân, đạt 98% kế hoạch.

II. NHIỆM VỤ QUÝ II
1. Công chức địa chính hoàn thành đo đạc 120 thửa đất thôn Hạ trước ngày 15/6/2024.
2. Ban Quản lý chợ di dời 18 hộ kinh doanh ra khỏi hành lang chợ Tân Hảo.
3. Trạm Y tế xã tiêm phòng dại cho đàn chó, đạt trên 80% tổng đàn.""",
    ),
    "second": paper(
        "UBND HUYỆN SƠN CẨM",
        "UBND XÃ TÂN HẢO",
        "31/BC-UBND",
        "Tân Hảo, ngày 21 tháng 6 năm 2024",
        "BÁO CÁO\nTình hình kinh tế - xã hội 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2024",
        """I. KẾT QUẢ 6 THÁNG ĐẦU NĂM
1. Xã gieo trồng 405 ha lúa, đạt 97% kế hoạch.
2. Công chức địa chính đã hoàn thành đo đạc 120 thửa đất thôn Hạ ngày 10/6/2024.
3. Tiêm phòng dại cho đàn chó đạt 62% tổng đàn.

II. NHIỆM VỤ 6 THÁNG CUỐI NĂM
1. Ban Quản lý chợ di dời 18 hộ kinh doanh ra khỏi hành lang chợ Tân Hảo trước ngày 30/9/2024.
2. Sửa chữa nhà văn hóa thôn Thượng.""",
    ),
}
