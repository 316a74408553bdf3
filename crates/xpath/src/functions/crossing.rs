//! Whether a line of places crosses itself, on the map where longitude is x and latitude is y.
//!
//! The lines that people walk or draw are short against the earth, so that its curve does not matter; a line across the
//! 180th meridian is taken as going around the other way.

use super::geo::Point;

/// One straight piece of a line.
#[derive(Clone, Copy)]
struct Piece {
    from: Point,
    to: Point,
    /// Its place in the line.
    place: usize,
}

impl Piece {
    fn south(&self) -> f64 {
        self.from.latitude.min(self.to.latitude)
    }

    fn north(&self) -> f64 {
        self.from.latitude.max(self.to.latitude)
    }
}

/// Whether two pieces of a line share a point other than the one where the second goes on from the first.
/// That a closed line ends where it began is no crossing. The same place twice in a row counts as once.
pub(super) fn crosses_itself(line: &[Point]) -> bool {
    let mut line = line.to_vec();
    line.dedup();
    let closed = line.len() > 2 && line.first() == line.last();
    let mut pieces: Vec<Piece> = line.windows(2).enumerate().map(|(place, ends)| Piece { from: ends[0], to: ends[1], place }).collect();
    let last = pieces.len().saturating_sub(1);
    // From south to north, so that a piece is only held against those that begin before it ends.
    pieces.sort_by(|a, b| a.south().total_cmp(&b.south()));
    pieces.iter().enumerate().any(|(index, piece)| {
        let beside = pieces[index + 1..].iter().take_while(|other| other.south() <= piece.north());
        beside.into_iter().any(|other| {
            let (first, second) = if piece.place < other.place { (piece, other) } else { (other, piece) };
            match second.place - first.place {
                1 => turns_back(first, second),
                _ if closed && first.place == 0 && second.place == last => turns_back(second, first),
                _ => meet(first, second),
            }
        })
    })
}

/// Whether the second piece, which begins where the first ends, goes back over it.
fn turns_back(first: &Piece, second: &Piece) -> bool {
    let (dx, dy) = (first.from.longitude - first.to.longitude, first.from.latitude - first.to.latitude);
    let (ex, ey) = (second.to.longitude - second.from.longitude, second.to.latitude - second.from.latitude);
    side(first.from, first.to, second.to) == 0.0 && dx * ex + dy * ey > 0.0
}

/// Whether two pieces share a point.
fn meet(a: &Piece, b: &Piece) -> bool {
    let (from, to) = (side(a.from, a.to, b.from), side(a.from, a.to, b.to));
    let (other_from, other_to) = (side(b.from, b.to, a.from), side(b.from, b.to, a.to));
    let apart = |one: f64, other: f64| one * other < 0.0;
    (apart(from, to) && apart(other_from, other_to))
        || from == 0.0 && within(a, b.from)
        || to == 0.0 && within(a, b.to)
        || other_from == 0.0 && within(b, a.from)
        || other_to == 0.0 && within(b, a.to)
}

/// Above 0 left of the way from `a` to `b`, below 0 right of it, 0 on it.
fn side(a: Point, b: Point, place: Point) -> f64 {
    (b.longitude - a.longitude) * (place.latitude - a.latitude) - (b.latitude - a.latitude) * (place.longitude - a.longitude)
}

/// Whether a place on a piece's straight line lies on the piece.
fn within(piece: &Piece, place: Point) -> bool {
    let between = |a: f64, b: f64, value: f64| a.min(b) <= value && value <= a.max(b);
    between(piece.from.latitude, piece.to.latitude, place.latitude) && between(piece.from.longitude, piece.to.longitude, place.longitude)
}
