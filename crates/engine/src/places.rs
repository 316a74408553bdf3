//! Places as ODK writes them: `latitude longitude altitude accuracy`, in degrees and metres; the last two may be missing.
//!
//! A trace has two points or more, a shape three corners or more and the first one again at its end (ODK XForms, data types
//! `geotrace` and `geoshape`). A trace that comes back to where it began is a trace all the same.

use phieu_xpath::decimal;

/// A latitude from −90 to 90, a longitude from −180 to 180, an altitude, an accuracy that is not negative.
pub fn is_point(text: &str) -> bool {
    point(text).is_some()
}

/// Two points or more, `;` between them.
pub fn is_trace(text: &str) -> bool {
    points(text).is_some_and(|points| points.len() >= 2)
}

/// Three corners or more, and the first one again.
pub fn is_shape(text: &str) -> bool {
    points(text).is_some_and(|points| points.len() >= 4 && points.first() == points.last())
}

/// Latitude and longitude.
fn point(text: &str) -> Option<(f64, f64)> {
    let number = |part: &str| decimal(part).filter(|number: &f64| number.is_finite());
    let parts: Vec<f64> = text.split_whitespace().map(number).collect::<Option<_>>()?;
    let (&[latitude, longitude], more) = parts.split_first_chunk()?;
    let is_accurate = more.get(1).is_none_or(|accuracy| *accuracy >= 0.0);
    let fits = more.len() <= 2 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && is_accurate;
    fits.then_some((latitude, longitude))
}

fn points(text: &str) -> Option<Vec<(f64, f64)>> {
    text.split(';').map(str::trim).filter(|each| !each.is_empty()).map(point).collect()
}
