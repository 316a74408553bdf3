//! Numbers that look like life and are the same on every machine: splitmix64 from a text.

/// A row of numbers that its seed determines.
pub(super) struct Chance(u64);

impl Chance {
    /// From a text, by FNV-1a.
    pub fn of(seed: &str) -> Chance {
        Chance(seed.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high.saturating_sub(low) + 1)
    }

    /// So many percent of a number, the percentage between two bounds; rounded down.
    pub fn percent(&mut self, of: u64, low: u64, high: u64) -> u64 {
        of * self.between(low, high) / 100
    }

    /// True so many times of a hundred.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }
}
