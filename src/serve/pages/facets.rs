//! What filters are set, and what one could filter by, with counts.

use maud::{Markup, html};

use super::address::{Address, FILTERS};
use super::layout::carried;
use super::list::List;
use super::parts::clipped;
use crate::engine::{Count, Facet, Facets};
use crate::error::Result;
use crate::index::Index;
use crate::query::{Name, Query};
use crate::serve::charts::bars::bar;
use crate::serve::charts::grouped;
use crate::serve::params::{WrongDates, value_of};

/// Values of a facet that are shown at once; the others are a click away.
const SHOWN: usize = 8;

/// Most values of a facet that a page asks for.
pub const MOST_VALUES: usize = 60;

/// What the names typed into filters mean in an index: `cnn` may be `CNN`, or several outlets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant(Vec<Meaning>);

/// A value of a filter as it stands in the address, and the values that it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Meaning {
    field: &'static str,
    typed: String,
    means: Vec<String>,
}

impl Meant {
    /// What the filters of an address mean.
    pub fn of(index: &Index, address: &Address) -> Result<Meant> {
        let mut all = Vec::new();
        for facet in [Facet::Outlet, Facet::Speaker, Facet::Author, Facet::Language] {
            let field = field_of(facet);
            for typed in address.all(field).filter(|typed| *typed != "?") {
                let means = match facet {
                    Facet::Language => vec![typed.trim().to_lowercase()],
                    _ => meaning(index, facet, typed)?,
                };
                all.push(Meaning { field, typed: typed.to_owned(), means });
            }
        }
        Ok(Meant(all))
    }

    /// What a value of a filter keeps; nothing if that is not known.
    fn means(&self, field: &str, typed: &str) -> &[String] {
        let known = self.0.iter().find(|one| one.field == field && one.typed == typed);
        known.map_or(&[], |one| &one.means)
    }

    /// The values of a filter in the address that keep what a row of a facet counts.
    fn keeping<'a>(&'a self, address: &'a Address, facet: Facet, name: Option<&str>) -> Vec<&'a str> {
        let field = field_of(facet);
        let value = value_of(facet, name);
        let keeps = |typed: &&str| {
            *typed == value || name.is_some_and(|name| self.means(field, typed).iter().any(|one| one == name))
        };
        address.fields().filter(|(other, _)| *other == field).map(|(_, typed)| typed).filter(keeps).collect()
    }

    /// The address with a row of a facet put in, or taken out if it is there; what else was kept stays.
    fn toggled(&self, address: &Address, facet: Facet, name: Option<&str>) -> Address {
        let (field, value) = (field_of(facet), value_of(facet, name));
        let keeping = self.keeping(address, facet, name);
        if keeping.is_empty() {
            return address.and(field, &value);
        }
        let mut without = address.clone();
        for typed in &keeping {
            without = without.toggled(field, typed);
        }
        let others = keeping.iter().flat_map(|typed| self.means(field, typed)).filter(|one| Some(one.as_str()) != name);
        for other in others {
            if self.keeping(&without, facet, Some(other)).is_empty() {
                without = without.and(field, &value_of(facet, Some(other)));
            }
        }
        without
    }
}

fn meaning(index: &Index, facet: Facet, typed: &str) -> Result<Vec<String>> {
    let (text, exact) = typed.trim().strip_prefix('=').map_or((typed, false), |text| (text, true));
    let Some(name) = Name::typed(text) else { return Ok(Vec::new()) };
    let name = Name { exact, ..name };
    let query = match facet {
        Facet::Outlet => Query::Outlet(name),
        Facet::Author => Query::Author(name),
        _ => Query::Speaker(name),
    };
    Ok(index.explain(&query)?.names.into_iter().flat_map(|name| name.means).collect())
}

/// Filters that are set, each a link that takes it out.
pub fn chips(address: &Address, meant: &Meant) -> Markup {
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
                        bdi { (clipped(&chip(meant, name, value), 60)) }
                    }
                }
            }
            @if set.len() > 1 { li { a.chip.all href=(address.without_filters()) { "Remove all" } } }
        }
    }
}

/// A filter as it is shown: what was typed where it means several names, else the name that it means.
fn chip(meant: &Meant, field: &str, value: &str) -> String {
    match meant.means(field, value) {
        [only] => shown(field, only),
        [] => shown(field, value),
        several => format!("{} ({} names)", shown(field, value), several.len()),
    }
}

/// The facets of an answer and the fields for dates.
pub fn facets(list: &List<'_>, counts: &Facets) -> Markup {
    let facet = |heading, facet, counts: &Option<Vec<Count>>| {
        self::facet(heading, facet, counts.as_deref().unwrap_or_default(), list.address, list.meant)
    };
    html! {
        section #filters .filters aria-label="Filters" {
            div.filters-inner {
                (facet("Outlet", Facet::Outlet, &counts.outlet))
                (facet("Who is quoted", Facet::Speaker, &counts.speaker))
                (dates(list.address, counts, list.wrong_dates))
                (facet("Author", Facet::Author, &counts.author))
                (facet("Language", Facet::Language, &counts.language))
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

fn facet(heading: &str, facet: Facet, counts: &[Count], address: &Address, meant: &Meant) -> Markup {
    if counts.is_empty() {
        return html! {};
    }
    let field = field_of(facet);
    // What is chosen stays in sight, wherever it stands in the list.
    let is_chosen = |count: &&Count| !meant.keeping(address, facet, count.value.as_deref()).is_empty();
    let chosen: Vec<&Count> = counts.iter().skip(SHOWN).filter(is_chosen).collect();
    let (first, rest) = counts.split_at(counts.len().min(SHOWN));
    let rest: Vec<&Count> = rest.iter().filter(|count| !is_chosen(count)).collect();
    let most = counts.iter().map(|count| count.count).max().unwrap_or(0);
    html! {
        section.facet {
            h2 { (heading) }
            ul {
                @for count in first { (row(facet, count, most, address, meant)) }
                @for count in chosen { (row(facet, count, most, address, meant)) }
            }
            @if !rest.is_empty() {
                details {
                    summary data-key=(format!("more-{field}")) { (rest.len()) " more" }
                    ul { @for count in rest { (row(facet, count, most, address, meant)) } }
                    @if counts.len() >= MOST_VALUES {
                        p.soft { "The most frequent only; the query takes any name: " code { (field) ":name" } }
                    }
                }
            }
        }
    }
}

fn row(facet: Facet, count: &Count, most: u64, address: &Address, meant: &Meant) -> Markup {
    let field = field_of(facet);
    let value = value_of(facet, count.value.as_deref());
    let name = count.value.as_deref();
    let is_chosen = !meant.keeping(address, facet, name).is_empty();
    html! {
        li {
            a href=(meant.toggled(address, facet, name)) aria-current=[is_chosen.then_some("true")]
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

fn dates(address: &Address, counts: &Facets, wrong: Option<&WrongDates>) -> Markup {
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
                @if let Some(wrong) = wrong { @for message in &wrong.messages { p.wrong { (super::parts::prose(message)) } } }
                button.quiet type="submit" data-key="apply-dates" { "Apply dates" }
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
        let shown = facet("Outlet", Facet::Outlet, &[count("Fox News", 3), count("", 1)], &address, &Meant::default())
            .into_string();
        assert!(shown.contains(r#"href="/" aria-current="true""#), "{shown}");
        assert!(shown.contains(r#"href="/?outlet=%3DFox+News&amp;outlet=%3F""#), "{shown}");
        assert!(shown.contains("unknown</span>"), "{shown}");
    }

    #[test]
    fn of_many_values_the_chosen_one_stays_in_sight() {
        let counts: Vec<Count> = (0..20).map(|number| count(&format!("Outlet {number}"), 40 - number)).collect();
        let address = Address::new("/").with("outlet", "=Outlet 15");
        let shown = facet("Outlet", Facet::Outlet, &counts, &address, &Meant::default()).into_string();
        let fold = shown.find("<details>").expect("more values");
        assert!(shown.find("Outlet 15").is_some_and(|at| at < fold), "{shown}");
        assert!(shown[fold..].contains("11 more"), "{shown}");
    }

    #[test]
    fn a_name_that_means_a_row_ticks_it_and_goes_with_it() {
        let means = |field, typed: &str, means: &[&str]| Meaning {
            field,
            typed: typed.to_owned(),
            means: means.iter().map(|name| (*name).to_owned()).collect(),
        };
        let meant = Meant(vec![
            means("outlet", "cnn", &["CNN"]),
            means("outlet", "fox", &["Fox 5", "Fox News"]),
            means("lang", "EN", &["en"]),
        ]);
        let check = |address: &Address, facet: Facet, name: &str, chosen: bool, want: &str| {
            assert_eq!(!meant.keeping(address, facet, Some(name)).is_empty(), chosen, "{name}");
            assert_eq!(meant.toggled(address, facet, Some(name)).to_string(), want, "{name}");
        };
        let cnn = Address::new("/").with("outlet", "cnn").and("lang", "EN");
        check(&cnn, Facet::Outlet, "CNN", true, "/?lang=EN");
        check(&cnn, Facet::Language, "en", true, "/?outlet=cnn");
        check(&cnn, Facet::Outlet, "BBC", false, "/?outlet=cnn&lang=EN&outlet=%3DBBC");
        let fox = Address::new("/").with("outlet", "fox");
        // What else the name means stays.
        check(&fox, Facet::Outlet, "Fox 5", true, "/?outlet=%3DFox+News");
        check(&fox.and("outlet", "=Fox 5"), Facet::Outlet, "Fox 5", true, "/?outlet=%3DFox+News");
        let shown = chips(&fox.and("outlet", "cnn"), &meant).into_string();
        assert!(shown.contains("fox (2 names)") && shown.contains("<bdi>CNN</bdi>"), "{shown}");
    }

    #[test]
    fn filters_that_are_set_can_each_be_removed() {
        let address = Address::new("/").with("q", "x").with("from", "2020").and("speaker", "<b>");
        let shown = chips(&address, &Meant::default()).into_string();
        assert!(shown.contains(r#"href="/?q=x&amp;from=2020""#) && shown.contains("&lt;b&gt;"), "{shown}");
        assert!(shown.contains(r#"href="/?q=x">Remove all"#), "{shown}");
        assert_eq!(chips(&Address::new("/").with("q", "x"), &Meant::default()).into_string(), "");
    }
}
