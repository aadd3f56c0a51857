//! Articles over time as bars, one colour or stacked by a few names.

use maud::{Markup, html};

use super::calendar::{Series, Unit};
use super::{axis_end, counted, grouped, percent};

/// Height of the bars, in pixels.
const HEIGHT: f64 = 96.0;

/// Room above them for the topmost line, in pixels.
const TOP: f64 = 8.0;

/// Room below them for the axis, in pixels.
const BOTTOM: f64 = 24.0;

/// Most names that are told apart in a stack; the rest is one.
pub const MOST_LAYERS: usize = 6;

/// What a chart of articles over time is made of.
pub struct Histogram<'a> {
    /// The counts.
    pub series: &'a Series,
    /// Names with their counts in the same buckets, at most [`MOST_LAYERS`], stacked from below;
    /// empty for plain bars.
    pub layers: &'a [(String, Series)],
    /// What is counted: `article` and `articles`.
    pub nouns: (&'a str, &'a str),
    /// The address of the same page for a stretch, from its first and last day as a query says
    /// them.
    pub link: &'a dyn Fn(&str, &str) -> String,
}

impl Histogram<'_> {
    /// The chart, its legend if it is stacked, and a table of the same; nothing if nothing has a
    /// date.
    pub fn markup(&self) -> Markup {
        let (series, unit) = (self.series, self.series.unit);
        let (Some(first), Some(last)) = (series.buckets.first(), series.buckets.last()) else { return html! {} };
        let label = format!("{} over time, from {} to {}", capital(self.nouns.1), unit.name(first), unit.name(last));
        html! {
            figure.histogram data-histogram {
                div.plot {
                    (self.scale())
                    svg.chart width="100%" height=(HEIGHT + TOP + BOTTOM) role="group" aria-label=(label) {
                        (self.grid())
                        @for (at, bucket) in series.buckets.iter().enumerate() {
                            (self.bar(at, bucket.count))
                        }
                        (self.axis())
                    }
                }
                @if !self.layers.is_empty() { (self.legend()) }
                (self.table())
            }
        }
    }

    fn end(&self) -> u64 {
        axis_end(self.series.most())
    }

    /// Where a value stands, in pixels from the top.
    fn height(&self, value: u64) -> f64 {
        (HEIGHT * value as f64 / self.end() as f64 * 10.0).round() / 10.0
    }

    fn grid(&self) -> Markup {
        let end = self.end();
        html! {
            g.grid aria-hidden="true" {
                @for value in [end, end / 2] {
                    @let y = TOP + HEIGHT - self.height(value);
                    line x1="0" x2="100%" y1=(y) y2=(y) {}
                }
            }
        }
    }

    /// The numbers of the lines, left of the bars.
    fn scale(&self) -> Markup {
        let end = self.end();
        let width = 8 * grouped(end).len() + 8;
        html! {
            svg.chart.scale width=(width) height=(HEIGHT + TOP + BOTTOM) aria-hidden="true" {
                @for value in [end, end / 2, 0] {
                    text x=(width - 8) y=(TOP + HEIGHT - self.height(value) + 4.0) text-anchor="end" { (grouped(value)) }
                }
            }
        }
    }

    /// A bar is a link to its stretch; only the first is in the tab order, arrows go on from there.
    fn bar(&self, at: usize, count: u64) -> Markup {
        let n_buckets = self.series.buckets.len() as f64;
        let unit = self.series.unit;
        let bucket = &self.series.buckets[at];
        let (from, to) = unit.ends(bucket);
        let name = format!("{}: {}", unit.name(bucket), counted(count, self.nouns.0, self.nouns.1));
        let gap = if n_buckets > 90.0 { 0.1 } else { 0.16 };
        let x = percent(at as f64 + gap / 2.0, n_buckets);
        let width = percent(1.0 - gap, n_buckets);
        html! {
            a.bar href=((self.link)(&from, &to)) data-from=(from) data-to=(to) aria-label=(name)
                tabindex=(if at == 0 { "0" } else { "-1" }) {
                title { (name) }
                rect.hit x=(percent(at as f64, n_buckets)) width=(percent(1.0, n_buckets)) y="0" height=(TOP + HEIGHT) {}
                @if self.layers.is_empty() {
                    @if count > 0 { (self.piece("fill", &x, &width, 0, count)) }
                } @else {
                    @for (layer, below, part) in self.stack(at, count) {
                        (self.piece(&format!("fill layer-{layer}"), &x, &width, below, part))
                    }
                }
            }
        }
    }

    /// Layer, what lies below it, and its own count, of a bucket; what no layer has comes last.
    fn stack(&self, at: usize, count: u64) -> Vec<(usize, u64, u64)> {
        let mut below = 0;
        let mut stack = Vec::new();
        let parts = self.layers.iter().map(|(_, series)| series.buckets.get(at).map_or(0, |bucket| bucket.count));
        for (layer, part) in parts.enumerate() {
            let part = part.min(count - below);
            if part > 0 {
                stack.push((layer, below, part));
                below += part;
            }
        }
        if below < count {
            stack.push((MOST_LAYERS, below, count - below));
        }
        stack
    }

    fn piece(&self, class: &str, x: &str, width: &str, below: u64, count: u64) -> Markup {
        // Something is never nothing to look at.
        let height = self.height(count).max(if below == 0 { 1.5 } else { 0.5 });
        let y = TOP + HEIGHT - self.height(below) - height;
        html! { rect class=(class) x=(x) width=(width) y=(format!("{y:.1}")) height=(format!("{height:.1}")) {} }
    }

    fn axis(&self) -> Markup {
        let n_buckets = self.series.buckets.len();
        html! {
            g.axis aria-hidden="true" {
                line x1="0" x2="100%" y1=(TOP + HEIGHT) y2=(TOP + HEIGHT) {}
                @for at in labelled(self.series) {
                    @let share = (at as f64 + 0.5) / n_buckets as f64;
                    @let anchor = if share > 0.95 { "end" } else { "middle" };
                    @let x = at as f64 + if share > 0.95 { 1.0 } else { 0.5 };
                    text x=(percent(x, n_buckets as f64)) y=(TOP + HEIGHT + 17.0) text-anchor=(anchor) {
                        (self.series.unit.short(&self.series.buckets[at]))
                    }
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        let rest =
            self.series.buckets.iter().enumerate().any(|(at, bucket)| {
                self.stack(at, bucket.count).last().is_some_and(|(layer, ..)| *layer == MOST_LAYERS)
            });
        html! {
            ul.legend {
                @for (layer, (name, _)) in self.layers.iter().enumerate() {
                    li { (swatch(layer)) span dir="auto" { (name) } }
                }
                @if rest { li { (swatch(MOST_LAYERS)) span { "all others" } } }
            }
        }
    }

    fn table(&self) -> Markup {
        let unit = self.series.unit;
        let heading = match unit {
            Unit::Day => "Day",
            Unit::Month => "Month",
            Unit::Year => "Year",
            Unit::Decade => "Years",
        };
        html! {
            details.table-behind {
                summary { "Show as a table" }
                div.scroll tabindex="0" role="region" aria-label="The chart as a table" {
                    table {
                        thead { tr {
                            th scope="col" { (heading) }
                            th.number scope="col" { (capital(self.nouns.1)) }
                            @for (name, _) in self.layers { th.number scope="col" dir="auto" { (name) } }
                        } }
                        tbody {
                            @for (at, bucket) in self.series.buckets.iter().enumerate().filter(|(_, b)| b.count > 0) {
                                @let (from, to) = unit.ends(bucket);
                                tr {
                                    th scope="row" { a href=((self.link)(&from, &to)) { (unit.name(bucket)) } }
                                    td.number { (grouped(bucket.count)) }
                                    @for (_, layer) in self.layers {
                                        td.number { (grouped(layer.buckets.get(at).map_or(0, |bucket| bucket.count))) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn swatch(layer: usize) -> Markup {
    html! {
        svg.swatch width="12" height="12" aria-hidden="true" {
            rect class=(format!("fill layer-{layer}")) width="12" height="12" rx="2" {}
        }
    }
}

/// The buckets that an axis names: about five, at places that people count from.
pub(super) fn labelled(series: &Series) -> Vec<usize> {
    let n_buckets = series.buckets.len();
    let step = n_buckets.div_ceil(5).max(1);
    let rounded = match series.unit {
        Unit::Day => [1, 2, 3, 7, 14].into_iter().find(|round| *round >= step).unwrap_or(step),
        Unit::Month => [1, 2, 3, 6, 12, 24].into_iter().find(|round| *round >= step).unwrap_or(step),
        Unit::Year | Unit::Decade => [1, 2, 5, 10, 20, 50].into_iter().find(|round| *round >= step).unwrap_or(step),
    };
    let place = |at: usize| {
        let day = series.buckets[at].first;
        match series.unit {
            Unit::Day => at,
            Unit::Month => usize::try_from(day.year()).unwrap_or(0) * 12 + usize::from(day.month()) - 1,
            Unit::Year => usize::try_from(day.year()).unwrap_or(0),
            Unit::Decade => usize::try_from(day.year() / 10).unwrap_or(0),
        }
    };
    (0..n_buckets).filter(|at| place(*at) % rounded == 0).collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::DateBucket;
    use crate::model::DateRange;

    fn series(days: &[(&str, u64)]) -> Series {
        let counts: Vec<DateBucket> =
            days.iter().map(|(day, count)| DateBucket { value: Some((*day).to_owned()), count: *count }).collect();
        Series::of(&counts, DateRange::default())
    }

    fn drawn(series: &Series, layers: &[(String, Series)]) -> String {
        let link = |from: &str, to: &str| format!("/?from={from}&to={to}");
        Histogram { series, layers, nouns: ("article", "articles"), link: &link }.markup().into_string()
    }

    #[test]
    fn every_bar_is_a_link_to_its_stretch_and_says_its_count() {
        let drawn = drawn(&series(&[("2020-03-04", 2), ("2021-03-30", 1_200)]), &[]);
        assert!(drawn.contains(r#"href="/?from=2020-03&amp;to=2020-03""#), "{drawn}");
        assert!(drawn.contains("<title>March 2021: 1,200 articles</title>"), "{drawn}");
        assert_eq!(drawn.matches("<a class=\"bar\"").count(), 13);
        assert_eq!(drawn.matches("tabindex=\"0\"").count(), 2, "one bar and the table");
    }

    #[test]
    fn the_table_has_the_counts_that_are_not_nought() {
        let drawn = drawn(&series(&[("2020-03-04", 2), ("2021-03-30", 1)]), &[]);
        assert_eq!(drawn.matches("<tr>").count(), 3, "{drawn}");
    }

    #[test]
    fn nothing_dated_draws_nothing() {
        assert_eq!(drawn(&series(&[]), &[]), "");
    }

    #[test]
    fn what_no_layer_has_is_the_rest_and_a_layer_is_never_more_than_the_bar() {
        let all = series(&[("2020-03-04", 3), ("2020-03-09", 1)]);
        let layers =
            [("<b>Gazette".to_owned(), all.with(&[DateBucket { value: Some("2020-03-04".into()), count: 2 }]))];
        let text = drawn(&all, &layers);
        assert!(text.contains("&lt;b&gt;Gazette") && !text.contains("<b>"), "{text}");
        assert!(text.contains("all others"));
        let link = |_: &str, _: &str| String::new();
        let chart = Histogram { series: &all, layers: &layers, nouns: ("article", "articles"), link: &link };
        let at = all.buckets.iter().position(|bucket| bucket.count == 3).unwrap();
        assert_eq!(chart.stack(at, 3), [(0, 0, 2), (MOST_LAYERS, 2, 1)]);
        assert_eq!(chart.stack(at, 1), [(0, 0, 1)]);
    }

    #[test]
    fn few_labels_stand_on_round_places() {
        let ten_years = series(&[("2010-03-04", 2), ("2019-03-30", 1)]);
        let labels: Vec<String> =
            labelled(&ten_years).iter().map(|at| ten_years.unit.short(&ten_years.buckets[*at])).collect();
        assert_eq!(labels, ["Jan 2012", "Jan 2014", "Jan 2016", "Jan 2018"]);
        assert!(labelled(&series(&[("1900-03-04", 2), ("2019-03-30", 1)])).len() <= 6);
    }
}
