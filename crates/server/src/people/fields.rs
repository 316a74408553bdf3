//! What people write of themselves, read and refused: name, telephone number, password.

use phieu_report::Date;
use serde_json::Value;

use crate::refusal::{Code, Refusal};

const LONGEST_NAME: usize = 100;
const SHORTEST_PASSWORD: usize = 6;
const LONGEST_PASSWORD: usize = 1000;

/// A member of a body that is a text or left out; blanks around it are dropped, an empty one is as good as none.
pub(crate) fn text<'a>(body: &'a Value, name: &str) -> Result<Option<&'a str>, Refusal> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        _ => Err(Refusal::parameter(name)),
    }
}

/// A member that must be there.
pub(crate) fn required<'a>(body: &'a Value, name: &str) -> Result<&'a str, Refusal> {
    text(body, name)?.ok_or_else(|| Refusal::parameter(name))
}

/// A day, if one is given.
pub(crate) fn day(body: &Value, name: &str) -> Result<Option<Date>, Refusal> {
    text(body, name)?.map(|text| Date::parse(text).map_err(|_| Refusal::parameter(name))).transpose()
}

/// A person's name, at most so long.
pub(crate) fn name(body: &Value) -> Result<String, Refusal> {
    let name = text(body, "name")?.filter(|name| name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control));
    name.map(str::to_owned).ok_or_else(|| Code::NameMissing.into())
}

/// A telephone number of Viet Nam, if one is given.
pub(crate) fn phone(body: &Value) -> Result<Option<String>, Refusal> {
    text(body, "phone")?.map(|typed| phone_digits(typed).ok_or_else(|| Code::PhoneUnfit.into())).transpose()
}

/// The digits of a telephone number however it is typed: 10 or 11, the first a 0. `+84` and `84` stand for the 0.
pub(crate) fn phone_digits(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
    let national = match plain.strip_prefix("+84").or_else(|| plain.strip_prefix("84").filter(|rest| rest.len() == 9)) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => plain,
    };
    let fits = matches!(national.len(), 10 | 11) && national.starts_with('0') && national.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(national)
}

/// A password that is not the first that anybody would try: long enough, not one sign again and again, not a run of signs, not the telephone number.
pub(crate) fn password(body: &Value, member: &str, phone: Option<&str>) -> Result<String, Refusal> {
    let Value::String(typed) = &body[member] else { return Err(Refusal::parameter(member)) };
    let signs: Vec<u32> = typed.chars().map(u32::from).collect();
    let all = |step: i64| signs.windows(2).all(|pair| i64::from(pair[1]) - i64::from(pair[0]) == step);
    let guessed = all(0) || all(1) || all(-1) || phone.is_some_and(|phone| phone_digits(typed).as_deref() == Some(phone));
    if signs.len() < SHORTEST_PASSWORD || typed.len() > LONGEST_PASSWORD || guessed {
        return Err(Code::PasswordWeak.into());
    }
    Ok(typed.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn telephone_numbers_are_read_however_they_are_typed() {
        for typed in ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "+840912345678"] {
            assert_eq!(phone_digits(typed).as_deref(), Some("0912345678"), "{typed}");
        }
        for typed in ["", "912345678", "091234567", "091234567890", "09123a5678", "longlanh", "+"] {
            assert_eq!(phone_digits(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_password_that_anybody_would_try_is_refused() {
        let read = |typed: &str| password(&json!({ "password": typed }), "password", Some("0912345678")).is_ok();
        for typed in ["", "12345", "123456", "654321", "000000", "abcdef", "0912345678", "0912 345 678"] {
            assert!(!read(typed), "{typed}");
        }
        for typed in ["193847", "xuân hạ", "135790"] {
            assert!(read(typed), "{typed}");
        }
        assert!(!read(&"ab".repeat(501)));
    }
}
