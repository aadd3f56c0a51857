//! Small charts of one time axis below each other: articles over time per outlet.

use maud::{Markup, html};

use super::calendar::{Series, Unit};
use super::histogram::labelled;
use super::{grouped, percent};

/// Height of one row's bars, in pixels.
const HEIGHT: f64 = 28.0;

/// Widest table of periods by names that is of use to anybody.
const MOST_COLUMNS: usize = 40;

/// One row: a name, its address, its total and its counts over time.
pub struct Row {
    /// The name; `None` for unknown.
    pub name: Option<String>,
    /// Where it leads.
    pub link: String,
    /// All that was counted, with or without a date.
    pub total: u64,
    /// Its counts, in the same buckets as those of the others.
    pub series: Series,
}

/// Rows of small bar charts over the buckets of `all`, and a table of the same.
///
/// Each row has its own scale, since the smallest outlet has a course of its own to show; its total
/// stands beside it.
pub fn multiples(all: &Series, rows: &[Row]) -> Markup {
    if all.buckets.is_empty() {
        return html! {};
    }
    html! {
        figure.multiples {
            ul {
                @for row in rows {
                    li {
                        a.name href=(row.link) dir="auto" { (row.name.as_deref().unwrap_or("unknown")) }
                        (small(all.unit, row))
                        span.number { (grouped(row.total)) }
                    }
                }
            }
            (axis(all))
            (table(all, rows))
        }
    }
}

fn small(unit: Unit, row: &Row) -> Markup {
    let n_buckets = row.series.buckets.len() as f64;
    let most = row.series.most().max(1);
    let peak = row.series.buckets.iter().max_by_key(|bucket| bucket.count);
    let label = match peak.filter(|bucket| bucket.count > 0) {
        Some(bucket) => format!("most in {}: {}", unit.name(bucket), grouped(bucket.count)),
        None => "none with a date".to_owned(),
    };
    html! {
        svg.chart width="100%" height=(HEIGHT) role="img" aria-label=(label) {
            title { (label) }
            line.base x1="0" x2="100%" y1=(HEIGHT - 0.5) y2=(HEIGHT - 0.5) {}
            @for (at, bucket) in row.series.buckets.iter().enumerate().filter(|(_, bucket)| bucket.count > 0) {
                @let height = ((HEIGHT - 2.0) * bucket.count as f64 / most as f64).max(1.5);
                rect.fill x=(percent(at as f64 + 0.08, n_buckets)) width=(percent(0.84, n_buckets))
                    y=(format!("{:.1}", HEIGHT - height)) height=(format!("{height:.1}")) {}
            }
        }
    }
}

fn axis(all: &Series) -> Markup {
    let n_buckets = all.buckets.len() as f64;
    html! {
        div.axis-row aria-hidden="true" {
            span {}
            svg.chart width="100%" height="20" {
                g.axis {
                    @for at in labelled(all) {
                        @let share = (at as f64 + 0.5) / n_buckets;
                        @let anchor = if share < 0.07 { "start" } else if share > 0.93 { "end" } else { "middle" };
                        text x=(percent(at as f64 + 0.5, n_buckets)) y="14" text-anchor=(anchor) {
                            (all.unit.short(&all.buckets[at]))
                        }
                    }
                }
            }
            span {}
        }
    }
}

/// Periods down, names across; of very many names only the first.
fn table(all: &Series, rows: &[Row]) -> Markup {
    let rows = &rows[..rows.len().min(MOST_COLUMNS)];
    let filled = |at: usize| rows.iter().any(|row| row.series.buckets.get(at).is_some_and(|bucket| bucket.count > 0));
    html! {
        details.table-behind {
            summary { "Show as a table" }
            div.scroll tabindex="0" role="region" aria-label="The charts as a table" {
                table {
                    thead { tr {
                        th scope="col" { "Period" }
                        @for row in rows {
                            th.number scope="col" dir="auto" { (row.name.as_deref().unwrap_or("unknown")) }
                        }
                    } }
                    tbody {
                        @for (at, bucket) in all.buckets.iter().enumerate().filter(|(at, _)| filled(*at)) {
                            tr {
                                th scope="row" { (all.unit.name(bucket)) }
                                @for row in rows {
                                    td.number { (grouped(row.series.buckets.get(at).map_or(0, |bucket| bucket.count))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::DateBucket;
    use crate::model::DateRange;

    fn counts(days: &[(&str, u64)]) -> Vec<DateBucket> {
        days.iter().map(|(day, count)| DateBucket { value: Some((*day).to_owned()), count: *count }).collect()
    }

    #[test]
    fn a_row_has_a_name_a_link_a_total_and_its_peak_in_words() {
        let all = Series::of(&counts(&[("2020-03-04", 3), ("2021-03-30", 1)]), DateRange::default());
        let rows = [
            Row {
                name: Some("Gazette & Co".into()),
                link: "/?outlet=a".into(),
                total: 1_004,
                series: all.with(&counts(&[("2020-03-04", 3), ("2021-03-30", 1)])),
            },
            Row { name: None, link: "/?outlet=".into(), total: 2, series: all.with(&[]) },
        ];
        let drawn = multiples(&all, &rows).into_string();
        assert!(drawn.contains("Gazette &amp; Co") && drawn.contains("1,004"), "{drawn}");
        assert!(drawn.contains("most in March 2020: 3") && drawn.contains("none with a date"), "{drawn}");
        assert_eq!(drawn.matches("<tr>").count(), 3);
    }

    #[test]
    fn nothing_dated_draws_nothing() {
        let all = Series::of(&[], DateRange::default());
        assert_eq!(multiples(&all, &[]).into_string(), "");
    }
}
