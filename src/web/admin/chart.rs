//! A chart of bars, drawn by the server as SVG without a script or style attribute, with a table that says the same.

/// Two rows of bars over the same spans of time, the second row on top of the first.
pub struct Chart {
    /// For the ids of title and description; unique on its page.
    pub id: &'static str,
    pub title: String,
    /// The content in a sentence, for people who do not see the chart.
    pub description: String,
    /// The moment in that sentence, which is not broken across lines; empty if there is none.
    pub busiest: String,
    /// Of the two rows.
    pub names: [&'static str; 2],
    pub spans: Vec<Span>,
}

pub struct Span {
    /// As in the table.
    pub name: String,
    /// One for each row.
    pub numbers: [i64; 2],
}

/// The width of the drawing, in its own units; it scales with the page.
pub const WIDTH: i64 = 720;
pub const HEIGHT: i64 = 160;

/// A rectangle, in units of the drawing.
pub struct Bar {
    /// From the left edge.
    pub x: i64,
    /// From the top edge.
    pub y: i64,
    /// In units of the drawing.
    pub width: i64,
    pub height: i64,
    pub row: usize,
    /// The tooltip.
    pub title: String,
}

impl Chart {
    pub fn most(&self) -> i64 {
        self.spans.iter().map(|span| span.numbers.iter().sum()).max().unwrap_or(0)
    }

    /// Without bars that have no height.
    pub fn bars(&self) -> Vec<Bar> {
        let (most, count) = (self.most().max(1), i64::try_from(self.spans.len()).unwrap_or(1).max(1));
        let step = WIDTH / count;
        let mut bars = Vec::new();
        for (index, span) in (0..).zip(&self.spans) {
            let mut top = HEIGHT;
            for (row, number) in span.numbers.into_iter().enumerate() {
                // A number above 0 stays visible, however small it is beside the largest.
                let height = if number == 0 { 0 } else { (number * HEIGHT / most).max(2) };
                top -= height;
                if height > 0 {
                    let title = format!("{}: {} {number}", span.name, self.names.get(row).unwrap_or(&""));
                    bars.push(Bar { x: index * step + 1, y: top.max(0), width: (step - 2).max(1), height, row, title });
                }
            }
        }
        bars
    }
}

/// The height of a small chart beside a figure, in its own units; each hour is [`SPARK_STEP`] wide.
const SPARK_HEIGHT: i64 = 24;
const SPARK_STEP: i64 = 5;

/// Returns the path of a small chart without words, a line upwards for each number, the largest as high as the chart.
/// `None` where there is nothing to see.
pub fn sparkline(numbers: &[i64]) -> Option<String> {
    let most = numbers.iter().copied().max().filter(|most| *most > 0)?;
    let line = |(index, number): (i64, &i64)| {
        let height = (number * SPARK_HEIGHT / most).max(2);
        (*number > 0).then(|| format!("M{} {SPARK_HEIGHT}v-{height}", index * SPARK_STEP + SPARK_STEP / 2))
    };
    Some((0..).zip(numbers).filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chart_keeps_every_number_visible_and_is_nothing_without_one() {
        assert_eq!(sparkline(&[0, 1, 100]).as_deref(), Some("M7 24v-2M12 24v-24"));
        assert_eq!((sparkline(&[0, 0]), sparkline(&[])), (None, None));
    }

    #[test]
    fn bars_stand_on_the_ground_and_on_each_other_and_stay_inside() {
        let span = |numbers| Span { name: String::new(), numbers };
        let spans = vec![span([0, 0]), span([30, 10]), span([1, 0]), span([0, 40])];
        let chart = Chart {
            id: "c",
            title: String::new(),
            description: String::new(),
            busiest: String::new(),
            names: ["a", "b"],
            spans,
        };
        let bars: Vec<_> = chart.bars().iter().map(|bar| (bar.x, bar.y, bar.height, bar.row)).collect();
        assert_eq!(bars, [(181, 40, 120, 0), (181, 0, 40, 1), (361, 156, 4, 0), (541, 0, 160, 1)]);
        let empty = Chart { spans: vec![], ..chart };
        assert!(empty.bars().is_empty() && empty.most() == 0);
    }
}
