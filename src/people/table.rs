//! The table of people: from speaker keys to people, and from names to people.
//!
//! It is stored as text, one line a key and one line a person, and read in place: opening it
//! costs one pass over its bytes, looking a key up a binary search.
//!
//! ```text
//! keys 3
//! Donald Trump␟m ⇥ 0 ⇥ 2
//! …
//! people 2
//! Donald Trump ⇥ donald trump␞trump␞@realdonaldtrump ⇥ Trump␞@realDonaldTrump
//! ```
//!
//! A key's line holds the key, its person and in how many articles it occurs; a person's line
//! the name, all names folded, and the other names as printed.

use super::names::{NameParts, is_suffix, letters_of};
use crate::query::Name;
use crate::text::fold;
use crate::text::names::has_word;

/// Separates names within a column.
const LIST: char = '\u{1e}';

/// Who is who in an archive.
#[derive(Clone, Debug, Default)]
pub struct People {
    text: String,
    /// Start of each line.
    starts: Vec<u32>,
    n_keys: usize,
}

/// A person or organisation of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name shown everywhere.
    pub name: String,
    /// Other names, as printed in articles: shorter forms, titles, handles.
    pub aliases: Vec<String>,
}

/// The people that a name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Their numbers, in order.
    pub people: Vec<u32>,
    /// True if the name is not one person's name or alias, but words of several names.
    pub widened: bool,
    /// True if they are told by something else than what was asked for: a suffix (`Jr.`) that nobody has was left out.
    pub is_other: bool,
    /// Where the name is but a bare one, such as `Bush`: whom articles name in full and who may be meant as well.
    pub beside: Vec<u32>,
}

impl People {
    /// Builds the table. `keys`: each key with its person's number and its number of articles.
    pub fn new(mut keys: Vec<(String, u32, u32)>, people: &[Person]) -> People {
        use std::fmt::Write;
        keys.sort();
        let mut text = String::new();
        let _ = writeln!(text, "keys {}", keys.len());
        for (key, person, count) in &keys {
            let _ = writeln!(text, "{}\t{person}\t{count}", clean(key));
        }
        let _ = writeln!(text, "people {}", people.len());
        for person in people {
            let mut folded = vec![fold(&clean(&person.name))];
            folded.extend(person.aliases.iter().map(|alias| fold(&clean(alias))));
            folded.dedup();
            let aliases: Vec<String> = person.aliases.iter().map(|alias| clean(alias)).collect();
            let list = LIST.to_string();
            let _ = writeln!(text, "{}\t{}\t{}", clean(&person.name), folded.join(&list), aliases.join(&list));
        }
        People::read(text).unwrap_or_default()
    }

    /// Reads a stored table; `None` if it is damaged.
    pub fn read(text: String) -> Option<People> {
        fn header(line: &str, name: &str) -> Option<usize> {
            line.strip_prefix(name)?.trim().parse().ok()
        }
        let n_keys = header(text.lines().next()?, "keys ")?;
        // Room for all keys and about as many people: what grows by doubling is copied again and again.
        let mut starts = Vec::with_capacity(n_keys.saturating_mul(2).min(text.len() / 2));
        let mut at = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            starts.push(at);
            at = u32::try_from(end + 1).ok()?;
        }
        let middle = *starts.get(n_keys.checked_add(1)?)? as usize;
        let n_people = header(text[middle..].lines().next()?, "people ")?;
        starts.get(n_keys + 2..(n_keys + 2).checked_add(n_people)?)?;
        starts.truncate(n_keys + 2 + n_people);
        Some(People { text, starts, n_keys })
    }

    /// Start of each key's line, in order of the keys.
    fn keys_at(&self) -> &[u32] {
        self.starts.get(1..=self.n_keys).unwrap_or(&[])
    }

    /// Start of each person's line.
    fn people_at(&self) -> &[u32] {
        self.starts.get(self.n_keys + 2..).unwrap_or(&[])
    }

    /// The table as stored.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.people_at().len()
    }

    /// True if nobody is quoted.
    pub fn is_empty(&self) -> bool {
        self.people_at().is_empty()
    }

    fn line(&self, start: u32) -> &str {
        let rest = &self.text[start as usize..];
        &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
    }

    fn key_line(&self, at: usize) -> (&str, u32, u32) {
        let mut columns = self.line(self.keys_at()[at]).split('\t');
        let key = columns.next().unwrap_or("");
        let person = columns.next().and_then(|text| text.parse().ok()).unwrap_or(0);
        let count = columns.next().and_then(|text| text.parse().ok()).unwrap_or(0);
        (key, person, count)
    }

    /// The person of a speaker key.
    pub fn of_key(&self, key: &str) -> Option<u32> {
        let key = clean(key);
        let at = self.keys_at().partition_point(|start| {
            let line = self.line(*start);
            line.split('\t').next().unwrap_or("") < key.as_str()
        });
        if at >= self.keys_at().len() {
            return None;
        }
        let (found, person, _) = self.key_line(at);
        (found == key).then_some(person)
    }

    /// All keys with their people and their numbers of articles, in order of the keys.
    pub fn keys(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        (0..self.keys_at().len()).map(|at| self.key_line(at))
    }

    /// The name of a person; empty if there is none of that number.
    pub fn name(&self, person: u32) -> &str {
        self.people_at().get(person as usize).map_or("", |start| self.line(*start).split('\t').next().unwrap_or(""))
    }

    /// A person with all names.
    pub fn person(&self, person: u32) -> Option<Person> {
        let mut columns = self.line(*self.people_at().get(person as usize)?).split('\t');
        let name = columns.next()?.to_owned();
        let aliases = columns.nth(1).unwrap_or("");
        Some(Person {
            name,
            aliases: aliases.split(LIST).filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        })
    }

    /// The people that a name means: those whose name or alias it is; else those whose name it may be, initials
    /// that are left out and dots aside; if it is nobody's name, or the alias of several, all whose name or alias
    /// has its words. One that is to be exact is a name.
    pub fn find(&self, name: &Name) -> Found {
        let wanted = fold(name.text.trim());
        let folded = |start: &u32| self.line(*start).split('\t').nth(1).unwrap_or("");
        let all = |holds: &dyn Fn(&u32) -> bool| -> Vec<u32> {
            (0u32..).zip(self.people_at()).filter(|(_, start)| holds(start)).map(|(person, _)| person).collect()
        };
        let named = all(&|start| folded(start).split(LIST).next() == Some(wanted.as_str()));
        if name.exact {
            return Found { people: named, ..Found::default() };
        }
        let words = wanted.split_whitespace().map(|word| word.trim_end_matches(['.', ',']));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let with_words = |words: &[&str]| -> Vec<u32> {
            let has_words = |known: &str| words.iter().all(|word| has_word(known, word));
            if words.is_empty() { Vec::new() } else { all(&|start| folded(start).split(LIST).any(has_words)) }
        };
        // Some article may know but the last name of somebody whom others name in full: both.
        let known_as = all(&|start| folded(start).split(LIST).any(|known| known == wanted));
        if !named.is_empty() || known_as.len() == 1 {
            let is_bare = |person: &u32| !self.name(*person).contains(' ');
            let beside = if known_as.iter().all(is_bare) { with_words(&words) } else { Vec::new() };
            let beside = beside.into_iter().filter(|person| !known_as.contains(person)).collect();
            return Found { widened: known_as.len() > 1, people: known_as, beside, ..Found::default() };
        }
        let parts = NameParts::of(&wanted);
        let may_be = |known: &str| known.contains(parts.last.as_str()) && NameParts::of(known).may_be(&parts);
        let same = if parts.is_full() { all(&|start| folded(start).split(LIST).any(may_be)) } else { Vec::new() };
        if !same.is_empty() {
            return Found { widened: same.len() > 1, people: same, ..Found::default() };
        }
        // Initials are seldom printed.
        let mut words: Vec<&str> = words.into_iter().filter(|word| letters_of(word).is_none()).collect();
        let mut people = with_words(&words);
        people.retain(|person| {
            let known = self.people_at().get(*person as usize).map_or("", folded);
            let mut known = known.split(LIST).map(NameParts::of);
            known.any(|known| known.key != parts.key || known.may_be(&parts))
        });
        if people.is_empty() && words.pop_if(|last| is_suffix(last)).is_some() {
            return Found { people: with_words(&words), widened: true, is_other: true, ..Found::default() };
        }
        Found { people, widened: true, ..Found::default() }
    }
}

/// A name without the characters that structure the table.
fn clean(name: &str) -> String {
    name.replace(['\t', '\n', '\r', LIST], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> People {
        let person = |name: &str, aliases: &[&str]| Person {
            name: name.into(),
            aliases: aliases.iter().map(|alias| alias.to_string()).collect(),
        };
        People::new(
            vec![("Trump\u{1f}".into(), 1, 1), ("Donald Trump\u{1f}m".into(), 1, 3), ("Ann Roe\u{1f}f".into(), 0, 2)],
            &[
                person("Ann Roe", &["Roe"]),
                person("Donald Trump", &["Trump", "@realDonaldTrump"]),
                person("Melania Trump", &[]),
            ],
        )
    }

    #[test]
    fn a_name_is_also_the_alias_of_others() {
        let person = |name: &str, aliases: &[&str]| Person {
            name: name.into(),
            aliases: aliases.iter().map(|alias| alias.to_string()).collect(),
        };
        let people = People::new(
            vec![("Trump\u{1f}".into(), 1, 1), ("Donald Trump\u{1f}m".into(), 0, 3)],
            &[person("Donald Trump", &["Trump"]), person("Trump", &[]), person("Melania Trump", &[])],
        );
        let found = |text: &str, exact: bool| {
            let found = people.find(&Name { text: text.into(), exact });
            let names: Vec<&str> = found.people.iter().map(|person| people.name(*person)).collect();
            (names.join(", "), found.widened)
        };
        assert_eq!(found("trump", false), ("Donald Trump, Trump".into(), true));
        assert_eq!(found("trump", true), ("Trump".into(), false));
        assert_eq!(found("melania", false), ("Melania Trump".into(), true));
    }

    #[test]
    fn keys_lead_to_people() {
        let people = People::read(table().text().to_owned()).unwrap();
        assert_eq!(people.of_key("Trump\u{1f}").map(|person| people.name(person)), Some("Donald Trump"));
        assert_eq!(people.of_key("Trump"), None);
        assert_eq!(people.of_key("Zed"), None);
        assert_eq!(people.keys().map(|(_, _, count)| count).sum::<u32>(), 6);
        assert_eq!(People::read("keys 5\n".into()).map(|people| people.len()), None);
    }

    #[track_caller]
    fn check(name: &str, exact: bool, want: &[&str], widened: bool) {
        let people = table();
        let found = people.find(&Name { text: name.into(), exact });
        let got: Vec<&str> = found.people.iter().map(|person| people.name(*person)).collect();
        assert_eq!((got.as_slice(), found.widened), (want, widened), "{name}");
    }

    #[test]
    fn a_name_or_alias_means_one_person_and_words_mean_all_that_have_them() {
        check("donald trump", false, &["Donald Trump"], false);
        check("TRUMP", false, &["Donald Trump"], false);
        check("@realdonaldtrump", false, &["Donald Trump"], false);
        check("melania", false, &["Melania Trump"], true);
        check("Trump", true, &[], false);
        check("nobody", false, &[], true);
    }

    #[test]
    fn names_are_found_as_articles_print_them() {
        let person = |name: &str| Person { name: name.into(), aliases: Vec::new() };
        let names =
            ["Donald Trump Jr.", "George Bush", "Bush", "Jeb Bush", "Robert Mueller", "Ann W. Lee", "Ann H.W. Lee"];
        let people = People::new(Vec::new(), &names.map(person));
        let check = |text: &str, want: &[&str], beside: &[&str], is_other: bool| {
            let found = people.find(&Name { text: text.into(), exact: false });
            let named = |people_: &[u32]| people_.iter().map(|person| people.name(*person)).collect::<Vec<_>>();
            assert_eq!((named(&found.people).as_slice(), named(&found.beside).as_slice()), (want, beside), "{text}");
            assert_eq!(found.is_other, is_other, "{text}");
        };
        check("Donald Trump Jr", &["Donald Trump Jr."], &[], false);
        check("donald j. trump jr.", &["Donald Trump Jr."], &[], false);
        check("trump jr", &["Donald Trump Jr."], &[], false);
        check("George W. Bush", &["George Bush"], &[], false);
        check("bush", &["Bush"], &["George Bush", "Jeb Bush"], false);
        check("Robert S. Mueller III", &["Robert Mueller"], &[], true);
        check("Ann W. Lee", &["Ann W. Lee"], &[], false);
        check("Ann Lee", &["Ann W. Lee", "Ann H.W. Lee"], &[], false);
        check("Ann B. Lee", &[], &[], false);
        check("W.", &[], &[], false);
        check("jr", &["Donald Trump Jr."], &[], false);
    }
}
