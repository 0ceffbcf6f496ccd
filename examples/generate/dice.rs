//! Chance that comes out the same for the same seed, on every computer and with every version of every library.

/// A row of random numbers (splitmix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x5045_4143_4855_4d42)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, 1 not among them.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to `n`, `n` not among them.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n.max(1) as u128) >> 64) as usize
    }

    /// From `low` to `high`, both among them.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// Whether it comes to pass, in a share of cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of several, each with its weight.
    pub fn weighed<T: Copy>(&mut self, of: &[(T, u32)]) -> T {
        let all: u32 = of.iter().map(|(_, weight)| weight).sum();
        let mut at = self.below(all as usize) as u32;
        for (one, weight) in of {
            match at.checked_sub(*weight) {
                Some(rest) => at = rest,
                None => return *one,
            }
        }
        of[0].0
    }

    /// One of several, all alike.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Chooses among things of which the first comes most often and the last hardly ever.
pub struct Skew(Vec<f64>);

impl Skew {
    /// Over `n` things; the one at place k comes as often as `1 / (k + 1)^steep`.
    pub fn new(n: usize, steep: f64) -> Self {
        let mut sum = 0.0;
        let mut sums: Vec<f64> = (1..=n)
            .map(|place| {
                sum += (place as f64).powf(-steep);
                sum
            })
            .collect();
        for one in &mut sums {
            *one /= sum;
        }
        Self(sums)
    }

    pub fn pick(&self, dice: &mut Dice) -> usize {
        let share = dice.share();
        self.0.partition_point(|sum| *sum <= share).min(self.0.len() - 1)
    }
}
