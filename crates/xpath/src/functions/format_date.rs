//! `format-date(date, pattern)`: a date written by a pattern.

use super::Arguments;
use crate::ast::Span;
use crate::date::{Date, Moment, Names};
use crate::error::{Error, ErrorCode, Eval};
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let pattern = arguments.text(1)?;
    let moment = arguments.moment(0)?;
    let Some(moment) = moment else {
        return Ok(Operand::text(""));
    };
    format(&pattern, moment, Names::of(arguments.scope.world.language())).map(Operand::owned).map_err(|code| no_part(code, arguments.span))
}

/// Refuses a pattern with a letter that is no part of a date.
pub(crate) fn check(pattern: &str, span: Span) -> Eval<()> {
    format(pattern, EPOCH, Names::of(None)).map(|_| ()).map_err(|code| no_part(code, span))
}

const EPOCH: Moment = Moment { date: Date { year: 1970, month: 1, day: 1 }, milliseconds: 0, offset: 0 };

fn no_part(code: char, span: Span) -> Box<Error> {
    let error = Error::new(ErrorCode::Argument, span, format!("`%{code}` is not a part of a date"));
    let hint = "the parts are %Y %y %m %n %b %d %e %a %H %h %M %S %3, and %% for the sign itself";
    Box::new(error.with_hint(hint))
}

/// Writes a moment; fails with the letter that is no part of a date.
fn format(pattern: &str, moment: Moment, names: &Names) -> Result<String, char> {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '%' => written.push_str(&part(rest.next().unwrap_or(' '), moment, names)?),
            _ => written.push(c),
        }
    }
    Ok(written)
}

fn part(code: char, moment: Moment, names: &Names) -> Result<String, char> {
    let date = moment.date;
    let (hours, minutes, seconds, thousandths) = moment.clock();
    Ok(match code {
        'Y' => format!("{:04}", date.year),
        'y' => format!("{:02}", date.year % 100),
        'm' => format!("{:02}", date.month),
        'n' => date.month.to_string(),
        'b' => name_of(&names.months, date.month as usize - 1),
        'd' => format!("{:02}", date.day),
        'e' => date.day.to_string(),
        'a' => name_of(&names.weekdays, date.weekday()),
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
