//! `randomize(nodes, seed?)`: shuffles nodes by ODK's rule, so that a seed gives the same order everywhere.

use super::Arguments;
use crate::error::{ErrorCode, Eval};
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut nodes = arguments.nodes(0)?;
    let seed = if arguments.len() > 1 { arguments.number(1)? } else { arguments.random()? * MODULUS as f64 };
    if seed.is_nan() {
        return Err(arguments.refuse(ErrorCode::Argument, "expected a number as the seed of `randomize`"));
    }
    let mut generator = Generator::new(seed);
    for index in (1..nodes.len()).rev() {
        let other = (generator.next() * (index + 1) as f64) as usize;
        nodes.swap(index, other.min(index));
    }
    Ok(Operand::Nodes(nodes))
}

const MODULUS: i64 = 2_147_483_647;

/// Park and Miller's "minimal standard" generator, which the ODK specification names.
struct Generator(i64);

impl Generator {
    fn new(seed: f64) -> Self {
        let seed = seed as i64 % MODULUS;
        Generator(if seed <= 0 { seed + MODULUS - 1 } else { seed })
    }

    /// The next number in [0, 1).
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % MODULUS;
        (self.0 - 1) as f64 / (MODULUS - 1) as f64
    }
}
