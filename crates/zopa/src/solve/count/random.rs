//! Random numbers that a seed determines.

/// The generator splitmix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
#[derive(Clone, Debug)]
pub struct SplitMix(u64);

impl SplitMix {
    /// The stream with an index among those of a seed.
    pub fn stream(seed: u64, index: u64) -> SplitMix {
        let mut of_seed = SplitMix(seed);
        let mut of_stream = SplitMix(of_seed.next() ^ index);
        SplitMix(of_stream.next())
    }

    /// The next 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
