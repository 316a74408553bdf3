//! Everything that the server may refuse: one table of codes, each with its HTTP status and its sentence in each language.
//!
//! A handler returns a [`Refusal`]; the sentence is put in at the outermost layer, where the reader's language is known.
//! Faults of the world (the database) become `internal`, are written to the server's own log, and tell the reader nothing of the inside.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::language::Language;
use crate::openrosa::VERSION;
use crate::password::HashError;

macro_rules! codes {
    ($($code:ident $name:literal $status:ident $vi:literal $en:literal)*) => {
        /// What is refused. The documentation of each is its English sentence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $(#[doc = $en] $code,)* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// The code as it stands in answers.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => $name,)* }
            }

            /// The HTTP status of the answer.
            pub fn status(self) -> StatusCode {
                match self { $(Code::$code => StatusCode::$status,)* }
            }

            /// The sentence for the reader.
            pub fn sentence(self, language: Language) -> &'static str {
                match (self, language) { $((Code::$code, Language::Vi) => $vi, (Code::$code, Language::En) => $en,)* }
            }
        }
    };
}

codes! {
    BadJson "bad_json" BAD_REQUEST
        "Nội dung gửi lên không phải là JSON đúng."
        "What was sent is not valid JSON."
    BadReport "bad_report" BAD_REQUEST
        "Báo cáo gửi lên thiếu hoặc sai một phần thông tin chung; phần đó được ghi trong chi tiết."
        "A part of the report's heading is missing or wrong; the details name it."
    BadSubmission "bad_submission" BAD_REQUEST
        "Không đọc được phiếu gửi lên. Hãy tải lại biểu mẫu trong ứng dụng rồi thử lại."
        "What was filled in cannot be read. Fetch the form again in the app and try once more."
    BadParameter "bad_parameter" BAD_REQUEST
        "Một tham số của yêu cầu bị thiếu hoặc sai; tên của nó được ghi trong chi tiết."
        "A parameter of the request is missing or wrong; the details name it."
    NotSignedIn "not_signed_in" UNAUTHORIZED
        "Hãy đăng nhập để tiếp tục."
        "Sign in to go on."
    WrongCredentials "wrong_credentials" UNAUTHORIZED
        "Tên đăng nhập hoặc mật khẩu không đúng."
        "The account or the password is wrong."
    KeyUnknown "key_unknown" UNAUTHORIZED
        "Khóa kết nối không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy xin một khóa mới."
        "The key is wrong, has expired or was taken back. Ask for a new one."
    KeyScope "key_scope" FORBIDDEN
        "Khóa kết nối này không được phép làm việc đó."
        "This key does not allow that."
    ForeignOrigin "foreign_origin" FORBIDDEN
        "Yêu cầu này đến từ một trang khác nên không được thực hiện."
        "This request came from another site and was not carried out."
    ForeignUnit "foreign_unit" FORBIDDEN
        "Tài khoản này không làm việc cho đơn vị đó."
        "This account does not work for that unit."
    NoDuty "no_duty" FORBIDDEN
        "Tài khoản này hiện không giữ nhiệm vụ nào. Hãy liên hệ người quản lý của đơn vị."
        "This account has no duty at present. Ask whoever manages the unit's people."
    NotReporter "not_reporter" FORBIDDEN
        "Tài khoản này không có quyền gửi báo cáo."
        "This account may not send reports."
    NotReviewer "not_reviewer" FORBIDDEN
        "Tài khoản này không có quyền duyệt báo cáo đó."
        "This account may not review that report."
    NotAdministrator "not_administrator" FORBIDDEN
        "Tài khoản này không có quyền thay đổi đơn vị."
        "This account may not change units."
    NotCloser "not_closer" FORBIDDEN
        "Chỉ người duyệt hoặc người quản trị của tỉnh, của Trung ương mới được khóa và mở kỳ báo cáo."
        "Only a reviewer or an administrator of a province or of the centre closes and opens periods."
    NotManager "not_manager" FORBIDDEN
        "Tài khoản này không có quyền quản lý người của đơn vị đó."
        "This account does not manage the people of that unit."
    WrongPassword "wrong_password" FORBIDDEN
        "Mật khẩu hiện tại không đúng."
        "The present password is wrong."
    NotFound "not_found" NOT_FOUND
        "Không có địa chỉ này."
        "There is nothing at this address."
    UnknownForm "unknown_form" NOT_FOUND
        "Không có biểu mẫu này."
        "There is no such form."
    UnknownVersion "unknown_version" NOT_FOUND
        "Biểu mẫu không có phiên bản này."
        "The form has no such version."
    UnknownUnit "unknown_unit" NOT_FOUND
        "Không có đơn vị này."
        "There is no such unit."
    UnknownReport "unknown_report" NOT_FOUND
        "Không có báo cáo này."
        "There is no such report."
    UnknownCalendar "unknown_calendar" NOT_FOUND
        "Đường dẫn lịch này không còn dùng được. Hãy mở trang Tài khoản để lấy đường dẫn mới."
        "This calendar link no longer works. Open the account page for a new one."
    UnknownRow "unknown_row" NOT_FOUND
        "Sổ không có mục này."
        "The register has no such entry."
    NoRegister "no_register" NOT_FOUND
        "Biểu mẫu này không phải là sổ."
        "This form is no register."
    UnknownPerson "unknown_person" NOT_FOUND
        "Không có người này trong hệ thống."
        "There is no such person."
    UnknownProgram "unknown_program" NOT_FOUND
        "Không có khóa kết nối hoặc nơi nhận tin này."
        "There is no such key or webhook."
    UnknownDuty "unknown_duty" NOT_FOUND
        "Không có nhiệm vụ này."
        "There is no such duty."
    UnknownChange "unknown_change" NOT_FOUND
        "Không có thay đổi nào như vậy đang chờ."
        "No such change is waiting."
    LinkUnknown "link_unknown" NOT_FOUND
        "Đường dẫn này không đúng. Hãy mở lại từ tin nhắn đã nhận, hoặc xin đường dẫn mới."
        "This link is not right. Open it again from the message, or ask for a new one."
    LinkUsed "link_used" GONE
        "Đường dẫn này đã được dùng. Nếu bác đã mở tài khoản, hãy đăng nhập; nếu không, hãy xin đường dẫn mới."
        "This link has been used. If it was you, sign in; if not, ask for a new one."
    LinkExpired "link_expired" GONE
        "Đường dẫn này đã hết hạn. Hãy xin người mời một đường dẫn mới."
        "This link is too old. Ask whoever invited you for a new one."
    LinkRevoked "link_revoked" GONE
        "Đường dẫn này đã bị thu hồi. Hãy hỏi người mời."
        "This link was taken back. Ask whoever invited you."
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED
        "Địa chỉ này không nhận kiểu yêu cầu như vậy."
        "This address does not take that method."
    OnceRunning "once_running" CONFLICT
        "Yêu cầu có khóa này đang được thực hiện hoặc đã dở dang. Hãy chờ một lát rồi gửi lại; nếu vẫn vậy, hãy xem trong danh sách việc đã xong chưa."
        "The request under this Idempotency-Key is being carried out, or was broken off. Send it again in a while; if this stays so, look in the list whether it was done."
    ReportExists "report_exists" CONFLICT
        "Đơn vị đã có báo cáo của biểu mẫu và kỳ này. Hãy mở báo cáo đó để sửa."
        "The unit already has a report of this form and period. Open that report to correct it."
    ReportMismatch "report_mismatch" CONFLICT
        "Mã báo cáo này thuộc về báo cáo của một biểu mẫu, đơn vị hoặc kỳ khác."
        "This report id belongs to a report of another form, unit or period."
    RevisionConflict "revision_conflict" CONFLICT
        "Lần gửi này đã được nhận với nội dung khác."
        "This revision was already received with other content."
    RevisionOld "revision_old" CONFLICT
        "Máy chủ đã có bản mới hơn của báo cáo này."
        "The server has a newer revision of this report."
    RevisionGap "revision_gap" CONFLICT
        "Máy chủ chưa nhận các lần gửi trước của báo cáo này."
        "The server has not received the revisions before this one."
    StatusForbids "status_forbids" CONFLICT
        "Trạng thái hiện tại của báo cáo không cho phép việc này."
        "The report's status does not allow this now."
    UnitTaken "unit_taken" CONFLICT
        "Mã này đã thuộc về một đơn vị khác. Mỗi mã chỉ được cấp một lần."
        "This code is already another unit's. Codes are given only once."
    UnitEnded "unit_ended" CONFLICT
        "Đơn vị này đã kết thúc hoạt động nên không thay đổi được nữa."
        "This unit has ended and cannot be changed any more."
    UnitHasChildren "unit_has_children" CONFLICT
        "Đơn vị này còn đơn vị trực thuộc. Hãy chuyển các đơn vị đó sang nơi khác trước."
        "This unit still has units under it. Move them elsewhere first."
    UnitHasDuties "unit_has_duties" CONFLICT
        "Đơn vị này còn báo cáo chưa xong; từng báo cáo được ghi trong chi tiết. Hãy hoàn thành, hoặc xác nhận rằng các báo cáo đó sẽ không có nữa."
        "This unit has reports that are not done; the details name them. Finish them, or confirm that they will not come any more."
    NotYourTurn "not_your_turn" CONFLICT
        "Báo cáo này đang chờ một cấp khác quyết định."
        "This report waits for another level's decision."
    Flagged "flagged" CONFLICT
        "Số liệu mà báo cáo này lấy vào đã thay đổi. Hãy mở báo cáo ra xem rồi mới quyết định."
        "Figures that this report read have changed. Open it and look before deciding."
    PeriodLocked "period_locked" CONFLICT
        "Kỳ báo cáo này đã khóa nên không thay đổi gì được nữa. Nếu cần sửa, hãy đề nghị cấp trên mở kỳ."
        "This period is closed, so nothing in it changes any more. If something must be corrected, ask the level above to open it."
    PeriodNotLocked "period_not_locked" CONFLICT
        "Kỳ báo cáo này đang mở."
        "This period is open."
    PhoneTaken "phone_taken" CONFLICT
        "Số điện thoại này đã thuộc về một tài khoản khác. Hãy bỏ trống hoặc ghi số khác."
        "Another account has this telephone number. Leave it out or give another."
    HasDuty "has_duty" CONFLICT
        "Người này đang giữ nhiệm vụ đó rồi."
        "The person has this duty already."
    DutyEnded "duty_ended" CONFLICT
        "Nhiệm vụ này đã kết thúc."
        "This duty has ended."
    LastAdministrator "last_administrator" CONFLICT
        "Đây là người quản trị cuối cùng của đơn vị này. Hãy giao lại nhiệm vụ quản trị cho một người có tài khoản trước."
        "This is the last administrator of the unit. Hand that duty over to somebody with an account first."
    OwnAccount "own_account" CONFLICT
        "Đây là tài khoản của chính bác. Hãy dùng trang “Dữ liệu của tôi”."
        "This is your own account. Use the page “My data”."
    TooLarge "too_large" PAYLOAD_TOO_LARGE
        "Nội dung gửi lên quá lớn (tối đa 256 kB)."
        "What was sent is too large (256 kB at most)."
    TableTooLarge "table_too_large" PAYLOAD_TOO_LARGE
        "Tệp quá lớn (tối đa 4 MB). Hãy chia thành nhiều tệp nhỏ hơn."
        "The file is too large (4 MB at most). Please cut it into smaller ones."
    OnceOther "once_other" UNPROCESSABLE_ENTITY
        "Khóa này đã được dùng cho một yêu cầu khác. Hãy dùng khóa mới cho mỗi yêu cầu mới."
        "Another request came under this Idempotency-Key. Use a new key for each new request."
    TableUnreadable "table_unreadable" UNPROCESSABLE_ENTITY
        "Không đọc được tệp này. Hãy lưu bảng thành tệp Excel (.xlsx) không có mật khẩu rồi thử lại."
        "This file cannot be read. Save the table as an Excel file (.xlsx) without a password and try again."
    TableUnknown "table_unknown" UNPROCESSABLE_ENTITY
        "Trong tệp không có cột nào của sổ này. Dòng tiêu đề của bảng phải ghi tên cột giống tên câu hỏi trong sổ."
        "The file has none of this register's columns. Its row of headings must name them as the register does."
    FileTooLarge "file_too_large" PAYLOAD_TOO_LARGE
        "Tệp nặng quá (nặng nhất là 8 MB). Hãy quét hoặc chụp lại cho nhẹ hơn."
        "The file is too large (8 MB at most). Scan or photograph it again, smaller."
    FileUnknown "file_unknown" UNPROCESSABLE_ENTITY
        "Chỉ nhận bản quét PDF hoặc ảnh chụp (JPEG, PNG)."
        "Only a scan as PDF or a photograph (JPEG, PNG) is taken."
    FileNotNamed "file_not_named" UNPROCESSABLE_ENTITY
        "Báo cáo không ghi tên tệp này, nên tệp chưa được giữ lại."
        "The report names no such file, so it was not kept."
    TooSlow "too_slow" REQUEST_TIMEOUT
        "Đường truyền quá chậm hoặc đã ngắt giữa chừng. Hãy gửi lại."
        "The connection was too slow or broke off. Send it again."
    FileDamaged "file_damaged" UNPROCESSABLE_ENTITY
        "Tệp đến nơi không còn nguyên vẹn, nên sẽ được gửi lại từ đầu."
        "What came is not the file that was announced. Send it again from its beginning."
    UploadOffset "upload_offset" CONFLICT
        "Phần tệp này không nối tiếp phần đã nhận; chỗ cần gửi tiếp được ghi trong chi tiết."
        "This piece does not begin where the file ends so far; the details say where to go on."
    UnknownFile "unknown_file" NOT_FOUND
        "Chưa có bản chụp này trên máy chủ."
        "The server does not have this copy."
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE
        "Nội dung gửi lên phải là application/json."
        "What is sent must be application/json."
    UnitUnfit "unit_unfit" UNPROCESSABLE_ENTITY
        "Biểu mẫu này không dành cho loại đơn vị đó."
        "This form is not for that kind of unit."
    UnitNotThen "unit_not_then" UNPROCESSABLE_ENTITY
        "Trong kỳ này đơn vị chưa có hoặc không còn nữa."
        "The unit did not exist yet, or no longer, in that period."
    UnitDay "unit_day" UNPROCESSABLE_ENTITY
        "Ngày bắt đầu phải sau ngày của lần thay đổi trước và không quá 5 năm nữa."
        "The first day must be after that of the change before, and not more than 5 years ahead."
    UnitPlace "unit_place" UNPROCESSABLE_ENTITY
        "Loại đơn vị này không đặt được ở đó, hoặc đơn vị cấp trên không có vào ngày ấy."
        "This kind of unit does not stand there, or the unit above it does not exist on that day."
    UnitName "unit_name" UNPROCESSABLE_ENTITY
        "Tên đơn vị cần có từ 1 đến 200 chữ."
        "A unit's name has 1 to 200 characters."
    UnitList "unit_list" UNPROCESSABLE_ENTITY
        "Danh sách đơn vị chưa đúng: cần ít nhất hai đơn vị, mỗi đơn vị nêu một lần, tỷ lệ cộng lại không quá 1."
        "The list of units is not right: at least two, each named once, shares 1 at most together."
    PeriodUnknown "period_unknown" UNPROCESSABLE_ENTITY
        "Kỳ báo cáo không đúng."
        "The period is not one that exists."
    PeriodUnfit "period_unfit" UNPROCESSABLE_ENTITY
        "Biểu mẫu này không dùng cho loại kỳ đó."
        "This form is not for that kind of period."
    PeriodNotBegun "period_not_begun" UNPROCESSABLE_ENTITY
        "Kỳ báo cáo chưa bắt đầu."
        "The period has not begun yet."
    ReportInvalid "report_invalid" UNPROCESSABLE_ENTITY
        "Báo cáo còn chỗ chưa đúng. Hãy sửa những chỗ được nêu rồi gửi lại."
        "The report is not right yet. Correct what is named and send it again."
    NameMissing "name_missing" UNPROCESSABLE_ENTITY
        "Hãy ghi họ và tên (nhiều nhất 100 chữ)."
        "Write the full name (100 characters at most)."
    PhoneUnfit "phone_unfit" UNPROCESSABLE_ENTITY
        "Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng số 0. Có thể bỏ trống."
        "A telephone number has 10 or 11 digits and begins with 0. It may be left out."
    PasswordWeak "password_weak" UNPROCESSABLE_ENTITY
        "Mật khẩu cần ít nhất 6 chữ hoặc số, và không dễ đoán như 123456, 000000 hay số điện thoại."
        "The password needs at least 6 letters or digits and must not be easily guessed, as 123456, 000000 or the telephone number are."
    ConsentMissing "consent_missing" UNPROCESSABLE_ENTITY
        "Hãy đọc và đồng ý với lời giải thích về thông tin cá nhân trước khi tiếp tục."
        "Read and agree to what is said of personal data before going on."
    RoleUnfit "role_unfit" UNPROCESSABLE_ENTITY
        "Loại đơn vị này không có nhiệm vụ đó."
        "A unit of this kind has no such role."
    DayPast "day_past" UNPROCESSABLE_ENTITY
        "Hãy chọn ngày hôm nay hoặc một ngày sau đó."
        "Choose today or a later day."
    RemarkMissing "remark_missing" UNPROCESSABLE_ENTITY
        "Hãy ghi điều cần sửa trước khi trả lại hoặc mở lại báo cáo."
        "Write what is to be corrected before returning the report or opening it again."
    RemarkTooLong "remark_too_long" UNPROCESSABLE_ENTITY
        "Nhận xét quá dài hoặc quá nhiều (tối đa 200 nhận xét, mỗi nhận xét 2.000 chữ)."
        "The remarks are too long or too many (200 at most, 2,000 characters each)."
    ReasonMissing "reason_missing" UNPROCESSABLE_ENTITY
        "Hãy ghi lý do (tối đa 2.000 chữ)."
        "Write the reason (2,000 characters at most)."
    ReplacementUnfit "replacement_unfit" UNPROCESSABLE_ENTITY
        "Báo cáo thay thế phải cùng biểu mẫu, cùng kỳ, của một đơn vị khác, và đã gửi hoặc đã duyệt."
        "The report that takes its place must be of the same form and period, of another unit, and sent or approved."
    HookAddress "hook_address" UNPROCESSABLE_ENTITY
        "Địa chỉ nhận tin phải bắt đầu bằng https:// và nằm ngoài mạng của máy chủ."
        "The address must begin with https:// and lie outside the server's own network."
    TooManyHooks "too_many_hooks" CONFLICT
        "Tài khoản này đã có 10 địa chỉ nhận tin. Hãy xóa bớt một địa chỉ rồi thêm lại."
        "This account has 10 webhooks already. Remove one, then add the new one."
    TooManyAttempts "too_many_attempts" TOO_MANY_REQUESTS
        "Đã nhập sai nhiều lần. Hãy chờ một phút rồi thử lại."
        "Too many wrong attempts. Wait a minute and try again."
    Internal "internal" INTERNAL_SERVER_ERROR
        "Máy chủ gặp trục trặc. Hãy thử lại sau ít phút."
        "The server has a problem. Try again in a few minutes."
}

/// A refusal: its code and what a program may want to know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// Facts about it, an object.
    pub details: Value,
}

impl Refusal {
    /// A refusal with details.
    pub fn with(code: Code, details: Value) -> Refusal {
        Refusal { code, details }
    }

    /// A refusal for a parameter, which is named.
    pub(crate) fn parameter(name: &str) -> Refusal {
        Refusal::with(Code::BadParameter, json!({ "parameter": name }))
    }

    /// The answer's body in a language.
    pub(crate) fn body(&self, language: Language) -> Value {
        json!({ "code": self.code.name(), "message": self.code.sentence(language), "details": self.details })
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal { code, details: json!({}) }
    }
}

impl From<phieu_store::Error> for Refusal {
    fn from(error: phieu_store::Error) -> Refusal {
        eprintln!("phieu: {error}");
        Code::Internal.into()
    }
}

impl From<HashError> for Refusal {
    fn from(error: HashError) -> Refusal {
        eprintln!("phieu: {error}");
        Code::Internal.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that gives every refusal its sentence in the reader's language. The framework's own 400 (an address that is not UTF-8) gets one too.
pub(crate) async fn speak(request: Request, next: Next) -> Response {
    let language = Language::of(request.headers());
    let response = next.run(request).await;
    let speaks_for_itself = response.headers().contains_key(VERSION);
    let unspoken = (response.status() == StatusCode::BAD_REQUEST && !speaks_for_itself).then(|| Refusal::from(Code::BadParameter));
    let Some(refusal) = response.extensions().get::<Refusal>().or(unspoken.as_ref()) else { return response };
    let (code, body) = (refusal.code, refusal.body(language).to_string());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if code == Code::TooManyAttempts {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    Response::from_parts(parts, Body::from(body))
}
