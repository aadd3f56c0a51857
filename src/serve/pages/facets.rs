//! What filters are set, and what one could filter by, with counts.

use maud::{Markup, html};

use super::address::{Address, FILTERS};
use super::layout::carried;
use super::parts::clipped;
use crate::engine::{Count, Facet, Facets};
use crate::serve::charts::bars::bar;
use crate::serve::charts::grouped;
use crate::serve::params::value_of;

/// Values of a facet that are shown at once; the others are a click away.
const SHOWN: usize = 8;

/// Most values of a facet that a page asks for.
pub const MOST_VALUES: usize = 60;

/// Filters that are set, each a link that takes it out.
pub fn chips(address: &Address) -> Markup {
    let set: Vec<(&str, &str)> = address.fields().filter(|(name, _)| FILTERS.contains(name)).collect();
    if set.is_empty() {
        return html! {};
    }
    html! {
        ul.chips aria-label="Filters that are set" {
            @for (name, value) in &set {
                li {
                    a.chip href=(address.toggled(name, value)) title="Remove this filter" {
                        span.unseen { "Remove the filter " }
                        span.kind { (name) }
                        bdi { (clipped(&shown(name, value), 60)) }
                    }
                }
            }
            @if set.len() > 1 { li { a.chip.all href=(address.without_filters()) { "Remove all" } } }
        }
    }
}

/// The facets of an answer and the fields for dates. `nouns`: what is counted.
pub fn facets(address: &Address, counts: &Facets, wrong_dates: Option<&str>) -> Markup {
    html! {
        section #filters .filters aria-label="Filters" {
            div.filters-inner {
                (facet("Outlet", Facet::Outlet, counts.outlet.as_deref(), address))
                (facet("Who is quoted", Facet::Speaker, counts.speaker.as_deref(), address))
                (dates(address, counts, wrong_dates))
                (facet("Author", Facet::Author, counts.author.as_deref(), address))
                (facet("Language", Facet::Language, counts.language.as_deref(), address))
            }
        }
    }
}

/// The name of a facet's filter in addresses.
pub fn field_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => "outlet",
        Facet::Speaker => "speaker",
        Facet::Author => "author",
        Facet::Language => "lang",
        Facet::Date => "date",
    }
}

fn facet(heading: &str, facet: Facet, counts: Option<&[Count]>, address: &Address) -> Markup {
    let counts = counts.unwrap_or_default();
    if counts.is_empty() {
        return html! {};
    }
    let field = field_of(facet);
    // What is chosen stays in sight, wherever it stands in the list.
    let is_chosen = |count: &&Count| address.has(field, &value_of(facet, count.value.as_deref()));
    let chosen: Vec<&Count> = counts.iter().skip(SHOWN).filter(is_chosen).collect();
    let (first, rest) = counts.split_at(counts.len().min(SHOWN));
    let rest: Vec<&Count> = rest.iter().filter(|count| !is_chosen(count)).collect();
    let most = counts.iter().map(|count| count.count).max().unwrap_or(0);
    html! {
        section.facet {
            h2 { (heading) }
            ul {
                @for count in first { (row(facet, count, most, address)) }
                @for count in chosen { (row(facet, count, most, address)) }
            }
            @if !rest.is_empty() {
                details {
                    summary data-key=(format!("more-{field}")) { (rest.len()) " more" }
                    ul { @for count in rest { (row(facet, count, most, address)) } }
                    @if counts.len() >= MOST_VALUES {
                        p.soft { "The most frequent only; the query takes any name: " code { (field) ":name" } }
                    }
                }
            }
        }
    }
}

fn row(facet: Facet, count: &Count, most: u64, address: &Address) -> Markup {
    let field = field_of(facet);
    let value = value_of(facet, count.value.as_deref());
    let is_chosen = address.has(field, &value);
    html! {
        li {
            a href=(address.toggled(field, &value)) aria-current=[is_chosen.then_some("true")]
                data-key=(format!("{field}={value}")) {
                span class=(if count.value.is_none() { "value unknown" } else { "value" }) dir="auto" { (clipped(&shown(field, &value), 120)) }
                span.count { (grouped(count.count)) }
                (bar(count.count, most))
            }
        }
    }
}

/// A value as people read it.
fn shown(field: &str, value: &str) -> String {
    match (field, value) {
        ("speaker", "?") => "nobody by name".to_owned(),
        (_, "?") => "unknown".to_owned(),
        ("lang", code) => language(code).unwrap_or(code).to_owned(),
        (_, name) => name.strip_prefix('=').unwrap_or(name).to_owned(),
    }
}

/// English names of the languages that detection tells apart most often.
pub fn language(code: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 30] = [
        ("ar", "Arabic"),
        ("bg", "Bulgarian"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hu", "Hungarian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("lt", "Lithuanian"),
        ("nl", "Dutch"),
        ("no", "Norwegian"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sv", "Swedish"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
    ];
    NAMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

fn dates(address: &Address, counts: &Facets, wrong: Option<&str>) -> Markup {
    let undated = counts.date.iter().flatten().find(|day| day.value.is_none()).map_or(0, |day| day.count);
    let is_undated = address.has("date", "?");
    let value = |name: &str| address.get(name).unwrap_or_default().to_owned();
    html! {
        section.facet {
            h2 { "Date" }
            form #dates .dates action=(address.path()) method="get" data-swap {
                (carried(address, "dates", &["from", "to"]))
                label.field { span { "From" }
                    input name="from" value=(value("from")) placeholder="2020-03" autocomplete="off";
                }
                label.field { span { "To" }
                    input name="to" value=(value("to")) placeholder="2020-07-11" autocomplete="off";
                }
                @if let Some(wrong) = wrong { p.wrong role="alert" { (super::parts::prose(wrong)) } }
                button.quiet type="submit" { "Apply dates" }
            }
            @if undated > 0 || is_undated {
                ul {
                    li {
                        a href=(address.toggled("date", "?")) aria-current=[is_undated.then_some("true")] data-key="date=?" {
                            span.value.unknown { "unknown" }
                            span.count { (grouped(undated)) }
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

    fn count(value: &str, count: u64) -> Count {
        Count { value: (!value.is_empty()).then(|| value.to_owned()), count }
    }

    #[test]
    fn a_value_is_a_link_that_adds_or_removes_it_and_unknown_is_one() {
        let address = Address::new("/").with("outlet", "=Fox News");
        let shown = facet("Outlet", Facet::Outlet, Some(&[count("Fox News", 3), count("", 1)]), &address).into_string();
        assert!(shown.contains(r#"href="/" aria-current="true""#), "{shown}");
        assert!(shown.contains(r#"href="/?outlet=%3DFox+News&amp;outlet=%3F""#), "{shown}");
        assert!(shown.contains("unknown</span>"), "{shown}");
    }

    #[test]
    fn of_many_values_the_chosen_one_stays_in_sight() {
        let counts: Vec<Count> = (0..20).map(|number| count(&format!("Outlet {number}"), 40 - number)).collect();
        let address = Address::new("/").with("outlet", "=Outlet 15");
        let shown = facet("Outlet", Facet::Outlet, Some(&counts), &address).into_string();
        let fold = shown.find("<details>").expect("more values");
        assert!(shown.find("Outlet 15").is_some_and(|at| at < fold), "{shown}");
        assert!(shown[fold..].contains("11 more"), "{shown}");
    }

    #[test]
    fn filters_that_are_set_can_each_be_removed() {
        let address = Address::new("/").with("q", "x").with("from", "2020").and("speaker", "<b>");
        let shown = chips(&address).into_string();
        assert!(shown.contains(r#"href="/?q=x&amp;from=2020""#) && shown.contains("&lt;b&gt;"), "{shown}");
        assert!(shown.contains(r#"href="/?q=x">Remove all"#), "{shown}");
        assert_eq!(chips(&Address::new("/").with("q", "x")).into_string(), "");
    }
}
