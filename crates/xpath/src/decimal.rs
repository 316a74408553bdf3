//! Decimal digits to the nearest double, ties to even: the same bits as the standard library's `str::parse`.
//!
//! Why our own: the standard library's reading brings a table of 10 kB that does not compress, a twentieth of what a phone downloads on
//! its first visit, so that any number is read in nanoseconds. Numbers of reports are short. Up to 2⁵³ times or over a power of ten that
//! a double holds exactly, one multiplication or division rounds correctly; everything else is divided out digit by digit.

/// The largest power of ten that a double holds exactly.
const EXACT: i64 = 22;

/// Digits that are looked at one by one; a difference behind them only says that there is more.
const DIGITS: usize = 800;

/// The number, for an optional sign, digits with at most one point, and an optional exponent; `None` for every other text, also for
/// `inf` and `nan`. What is larger than every double is infinite.
pub fn decimal(text: &str) -> Option<f64> {
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let number = Decimal::read(rest)?.nearest();
    Some(if negative { -number } else { number })
}

/// `digits` × 10^`exponent`; the first digit is not zero.
#[derive(Default)]
struct Decimal {
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(text: &[u8]) -> Option<Decimal> {
        let mut out = Decimal::default();
        let (mut any, mut point, mut more) = (false, false, false);
        let mut rest = text;
        while let [byte, after @ ..] = rest {
            match byte {
                b'.' if !point => point = true,
                b'0'..=b'9' => {
                    any = true;
                    out.exponent -= i64::from(point);
                    let digit = byte - b'0';
                    if out.digits.len() >= DIGITS {
                        more |= digit > 0;
                        out.exponent += 1;
                    } else if digit > 0 || !out.digits.is_empty() {
                        out.digits.push(digit);
                    }
                }
                b'e' | b'E' if any => {
                    out.exponent = out.exponent.saturating_add(exponent(after)?);
                    break;
                }
                _ => return None,
            }
            rest = after;
        }
        if more {
            out.digits.push(1);
            out.exponent = out.exponent.saturating_sub(1);
        }
        any.then_some(out)
    }

    fn nearest(&self) -> f64 {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        // Beyond the largest and below half of the smallest double.
        match self.exponent.saturating_add(length) {
            _ if length == 0 => return 0.0,
            size if size > 310 => return f64::INFINITY,
            size if size < -326 => return 0.0,
            _ => {}
        }
        let small = (length <= 18).then(|| self.digits.iter().fold(0, |sum: u64, digit| sum * 10 + u64::from(*digit)));
        match small.filter(|small| *small <= 1 << 53 && self.exponent.abs() <= EXACT) {
            Some(small) => {
                let power = (0..self.exponent.abs()).fold(1.0, |power, _| power * 10.0);
                if self.exponent < 0 { small as f64 / power } else { small as f64 * power }
            }
            None => self.divided(),
        }
    }

    /// As a fraction of whole numbers, bit by bit.
    fn divided(&self) -> f64 {
        let (mut above, mut below) = (Whole::default(), Whole(vec![1]));
        self.digits.iter().for_each(|digit| above.times_ten_and(u32::from(*digit)));
        let scaled = if self.exponent < 0 { &mut below } else { &mut above };
        (0..self.exponent.abs()).for_each(|_| scaled.times_ten_and(0));
        // 2^power × above/below, which is in [1, 2).
        let mut power = above.bits() - below.bits();
        if power > 0 {
            below.double(power)
        } else {
            above.double(-power)
        }
        if above < below {
            above.double(1);
            power -= 1;
        }
        // A number below 2^-1022 has fewer bits.
        let bits = 53 - (-1022 - power).max(0);
        if bits < 0 {
            return 0.0;
        }
        let mut taken = 0_u64;
        for _ in 0..bits {
            let fits = above >= below;
            taken = taken << 1 | u64::from(fits);
            if fits {
                above.minus(&below);
            }
            above.double(1);
        }
        let up = above > below || (above == below && taken & 1 == 1);
        let taken = taken + u64::from(up);
        // The first of 53 bits is the exponent's last.
        let exponent = u64::try_from(power + 1022).unwrap_or(0);
        if exponent > 2045 { f64::INFINITY } else { f64::from_bits((exponent << 52) + taken) }
    }
}

fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let add = |sum: i64, digit: &u8| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    let size = digits.iter().fold(0, add);
    Some(if negative { -size } else { size })
}

/// A whole number of any length; the last part is not zero.
#[derive(Default, PartialEq, Eq)]
struct Whole(Vec<u32>);

impl Whole {
    fn times_ten_and(&mut self, digit: u32) {
        let mut carry = u64::from(digit);
        for part in &mut self.0 {
            carry += u64::from(*part) * 10;
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Times 2^`times`.
    fn double(&mut self, times: i64) {
        let (parts, bits) = (times / 32, times % 32);
        let mut carry = 0;
        for part in &mut self.0 {
            let wide = u64::from(*part) << bits | carry;
            *part = wide as u32;
            carry = wide >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
        self.0.splice(0..0, (0..parts).map(|_| 0));
    }

    /// Takes away one that is not larger.
    fn minus(&mut self, other: &Whole) {
        let mut borrow = 0;
        for (place, part) in self.0.iter_mut().enumerate() {
            let wide = i64::from(*part) - i64::from(other.0.get(place).copied().unwrap_or(0)) + borrow;
            *part = wide as u32;
            borrow = wide >> 32;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn bits(&self) -> i64 {
        self.0.last().map_or(0, |last| self.0.len() as i64 * 32 - i64::from(last.leading_zeros()))
    }
}

impl PartialOrd for Whole {
    fn partial_cmp(&self, other: &Whole) -> Option<std::cmp::Ordering> {
        let by_length = self.0.len().cmp(&other.0.len());
        Some(by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(text: &str) {
        let (ours, std) = (decimal(text), text.parse::<f64>().ok());
        assert_eq!(ours.map(f64::to_bits), std.map(f64::to_bits), "{text}: {ours:?}, {std:?}");
    }

    #[test]
    fn edges_are_read_as_the_standard_library_reads_them() {
        for text in [
            "0",
            "-0",
            "+5",
            ".5",
            "5.",
            "-.5",
            "1e22",
            "1e23",
            "123456789012345678901234567890",
            "0.1",
            "0.30000000000000004",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740991.5",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            "5e-324",
            "1e400",
            "-1e-5000000000000000000000",
            "1e99999999999999999999",
            "000000000000000000000001",
            "0.000000000000000000000000012",
            "8.5e15",
            "0.500000000000000166533453693773481063544750213623046875",
            "1E5",
            "1e+5",
            "6.02214076e-23",
        ] {
            same(text);
        }
        let half = format!("9007199254740992.{}1", "0".repeat(900));
        same(&half);
        same(&format!("0.{}7e330", "0".repeat(340)));
        same(&"9".repeat(1200));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "--1", "1,5", " 1", "1 ", "0x10", "inf", "nan", "Infinity", "1_000"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_double_comes_back_from_its_text(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                same(&format!("{number:e}"));
                same(&format!("{number:.25e}"));
                same(&number.to_string());
            }
        }

        #[test]
        fn any_digits_are_read_alike(text in "-?[0-9]{0,30}\\.?[0-9]{0,30}(e[-+]?[0-9]{1,3})?") {
            same(&text);
        }
    }
}
