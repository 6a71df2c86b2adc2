"""Orders, and results that sound like them but are of other work, another place, another time.

Each row: the order as its letter gives it, the result as a later report tells it, and why they are
not of one task. Then, in other words, results that are of the order above them.
"""

DISTRICT, COMMUNE = "UBND HUYỆN SƠN CẨM", "UBND XÃ TÂN HẢO"
H1, M9 = "6 tháng đầu năm 2023", "9 tháng đầu năm 2023"

# who gives, the order; who reports, the title of the report, the result
UNLIKE = {
    "another commune": (
        DISTRICT, "UBND xã Phổ Bình xây nhà kho chứa muối iốt, xong trước ngày 30/6/2023.",
        DISTRICT, H1, "Xã Tân Hảo đã xây xong nhà kho chứa muối iốt.",
    ),
    "another school": (
        DISTRICT, "Hoàn thành sửa chữa mái Trường Tiểu học Phan Lãng trước ngày 30/8/2023.",
        DISTRICT, M9, "Đã sửa chữa mái Trường Tiểu học Đỗ Khuê.",
    ),
    "another season": (
        DISTRICT, "UBND các xã gieo mạ vụ Mùa năm 2023 trước ngày 20/6/2023.",
        DISTRICT, H1, "Vụ Mùa năm 2022 các xã gieo mạ muộn 08 ngày.",
    ),
    "before it was asked": (
        DISTRICT, "Phòng Y tế kiểm tra 12 bếp ăn tập thể trước ngày 30/6/2023.",
        DISTRICT, H1, "Ngày 14/02/2023, đã kiểm tra một số bếp ăn tập thể.",
    ),
    "the year after": (
        DISTRICT, "UBND các xã ra quân vệ sinh chợ dịp Quốc khánh, xong trước ngày 31/8/2023.",
        DISTRICT, "quý III năm 2024", "Các xã ra quân vệ sinh chợ dịp Tết Trung thu.",
    ),
    "cases of another kind": (
        DISTRICT, "Thanh tra huyện giải quyết 09 vụ việc tranh chấp mốc trước ngày 30/6/2023.",
        DISTRICT, H1, "Xảy ra 09 vụ cháy, đã dập tắt kịp thời.",
    ),
    "a count of the same unit": (
        DISTRICT, "UBND các xã lắp đặt 24 bộ loa truyền thanh ở thôn trước ngày 30/6/2023.",
        DISTRICT, H1, "Cấp 24 bộ bàn ghế cho trường mầm non.",
    ),
    "the everyday work of an office": (
        DISTRICT, "Ban Tiếp công dân niêm yết nội quy nơi tiếp công dân trước ngày 10/5/2023.",
        DISTRICT, H1, "Toàn huyện tiếp 214 lượt công dân, nhận 96 đơn.",
    ),
    "an office named for something else": (
        DISTRICT, "Thanh tra huyện kiểm tra việc thu quỹ ở các trường học trước ngày 30/5/2023.",
        DISTRICT, H1, "Thanh tra huyện kết thúc 03 cuộc thanh tra về đất đai.",
    ),
    "a plan's figure": (
        DISTRICT, "Phòng Tài chính trình phương án phân bổ vốn đầu tư công trước ngày 15/6/2023.",
        DISTRICT, H1, "Giải ngân vốn đầu tư công 41,2 tỷ đồng.",
    ),
    "a wish": (
        DISTRICT, "UBND các xã thu gom vỏ bao thuốc trừ sâu trên đồng trước ngày 30/5/2023.",
        DISTRICT, H1, "Thuốc trừ sâu tăng giá làm chi phí sản xuất lúa tăng.",
    ),
    "a duty that never ends": (
        DISTRICT, "Công an huyện kiểm tra tạm trú tại khu nhà trọ Bến Đáy trước ngày 30/5/2023.",
        DISTRICT, H1, "Lực lượng công an thường xuyên tuần tra, kiểm soát ban đêm.",
    ),
    "another road": (
        DISTRICT, "Ban Quản lý dự án huyện bàn giao mặt bằng đường Lê Khôi trước ngày 30/5/2023.",
        DISTRICT, H1, "Đã bàn giao mặt bằng đường Trần Kiệm cho nhà thầu.",
    ),
    "another contest": (
        DISTRICT, "Phòng Giáo dục tổ chức cuộc thi vẽ tranh cho học sinh trước ngày 30/5/2023.",
        DISTRICT, H1, "Hội Nông dân tổ chức cuộc thi nông dân tìm hiểu pháp luật.",
    ),
    "no letter of this office": (
        "UBND HUYỆN HẢI VÂN", "UBND các xã nạo vét kênh tiêu úng nội đồng trước ngày 30/5/2023.",
        DISTRICT, H1, "Các xã đã nạo vét xong kênh tiêu úng nội đồng.",
    ),
    "asked of another commune, told by this": (
        DISTRICT, "UBND xã Phổ Bình trồng 500 cây xoan ven đê trước ngày 30/5/2023.",
        COMMUNE, H1, "Xã đã trồng 500 cây xoan ven đê.",
    ),
    "thanks": (
        DISTRICT, "UBND các xã vận động nhân dân hiến đất mở đường nội đồng trước ngày 30/5/2023.",
        DISTRICT, H1, "Nhân dân đồng tình, tin tưởng vào sự lãnh đạo của Đảng.",
    ),
    "a table's figure": (
        DISTRICT, "UBND các xã tổ chức 15 buổi chiếu phim lưu động trước ngày 30/5/2023.",
        DISTRICT, H1, "Thư viện huyện phục vụ 15 buổi đọc sách lưu động.",
    ),
    "a stock": (
        DISTRICT, "Trạm Thú y tiêm phòng 3.000 con trâu bò trước ngày 30/5/2023.",
        DISTRICT, H1, "Tổng đàn trâu bò hiện có 3.412 con.",
    ),
    "a report on something else": (
        DISTRICT, "UBND các xã báo cáo hộ thiếu nước sạch về UBND huyện trước ngày 30/5/2023.",
        DISTRICT, H1, "Các xã gửi báo cáo thu ngân sách đầy đủ.",
    ),
}  # fmt: skip

# who gives, the order; who reports, the title of the report, the result, what it says of the task
LIKE = {
    "all of a number": (
        DISTRICT, "UBND các xã treo 80 bảng chỉ đường thôn trước ngày 30/6/2023.",
        DISTRICT, M9, "Đến tháng 7, các xã đã treo đủ 80/80 bảng chỉ đường thôn.",
        "reported_done",
    ),
    "some of a number": (
        DISTRICT, "UBND các xã sửa chữa 36 nhà văn hóa thôn trước ngày 31/12/2023.",
        DISTRICT, M9, "Việc sửa chữa nhà văn hóa thôn đang làm, đã xong 21/36 nhà.",
        "progressed",
    ),
    "so many kilometres": (
        DISTRICT, "Ban Quản lý dự án rải đá toàn bộ 3,5 km đường lên đồi chè trước ngày 30/8/2023.",
        DISTRICT, M9, "Mới rải đá được 2,1/3,5 km đường lên đồi chè.",
        "progressed",
    ),
    "a share of the work": (
        DISTRICT, "Hoàn thành công trình Chợ Đồng Mây, đưa vào sử dụng trước ngày 31/8/2023.",
        DISTRICT, M9, "Công trình Chợ Đồng Mây mới đạt 70% khối lượng, chưa hoàn thành.",
        "progressed",
    ),
    "in use": (
        DISTRICT, "UBND xã Phổ Bình bố trí bãi tập kết rác riêng, xong trước ngày 31/8/2023.",
        DISTRICT, M9, "Xã Phổ Bình đã đưa bãi tập kết rác vào sử dụng từ ngày 12/9/2023.",
        "reported_done",
    ),
    "not done": (
        DISTRICT, "UBND xã Phổ Bình bố trí bãi tập kết rác riêng, xong trước ngày 31/8/2023.",
        DISTRICT, M9, "UBND xã Phổ Bình chưa bố trí được bãi tập kết rác riêng.",
        "reported_not_done",
    ),
    "to be done": (
        DISTRICT, "Phòng Nội vụ kiểm tra giờ giấc làm việc tại các xã, xong trước ngày 15/12/2023.",
        DISTRICT, M9,
        "Phòng Nội vụ sẽ kiểm tra giờ giấc làm việc tại các xã trong tháng 11.",
        "planned",
    ),
    "told by whom it was asked of": (
        DISTRICT, "UBND xã Tân Hảo trồng 500 cây xoan ven đê trước ngày 30/5/2023.",
        COMMUNE, H1, "Xã đã trồng xong 500 cây xoan ven đê.",
        "reported_done",
    ),
    "told by one of many": (
        DISTRICT, "UBND các xã, thị trấn lập sổ theo dõi giếng khoan chung trước ngày 30/5/2023.",
        COMMUNE, H1, "Xã đã lập sổ theo dõi giếng khoan chung tại 07 thôn.",
        "reported_done",
    ),
}  # fmt: skip
