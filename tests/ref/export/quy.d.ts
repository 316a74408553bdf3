// quy 2026.1, digest e4e965f308b2d254439d38221d38a9934e2f1f46d41ef3262cabc1c41193e149

export type QuyDisclosureMeans =
  // Niêm yết tại trụ sở, nhà văn hóa
  | "notice"
  // Công bố tại hội nghị, buổi sinh hoạt
  | "meeting"
  // Loa truyền thanh
  | "loudspeaker"
  // Trang thông tin điện tử, mạng xã hội
  | "website"
  // Gửi văn bản đến nhà tài trợ
  | "letter"
  // Hình thức khác
  | "other";

export type QuyFundKind =
  // Quỹ được cấp phép
  | "licensed"
  // Quỹ hội (nội bộ)
  | "association"
  // Quỹ chi hội
  | "branch";

export type QuyFundLevel =
  // Cấp tỉnh
  | "province"
  // Cấp xã
  | "commune";

export type QuySigningAuthority =
  // TM. (thay mặt)
  | "tm"
  // KT. (ký thay)
  | "kt"
  // TL. (thừa lệnh)
  | "tl"
  // TUQ. (thừa ủy quyền)
  | "tuq"
  // Người đứng đầu trực tiếp ký
  | "own";

export type QuyYesNo =
  // Có
  | "yes"
  // Không
  | "no";

/** Thu, chi Quỹ Chăm sóc và phát huy vai trò NCT — answers of form quy version 2026.1, digest e4e965f308b2d254439d38221d38a9934e2f1f46d41ef3262cabc1c41193e149 */
export interface QuyAnswers {
  /** Tồn quỹ cuối kỳ — Tiền mặt thì đếm trong két; tiền gửi thì xem sổ, sao kê; tiền cho vay thì xem sổ vay. */
  balance: {
    /** Tồn cuối kỳ — Phải bằng tồn đầu kỳ, cộng tổng thu, trừ tổng chi. — constraint: . >= 0 */
    balance_closing: number;
    /** Trong đó tiền mặt — constraint: . >= 0 */
    cash: number;
    /** Trong đó tiền gửi ngân hàng, kho bạc — constraint: . >= 0 */
    deposits: number;
    /** Trong đó đang cho vay — Tiền mặt, tiền gửi và cho vay cộng lại phải bằng tồn cuối kỳ. — constraint: . >= 0 */
    lent_out: number;
  };
  /** Căn cứ của báo cáo — Các văn bản làm căn cứ. Không có thì bỏ qua. */
  bases?: {
    /** Văn bản */
    legal_bases?: Array<{
      /** Trích yếu — constraint: string-length(.) <= 500 */
      basis_about?: string;
      /** Ngày ban hành — constraint: . <= today() */
      basis_issued_on?: string;
      /** Số, ký hiệu văn bản — Ví dụ: 58-KL/TW, 288/QĐ-BNV. — constraint: string-length(.) <= 60 */
      basis_number: string;
    }>;
  };
  /** Tồn cuối kỳ của báo cáo đã duyệt gần nhất — calculation: number(instance('previous')/root/balance/balance_closing) */
  readonly carried_balance?: string | number | boolean;
  /** Kiến nghị và người lập */
  closing: {
    /** Họ tên người lập báo cáo — constraint: string-length(.) <= 100 */
    prepared_by: string;
    /** Số điện thoại — Để cấp trên liên hệ khi cần. Không bắt buộc. — constraint: regex(translate(., ' .-', ''), '^(0[35789][0-9]{8}|02[0-9]{9}|\+84[0-9]{9,10})$') */
    prepared_by_phone?: string;
    /** Chức vụ người lập — constraint: string-length(.) <= 100 */
    prepared_by_title: string;
    /** Kiến nghị, đề xuất — Viết ngắn gọn. Không có thì để trống. — constraint: string-length(.) <= 2000 */
    proposals?: string;
    /** Đơn vị nhận báo cáo — constraint: string-length(.) <= 200 */
    received_by?: string;
  };
  /** Công khai và kiểm tra quỹ */
  disclosure?: {
    /** Quỹ đã công khai thu, chi của năm chưa? — Phải công khai trước hoặc trong ngày 31/3 năm sau. — relevant: instance('period')/root/type = 'year' */
    disclosed?: QuyYesNo;
    /** Ngày công khai — relevant: instance('period')/root/type = 'year' and ${disclosed} = 'yes'; constraint: . <= today() */
    disclosed_on?: string;
    /** Hình thức công khai — Có thể chọn nhiều hình thức. — relevant: instance('period')/root/type = 'year' and ${disclosed} = 'yes' */
    disclosure_means?: Array<QuyDisclosureMeans>;
    /** Người kiểm tra quỹ — Họ tên, chức vụ. Chưa kiểm tra thì để trống. — constraint: string-length(.) <= 200 */
    inspected_by?: string;
  };
  /** Danh sách ủng hộ (Sổ Tấm lòng vàng) */
  donation_book: {
    /** Quỹ có ghi danh sách ủng hộ bằng tiền không? — Có thì ghi từng khoản dưới đây. */
    donation_list_kept: QuyYesNo;
    /** Khoản ủng hộ — relevant: ${donation_list_kept} = 'yes' */
    donations?: Array<{
      /** Ngày ủng hộ — constraint: . <= today() */
      donated_on: string;
      /** Số tiền — Tiền mặt hay chuyển khoản đều ghi bằng đồng, đủ các số 0. — constraint: . >= 1 */
      donation_amount: number;
      /** Nội dung ủng hộ — Không ghi rõ thì để trống. — constraint: string-length(.) <= 200 */
      donation_purpose?: string;
      /** Người ủng hộ muốn ẩn danh? */
      donor_anonymous: QuyYesNo;
      /** Tên tổ chức, cá nhân ủng hộ — relevant: ${donor_anonymous} = 'no'; constraint: string-length(.) <= 200 */
      donor_name?: string;
    }>;
    /** Số khoản ủng hộ — calculation: count-non-empty(${donation_amount}) */
    readonly donations_count?: string | number | boolean;
    /** Tổng tiền trong danh sách ủng hộ — calculation: sum(${donation_amount}) */
    readonly donations_total?: string | number | boolean;
  };
  /** Quỹ — Mỗi quỹ lập một báo cáo riêng. */
  fund: {
    /** Loại quỹ — Quỹ được cấp phép có quyết định của Ủy ban nhân dân; quỹ hội, quỹ chi hội là quỹ nội bộ. */
    fund_kind: QuyFundKind;
    /** Cấp của quỹ */
    fund_level: QuyFundLevel;
    /** Số quyết định cho phép — Ví dụ: 112/QĐ-UBND. — relevant: ${fund_kind} = 'licensed'; constraint: string-length(.) <= 60 */
    licence_number?: string;
    /** Cơ quan cho phép — Ví dụ: Ủy ban nhân dân tỉnh. — relevant: ${fund_kind} = 'licensed'; constraint: string-length(.) <= 200 */
    licensed_by?: string;
    /** Ngày quyết định — relevant: ${fund_kind} = 'licensed'; constraint: . <= today() */
    licensed_on?: string;
  };
  /** Hiện vật nhận được */
  goods: {
    /** Hiện vật — relevant: ${goods_received} = 'yes' */
    goods_items?: Array<{
      /** Loại hiện vật — Ví dụ: loa kéo, máy đo huyết áp. — constraint: string-length(.) <= 200 */
      goods_name: string;
      /** Số lượng — Ví dụ 20 (kg gạo), 1 (máy đo huyết áp). — constraint: . >= 1 */
      goods_quantity: number;
      /** Trị giá — Tổng trị giá ước tính của loại này. — constraint: . >= 0 */
      goods_value: number;
    }>;
    /** Trong kỳ quỹ có nhận hiện vật không? */
    goods_received: QuyYesNo;
    /** Tổng trị giá hiện vật — calculation: sum(${goods_value}) */
    readonly goods_total?: string | number | boolean;
  };
  /** Các khoản thu — Ghi số tiền thực thu trong kỳ. */
  income: {
    /** Tồn đầu kỳ — Bằng tồn cuối kỳ của báo cáo trước. Báo cáo năm: bằng tồn cuối năm trước. — constraint: . >= 0 */
    balance_opening: number;
    /** Ngân sách hỗ trợ — constraint: . >= 0 */
    income_budget: number;
    /** Tổ chức, doanh nghiệp, cá nhân ủng hộ — Chỉ tính tiền. Hiện vật ghi ở mục sau. — constraint: . >= 0 */
    income_donations: number;
    /** Hội phí để lại — constraint: . >= 0 */
    income_dues: number;
    /** Lãi cho vay, lãi tiền gửi — constraint: . >= 0 */
    income_interest: number;
    /** Hội viên đóng góp — constraint: . >= 0 */
    income_members: number;
    /** Thu khác — constraint: . >= 0 */
    income_other: number;
    /** Chương trình, dự án — constraint: . >= 0 */
    income_projects: number;
    /** Tổng thu trong kỳ — Phải bằng bảy khoản thu ở trên cộng lại, không tính tồn đầu kỳ. — constraint: . >= 0 */
    income_total: number;
  };
  /** Cho vay — Chỉ ghi khi quỹ đang cho vay. — relevant: ${lent_out} > 0 */
  lending?: {
    /** Số người đang vay — constraint: . >= 1 */
    borrowers: number;
    /** Lãi suất một tháng — Ví dụ: 0,8. Không lấy lãi thì ghi 0. — constraint: . >= 0 and . <= 5 */
    monthly_interest: number;
    /** Số tiền quá hạn — constraint: . >= 0 */
    overdue_amount: number;
    /** Trong đó số người quá hạn — constraint: . >= 0 */
    overdue_borrowers: number;
  };
  /** Tỷ lệ chi quản lý cao nhất trong tổng chi (%) — calculation: number(coalesce(instance('unit')/root/fund_running_share, 5)) */
  readonly limit_running_share?: string | number | boolean;
  /** Thay đổi so với cùng kỳ năm trước cần lưu ý (%) — calculation: number(coalesce(instance('unit')/root/same_percent, 50)) */
  readonly limit_same_percent?: string | number | boolean;
  /** Kỳ báo cáo từ ngày — calculation: if(instance('period')/root/start != '', format-date(date(instance('period')/root/start), '%d/%m/%Y'), '') */
  readonly period_from?: string | number | boolean;
  /** Kỳ báo cáo đến ngày — calculation: if(instance('period')/root/end != '', format-date(date(instance('period')/root/end), '%d/%m/%Y'), '') */
  readonly period_to?: string | number | boolean;
  /** Tỷ lệ chi quản lý trong tổng chi — calculation: if(${spending_total} > 0, round(100 * ${spent_running} div ${spending_total}, 1), '') */
  readonly running_share?: string | number | boolean;
  /** Số báo cáo và người ký — Có thể để trống và bổ sung khi in, ký. */
  signing?: {
    /** Số, ký hiệu báo cáo — Ví dụ: 12/BC-HNCT. — constraint: string-length(.) <= 60 */
    document_number?: string;
    /** Địa danh — Tên xã, phường, đặc khu. — constraint: string-length(.) <= 100 */
    signed_at?: string;
    /** Ngày ký — constraint: . <= today() */
    signed_on?: string;
    /** Quyền hạn ký */
    signer_authority?: QuySigningAuthority;
    /** Họ tên người ký — constraint: string-length(.) <= 100 */
    signer_name?: string;
    /** Chức vụ người ký — constraint: string-length(.) <= 100 */
    signer_title?: string;
  };
  /** Chi cho người cao tuổi và hội viên — Ghi số tiền thực chi trong kỳ. */
  spending_care: {
    /** Hoạt động phát huy vai trò NCT — constraint: . >= 0 */
    spent_activities: number;
    /** Câu lạc bộ Liên thế hệ tự giúp nhau — constraint: . >= 0 */
    spent_clubs: number;
    /** Tặng quà — constraint: . >= 0 */
    spent_gifts: number;
    /** Xây, sửa nhà ở — constraint: . >= 0 */
    spent_housing: number;
    /** Mừng thọ, chúc thọ — constraint: . >= 0 */
    spent_longevity: number;
    /** Thăm ốm, phúng viếng — constraint: . >= 0 */
    spent_visits: number;
  };
  /** Chi khác và tổng chi — Ghi số tiền thực chi trong kỳ, theo phiếu chi. */
  spending_other: {
    /** Tổng chi trong kỳ — Phải bằng chín khoản chi cộng lại. — constraint: . >= 0 */
    spending_total: number;
    /** Khen thưởng — constraint: . >= 0 */
    spent_awards: number;
    /** Chi khác — constraint: . >= 0 */
    spent_other: number;
    /** Chi quản lý quỹ — constraint: . >= 0 */
    spent_running: number;
  };
}

export interface QuyReport {
  form: "quy";
  version: "2026.1";
  org_unit: string;
  period: string;
  answers: QuyAnswers;
  explanations?: { [rule: string]: string };
}
