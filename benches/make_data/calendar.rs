//! The working times of people: the hours of the last sixty days, each with its share of all work.

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The number of days that the calendar covers.
const DAYS: i64 = 60;
/// The weight of each hour of a working day (UTC). The people are in Europe, Asia and a little in America.
const HOURS: [u32; 24] =
    [24, 26, 24, 20, 18, 20, 30, 55, 90, 100, 96, 84, 72, 88, 92, 84, 70, 52, 40, 34, 30, 27, 25, 24];

/// Chooses moments from the last sixty days before a moment.
pub struct Calendar {
    /// The last moment, in milliseconds since the Unix epoch.
    pub until: i64,
    /// The total weight of the hours before each hour.
    sums: Vec<f64>,
}

impl Calendar {
    pub fn new(until: i64) -> Calendar {
        let mut sums = vec![0.0];
        let first = until - DAYS * DAY;
        for hour in 0..DAYS * 24 {
            let at = first + hour * HOUR;
            // 1 January 1970 was a Thursday. Counted from Monday, Saturday is 5.
            let is_weekend = (at.div_euclid(DAY) + 3).rem_euclid(7) >= 5;
            let busy = f64::from(HOURS[(at.div_euclid(HOUR).rem_euclid(24)) as usize]);
            let weight = busy * if is_weekend { 0.35 } else { 1.0 };
            sums.push(sums[hour as usize] + weight);
        }
        Calendar { until, sums }
    }

    /// Returns the moment before which this share, from 0 to 1, of everything happened. A larger share gives no earlier
    /// moment.
    pub fn moment(&self, share: f64) -> i64 {
        let sought = share.clamp(0.0, 1.0) * self.sums[self.sums.len() - 1];
        let hour = self.sums.partition_point(|sum| *sum <= sought).clamp(1, self.sums.len() - 1) - 1;
        let within = (sought - self.sums[hour]) / (self.sums[hour + 1] - self.sums[hour]);
        let at = self.until - DAYS * DAY + hour as i64 * HOUR + (within * HOUR as f64) as i64;
        at.min(self.until - SECOND)
    }
}
