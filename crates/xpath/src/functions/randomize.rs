//! `randomize(nodes, seed?)`: shuffles nodes by ODK's rule, so that a seed gives the same order everywhere.

use super::Arguments;
use super::digest::hash;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut nodes = arguments.nodes(0)?;
    let seed = if arguments.len() > 1 { seed(arguments)? } else { (arguments.random()? * MODULUS as f64) as i64 };
    let mut generator = Generator::new(seed);
    for index in (1..nodes.len()).rev() {
        let other = (generator.next() * (index + 1) as f64) as usize;
        nodes.swap(index, other.min(index));
    }
    Ok(Operand::Nodes(nodes))
}

/// The seed that is given: a number without its fraction; a blank is 0; of another text the first 64 bits of its SHA-256, as
/// ODK Web Forms does.
fn seed(arguments: &Arguments<'_, '_>) -> Eval<i64> {
    let number = arguments.number(1)?;
    if !number.is_nan() {
        return Ok(number as i64);
    }
    let text = arguments.text(1)?;
    let hash = hash::<sha2::Sha256>(text.as_bytes());
    let first = hash.iter().take(8).fold(0i64, |bits, byte| bits << 8 | i64::from(*byte));
    Ok(if text.is_empty() { 0 } else { first })
}

const MODULUS: i64 = 2_147_483_647;

/// Park and Miller's "minimal standard" generator, which the ODK specification names.
struct Generator(i64);

impl Generator {
    fn new(seed: i64) -> Self {
        let seed = seed % MODULUS;
        Generator(if seed <= 0 { seed + MODULUS - 1 } else { seed })
    }

    /// The next number in [0, 1).
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % MODULUS;
        (self.0 - 1) as f64 / (MODULUS - 1) as f64
    }
}
