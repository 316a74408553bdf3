//! Where random edits come from: a generator of our own, so that every build makes the same ones, or the bytes of a fuzzer, which
//! learns from what they reach.

/// A stream of numbers.
pub enum Numbers<'d> {
    /// Splitmix64, without end.
    Seed(u64),
    /// A byte for a number, and two where it must be able to be large; zeros after the end.
    Bytes(&'d [u8]),
}

impl Numbers<'_> {
    /// A number below a limit; 0 where the limit is.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = match self {
            Numbers::Seed(state) => mixed(state),
            Numbers::Bytes(bytes) => {
                let (taken, rest) = bytes.split_at(bytes.len().min(1 + usize::from(limit > 256)));
                *bytes = rest;
                taken.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
            }
        };
        (number % limit.max(1) as u64) as usize
    }

    /// Whether nothing more comes of it.
    pub fn is_over(&self) -> bool {
        matches!(self, Numbers::Bytes([]))
    }
}

fn mixed(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
