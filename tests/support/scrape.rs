//! Parses the output of `/metrics` as Prometheus does.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, ApiClient};

/// One scrape: a map from series, as the endpoint writes them, to values.
pub struct Scrape {
    pub text: String,
    pub series: BTreeMap<String, f64>,
}

impl Scrape {
    /// Asks the private listener on this port.
    pub fn of(port: u16) -> Scrape {
        let answer: Answer = ApiClient::new(port).get("/metrics");
        assert_eq!(answer.status, 200);
        Scrape::read(answer.body)
    }

    pub fn read(text: String) -> Scrape {
        let sample = |line: &str| {
            let (series, value) = line.rsplit_once(' ').expect("a sample");
            (series.to_owned(), value.parse().expect("a number"))
        };
        let series = text.lines().filter(|line| !line.starts_with('#')).map(sample).collect();
        Scrape { text, series }
    }

    /// Returns the value of a series that must exist.
    pub fn value(&self, series: &str) -> f64 {
        *self.series.get(series).unwrap_or_else(|| panic!("no {series} in {}", self.text))
    }

    /// Returns how much each series of a metric has grown since an earlier scrape, without those that have not.
    pub fn growth(&self, earlier: &Scrape, metric: &str) -> BTreeMap<String, f64> {
        let name = |series: &str| series.split('{').next().unwrap_or_default().to_owned();
        let of_metric = self.series.iter().filter(|(series, _)| name(series) == metric);
        let grown = of_metric.map(|(series, value)| {
            let labels = series.strip_prefix(metric).unwrap_or_default().to_owned();
            (labels, value - earlier.series.get(series).copied().unwrap_or(0.0))
        });
        grown.filter(|(_, growth)| *growth != 0.0).collect()
    }

    /// Returns the type of each metric and the names of its labels.
    pub fn metrics(&self) -> BTreeMap<String, (String, BTreeSet<String>)> {
        let types = self.text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
        types
            .map(|(name, kind)| {
                let series = self.series.keys().filter(|series| {
                    let found = series.split('{').next().unwrap_or_default();
                    let part = found.strip_prefix(name);
                    part == Some("") || kind == "histogram" && matches!(part, Some("_bucket" | "_sum" | "_count"))
                });
                let labels = series.filter_map(|series| series.split_once('{')).flat_map(|(_, labels)| {
                    let pairs = labels.trim_end_matches('}').split("\",").map(str::to_owned).collect::<Vec<_>>();
                    pairs.into_iter().filter_map(|pair| Some(pair.split_once('=')?.0.to_owned()))
                });
                (name.to_owned(), (kind.to_owned(), labels.filter(|label| label != "le").collect()))
            })
            .collect()
    }
}
