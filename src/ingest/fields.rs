//! The fields of one record while it is read.

use std::borrow::Cow;

use super::keys::Target;
use crate::model::{Field, Given, Source};
use crate::text::normalise;

/// Rank of an address that stands where a name should: behind all keys.
const ADDRESS_RANK: u16 = 20_000;

/// What a record states, of each field the value of the key that counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields<'t> {
    text: Option<(u16, Cow<'t, str>)>,
    values: Vec<(Field, u16, Cow<'t, str>)>,
    /// Values that come with a source of their own.
    stated: Vec<Given>,
}

impl<'t> Fields<'t> {
    /// True if a value under this key would count, given what was offered so far.
    pub fn wants(&self, (field, rank): Target) -> bool {
        let best = match field {
            Field::Text => self.text.as_ref().map(|(rank, _)| *rank),
            _ => self.values.iter().find(|(of, ..)| *of == field).map(|(_, rank, _)| *rank),
        };
        best.is_none_or(|best| rank < best)
    }

    /// Takes the value of a key, unless a better key has one; an empty value counts as absent.
    pub fn offer(&mut self, target: Target, value: Cow<'t, str>) {
        self.offer_all(target, vec![value]);
    }

    /// Takes the values of a key that holds a list: all authors, the paragraphs of a text, else
    /// the first value.
    pub fn offer_all(&mut self, target: Target, mut values: Vec<Cow<'t, str>>) {
        values.retain(|value| !is_blank(value));
        if values.is_empty() || !self.wants(target) {
            return;
        }
        let (field, mut rank) = target;
        if field == Field::Outlet
            && let [value] = values.as_mut_slice()
            && !is_page(value)
            && let Some(host) = ["http://", "https://"].iter().find_map(|scheme| value.trim().strip_prefix(scheme))
        {
            *value = Cow::Owned(host.trim_end_matches('/').to_owned());
        }
        if field == Field::Outlet
            && let [value] = values.as_slice()
            && is_page(value)
        {
            // Some programs write the article's address there: better one than none.
            self.offer((Field::Url, ADDRESS_RANK), value.clone());
            rank = rank.saturating_add(ADDRESS_RANK);
            if !self.wants((field, rank)) {
                return;
            }
        }
        if field == Field::Text {
            let joined = if values.len() == 1 { values.swap_remove(0) } else { Cow::Owned(values.join("\n\n")) };
            self.text = Some((rank, joined));
            return;
        }
        if field != Field::Author {
            values.truncate(1);
        }
        self.values.retain(|(of, ..)| *of != field);
        self.values.extend(values.into_iter().map(|value| (field, rank, value)));
    }

    /// Makes `text` the text, as of a file whose body it is.
    pub fn set_text(&mut self, text: Cow<'t, str>) {
        self.text = Some((0, text));
    }

    /// Adds values that were read in various places, each with its source; keys come before them.
    pub fn state(&mut self, values: Vec<Given>) {
        self.stated.extend(values.into_iter().filter(|one| !is_blank(&one.value)));
    }

    /// The same, independent of what it was read from.
    pub fn into_owned(self) -> Fields<'static> {
        let own = |value: Cow<'_, str>| Cow::Owned(value.into_owned());
        Fields {
            text: self.text.map(|(rank, text)| (rank, own(text))),
            values: self.values.into_iter().map(|(field, rank, value)| (field, rank, own(value))).collect(),
            stated: self.stated,
        }
    }

    /// The value of a field that has one value, trimmed.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.values
            .iter()
            .find(|(of, ..)| *of == field)
            .map(|(.., value)| &**value)
            .or_else(|| self.stated.iter().find(|one| one.field == field).map(|one| &*one.value))
            .map(|value| value.trim_matches(['\0', '\u{FEFF}']).trim())
    }

    /// True if there is a text, be it empty.
    pub fn has_text(&self) -> bool {
        self.text.as_ref().is_some_and(|(_, text)| !is_blank(text))
    }

    /// Takes the text, ready for an article.
    pub fn take_text(&mut self) -> String {
        self.text.take().map_or_else(String::new, |(_, text)| normalise(text))
    }

    /// Appends all but id and text to `given`.
    pub fn give(&self, source: Source, given: &mut Vec<Given>) {
        for (field, _, value) in &self.values {
            if *field != Field::Id {
                let value = normalise(Cow::Borrowed(value)).trim().to_owned();
                // Of an outlet `http://` nothing is left.
                if !value.is_empty() {
                    given.push(Given { field: *field, value, source });
                }
            }
        }
        for one in self.stated.iter().filter(|one| one.field != Field::Id) {
            let value = normalise(Cow::Borrowed(&*one.value)).trim().to_owned();
            given.push(Given { value, ..*one });
        }
    }
}

/// True for the address of a page that is not the first one of its site.
fn is_page(value: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| value.trim().strip_prefix(scheme));
    rest.and_then(|rest| rest.split_once('/')).is_some_and(|(_, path)| path.len() > 3)
}

/// True if nothing of `text` can be seen.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\0' || c == '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_with_a_value_counts() {
        let mut fields = Fields::default();
        fields.offer((Field::Title, 2), "second".into());
        fields.offer((Field::Title, 1), " ".into());
        fields.offer((Field::Title, 3), "third".into());
        assert_eq!(fields.get(Field::Title), Some("second"));
        fields.offer((Field::Title, 0), "first".into());
        assert_eq!(fields.get(Field::Title), Some("first"));
    }

    #[test]
    fn lists_of_authors_stay_lists() {
        let mut fields = Fields::default();
        fields.offer_all((Field::Author, 0), vec!["Ann Lee".into(), "".into(), "Bob Ray".into()]);
        fields.offer_all((Field::Outlet, 0), vec!["One".into(), "Two".into()]);
        fields.offer_all((Field::Text, 0), vec!["a".into(), "b".into()]);
        let mut given = Vec::new();
        fields.give(Source::Record, &mut given);
        let values: Vec<&str> = given.iter().map(|given| given.value.as_str()).collect();
        assert_eq!(values, ["Ann Lee", "Bob Ray", "One"]);
        assert_eq!(fields.take_text(), "a\n\nb");
    }

    #[test]
    fn nothing_is_given_where_no_value_is_left() {
        for (value, want) in [("http://", vec![]), ("https:///", vec![]), ("https://a.example/", vec!["a.example"])] {
            let mut fields = Fields::default();
            fields.offer((Field::Outlet, 0), Cow::Borrowed(value));
            let mut given = Vec::new();
            fields.give(Source::Record, &mut given);
            let got: Vec<&str> = given.iter().map(|one| one.value.as_str()).collect();
            assert_eq!(got, want, "{value:?}");
        }
    }
}
