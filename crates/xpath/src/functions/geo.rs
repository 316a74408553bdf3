//! Places on a sphere: reading them, lengths, areas, inside or outside.
//!
//! A place is `latitude longitude [altitude [accuracy]]` in degrees, a line is places with `;` between them. The sphere has
//! the radius of the Earth's equator, as in the ODK clients; altitudes do not count.

use crate::number::{is_space, text_to_number};

/// A place: latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

/// The equator's radius in metres.
const RADIUS: f64 = 6_378_100.0;

/// The places of a text; none where one of them is not a place.
pub(crate) fn points(text: &str) -> Vec<Point> {
    let places = text.split(';').map(|place| place.trim_matches(is_space)).filter(|place| !place.is_empty());
    places.map(point).collect::<Option<Vec<Point>>>().unwrap_or_default()
}

fn point(text: &str) -> Option<Point> {
    let mut numbers = text.split(is_space).filter(|part| !part.is_empty()).map(text_to_number);
    let (latitude, longitude) = (numbers.next()?, numbers.next()?);
    let exists = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    exists.then_some(Point { latitude, longitude })
}

/// The length of a line in metres, each part along a great circle.
pub(crate) fn distance(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| between(pair[0], pair[1])).sum::<f64>() + 0.0
}

fn between(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let apart = (a.longitude - b.longitude).to_radians();
    let cosine = libm::sin(lat_a) * libm::sin(lat_b) + libm::cos(lat_a) * libm::cos(lat_b) * libm::cos(apart);
    // Rounding may put the cosine of two equal places just above 1.
    libm::acos(cosine.clamp(-1.0, 1.0)) * RADIUS
}

/// The area inside a line in square metres; a line that is left open is closed.
pub(crate) fn area(line: &[Point]) -> f64 {
    if line.len() < 3 {
        return 0.0;
    }
    let next = line.iter().cycle().skip(1);
    let strips = line.iter().zip(next).map(|(a, b)| {
        let width = (b.longitude - a.longitude).to_radians();
        width * (2.0 + libm::sin(a.latitude.to_radians()) + libm::sin(b.latitude.to_radians()))
    });
    (strips.sum::<f64>() * RADIUS * RADIUS / 2.0).abs()
}

/// Whether a closed line goes around a place; one on the line itself may count either way.
pub(crate) fn encloses(line: &[Point], place: Point) -> bool {
    if line.len() < 4 || line.first() != line.last() {
        return false;
    }
    let crossings = line.windows(2).filter(|side| {
        let (a, b) = (side[0], side[1]);
        let spans = (a.longitude > place.longitude) != (b.longitude > place.longitude);
        let share = (place.longitude - a.longitude) / (b.longitude - a.longitude);
        spans && place.latitude < a.latitude + share * (b.latitude - a.latitude)
    });
    crossings.count() % 2 == 1
}

/// Rounded to hundredths.
pub(crate) fn hundredths(number: f64) -> f64 {
    libm::round(number * 100.0) / 100.0
}
