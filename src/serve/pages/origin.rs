//! Which list an article was opened from, so that one gets back to it.
//!
//! The address of an article has all fields of that list, and in `list` which kind it is: the state of the
//! list is part of the address here as well, and the way back is the same after a reload or in another window.

use super::address::Address;

/// The field that names the list.
pub const LIST: &str = "list";

/// A list that leads to articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Articles that match.
    #[default]
    Articles,
    /// Quotations that match.
    Quotations,
    /// A concordance.
    Concordance,
    /// The wordings of the utterance of this id.
    Utterance(String),
    /// The articles of the story of this id.
    Story(String),
}

impl Origin {
    /// What the field says; articles if it says nothing that is known.
    pub fn of(field: Option<&str>) -> Origin {
        match field.map(|field| field.split_once('/').unwrap_or((field, ""))) {
            Some(("quotes", _)) => Origin::Quotations,
            Some(("kwic", _)) => Origin::Concordance,
            Some(("family", id)) => Origin::Utterance(id.to_owned()),
            Some(("story", id)) => Origin::Story(id.to_owned()),
            _ => Origin::Articles,
        }
    }

    /// Where the list is and what the link to it says; `None` if there is none to get back to. `rank` is that of
    /// the article in a list of articles.
    pub fn back(&self, article: &Address, rank: Option<usize>, per_page: usize) -> Option<(Address, &'static str)> {
        let list = ["id", "rank", LIST].iter().fold(article.clone(), |address, name| address.but(name));
        match self {
            Origin::Articles => {
                // Results were leafed through since: back is where this one stands.
                let offset = rank.map_or(0, |rank| (rank.saturating_sub(1) / per_page.max(1)).saturating_mul(per_page));
                let list = list.at("/").with("offset", if offset > 0 { offset.to_string() } else { String::new() });
                let is_asked = rank.is_some() || list.fields().next().is_some();
                is_asked.then_some((list, "Back to the results"))
            }
            Origin::Quotations => Some((list.at("/quotes"), "Back to the quotations")),
            Origin::Concordance => Some((list.at("/kwic"), "Back to the matches")),
            Origin::Utterance(id) => Some((list.at("/family").also("id", id), "Back to the utterance")),
            Origin::Story(id) => Some((list.at("/story").also("id", id), "Back to the story")),
        }
    }
}

/// The address of an article in a list.
pub fn to_article(list: &Address, id: &str) -> Address {
    let article = list.but("id").at("/article").also("id", id);
    let of_group = |name: &str| format!("{name}/{}", list.get("id").unwrap_or_default());
    match list.path() {
        "/quotes" => article.also(LIST, "quotes"),
        "/kwic" => article.also(LIST, "kwic"),
        "/family" => article.also(LIST, &of_group("family")),
        "/story" => article.also(LIST, &of_group("story")),
        _ => article,
    }
}

/// The address of a quotation in a list by its id; of other words of an article, that of the article.
pub fn to_quotation(list: &Address, id: &str) -> String {
    match id.rsplit_once("#q") {
        Some((article, number)) => format!("{}#q{number}", to_article(list, article)),
        None => to_article(list, id.rsplit_once("#f").map_or(id, |(article, _)| article)).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opens an article from a list and goes back.
    #[track_caller]
    fn check(list: &str, fields: &[(&str, &str)]) {
        let owned = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let list = Address::of(list, owned);
        let article = to_article(&list, "a/1");
        assert_eq!((article.path(), article.get("id")), ("/article", Some("a/1")));
        let (back, _) = Origin::of(article.get(LIST)).back(&article, None, 10).expect("a way back");
        assert_eq!(back.path(), list.path());
        assert!(list.fields().all(|(name, value)| back.has(name, value)), "{back}");
        assert_eq!(back.fields().count(), list.fields().count(), "{back}");
    }

    #[test]
    fn back_is_where_one_came_from() {
        check("/", &[("q", "dam"), ("outlet", "?")]);
        check("/quotes", &[("q", "dam"), ("group", "speaker"), ("offset", "20"), ("from", "2020")]);
        check("/kwic", &[("q", "dam"), ("sort", "left"), ("offset", "50")]);
        check("/family", &[("q", "dam"), ("id", "abcdefgh"), ("offset", "50")]);
        check("/story", &[("id", "abcdefgh")]);
    }

    #[test]
    fn back_from_a_result_is_the_page_it_stands_on() {
        let article = Address::new("/article").with("q", "x").also("id", "a").also("rank", "23");
        let back = |rank| Origin::Articles.back(&article, rank, 10).map(|(address, _)| address.to_string());
        assert_eq!(back(Some(23)).as_deref(), Some("/?q=x&offset=20"));
        assert_eq!(back(Some(10)).as_deref(), Some("/?q=x"));
        assert_eq!(Origin::Articles.back(&Address::new("/article").with("id", "a"), None, 10), None);
    }

    #[test]
    fn a_list_that_nobody_knows_is_that_of_articles() {
        for field in ["//evil.example", "https://evil.example", "javascript:alert(1)", ""] {
            assert_eq!(Origin::of(Some(field)), Origin::Articles);
        }
    }

    #[test]
    fn words_that_are_no_quotation_lead_to_their_article() {
        let list = Address::new("/story").with("id", "s");
        assert_eq!(to_quotation(&list, "a#b#q3"), "/article?id=a%23b&list=story%2Fs#q3");
        assert_eq!(to_quotation(&list, "a#f1"), "/article?id=a&list=story%2Fs");
    }
}
