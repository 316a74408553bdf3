//! What stands after the `=` of a recipe: sums and products of whole numbers, of ranges to choose from, of names, and of what `Names` calls.
//!
//! `members * 2..4% + year(3..9)`: a range is one number of it, `%` is hundredths, products are rounded down. Words are parted by spaces.

use super::chance::Chance;

/// What a recipe may name.
pub(super) trait Names {
    /// A figure by its name.
    fn value(&self, name: &str) -> Option<i64>;
    /// What a function makes of the figure that it names.
    fn call(&self, function: &str, name: &str) -> Option<i64>;
    /// A year's figure as it has become by the period's end.
    fn part_of_year(&self, whole: i64) -> i64;
}

/// Computes a recipe; the error says what could not be read.
pub(super) fn compute(text: &str, names: &dyn Names, chance: &mut Chance) -> Result<i64, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
    let mut reader = Reader { words: spaced.split_whitespace().collect(), at: 0, names, chance };
    let value = reader.sum()?;
    match reader.next() {
        None => Ok(value),
        Some(word) => Err(format!("{word} is too much in {text}")),
    }
}

struct Reader<'a> {
    words: Vec<&'a str>,
    at: usize,
    names: &'a dyn Names,
    chance: &'a mut Chance,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn next(&mut self) -> Option<&'a str> {
        let word = self.peek();
        self.at += 1;
        word
    }

    fn sum(&mut self) -> Result<i64, String> {
        let mut value = self.product()?;
        while let Some(sign) = self.peek().filter(|word| matches!(*word, "+" | "-")) {
            self.at += 1;
            let more = self.product()?;
            value += if sign == "+" { more } else { -more };
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<i64, String> {
        let (mut above, mut below) = self.factor()?;
        while let Some(sign) = self.peek().filter(|word| matches!(*word, "*" | "/")) {
            self.at += 1;
            let (numerator, denominator) = self.factor()?;
            let (up, down) = if sign == "*" { (numerator, denominator) } else { (denominator, numerator) };
            (above, below) = (above * up, below * down);
        }
        above.checked_div(below).ok_or_else(|| "a division by nothing".to_owned())
    }

    /// A figure as a fraction.
    fn factor(&mut self) -> Result<(i64, i64), String> {
        let word = self.next().ok_or("the recipe ends too early")?;
        if word == "(" {
            let value = self.sum()?;
            return self.end().map(|()| (value, 1));
        }
        if self.peek() == Some("(") {
            self.at += 1;
            return self.function(word).map(|value| (value, 1));
        }
        match number(word, self.chance) {
            Some(fraction) => Ok(fraction),
            None => self.names.value(word).map(|value| (value, 1)).ok_or_else(|| format!("there is no {word}")),
        }
    }

    /// `year(…)`, `min(…, …)`, `max(…, …)`; others name a figure first, and what stands for it where there is none.
    fn function(&mut self, name: &str) -> Result<i64, String> {
        let value = match name {
            "year" => {
                let whole = self.sum()?;
                self.names.part_of_year(whole)
            }
            "min" => self.sum()?.min(self.second()?),
            "max" => self.sum()?.max(self.second()?),
            _ => {
                let known = self.next().and_then(|figure| self.names.call(name, figure));
                let instead = (self.peek() == Some(",")).then(|| self.second()).transpose()?;
                known.or(instead).ok_or_else(|| format!("{name} finds nothing"))?
            }
        };
        self.end().map(|()| value)
    }

    fn second(&mut self) -> Result<i64, String> {
        match self.next() {
            Some(",") => self.sum(),
            _ => Err("a comma is missing".to_owned()),
        }
    }

    fn end(&mut self) -> Result<(), String> {
        if self.next() == Some(")") { Ok(()) } else { Err("a bracket is not closed".to_owned()) }
    }
}

/// `12`, `8..40`, `15%`, `2..4%`. Of a range in hundredths tenths of one are chosen.
fn number(word: &str, chance: &mut Chance) -> Option<(i64, i64)> {
    let (text, scale) = word.strip_suffix('%').map_or((word, 1), |text| (text, 10));
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (low, high) = (low.parse::<u64>().ok()?, high.parse::<u64>().ok()?);
    let chosen = i64::try_from(chance.between(low * scale, high * scale)).ok()?;
    Some((chosen, if scale == 1 { 1 } else { 1000 }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    struct Members;

    impl Names for Members {
        fn value(&self, name: &str) -> Option<i64> {
            (name == "members").then_some(200)
        }
        fn call(&self, function: &str, name: &str) -> Option<i64> {
            (function == "before" && name == "members").then_some(190)
        }
        fn part_of_year(&self, whole: i64) -> i64 {
            whole / 2
        }
    }

    #[test]
    fn recipes_are_computed() {
        for (text, expected) in [
            ("members", Ok(200)),
            ("members * 15% + 3", Ok(33)),
            ("( members - 20 ) / 7", Ok(25)),
            ("before(members, 5) + year(9)", Ok(194)),
            ("before(loans, members * 2)", Ok(400)),
            ("min(members, 30) - max(1, 2)", Ok(28)),
            ("loans", Err("there is no loans")),
            ("before(loans)", Err("before finds nothing")),
            ("members 3", Err("3 is too much in members 3")),
            ("members / 0", Err("a division by nothing")),
        ] {
            let value = compute(text, &Members, &mut Chance::of(text));
            assert_eq!(value.as_ref().map_err(String::as_str), expected.as_ref().map_err(|error| *error), "{text}");
        }
        let chosen: Vec<i64> =
            (0..50).map(|seed| compute("members * 2..4%", &Members, &mut Chance::of(&seed.to_string())).unwrap()).collect();
        assert!(chosen.iter().all(|value| (4..=8).contains(value)) && chosen.contains(&5));
    }
}
