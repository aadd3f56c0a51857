//! Which of several printed days is that of publication: the words before each tell.
//!
//! `Updated: Nov 3, 2023; Published: Nov 2, 2023` names two days; the later one is that of a
//! change. A day that nothing labels counts as published.

use super::dates::{self, Printed};
use crate::text::fold;

/// Bytes of a value that are read.
const MAX_BYTES: usize = 200;

/// Days of a value that are read.
const MAX_DAYS: usize = 6;

/// What stands before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// No word of either kind.
    Nothing,
    /// `Published`, `Veröffentlicht am`.
    Published,
    /// `Updated`, `Stand`.
    Updated,
}

/// Beginnings of folded words; with a blank at its end, whole words.
#[rustfmt::skip]
const UPDATED: &[&str] = &[
    "updat", "modifi", "changed ", "edited ", "revised ", "aktualis", "geandert ", "bearbeitet ", "uberarbeitet ",
    "stand ", "mis a jour ", "mise a jour ", "maj ", "actualis", "actualiz", "modificad", "aggiorna", "modificat", "atualiz",
    "bijgewerkt ", "gewijzigd ", "uppdatera", "oppdater", "opdater", "paivitetty ", "zaktualizowan", "aktualizac", "aktualizov",
    "обновлен", "изменен", "оновлен", "guncelle", "actualitzat ",
];

#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "publish", "posted ", "created ", "issued ", "released ", "veroffentlicht", "erschienen ", "erstellt ", "publie ", "publiee ",
    "publication ", "publiziert ", "mis en ligne ", "mise en ligne ", "publicad", "publicac", "pubblica", "gepubliceerd ", "geplaatst ", "publicerad", "publisert ", "publiceret ",
    "julkaistu ", "opublikowan", "publikovan", "опубликован", "опубліковано ", "yayinlan", "publicat ",
];

/// Words that stand beside those before a day.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "on", "at", "first", "last", "originally", "the", "this", "article", "story", "was", "date", "am", "den", "um", "vom", "zuerst",
    "zuletzt", "erstmals", "letzte", "le", "la", "el", "il", "les", "a", "as", "las", "alle", "ore", "em", "en", "op", "kl",
    "artikel", "and", "und", "et", "y", "e", "derniere", "ultima", "ultimo", "uhr", "premiere", "primera",
];

/// What the words of `text` say of the day that follows; the last such word counts.
pub(crate) fn label(text: &str) -> Label {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(word);
        words.push(' ');
    }
    let last = |stems: &[&str]| {
        let places = stems
            .iter()
            .filter_map(|stem| words.rmatch_indices(stem).map(|(at, _)| at).find(|at| words[..*at].ends_with(' ')));
        places.max()
    };
    match (last(PUBLISHED), last(UPDATED)) {
        (None, None) => Label::Nothing,
        (published, updated) if published > updated => Label::Published,
        _ => Label::Updated,
    }
}

/// True if `text` holds a label or a time of day, and no word besides that says something else.
fn is_label(text: &str) -> bool {
    let is_mark =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '|' | '/' | '-' | '–' | '—' | '·' | '•');
    text.split(is_mark).map(|word| word.trim_end_matches([':', '.'])).all(|word| {
        word.is_empty()
            || dates::is_time(word)
            || label(word) != Label::Nothing
            || matches!(fold(word).as_str(), "mis" | "mise" | "jour")
            || FILLERS.contains(&fold(word).as_str())
    })
}

/// The label that `key`, and nothing besides, is.
pub(super) fn label_alone(key: &str) -> Label {
    if key.len() <= 40 && is_label(key) { label(key) } else { Label::Nothing }
}

/// Reads a whole value as [`dates::read_value`] does, behind a key that labels its first day.
/// Returns the day of publication where several are labelled, and true if it is but that of a change.
pub(crate) fn read(value: &str, key: Label) -> Option<(Printed, bool)> {
    if value.len() <= "2023-11-02".len() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        // One day without a word, as records have it.
        return dates::read_value(value).map(|printed| (printed, key == Label::Updated));
    }
    let mut days: Vec<(Printed, Label)> = Vec::new();
    let mut end = 0;
    for (at, printed, width) in Days::of(value, MAX_BYTES, false).take(MAX_DAYS) {
        let mut before = &value[end..at];
        // `Nov 3, 2023 (updated)`: words in brackets belong to the day before them.
        if let Some((_, last)) = days.last_mut()
            && let Some((inner, after)) = before.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'))
        {
            if *last == Label::Nothing {
                *last = label(inner);
            }
            before = after;
        }
        let own = match label(before) {
            Label::Nothing if days.is_empty() => key,
            own => own,
        };
        days.push((printed, own));
        end = at + width;
    }
    let first = |wanted: &dyn Fn(Label) -> bool| days.iter().find(|(_, label)| wanted(*label));
    let best = first(&|label| label == Label::Published).or_else(|| first(&|label| label == Label::Nothing));
    match best.or(days.first()) {
        Some((printed, label)) => Some((*printed, *label == Label::Updated)),
        None => dates::read_value(value).map(|printed| (printed, key == Label::Updated)),
    }
}

/// The first day within a text, or that of publication behind it where the first is one of a
/// change: `Updated Nov 3, 2023, first published Nov 2, 2023`. Parts of the text may be glued
/// together: `Erstellt am09.02.2022`.
pub(crate) fn first_within(text: &str, limit: usize) -> Option<Printed> {
    let mut days = Days::of(text, limit, true);
    let (at, first, width) = days.next()?;
    if label(&text[..at]) != Label::Updated {
        return Some(first);
    }
    let mut end = at + width;
    for (at, printed, width) in days.take(MAX_DAYS) {
        if label(&text[end..at]) == Label::Published {
            return Some(printed);
        }
        end = at + width;
    }
    Some(first)
}

/// Reads a line that is nothing but two or more days with their labels and times.
pub(super) fn line_of_days(line: &str) -> Option<(Printed, bool)> {
    // Two days have more digits than most lines; they are asked for each.
    if line.len() > MAX_BYTES || line.bytes().filter(u8::is_ascii_digit).take(4).count() < 4 {
        return None;
    }
    let (mut end, mut n_days, mut has_label) = (0, 0, false);
    for (at, _, width) in Days::of(line, MAX_BYTES, false).take(MAX_DAYS) {
        if !is_label(&line[end..at]) {
            return None;
        }
        has_label |= label(&line[end..at]) != Label::Nothing;
        end = at + width;
        n_days += 1;
    }
    (n_days >= 2 && has_label && is_label(&line[end..])).then(|| read(line, Label::Nothing)).flatten()
}

/// The days that a text names, each with its place and length.
struct Days<'t> {
    text: &'t str,
    at: usize,
    limit: usize,
    after_word: bool,
    is_glued: bool,
}

impl Days<'_> {
    fn of(text: &str, limit: usize, is_glued: bool) -> Days<'_> {
        Days { text, at: 0, limit, after_word: false, is_glued }
    }
}

impl Iterator for Days<'_> {
    type Item = (usize, Printed, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let mut before_digit = self.text[..self.at].ends_with(|c: char| c.is_ascii_digit());
        while self.at < self.limit {
            let at = self.at;
            let character = self.text[at..].chars().next()?;
            let is_word = character.is_alphanumeric();
            let may_begin = !self.after_word || (self.is_glued && character.is_ascii_digit() && !before_digit);
            self.at += character.len_utf8();
            self.after_word = is_word;
            before_digit = character.is_ascii_digit();
            if may_begin
                && is_word
                && let Some((printed @ (Printed::Day(_) | Printed::Either { .. }), width)) =
                    dates::read_prefix(&self.text[at..])
            {
                self.at = self.at.max(at + width);
                self.after_word = self.text[..self.at].ends_with(char::is_alphanumeric);
                return Some((at, printed, width));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day((printed, is_update): (Printed, bool)) -> String {
        match printed {
            Printed::Day(day) if is_update => format!("{day}, changed"),
            Printed::Day(day) => day.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[track_caller]
    fn check(value: &str, want: &str) {
        assert_eq!(read(value, Label::Nothing).map(day).as_deref().unwrap_or(""), want, "{value:?}");
    }

    #[test]
    fn of_several_days_that_of_publication_counts() {
        for value in [
            "Updated: Nov 3, 2023; Published: Nov 2, 2023",
            "Updated Nov 3, 2023, first published Nov 2, 2023",
            "Published Nov 2, 2023, 10:15 a.m. | Updated Nov 3, 2023, 9 p.m.",
            "Nov 2, 2023 (updated Nov 3, 2023)",
            "Nov 3, 2023 (updated); Nov 2, 2023",
            "Nov 3, 2023 (first published Nov 2, 2023)",
            "Aktualisiert am 3. November 2023, veröffentlicht am 2. November 2023",
            "Stand: 03.11.2023, 14:00 Uhr; erschienen 02.11.2023",
            "Mis à jour le 3 novembre 2023, publié le 2 novembre 2023",
            "Actualizado el 3 de noviembre de 2023. Publicado el 2 de noviembre de 2023",
            "Aggiornato il 3 novembre 2023, pubblicato il 2 novembre 2023",
            "Bijgewerkt op 3 november 2023; gepubliceerd op 2 november 2023",
            "2023-11-02T10:00:00Z, modified 2023-11-03T10:00:00Z",
        ] {
            check(value, "2023-11-02");
        }
        check("Updated Nov 3, 2023", "2023-11-03, changed");
        check("The Standard, Nov 3, 2023", "2023-11-03");
        check("soon", "");
    }

    #[test]
    fn lines_of_days_hold_nothing_else() {
        for (line, want) in [
            ("Updated Nov 3, 2023, first published Nov 2, 2023", "2023-11-02"),
            ("Mis à jour le 3 novembre 2023 à 10:00, publié le 2 novembre 2023 à 9:00", "2023-11-02"),
            ("Published on Nov 2, 2023 at 10:00 and updated on Nov 3, 2023", "2023-11-02"),
            ("The war was from Nov 2, 2023 to Nov 3, 2023", ""),
            ("Updated Nov 3, 2023, after the vote of Nov 2, 2023", ""),
            ("Updated Nov 3, 2023", ""),
            ("Nov 3, 2023, Nov 2, 2023", ""),
        ] {
            assert_eq!(line_of_days(line).map(day).as_deref().unwrap_or(""), want, "{line:?}");
        }
    }

    #[test]
    fn within_texts_words_of_publication_are_needed() {
        for (text, want) in [
            ("Updated Nov 3, 2023, first published Nov 2, 2023", "2023-11-02"),
            ("Updated Nov 3, 2023. The vote was on Nov 1, 2023", "2023-11-03"),
            ("Erstellt am02.11.2023", "2023-11-02"),
        ] {
            assert_eq!(first_within(text, 300).map(|printed| day((printed, false))).as_deref(), Some(want), "{text:?}");
        }
    }
}
