//! What the page of a decision says.

use leptos::prelude::GetUntracked;

use crate::state::App;

/// The sentences of one language; `{}` stands for what is put in.
pub(super) struct Words {
    pub(super) remark: &'static str,
    pub(super) remark_at_field: &'static str,
    pub(super) remark_drop: &'static str,
    pub(super) remarks_written: &'static str,
    pub(super) decision: &'static str,
    pub(super) decision_how: &'static str,
    pub(super) decision_none: &'static str,
    pub(super) return_needs_remark: &'static str,
    pub(super) approve: &'static str,
    pub(super) return_report: &'static str,
    pub(super) reopen: &'static str,
    pub(super) reopen_reason: &'static str,
    pub(super) reopen_needs_reason: &'static str,
    pub(super) confirm: &'static str,
    pub(super) confirm_how: &'static str,
    pub(super) replace: &'static str,
    pub(super) replace_by: &'static str,
    pub(super) replace_choose: &'static str,
    pub(super) replace_needs_report: &'static str,
    pub(super) locked: &'static str,
    pub(super) levels: &'static str,
    pub(super) not_compared: &'static str,
}

/// The words of a language.
pub(super) fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

const VI: Words = Words {
    remark: "Góp ý",
    remark_at_field: "Điều cần sửa ở câu này",
    remark_drop: "Bỏ góp ý",
    remarks_written: "Đã ghi góp ý ở {} câu.",
    decision: "Quyết định",
    decision_how: "Bấm “Góp ý” cạnh câu cần sửa, hoặc ghi ý kiến chung, rồi trả lại. Nếu đã đúng thì duyệt.",
    decision_none: "Báo cáo này hiện không chờ quyết định.",
    return_needs_remark: "Hãy ghi điều cần sửa trước khi trả lại.",
    approve: "Duyệt báo cáo",
    return_report: "Trả lại để sửa",
    reopen: "Mở lại để sửa",
    reopen_reason: "Vì sao mở lại",
    reopen_needs_reason: "Hãy ghi vì sao mở lại báo cáo.",
    confirm: "Đã xem lại, giữ nguyên",
    confirm_how: "Số liệu mà báo cáo này lấy vào đã thay đổi. Nếu báo cáo vẫn đúng thì giữ nguyên; nếu phải sửa thì mở lại.",
    replace: "Thay bằng báo cáo khác",
    replace_by: "Báo cáo thay thế (của đơn vị nhận sáp nhập)",
    replace_choose: "Chọn báo cáo",
    replace_needs_report: "Hãy chọn báo cáo thay thế và ghi lý do.",
    locked: "Kỳ báo cáo này đã khóa. Muốn thay đổi thì phải mở kỳ trước.",
    levels: "Các cấp duyệt: {}.",
    not_compared: "Không so sánh được với báo cáo {} của đơn vị cũ có mã {}: chưa biết bao nhiêu phần của đơn vị ấy thuộc về đơn vị này.",
};

const EN: Words = Words {
    remark: "Remark",
    remark_at_field: "What to correct here",
    remark_drop: "Drop the remark",
    remarks_written: "Remarks at {} answer{s}.",
    decision: "Decision",
    decision_how: "Press “Remark” at an answer, or write a general remark, then return it. If all is right, approve.",
    decision_none: "This report does not wait for a decision.",
    return_needs_remark: "Write what is to be corrected before returning it.",
    approve: "Approve",
    return_report: "Return for correction",
    reopen: "Reopen",
    reopen_reason: "Why it is opened again",
    reopen_needs_reason: "Write why the report is opened again.",
    confirm: "Looked at again, stays as it is",
    confirm_how: "Figures that this report read have changed. If it is still right, it stays; if not, open it again.",
    replace: "Replace by another report",
    replace_by: "The report that takes its place (of the unit that took this one over)",
    replace_choose: "Choose a report",
    replace_needs_report: "Choose the report that takes its place and write the reason.",
    locked: "This period is closed. It must be opened before anything changes.",
    levels: "Reviewed by: {}.",
    not_compared: "Not compared with the report on {} of the earlier unit {}: nobody has said how much of that unit is in this one.",
};
