//! `did you mean …`: the known word nearest to an unknown one.

/// A hint with the nearest of the known words, if one is near enough (a third of the word's letters may differ).
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    // With one letter changed, one letter is any other.
    if length <= limit {
        return None;
    }
    // Words that differ more in length cannot be near.
    let close = known.filter(|each| each.chars().count().abs_diff(length) <= limit);
    let lower = word.to_ascii_lowercase();
    // Capitals count only between words that are equally near.
    let best = close.map(|each| (distance(&lower, &each.to_ascii_lowercase()), distance(word, each), each)).min()?;
    (best.0 <= limit).then(|| format!("did you mean `{}`?", best.2))
}

/// The least number of letters to insert, remove, replace or swap with a neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered_only_when_near() {
        let known = ["members_opening", "members_closing"];
        assert_eq!(nearest("members_clsoing", known.into_iter()).as_deref(), Some("did you mean `members_closing`?"));
        assert_eq!(nearest("fund", known.into_iter()), None);
        assert_eq!(nearest("NAME", ["name", "Name"].into_iter()).as_deref(), Some("did you mean `Name`?"));
    }
}
