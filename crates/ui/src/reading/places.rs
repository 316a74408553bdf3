//! Places as people type them and as ODK keeps them: `11,94` and `108,45` become `11.94 108.45 0 0`.
//!
//! What is not clearly a coordinate is left as it was typed; the engine tells of it.

use phieu_form::decimal;

/// A point: degrees as text, and altitude and accuracy in metres as they were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// North of the equator, in degrees.
    pub latitude: String,
    /// East of Greenwich, in degrees.
    pub longitude: String,
    /// `altitude accuracy`; `0 0` where it was typed.
    pub rest: String,
}

impl Point {
    /// The point that a text of ODK's writes; parts that are missing are blank.
    pub fn of(kept: &str) -> Point {
        let mut parts = kept.split_whitespace();
        let mut next = || parts.next().unwrap_or_default().to_string();
        Point { latitude: next(), longitude: next(), rest: parts.collect::<Vec<_>>().join(" ") }
    }

    /// A point of somebody's typing. A whole pair in the first box, as maps give it, fills both.
    pub fn typed(latitude: &str, longitude: &str) -> Point {
        let (latitude, longitude) = pair(latitude).filter(|_| longitude.trim().is_empty()).unwrap_or((latitude.trim(), longitude.trim()));
        Point { latitude: degrees(latitude), longitude: degrees(longitude), rest: "0 0".to_string() }
    }

    /// As the engine keeps it; a blank one is no answer.
    pub fn kept(&self) -> String {
        let Point { latitude, longitude, rest } = self;
        match (latitude.as_str(), longitude.as_str()) {
            ("", "") => String::new(),
            ("", one) | (one, "") => one.to_string(),
            _ if rest.is_empty() => [latitude, " ", longitude].concat(),
            _ => [latitude, " ", longitude, " ", rest].concat(),
        }
    }

    /// Latitude and longitude, where they exist.
    pub fn numbers(&self) -> Option<(f64, f64)> {
        let within = |text: &str, most: f64| decimal(text).filter(|number| number.abs() <= most);
        Some((within(&self.latitude, 90.0)?, within(&self.longitude, 180.0)?))
    }

    /// How exact it is, in metres; none where that is not known.
    pub fn accuracy(&self) -> Option<&str> {
        self.rest.split(' ').nth(1).filter(|accuracy| decimal(accuracy).is_some_and(|metres| metres > 0.0))
    }
}

/// The points of a trace or shape; of a closed shape without the last, which is the first again.
pub fn points(kept: &str, is_shape: bool) -> Vec<Point> {
    let mut points: Vec<Point> = kept.split(';').filter(|each| !each.trim().is_empty()).map(Point::of).collect();
    if is_shape && points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// The points as the engine keeps them. A shape of three corners or more closes itself.
pub fn kept(points: &[Point], is_shape: bool) -> String {
    let again = points.first().filter(|_| is_shape && points.len() > 2);
    points.iter().chain(again).map(Point::kept).collect::<Vec<_>>().join("; ")
}

/// The points on a square of this size with some room around, north up, for a sketch: `x,y x,y`. Nothing where one does not exist.
pub fn outline(points: &[Point], size: f64) -> Option<Vec<(f64, f64)>> {
    let numbers: Vec<(f64, f64)> = points.iter().map(Point::numbers).collect::<Option<_>>()?;
    let (south, north) = span(numbers.iter().map(|(latitude, _)| *latitude))?;
    // Degrees of longitude are shorter away from the equator: by the cosine, here after Bhaskara, right to a hundredth. The cosine itself
    // would be seven kilobytes for a sketch.
    let middle = f64::midpoint(south, north).powi(2);
    let narrow = ((32_400.0 - 4.0 * middle) / (32_400.0 + middle)).max(0.01);
    let (west, east) = span(numbers.iter().map(|(_, longitude)| longitude * narrow))?;
    let (room, widest) = (size / 10.0, (north - south).max(east - west).max(1e-7));
    let scale = (size - 2.0 * room) / widest;
    let place = |value: f64, low: f64, high: f64| (value - (low + high) / 2.0) * scale;
    let put = |(latitude, longitude): &(f64, f64)| {
        (size / 2.0 + place(longitude * narrow, west, east), size / 2.0 - place(*latitude, south, north))
    };
    Some(numbers.iter().map(put).collect())
}

fn span(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    numbers.fold(None, |span, number| {
        let (low, high) = span.unwrap_or((number, number));
        Some((number.min(low), number.max(high)))
    })
}

/// `11.94, 108.45`, as maps write a place; with decimal commas a space or `;` parts them.
fn pair(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let sign = [", ", ";", " "].into_iter().find(|sign| text.contains(sign));
    let (first, second) = match sign {
        Some(sign) => text.split_once(sign)?,
        None => text.split_once(',').filter(|_| text.contains('.'))?,
    };
    (!degrees(second.trim()).is_empty() && second.contains(|letter: char| letter.is_ascii_digit())).then(|| (first.trim(), second.trim()))
}

/// A number of degrees with a point, without its sign for degrees; what is none stays as it is.
fn degrees(typed: &str) -> String {
    let number = typed.trim_end_matches('°').trim_end().replace(',', ".").replace('−', "-");
    if decimal(&number).is_some_and(f64::is_finite) { number } else { typed.split_whitespace().collect::<Vec<_>>().join("_") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_as_odk_keeps_it() {
        for (latitude, longitude, kept) in [
            ("11,94", "108,45", "11.94 108.45 0 0"),
            ("11.94", "108.45", "11.94 108.45 0 0"),
            ("11,94 °", "108,45 °", "11.94 108.45 0 0"),
            (" 11.94° ", "−108.45", "11.94 -108.45 0 0"),
            ("11.940419, 108.458313", "", "11.940419 108.458313 0 0"),
            ("11.940419,108.458313", "", "11.940419 108.458313 0 0"),
            ("11,94 108,45", "", "11.94 108.45 0 0"),
            ("11,94; 108,45", " ", "11.94 108.45 0 0"),
            ("", "", ""),
            ("11,94", "", "11.94"),
            ("", "108,45", "108.45"),
            ("95", "108", "95 108 0 0"),
            ("Đà Lạt", "108", "Đà_Lạt 108 0 0"),
        ] {
            assert_eq!(Point::typed(latitude, longitude).kept(), kept, "{latitude} | {longitude}");
        }
    }

    #[test]
    fn points_are_read_and_written_back() {
        let trace = "11.94 108.45 0 0; 11.95 108.46 1500.5 4.2";
        assert_eq!(kept(&points(trace, false), false), trace);
        assert_eq!(points(trace, false)[1].accuracy(), Some("4.2"));
        assert_eq!(points(trace, false)[0].accuracy(), None);
        let shape = "1 1 0 0; 1 2 0 0; 2 2 0 0; 1 1 0 0";
        assert_eq!(points(shape, true).len(), 3);
        assert_eq!(kept(&points(shape, true), true), shape);
        assert_eq!(kept(&points("1 1 0 0; 1 2 0 0", true), true), "1 1 0 0; 1 2 0 0");
        assert_eq!(points("", true), []);
    }

    #[test]
    fn a_sketch_has_north_up_and_fits() {
        let corners = points("0 0; 0 10; 10 10", false);
        assert_eq!(outline(&corners, 100.0).map(|places| places[0].1 > places[2].1), Some(true));
        for places in ["0 0; 0 10; 10 10", "11.94 108.45", "60 10; 60 20; 61 15", "-90 0; 90 180"] {
            let drawn = outline(&points(places, false), 100.0).unwrap_or_default();
            assert!(!drawn.is_empty() && drawn.iter().all(|(x, y)| (9.9..=90.1).contains(x) && (9.9..=90.1).contains(y)), "{places}");
        }
        assert_eq!(outline(&points("95 0; 0 0", false), 100.0), None);
        assert_eq!(outline(&[], 100.0), None);
    }
}
