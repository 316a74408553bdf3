//! `format-date(date, pattern)`: a date written by a pattern.

use super::Arguments;
use crate::date::{MONTHS, Moment, WEEKDAYS};
use crate::error::{ErrorCode, Eval};
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let pattern = arguments.text(1)?;
    let Some(moment) = arguments.moment(0)? else {
        return Ok(Operand::text(""));
    };
    format(&pattern, moment).map(Operand::owned).map_err(|code| {
        let message = format!("`%{code}` is not a part of a date");
        let hint = "the parts are %Y %y %m %n %b %d %e %a %H %h %M %S %3, and %% for the sign itself";
        let mut error = arguments.refuse(ErrorCode::Argument, message);
        error.hint = Some(hint.to_owned());
        error
    })
}

/// Writes a moment; fails with the letter that is no part of a date.
fn format(pattern: &str, moment: Moment) -> Result<String, char> {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '%' => written.push_str(&part(rest.next().unwrap_or(' '), moment)?),
            _ => written.push(c),
        }
    }
    Ok(written)
}

fn part(code: char, moment: Moment) -> Result<String, char> {
    let date = moment.date;
    let (hours, minutes, seconds, thousandths) = moment.clock();
    Ok(match code {
        'Y' => format!("{:04}", date.year),
        'y' => format!("{:02}", date.year % 100),
        'm' => format!("{:02}", date.month),
        'n' => date.month.to_string(),
        'b' => name_of(&MONTHS, date.month as usize - 1),
        'd' => format!("{:02}", date.day),
        'e' => date.day.to_string(),
        'a' => name_of(&WEEKDAYS, date.weekday()),
        'H' => format!("{hours:02}"),
        'h' => hours.to_string(),
        'M' => format!("{minutes:02}"),
        'S' => format!("{seconds:02}"),
        '3' => format!("{thousandths:03}"),
        '%' => "%".to_owned(),
        other => return Err(other),
    })
}

fn name_of(names: &[&str], index: usize) -> String {
    names.get(index).copied().unwrap_or_default().to_owned()
}
