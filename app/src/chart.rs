//! A figure over time as a line, and counts as parts of a bar: plain drawings without a library, for which the table beside them says every
//! number.

/// The size of the drawing.
pub(crate) const SIZE: (f64, f64) = (600.0, 160.0);
/// Room around the line, so that its ends are not cut off.
const ROOM: f64 = 10.0;

/// The points of the line, one run for each stretch of periods that have a figure. Zero is always in the picture.
pub(crate) fn runs(values: &[Option<f64>]) -> Vec<Vec<(f64, f64)>> {
    let known = values.iter().copied().flatten();
    let (least, most) = known.fold((0.0_f64, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
    let height = if most > least { most - least } else { 1.0 };
    let step = (SIZE.0 - 2.0 * ROOM) / (values.len().max(2) - 1) as f64;
    let mut runs = vec![Vec::new()];
    for (at, value) in values.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => {
                run.push((ROOM + step * at as f64, ROOM + (SIZE.1 - 2.0 * ROOM) * (1.0 - (value - least) / height)));
            }
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A line's points as SVG writes them.
pub(crate) fn points(run: &[(f64, f64)]) -> String {
    run.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

/// Counts as parts of a bar that is 100 wide: where each begins, and how wide it is. Of nothing there is no bar.
pub(crate) fn parts(counts: &[f64]) -> Vec<(f64, f64)> {
    let all: f64 = counts.iter().sum();
    let mut from = 0.0;
    let part = |count: &f64| {
        let (begins, width) = (from, count / all * 100.0);
        from += width;
        (begins, width)
    };
    if all > 0.0 { counts.iter().map(part).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_where_nothing_was_reported() {
        let drawn = runs(&[Some(0.0), Some(10.0), None, Some(5.0)]);
        assert_eq!(drawn.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(points(&drawn[0]), "10.0,150.0 203.3,10.0");
        assert_eq!(points(&drawn[1]), "590.0,80.0");
    }

    #[test]
    fn parts_fill_the_bar() {
        assert_eq!(parts(&[1.0, 0.0, 3.0]), [(0.0, 25.0), (25.0, 0.0), (25.0, 75.0)]);
        assert!(parts(&[0.0, 0.0]).is_empty() && parts(&[]).is_empty());
    }

    #[test]
    fn every_point_lies_in_the_picture() {
        for values in [&[Some(7.0)][..], &[Some(-5.0), Some(5.0)], &[Some(0.0), Some(0.0)], &[None], &[]] {
            for (x, y) in runs(values).into_iter().flatten() {
                assert!((0.0..=SIZE.0).contains(&x) && (0.0..=SIZE.1).contains(&y), "{values:?}: {x} {y}");
            }
        }
    }
}
