//! Printed dates: every common form a date takes in records, headers and datelines.
//!
//! Reading is apart from believing: this module says which day a string names, or that it
//! names none; whether it is the day of publication is decided by who found the string.

use crate::model::Date;
use crate::text::fold;

/// What a printed date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Printed {
    /// One day.
    Day(Date),
    /// `07/11/2020`: the order of day and month is open.
    Either {
        /// July 11.
        month_first: Date,
        /// 7 November.
        day_first: Date,
    },
    /// `2020-13-45`: has the form of a date, but the calendar has no such day.
    Impossible,
    /// `July 2020`, `2020`: not a day.
    Incomplete,
}

/// Reads a whole value such as that of a key `date`: a date somewhere in it, or seconds or
/// milliseconds since 1970. Time of day and zone are read over: the day counts as printed.
pub(crate) fn read_value(text: &str) -> Option<Printed> {
    let text = text.trim();
    // Parts of a second.
    let whole = text.split_once('.').filter(|(whole, parts)| whole.len() >= 9 && is_number(parts));
    let text = whole.map_or(text, |(whole, _)| whole);
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = match text.len() {
            9 | 10 => text.parse::<i64>().ok(),
            12 | 13 => text.parse::<i64>().ok().map(|millis| millis / 1000),
            _ => None,
        };
        if let Some(seconds) = seconds {
            let day = Date::new(1970, 1, 1)?.plus_days((seconds / 86_400) as i32);
            return Some(Printed::Day(day));
        }
        if text.len() == 4 {
            return Some(Printed::Incomplete);
        }
    }
    let mut fallback = None;
    let mut after_word = false;
    for (at, character) in text.char_indices().take_while(|(at, _)| *at < 200) {
        if !after_word && character.is_alphanumeric() {
            match read_prefix(&text[at..]) {
                Some((printed @ (Printed::Day(_) | Printed::Either { .. }), _)) => return Some(printed),
                Some((other, _)) => fallback = fallback.or(Some(other)),
                None => {}
            }
        }
        after_word = character.is_alphanumeric();
    }
    // `2020-07`
    let is_month =
        text.len() == 7 && text.as_bytes()[4] == b'-' && text.bytes().filter(u8::is_ascii_digit).count() == 6;
    fallback.or(is_month.then_some(Printed::Incomplete))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the date that `text` begins with; returns it with its length in bytes.
pub(crate) fn read_prefix(text: &str) -> Option<(Printed, usize)> {
    let mut reader = Reader { text, at: 0 };
    let printed = match text.bytes().next()? {
        b'0'..=b'9' => reader.begun_by_number()?,
        byte if byte.is_ascii_alphabetic() || byte >= 0x80 => reader.begun_by_word()?,
        _ => return None,
    };
    Some((printed, reader.at))
}

/// True if `text` holds nothing but a time of day and a zone: ` 09:43 AM EDT`, `T12:00:00Z`.
pub(crate) fn is_time(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).filter(|word| !word.is_empty()).all(
        |word| {
            let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
            let is_clock = has_digit
                && word.bytes().all(|byte| {
                    byte.is_ascii_digit()
                        || matches!(byte, b':' | b'.' | b'+' | b'-' | b'T' | b'Z' | b'h' | b'a' | b'p' | b'm')
                });
            is_clock || is_clock_word(word)
        },
    )
}

fn is_clock_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a.m", "a.m.", "am", "at", "a", "à", "ast", "bst", "cdt", "cest", "cet", "cst", "ct", "edt", "eest", "eet",
        "est", "et", "gmt", "h", "h.", "horas", "hrs", "hs", "ist", "kl", "kl.", "las", "ore", "às", "uur", "alle",
        "om", "klo", "jst", "mdt", "mez", "mesz", "mst", "mt", "p.m", "p.m.", "pdt", "pm", "pst", "pt", "uhr", "um",
        "utc", "z", "-", "–",
    ];
    let lower = word.to_lowercase();
    WORDS.contains(&lower.as_str())
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over `wanted` characters, at most `limit` of them.
    fn skip(&mut self, limit: usize, wanted: impl Fn(char) -> bool) {
        let width: usize = self.rest().chars().take(limit).take_while(|c| wanted(*c)).map(char::len_utf8).sum();
        self.at += width;
    }

    fn skip_word(&mut self, words: &[&str]) -> bool {
        for word in words {
            let taken = self.rest().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
            if taken {
                self.at += word.len();
                return true;
            }
        }
        false
    }

    /// Reads 1 to `most` digits that no further digit follows.
    fn number(&mut self, most: usize) -> Option<u32> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.rest()[..digits].parse().ok()?;
        self.at += digits;
        Some(value)
    }

    /// Reads the name of a month, and the point of an abbreviation.
    fn month(&mut self) -> Option<u8> {
        let width: usize = self.rest().chars().take(14).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        if width < 2 {
            return None;
        }
        let month = month_number(&self.rest()[..width])?;
        self.at += width;
        self.skip(1, |c| c == '.');
        Some(month)
    }

    /// A date that begins with a digit.
    fn begun_by_number(&mut self) -> Option<Printed> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        match digits {
            8 | 14 => {
                let all = self.rest()[..8].parse::<u32>().ok()?;
                self.at += digits;
                let is_word = self.peek().is_some_and(|c| c.is_alphanumeric() && c != 'T');
                if is_word || !(1500..2200).contains(&(all / 10_000)) {
                    return None;
                }
                Some(Date::from_number(all).map_or(Printed::Impossible, Printed::Day))
            }
            4 => self.year_first(),
            1 | 2 => self.day_or_month_first(),
            _ => None,
        }
    }

    fn year_first(&mut self) -> Option<Printed> {
        let year = self.number(4)?;
        let separator = self.peek()?;
        if !matches!(separator, '-' | '/' | '.' | '年' | '년' | ' ' | '_') {
            return None;
        }
        self.at += separator.len_utf8();
        self.skip(1, |c| c == ' ');
        let named = self.month();
        let month = match named {
            Some(month) => u32::from(month),
            None if matches!(separator, ' ' | '_') => return None,
            None => self.number(2)?,
        };
        let second = self.peek()?;
        let fits = match separator {
            '年' => second == '月',
            '년' => second == '월',
            _ => second == separator,
        };
        if !fits {
            return None;
        }
        self.at += second.len_utf8();
        self.skip(1, |c| c == ' ');
        let day = self.number(2)?;
        self.skip(1, |c| matches!(c, '日' | '일'));
        if !(1000..=2999).contains(&year) {
            return None;
        }
        Some(day_of(year, month, day))
    }

    fn day_or_month_first(&mut self) -> Option<Printed> {
        let first = self.number(2)?;
        let after_first = self.at;
        // `11 July 2020`, `11. Juli 2020`, `11th of July, 2020`, `11 de julio de 2020`, `11-Jul-2020`
        self.skip_word(&["st", "nd", "rd", "th", "er", "º", "ª", "."]);
        self.skip(2, |c| matches!(c, ' ' | '-' | '\u{a0}' | '/'));
        self.skip_word(&["of ", "de ", "d'", "di "]);
        if let Some(month) = self.month() {
            self.skip(1, |c| c == ',');
            self.skip(2, |c| matches!(c, ' ' | '-' | '\u{a0}' | '/'));
            self.skip_word(&["de ", "del ", "of "]);
            let year = self.number(4)?;
            return Some(day_of(full_year(year)?, u32::from(month), first));
        }
        self.at = after_first;
        let separator = self.peek()?;
        if !matches!(separator, '/' | '.' | '-') {
            return None;
        }
        self.at += 1;
        self.skip(1, |c| c == ' ' && separator == '.');
        let second = self.number(2)?;
        if self.peek()? != separator {
            return None;
        }
        self.at += 1;
        self.skip(1, |c| c == ' ' && separator == '.');
        let year_digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let year = self.number(4)?;
        let is_year = year_digits == 4 || (year_digits == 2 && separator != '-');
        if !is_year || self.peek().is_some_and(|c| c == separator && c != '.') {
            return None;
        }
        let year = full_year(year)?;
        let day_first = day_of(year, second, first);
        if separator == '.' {
            return Some(day_first);
        }
        Some(match (day_of(year, first, second), day_first) {
            (Printed::Day(month_first), Printed::Day(day_first)) if month_first != day_first => {
                Printed::Either { month_first, day_first }
            }
            (month_first @ Printed::Day(_), _) => month_first,
            (_, day_first) => day_first,
        })
    }

    /// A date that begins with the name of a month or a weekday.
    fn begun_by_word(&mut self) -> Option<Printed> {
        if let Some(width) = weekday_width(self.rest()) {
            self.at += width;
            self.skip(1, |c| c == '.');
            self.skip(1, |c| c == ',');
            self.skip(2, |c| matches!(c, ' ' | '\u{a0}'));
            self.skip_word(&["the ", "den ", "le "]);
            if self.peek()?.is_ascii_digit() {
                return self.begun_by_number();
            }
        }
        let month = self.month()?;
        self.skip(2, |c| matches!(c, ' ' | '\u{a0}' | '-' | '/'));
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits == 4 {
            self.number(4)?;
            return Some(Printed::Incomplete);
        }
        let day = self.number(2)?;
        self.skip_word(&["st", "nd", "rd", "th"]);
        // `Jul 11 09:43:00 EDT 2020`, `+0000` in place of the zone
        if self.rest().as_bytes().get(3) == Some(&b':') {
            self.skip(1, |c| c == ' ');
            self.skip(8, |c| c.is_ascii_digit() || c == ':');
            self.skip(1, |c| c == ' ');
            self.skip(5, |c| c.is_ascii_uppercase());
            if self.rest().starts_with(['+', '-']) {
                self.skip(5, |c| matches!(c, '+' | '-') || c.is_ascii_digit());
            }
        }
        self.skip(1, |c| c == ',');
        self.skip(2, |c| matches!(c, ' ' | '\u{a0}' | '-' | '/'));
        if self.rest().bytes().take_while(u8::is_ascii_digit).count() != 4 {
            return None;
        }
        let year = self.number(4)?;
        Some(day_of(year, u32::from(month), day))
    }
}

fn full_year(year: u32) -> Option<u32> {
    match year {
        0..=69 => Some(2000 + year),
        70..=99 => Some(1900 + year),
        1000..=2999 => Some(year),
        _ => None,
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Printed {
    match Date::new(year as i16, month as u8, day as u8) {
        Some(date) => Printed::Day(date),
        None => Printed::Impossible,
    }
}

/// The month of that name, in full or abbreviated, in twenty languages.
pub(crate) fn month_number(name: &str) -> Option<u8> {
    #[rustfmt::skip]
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "janner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro", "januari", "stycznia", "января", "янв", "ocak", "ledna", "tammikuuta", "ianuarie", "січня", "يناير", "sijecnja"],
        &["feb", "february", "februar", "fevrier", "fevr", "febrero", "febbraio", "fevereiro", "fev", "februari", "lutego", "февраля", "фев", "subat", "unora", "helmikuuta", "februarie", "лютого", "فبراير", "شباط"],
        &["mar", "march", "marz", "maerz", "mrz", "mars", "marzo", "marco", "maart", "mrt", "marca", "марта", "мар", "mart", "brezna", "maaliskuuta", "martie", "maret", "березня", "مارس", "آذار"],
        &["apr", "april", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "апреля", "апр", "nisan", "dubna", "huhtikuuta", "aprilie", "квітня", "أبريل", "ابريل", "نيسان"],
        &["may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maj", "maja", "мая", "mayis", "kvetna", "toukokuuta", "травня", "مايو", "أيار"],
        &["jun", "june", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "июня", "июн", "haziran", "cervna", "kesakuuta", "iunie", "червня", "يونيو", "حزيران"],
        &["jul", "july", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "июля", "июл", "temmuz", "cervence", "heinakuuta", "iulie", "липня", "يوليو", "تموز"],
        &["aug", "august", "aout", "agosto", "ago", "augustus", "augusti", "sierpnia", "августа", "авг", "agustos", "srpna", "elokuuta", "agustus", "серпня", "أغسطس", "اغسطس", "آب"],
        &["sep", "sept", "september", "septembre", "septiembre", "setiembre", "settembre", "set", "setembro", "wrzesnia", "сентября", "сен", "eylul", "zari", "syyskuuta", "septembrie", "вересня", "سبتمبر", "أيلول"],
        &["oct", "october", "okt", "oktober", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "pazdziernika", "октября", "окт", "ekim", "rijna", "lokakuuta", "octombrie", "жовтня", "أكتوبر", "اكتوبر"],
        &["nov", "november", "novembre", "noviembre", "novembro", "listopada", "ноября", "ноя", "kasim", "listopadu", "marraskuuta", "noiembrie", "листопада", "نوفمبر"],
        &["dec", "december", "dez", "dezember", "decembre", "diciembre", "dic", "dicembre", "dezembro", "desember", "grudnia", "декабря", "дек", "aralik", "prosince", "joulukuuta", "decembrie", "грудня", "ديسمبر"],
    ];
    let folded = fold(name);
    MONTHS.iter().position(|names| names.contains(&folded.as_str())).map(|index| index as u8 + 1)
}

/// Width of the weekday that `text` begins with.
fn weekday_width(text: &str) -> Option<usize> {
    #[rustfmt::skip]
    const DAYS: &[&str] = &[
        "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday", "fri",
        "friday", "sat", "saturday", "sun", "sunday", "montag", "mo", "dienstag", "di", "mittwoch", "mi",
        "donnerstag", "do", "freitag", "fr", "samstag", "sa", "sonnabend", "sonntag", "so", "lundi", "mardi",
        "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miercoles", "jueves", "viernes",
        "sabado", "domingo", "lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica",
    ];
    let width: usize = text.chars().take(12).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let folded = fold(&text[..width]);
    DAYS.contains(&folded.as_str()).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let got = match read_value(text) {
            Some(Printed::Day(date)) => date.to_string(),
            Some(Printed::Either { month_first, day_first }) => format!("{month_first} or {day_first}"),
            Some(Printed::Impossible) => "impossible".to_owned(),
            Some(Printed::Incomplete) => "incomplete".to_owned(),
            None => "none".to_owned(),
        };
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn machine_forms() {
        for text in [
            "2020-07-11",
            "2020-07-11T23:59:00-04:00",
            "2020-07-11 09:43:12 UTC",
            "2020/07/11",
            "2020.07.11",
            "2020-7-11",
            "20200711",
            "20200711T120000Z",
            "20200711120000",
            "Sat, 11 Jul 2020 09:43:00 -0400",
            "Sat Jul 11 09:43:00 2020",
            "Sat Jul 11 09:43:00 EDT 2020",
            "Sat Jul 11 09:43:00 +0000 2020",
            "1594468800",
            "1594468800.25",
            "1594468800000",
            "11-Jul-2020",
        ] {
            check(text, "2020-07-11");
        }
    }

    #[test]
    fn printed_forms() {
        for text in [
            "July 11, 2020",
            "Jul. 11, 2020",
            "JULY 11 2020",
            "July 11th, 2020",
            "Saturday, July 11, 2020, 9:43 p.m. EDT",
            "9:43 PM EDT Jul 11, 2020",
            "Published: 11 July 2020",
            "11th of July 2020",
            "11. Juli 2020",
            "Samstag, den 11. Juli 2020",
            "11.07.2020, 12:30 Uhr",
            "11. 7. 2020",
            "11 juillet 2020",
            "11 de julio de 2020",
            "11 luglio 2020",
            "2020年7月11日",
            "2020년 7월 11일",
            "11 июля 2020",
        ] {
            check(text, "2020-07-11");
        }
        check("1er août 2020", "2020-08-01");
        check("3. März 2020", "2020-03-03");
    }

    #[test]
    fn open_order_is_said() {
        check("07/11/2020", "2020-07-11 or 2020-11-07");
        check("7/11/20", "2020-07-11 or 2020-11-07");
        check("13/07/2020", "2020-07-13");
        check("07/13/2020", "2020-07-13");
        check("07/07/2020", "2020-07-07");
    }

    #[test]
    fn what_is_no_day() {
        check("2020-13-45", "impossible");
        check("February 30, 2020", "impossible");
        check("31.06.2020", "impossible");
        check("July 2020", "incomplete");
        check("2020", "incomplete");
        check("2020-07", "incomplete");
        check("March 31", "none");
        check("Super Tuesday", "none");
        check("", "none");
        check("53-47", "none");
        check("1.2.3", "none");
        check("077e8001", "none");
    }

    #[test]
    fn times_are_told_from_words() {
        for text in ["", " 09:43", "T12:00:00Z", ", 9:43 p.m. EDT", " um 12:30 Uhr", " at 5pm ET"] {
            assert!(is_time(text), "{text:?}");
        }
        for text in [" and later", " 12 people", " by Jane"] {
            assert!(!is_time(text), "{text:?}");
        }
    }
}
