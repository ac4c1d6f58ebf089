//! The test of Mann and Whitney (1947): whether one of two groups of numbers tends to be larger than the other.

/// Returns the probability that two groups from one source differ at least as much as these, by the normal
/// approximation, which is good for twenty numbers and more. Equal numbers share their ranks.
pub fn p(a: &[f64], b: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = a.iter().map(|&x| (x, true)).chain(b.iter().map(|&x| (x, false))).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut rank_sum, mut ties, mut start) = (0.0, 0.0, 0);
    for group in all.chunk_by(|one, other| one.0 == other.0) {
        let size = group.len() as f64;
        let rank = start as f64 + (size + 1.0) / 2.0;
        rank_sum += rank * group.iter().filter(|one| one.1).count() as f64;
        ties += size.powi(3) - size;
        start += group.len();
    }
    let (n, m) = (a.len() as f64, b.len() as f64);
    let all = n + m;
    let u = rank_sum - n * (n + 1.0) / 2.0;
    let deviation = (n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)))).sqrt();
    let z = ((u - n * m / 2.0).abs() - 0.5).max(0.0) / deviation;
    erfc(z / std::f64::consts::SQRT_2)
}

/// The complementary error function, to 1.5 · 10⁻⁷: Abramowitz and Stegun 7.1.26.
fn erfc(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let coefficients = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    coefficients.iter().fold(0.0, |sum, coefficient| sum * t + coefficient) * t * (-x * x).exp()
}
