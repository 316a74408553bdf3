// clb-thang 2026.1, digest 16b3fe72dce73f5659d2dad3039e9ac562330b3da6aa45f5908c2e24183199a9

export type ClbThangCapitalSource =
  // Ngân sách nhà nước
  | "budget"
  // Quỹ Chăm sóc và phát huy vai trò NCT
  | "association_fund"
  // Ngân hàng Chính sách xã hội
  | "policy_bank"
  // Chương trình, dự án
  | "project"
  // Tổ chức, cá nhân ủng hộ
  | "donors"
  // Thành viên góp
  | "members"
  // Nguồn khác
  | "other";

export type ClbThangClubRole =
  // Chủ nhiệm
  | "chair"
  // Phó chủ nhiệm
  | "deputy"
  // Thư ký
  | "secretary"
  // Thủ quỹ, kế toán
  | "treasurer"
  // Ủy viên khác
  | "member";

export type ClbThangProgramme =
  // Đề án 1533 (2016–2020)
  | "1533"
  // Đề án 1336 (đến năm 2025)
  | "1336"
  // Đề án 1648 (đến năm 2035)
  | "1648"
  // Dự án khác
  | "project"
  // Chương trình khác
  | "other";

export type ClbThangYesNo =
  // Có
  | "yes"
  // Không
  | "no";

/** Báo cáo tháng CLB Liên thế hệ tự giúp nhau — answers of form clb-thang version 2026.1, digest 16b3fe72dce73f5659d2dad3039e9ac562330b3da6aa45f5908c2e24183199a9 */
export interface ClbThangAnswers {
  /** Hoạt động (1): thu nhập, sức khỏe, chăm sóc — Mỗi mảng hoạt động chọn Có hoặc Không. Có thì ghi thêm số việc và số lượt người. */
  activities_care: {
    /** Chăm sóc sức khỏe: trong tháng có hoạt động không? — Ví dụ: cân đo, đo huyết áp, tập dưỡng sinh, nói chuyện về sức khỏe. */
    health_activity: ClbThangYesNo;
    /** Chăm sóc sức khỏe: số việc đã làm — relevant: ${health_activity} = 'yes'; constraint: . >= 1 */
    health_activity_count?: number;
    /** Chăm sóc sức khỏe: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${health_activity} = 'yes'; constraint: . >= 1 */
    health_activity_turns?: number;
    /** Chăm sóc tại nhà: trong tháng có hoạt động không? — Ví dụ: tình nguyện viên đến nhà giúp người ốm yếu. */
    home_care_activity: ClbThangYesNo;
    /** Chăm sóc tại nhà: số việc đã làm — relevant: ${home_care_activity} = 'yes'; constraint: . >= 1 */
    home_care_activity_count?: number;
    /** Chăm sóc tại nhà: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${home_care_activity} = 'yes'; constraint: . >= 1 */
    home_care_activity_turns?: number;
    /** Tăng thu nhập: trong tháng có hoạt động không? — Ví dụ: giúp vốn, tập huấn làm ăn, hướng dẫn cây giống, con giống. */
    income_activity: ClbThangYesNo;
    /** Tăng thu nhập: số việc đã làm — relevant: ${income_activity} = 'yes'; constraint: . >= 1 */
    income_activity_count?: number;
    /** Tăng thu nhập: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${income_activity} = 'yes'; constraint: . >= 1 */
    income_activity_turns?: number;
  };
  /** Hoạt động (3): tinh thần, nguồn lực — Mỗi mảng hoạt động chọn Có hoặc Không. Có thì ghi thêm số việc và số lượt người. */
  activities_life: {
    /** Số mảng hoạt động đã làm trong tháng (trên 8) — calculation: (${income_activity} = 'yes') + (${health_activity} = 'yes') + (${home_care_activity} = 'yes') + (${self_help_activity} = 'yes') + (${rights_activity} = 'yes') + (${awareness_activity} = 'yes') + (${culture_activity} = 'yes') + (${resources_activity} = 'yes') */
    readonly activity_areas_done?: string | number | boolean;
    /** Đời sống tinh thần: trong tháng có hoạt động không? — Ví dụ: văn nghệ, thể thao, thăm hỏi, mừng sinh nhật, giao lưu. */
    culture_activity: ClbThangYesNo;
    /** Đời sống tinh thần: số việc đã làm — relevant: ${culture_activity} = 'yes'; constraint: . >= 1 */
    culture_activity_count?: number;
    /** Đời sống tinh thần: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${culture_activity} = 'yes'; constraint: . >= 1 */
    culture_activity_turns?: number;
    /** Vận động nguồn lực: trong tháng có hoạt động không? — Ví dụ: vận động tiền, hiện vật, ngày công cho câu lạc bộ. */
    resources_activity: ClbThangYesNo;
    /** Vận động nguồn lực: số việc đã làm — relevant: ${resources_activity} = 'yes'; constraint: . >= 1 */
    resources_activity_count?: number;
    /** Vận động nguồn lực: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${resources_activity} = 'yes'; constraint: . >= 1 */
    resources_activity_turns?: number;
  };
  /** Hoạt động (2): giúp nhau, quyền lợi, kiến thức — Mỗi mảng hoạt động chọn Có hoặc Không. Có thì ghi thêm số việc và số lượt người. */
  activities_support: {
    /** Nâng cao nhận thức, kiến thức: trong tháng có hoạt động không? — Ví dụ: tuyên truyền pháp luật, phòng lừa đảo, kỹ năng dùng điện thoại. */
    awareness_activity: ClbThangYesNo;
    /** Nâng cao nhận thức, kiến thức: số việc đã làm — relevant: ${awareness_activity} = 'yes'; constraint: . >= 1 */
    awareness_activity_count?: number;
    /** Nâng cao nhận thức, kiến thức: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${awareness_activity} = 'yes'; constraint: . >= 1 */
    awareness_activity_turns?: number;
    /** Quyền và lợi ích: trong tháng có hoạt động không? — Ví dụ: phổ biến chế độ, giúp làm hồ sơ trợ cấp, thẻ bảo hiểm y tế. */
    rights_activity: ClbThangYesNo;
    /** Quyền và lợi ích: số việc đã làm — relevant: ${rights_activity} = 'yes'; constraint: . >= 1 */
    rights_activity_count?: number;
    /** Quyền và lợi ích: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${rights_activity} = 'yes'; constraint: . >= 1 */
    rights_activity_turns?: number;
    /** Tự giúp nhau và hỗ trợ cộng đồng: trong tháng có hoạt động không? — Ví dụ: giúp ngày công, dọn vệ sinh, giúp gia đình khó khăn. */
    self_help_activity: ClbThangYesNo;
    /** Tự giúp nhau và hỗ trợ cộng đồng: số việc đã làm — relevant: ${self_help_activity} = 'yes'; constraint: . >= 1 */
    self_help_activity_count?: number;
    /** Tự giúp nhau và hỗ trợ cộng đồng: số lượt người được hưởng — Đếm lượt: một người tham gia hai lần là hai lượt. — relevant: ${self_help_activity} = 'yes'; constraint: . >= 1 */
    self_help_activity_turns?: number;
  };
  /** Quỹ hoạt động — Quỹ chi cho sinh hoạt của câu lạc bộ, tách riêng với quỹ tăng thu nhập. */
  activity_fund: {
    /** Quỹ cuối tháng — Phải bằng số đầu tháng, cộng bốn khoản thu, trừ khoản chi. — constraint: . >= 0 */
    activity_fund_closing: number;
    /** Quỹ đầu tháng — Bằng số cuối tháng của báo cáo trước. — constraint: . >= 0 */
    activity_fund_opening: number;
    /** Chi trong tháng — Cộng các phiếu chi của quỹ hoạt động. — constraint: . >= 0 */
    activity_spending: number;
    /** Phí thành viên thu trong tháng — Thường từ 2.000 đến 5.000 đồng một người một tháng. — constraint: . >= 0 */
    fees_collected: number;
    /** Ủng hộ ghi Sổ Tấm lòng vàng — Chỉ ghi tiền; hiện vật ghi trong sổ. — constraint: . >= 0 */
    golden_heart_donations: number;
    /** Lãi cho vay chuyển sang — Không tính phần lãi đã nhập vào vốn quỹ tăng thu nhập. — constraint: . >= 0 */
    interest_transferred: number;
    /** Thu từ hoạt động tăng thu nhập chung — Ví dụ: cho thuê bàn ghế, dụng cụ; trồng rau chung. — constraint: . >= 0 */
    joint_income: number;
  };
  /** Tình nguyện viên và sức khỏe — Đếm người, mỗi người một lần trong tháng; riêng lượt thăm thì mỗi lần đến là một lượt. */
  care: {
    /** Thành viên luyện tập thường xuyên — Tập từ 3 buổi một tuần trở lên. — constraint: . >= 0 */
    exercising: number;
    /** Thành viên được khám sức khỏe trong tháng — Đếm người, không đếm lượt. — constraint: . >= 0 */
    health_examined: number;
    /** Thành viên được cân, đo huyết áp trong tháng — Đếm người, không đếm lượt. — constraint: . >= 0 */
    health_measured: number;
    /** Số người được chăm sóc tại nhà — Đếm người: mỗi người chỉ tính một lần trong tháng. — constraint: . >= 0 */
    home_care_people: number;
    /** Số lượt đến thăm, chăm sóc — Đếm lượt: một người được thăm bốn lần là bốn lượt. — constraint: . >= 0 */
    home_care_visits: number;
    /** Số tình nguyện viên chăm sóc tại nhà — constraint: . >= 0 */
    volunteers: number;
  };
  /** Quỹ hoạt động cuối kỳ của báo cáo đã duyệt gần nhất — calculation: number(instance('previous')/root/activity_fund/activity_fund_closing) */
  readonly carried_activity_fund?: string | number | boolean;
  /** Vốn quỹ tăng thu nhập cuối kỳ của báo cáo đã duyệt gần nhất — calculation: number(instance('previous')/root/income_fund/capital_closing) */
  readonly carried_capital?: string | number | boolean;
  /** Dư nợ cuối kỳ của báo cáo đã duyệt gần nhất — calculation: number(instance('previous')/root/loans/loans_closing) */
  readonly carried_loans?: string | number | boolean;
  /** Số thành viên cuối kỳ của báo cáo đã duyệt gần nhất — calculation: number(instance('previous')/root/members/members_closing) */
  readonly carried_members?: string | number | boolean;
  /** Hoàn cảnh thành viên — Chỉ đếm số người, không ghi tên. Một người có thể thuộc nhiều nhóm, trừ hộ nghèo và hộ cận nghèo. */
  circumstances: {
    /** Thành viên là người dân tộc thiểu số — constraint: . >= 0 */
    members_ethnic_minority: number;
    /** Thành viên khuyết tật hoặc có hoàn cảnh khó khăn — Khuyết tật, cô đơn, bệnh nặng kéo dài hoặc khó khăn khác. — constraint: . >= 0 */
    members_in_difficulty: number;
    /** Thành viên thuộc hộ cận nghèo — Không tính lại người đã ghi ở hộ nghèo. — constraint: . >= 0 */
    members_near_poor: number;
    /** Thành viên thuộc hộ nghèo — Theo danh sách hộ nghèo của xã. — constraint: . >= 0 */
    members_poor: number;
  };
  /** Khó khăn, đề nghị và người lập */
  closing: {
    /** Khó khăn, đề nghị của câu lạc bộ — Viết ngắn gọn. Không có thì để trống. Không ghi tên người bệnh hay hoàn cảnh riêng. — constraint: string-length(.) <= 2000 */
    difficulties?: string;
    /** Ảnh hoạt động — Không bắt buộc. Không cần chụp rõ mặt người. */
    photo?: string;
    /** Họ tên người lập báo cáo — constraint: string-length(.) <= 100 */
    prepared_by: string;
    /** Số điện thoại — Để xã liên hệ khi cần. Không bắt buộc. — constraint: regex(translate(., ' .-', ''), '^(0[35789][0-9]{8}|02[0-9]{9}|\+84[0-9]{9,10})$') */
    prepared_by_phone?: string;
    /** Chức vụ trong câu lạc bộ */
    prepared_by_role: ClbThangClubRole;
  };
  /** Câu lạc bộ — Xem lại thông tin đã ghi sẵn, chỉ sửa khi có thay đổi. */
  club: {
    /** Mã câu lạc bộ — calculation: instance('unit')/root/code */
    readonly club_code?: string | number | boolean;
    /** Ngày ký quyết định thành lập — Không nhớ ngày thì để trống. — constraint: . >= date('2005-01-01') and . <= today() */
    founded_on?: string;
    /** Câu lạc bộ được thành lập theo chương trình nào? — Xem quyết định thành lập. 1533: giai đoạn 2016–2020; 1336: đến năm 2025; 1648: từ năm 2025. */
    programme: ClbThangProgramme;
    /** Tên chương trình, dự án — relevant: ${programme} = 'project' or ${programme} = 'other'; constraint: string-length(.) <= 200 */
    programme_other?: string;
  };
  /** Giới tính và độ tuổi — Tính trên số thành viên cuối tháng. */
  composition: {
    /** Thành viên từ 55 đến 59 tuổi — Người đủ 60 tuổi trở lên ghi ở ô tiếp theo. — constraint: . >= 0 */
    members_55_59: number;
    /** Thành viên từ đủ 60 tuổi — Ba nhóm tuổi cộng lại phải bằng số thành viên cuối tháng. — constraint: . >= 0 */
    members_60_over: number;
    /** Thành viên dưới 55 tuổi — constraint: . >= 0 */
    members_under_55: number;
    /** Thành viên nữ — constraint: . >= 0 */
    members_women: number;
    /** Tỷ lệ thành viên từ đủ 60 tuổi — calculation: if(${members_closing} > 0, round(100 * ${members_60_over} div ${members_closing}, 1), '') */
    readonly older_share?: string | number | boolean;
    /** Tỷ lệ thành viên nữ — calculation: if(${members_closing} > 0, round(100 * ${members_women} div ${members_closing}, 1), '') */
    readonly women_share?: string | number | boolean;
  };
  /** Giúp nhau trong tháng — Một người giúp cả ngày là một công; hai nửa ngày tính là một công. */
  help_given: {
    /** Số suất quà, tiền giúp đã trao — constraint: . >= 0 */
    gifts: number;
    /** Tổng trị giá quà, tiền giúp — Quà bằng hiện vật thì ghi trị giá ước tính. — constraint: . >= 0 */
    gifts_value: number;
    /** Số người được giúp ngày công — Sửa nhà, làm đồng, việc nhà… — constraint: . >= 0 */
    people_helped_with_work: number;
    /** Số ngày công đã giúp — constraint: . >= 0 */
    workdays_given: number;
  };
  /** Quỹ tăng thu nhập — Vốn của quỹ gồm tiền đang giữ và tiền đang cho vay. */
  income_fund: {
    /** Vốn bổ sung trong tháng — Không tính lãi; lãi ghi ở ô dưới. — constraint: . >= 0 */
    capital_added: number;
    /** Vốn bổ sung từ nguồn nào? — Có thể chọn nhiều nguồn. — relevant: ${capital_added} > 0 */
    capital_added_sources?: Array<ClbThangCapitalSource>;
    /** Vốn quỹ cuối tháng — Phải bằng vốn đầu tháng, cộng bổ sung, cộng lãi nhập vốn, trừ vốn rút ra. — constraint: . >= 0 */
    capital_closing: number;
    /** Vốn quỹ đầu tháng — Bằng vốn cuối tháng của báo cáo trước. — constraint: . >= 0 */
    capital_opening: number;
    /** Vốn rút ra — Trả lại nguồn vốn, hoặc chuyển sang việc khác theo quyết định của câu lạc bộ. — constraint: . >= 0 */
    capital_withdrawn: number;
    /** Lãi nhập vào vốn — Tiền lãi thu được mà câu lạc bộ để lại trong quỹ cho vay tiếp. — constraint: . >= 0 */
    interest_capitalised: number;
  };
  /** Vốn quỹ tăng thu nhập cần đạt (đồng) — calculation: number(coalesce(instance('unit')/root/club_capital_low, 20000000)) */
  readonly limit_capital?: string | number | boolean;
  /** Thay đổi nhỏ hơn số người này không cần giải trình — calculation: number(coalesce(instance('unit')/root/delta_people, 20)) */
  readonly limit_delta_people?: string | number | boolean;
  /** Thay đổi so với kỳ trước cần giải trình (%) — calculation: number(coalesce(instance('unit')/root/delta_percent, 30)) */
  readonly limit_delta_percent?: string | number | boolean;
  /** Phí thành viên cao nhất một người một tháng (đồng) — calculation: number(coalesce(instance('unit')/root/club_fee_high, 5000)) */
  readonly limit_fee?: string | number | boolean;
  /** Số thành viên thường thấy, đến — calculation: number(coalesce(instance('unit')/root/club_members_high, 70)) */
  readonly limit_members_high?: string | number | boolean;
  /** Số thành viên ít nhất không cần giải trình — calculation: number(coalesce(instance('unit')/root/club_members_least, 40)) */
  readonly limit_members_least?: string | number | boolean;
  /** Số thành viên thường thấy, từ — calculation: number(coalesce(instance('unit')/root/club_members_low, 50)) */
  readonly limit_members_low?: string | number | boolean;
  /** Số thành viên nhiều nhất không cần giải trình — calculation: number(coalesce(instance('unit')/root/club_members_most, 100)) */
  readonly limit_members_most?: string | number | boolean;
  /** Tỷ lệ thành viên từ đủ 60 tuổi cần đạt (%) — calculation: number(coalesce(instance('unit')/root/club_older_share, 60)) */
  readonly limit_older_share?: string | number | boolean;
  /** Số tình nguyện viên cần có — calculation: number(coalesce(instance('unit')/root/club_volunteers_low, 5)) */
  readonly limit_volunteers?: string | number | boolean;
  /** Tỷ lệ thành viên nữ cần đạt (%) — calculation: number(coalesce(instance('unit')/root/club_women_share, 60)) */
  readonly limit_women_share?: string | number | boolean;
  /** Cho thành viên vay — Xem sổ vay. Dư nợ là tiền gốc thành viên còn nợ quỹ, không tính lãi. */
  loans: {
    /** Số người còn nợ cuối tháng — constraint: . >= 0 */
    borrowers: number;
    /** Dư nợ cuối tháng — Phải bằng dư nợ đầu tháng, cộng cho vay mới, trừ gốc thu về, trừ nợ được xóa. — constraint: . >= 0 */
    loans_closing: number;
    /** Dư nợ đầu tháng — Bằng dư nợ cuối tháng của báo cáo trước. — constraint: . >= 0 */
    loans_opening: number;
    /** Tiền nợ được xóa — Chỉ ghi khi câu lạc bộ đã có biên bản xóa nợ. — constraint: . >= 0 */
    loans_written_off: number;
    /** Số người được vay mới trong tháng — constraint: . >= 0 */
    new_borrowers: number;
    /** Số tiền cho vay mới — constraint: . >= 0 */
    new_loans: number;
    /** Trong đó số người nợ quá hạn — constraint: . >= 0 */
    overdue_borrowers: number;
    /** Số tiền nợ quá hạn — constraint: . >= 0 */
    overdue_loans: number;
    /** Tỷ lệ nợ quá hạn — calculation: if(${loans_closing} > 0, round(100 * ${overdue_loans} div ${loans_closing}, 1), '') */
    readonly overdue_rate?: string | number | boolean;
    /** Tiền gốc thu về — Chỉ tính gốc, không tính lãi. — constraint: . >= 0 */
    principal_repaid: number;
  };
  /** Sinh hoạt hằng tháng */
  meeting: {
    /** Số lượt người dự — Đếm ở buổi họp ghi trên: ai có mặt thì tính một lượt, kể cả khách mời. — relevant: ${meeting_held} = 'yes'; constraint: . >= 1 */
    meeting_attendance?: number;
    /** Trong đó, số lượt khách mời — Người không phải thành viên: cán bộ xã, y tế, báo cáo viên… — relevant: ${meeting_held} = 'yes'; constraint: . >= 0 */
    meeting_guests?: number;
    /** Trong tháng câu lạc bộ có họp sinh hoạt không? */
    meeting_held: ClbThangYesNo;
    /** Ngày họp — Nếu họp nhiều lần, ghi buổi sinh hoạt chung của cả câu lạc bộ. — relevant: ${meeting_held} = 'yes'; constraint: . <= today() */
    meeting_on?: string;
  };
  /** Thành viên — Đếm theo sổ danh sách thành viên của câu lạc bộ. */
  members: {
    /** Số thành viên cuối tháng — Đếm lại theo sổ. Phải bằng số đầu tháng, cộng người mới vào, trừ người ra. — constraint: . >= 0 */
    members_closing: number;
    /** Số người mới vào trong tháng — Người có tên trong sổ từ tháng này. — constraint: . >= 0 */
    members_joined: number;
    /** Số người ra khỏi câu lạc bộ trong tháng — Gồm người xin ra, chuyển đi và qua đời. — constraint: . >= 0 */
    members_left: number;
    /** Số thành viên đầu tháng — Bằng số cuối tháng của báo cáo trước. — constraint: . >= 0 */
    members_opening: number;
  };
  /** Kỳ báo cáo từ ngày — calculation: if(instance('period')/root/start != '', format-date(date(instance('period')/root/start), '%d/%m/%Y'), '') */
  readonly period_from?: string | number | boolean;
  /** Kỳ báo cáo đến ngày — calculation: if(instance('period')/root/end != '', format-date(date(instance('period')/root/end), '%d/%m/%Y'), '') */
  readonly period_to?: string | number | boolean;
}

export interface ClbThangReport {
  form: "clb-thang";
  version: "2026.1";
  org_unit: string;
  period: string;
  answers: ClbThangAnswers;
  explanations?: { [rule: string]: string };
}
