//! Joining the speakers of many articles to people.
//!
//! Rules, in this order; whoever cannot be told apart safely stays apart:
//! 1. What the user pins in `speakers.toml` holds.
//! 2. Full names are one person if first name, last name and suffix agree, case, accents and
//!    middle initials aside: `Donald J. Trump` is `Donald Trump`, `Donald Trump Jr.` is not. Where initials
//!    differ, as in `George W. Bush` and `George H.W. Bush`, they tell people apart; the name without any
//!    is then the one who is quoted in far more articles, or nobody else.
//! 3. A last name alone is the person of that last name who is quoted in far more articles than
//!    any other, if gender allows: at least [`DOMINANCE`] times as many. Not if it rather is a first name:
//!    `Hillary` is no Edmund Hillary where Hillary Clinton is quoted.
//!    A last name may be several words: `Bonham Carver` is Helena Bonham Carver, if nobody's first name is Bonham.
//! 4. A handle belongs to whom a post's signature names.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compounds::Compounds;
use super::names::{NameParts, may_be_same_initials};
use super::pins::Pin;
use super::table::{People, Person};
use crate::model::{Alias, Gender};
use crate::text::fold;

/// How many times more articles must quote the first bearer of a last name than the second,
/// for the last name alone to mean the first.
const DOMINANCE: u32 = 3;

/// A speaker key with the number of articles that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCount {
    /// The key as indexed.
    pub key: String,
    /// The name in it.
    pub name: String,
    /// The gender in it.
    pub gender: Option<Gender>,
    /// True for an organisation.
    pub organisation: bool,
    /// Number of articles, at least 1.
    pub count: u32,
}

/// Joins keys to people. Order of the input does not matter.
pub fn join(keys: &[KeyCount], aliases: &[Alias], pins: &[Pin]) -> People {
    let mut keys: Vec<&KeyCount> = keys.iter().collect();
    keys.sort_by(|a, b| a.key.cmp(&b.key));
    let mut groups = Groups::default();
    for pin in pins {
        groups.pin(pin);
    }
    let initials = Initials::of(&keys);
    // `de Blasio` is a last name where somebody is Bill de Blasio, else a name of two words.
    let parts_of = |key: &KeyCount| NameParts::of(&fold(&key.name));
    let full = keys.iter().filter(|key| !key.organisation).map(|key| parts_of(key));
    let last_names: FxHashSet<String> =
        full.filter(|parts| parts.is_full() && !parts.may_be_last_name()).map(|parts| parts.last).collect();
    let folded: Vec<String> = keys.iter().filter(|key| !key.organisation).map(|key| fold(&key.name)).collect();
    let compounds = Compounds::of(folded.iter().map(String::as_str));
    let is_last_name = |key: &KeyCount, parts: &NameParts| {
        parts.may_be_last_name() && last_names.contains(&fold(&key.name)) || compounds.contains(&fold(&key.name))
    };
    let mut person_of: Vec<Option<usize>> = vec![None; keys.len()];
    for (at, key) in keys.iter().enumerate() {
        let mut parts = NameParts::of(&fold(&key.name));
        parts.key.push_str(initials.telling_apart(&parts));
        person_of[at] = match groups.pinned.get(&fold(&key.name)) {
            Some(&person) => Some(person),
            None if key.organisation || (parts.is_full() && !is_last_name(key, &parts)) => {
                Some(groups.full(key, &parts))
            }
            None => None,
        };
        if let Some(person) = person_of[at] {
            groups.add(person, key);
        }
    }
    // Last names find their bearer among the full names only.
    let mut bearers = groups.bearers();
    for (key, person) in keys.iter().zip(&person_of).filter(|(key, _)| !key.organisation) {
        if let (Some(end), Some(person)) = (compounds.end_of(&fold(&key.name)), person) {
            let bearers = bearers.entry(end.to_owned()).or_default();
            if !bearers.contains(person) {
                bearers.push(*person);
            }
        }
    }
    let mut first_names: FxHashMap<String, u32> = FxHashMap::default();
    for key in keys.iter().filter(|key| !key.organisation) {
        let parts = NameParts::of(&fold(&key.name));
        if parts.is_full() {
            *first_names.entry(parts.first).or_default() += key.count;
        }
    }
    for (at, key) in keys.iter().enumerate() {
        if person_of[at].is_none() {
            let folded = fold(&key.name);
            let person = bearers
                .get(folded.as_str())
                .filter(|bearers| groups.count(bearers) >= first_names.get(folded.as_str()).copied().unwrap_or(0))
                .and_then(|bearers| groups.dominant(bearers, key.gender))
                .unwrap_or_else(|| groups.single(key, &folded));
            groups.add(person, key);
            person_of[at] = Some(person);
        }
    }
    for alias in aliases {
        groups.alias(alias);
    }
    groups.finish(&keys, &person_of, &compounds)
}

/// The middle initials of all full names that are otherwise equal.
struct Initials(FxHashMap<String, Vec<(String, u32)>>);

impl Initials {
    fn of(keys: &[&KeyCount]) -> Initials {
        let mut all: FxHashMap<String, Vec<(String, u32)>> = FxHashMap::default();
        for key in keys.iter().filter(|key| !key.organisation) {
            let parts = NameParts::of(&fold(&key.name));
            if parts.is_full() && !parts.initials.is_empty() {
                let known = all.entry(parts.key).or_default();
                match known.iter_mut().find(|(initials, _)| *initials == parts.initials) {
                    Some((_, count)) => *count += key.count,
                    None => known.push((parts.initials, key.count)),
                }
            }
        }
        // `h` may be `hw`: only what nothing longer begins with stands for a person, and one person needs none.
        all.retain(|_, known| {
            let whole = known.clone();
            known.retain(|(initials, _)| {
                !whole.iter().any(|(other, _)| other != initials && other.starts_with(initials.as_str()))
            });
            known.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            known.len() > 1
        });
        Initials(all)
    }

    /// Which initials a name is told by, if others have other ones; else none.
    fn telling_apart(&self, parts: &NameParts) -> &str {
        let Some(known) = self.0.get(&parts.key) else { return "" };
        let mut fitting = known.iter().filter(|(initials, _)| may_be_same_initials(initials, &parts.initials));
        match (fitting.next(), fitting.next()) {
            (Some((initials, count)), second) => {
                let is_dominant = second.is_none_or(|(_, second)| *count >= DOMINANCE * second);
                if is_dominant { initials } else { "" }
            }
            (None, _) => "",
        }
    }
}

#[derive(Default)]
struct Groups {
    members: Vec<Group>,
    /// By folded pinned name or alias.
    pinned: FxHashMap<String, usize>,
    /// By folded first name, last name and suffix, or the folded name of an organisation.
    full: FxHashMap<String, usize>,
    /// By folded single name, with gender.
    single: FxHashMap<(String, Option<Gender>), usize>,
}

#[derive(Default)]
struct Group {
    /// The user's name for it.
    pinned_name: Option<String>,
    /// Names as printed, with the number of articles.
    names: FxHashMap<String, u32>,
    last_name: Option<String>,
    gender: Option<Gender>,
    count: u32,
    extra: Vec<String>,
}

impl Groups {
    fn pin(&mut self, pin: &Pin) {
        let person = self.members.len();
        let handles = pin.handles.iter().map(|handle| format!("@{}", handle.trim_start_matches('@')));
        let extra: Vec<String> = pin.aliases.iter().cloned().chain(handles).collect();
        for name in extra.iter().chain([&pin.name]) {
            self.pinned.entry(fold(name)).or_insert(person);
        }
        let parts = NameParts::of(&fold(&pin.name));
        if parts.is_full() {
            self.full.entry(parts.key.clone()).or_insert(person);
        }
        self.members.push(Group {
            pinned_name: Some(pin.name.clone()),
            last_name: parts.is_full().then_some(parts.last),
            extra,
            ..Group::default()
        });
    }

    fn full(&mut self, key: &KeyCount, parts: &NameParts) -> usize {
        let by = if key.organisation { format!("org {}", fold(&key.name)) } else { parts.key.clone() };
        *self.full.entry(by).or_insert_with(|| {
            self.members.push(Group { last_name: (!key.organisation).then(|| parts.last.clone()), ..Group::default() });
            self.members.len() - 1
        })
    }

    fn single(&mut self, key: &KeyCount, folded: &str) -> usize {
        *self.single.entry((folded.to_owned(), key.gender)).or_insert_with(|| {
            self.members.push(Group::default());
            self.members.len() - 1
        })
    }

    fn add(&mut self, person: usize, key: &KeyCount) {
        let group = &mut self.members[person];
        *group.names.entry(key.name.clone()).or_default() += key.count;
        group.count += key.count;
        group.gender = group.gender.or(key.gender);
    }

    /// People by their last name.
    fn bearers(&self) -> FxHashMap<String, Vec<usize>> {
        let mut bearers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (person, group) in self.members.iter().enumerate() {
            if let Some(last) = &group.last_name
                && group.count > 0
            {
                bearers.entry(last.clone()).or_default().push(person);
            }
        }
        bearers
    }

    /// In how many articles these people are quoted, the same article counted for each.
    fn count(&self, people: &[usize]) -> u32 {
        people.iter().map(|person| self.members[*person].count).fold(0, u32::saturating_add)
    }

    /// The bearer that a last name alone means, or `None` if several may be meant.
    fn dominant(&self, bearers: &[usize], gender: Option<Gender>) -> Option<usize> {
        let fits = |person: &&usize| {
            let known = self.members[**person].gender;
            gender.is_none() || known.is_none() || known == gender
        };
        let mut fitting: Vec<usize> = bearers.iter().filter(fits).copied().collect();
        fitting.sort_by_key(|person| std::cmp::Reverse(self.members[*person].count));
        match fitting.as_slice() {
            [] => None,
            [only] => Some(*only),
            [first, second, ..] => {
                let is_dominant = self.members[*first].count >= DOMINANCE * self.members[*second].count;
                is_dominant.then_some(*first)
            }
        }
    }

    fn alias(&mut self, alias: &Alias) {
        let folded = fold(&alias.name);
        let person = self
            .pinned
            .get(&folded)
            .or_else(|| self.full.get(&NameParts::of(&folded).key))
            .or_else(|| self.single.get(&(folded, None)));
        if let Some(&person) = person {
            let extra = &mut self.members[person].extra;
            if !extra.contains(&alias.alias) {
                extra.push(alias.alias.clone());
            }
        }
    }

    fn finish(self, keys: &[&KeyCount], person_of: &[Option<usize>], compounds: &Compounds) -> People {
        // A pinned person whom nobody quotes is not in the archive.
        let mut number = vec![None; self.members.len()];
        let mut people = Vec::new();
        for (person, group) in self.members.into_iter().enumerate() {
            if group.count == 0 {
                continue;
            }
            let mut names: Vec<(String, u32)> = group.names.into_iter().collect();
            // A full name first, one in capitals alone last, then most articles; of equals the shorter name, and the one
            // with its accents.
            let is_mixed = |name: &str| name.chars().any(char::is_lowercase);
            let n_accents = |name: &str| name.chars().filter(|c| !c.is_ascii()).count();
            let is_full = |name: &str| {
                let folded = fold(name);
                let parts = NameParts::of(&folded);
                parts.is_full() && !parts.may_be_last_name() && !compounds.contains(&folded)
            };
            names.sort_by(|a, b| {
                is_full(&b.0)
                    .cmp(&is_full(&a.0))
                    .then(is_mixed(&b.0).cmp(&is_mixed(&a.0)))
                    .then(b.1.cmp(&a.1))
                    .then(a.0.chars().count().cmp(&b.0.chars().count()))
                    .then(n_accents(&b.0).cmp(&n_accents(&a.0)))
                    .then(a.0.cmp(&b.0))
            });
            let mut names = names.into_iter().map(|(name, _)| name);
            let name = group.pinned_name.clone().or_else(|| names.next()).unwrap_or_default();
            let mut aliases: Vec<String> = names.filter(|alias| *alias != name).collect();
            let mut extra = group.extra;
            extra.sort();
            extra.dedup();
            extra.retain(|alias| *alias != name && !aliases.contains(alias));
            aliases.extend(extra);
            number[person] = Some(people.len() as u32);
            people.push(Person { name, aliases });
        }
        let keys = keys
            .iter()
            .zip(person_of)
            .filter_map(|(key, person)| Some((key.key.clone(), number[(*person)?]?, key.count)))
            .collect();
        People::new(keys, &people)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, mark: &str, count: u32) -> KeyCount {
        KeyCount {
            key: format!("{name}\u{1f}{mark}"),
            name: name.into(),
            gender: match mark {
                "m" => Some(Gender::Male),
                "f" => Some(Gender::Female),
                _ => None,
            },
            organisation: mark == "o",
            count,
        }
    }

    /// `want`: name of the person of each key, in order.
    #[track_caller]
    fn check(keys: &[KeyCount], pins: &[Pin], want: &[&str]) {
        let people = join(keys, &[], pins);
        let got: Vec<&str> =
            keys.iter().map(|key| people.of_key(&key.key).map_or("-", |person| people.name(person))).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn a_last_name_is_its_only_or_dominant_bearer() {
        check(&[key("Trump", "", 1)], &[], &["Trump"]);
        check(&[key("Trump", "", 1), key("Donald Trump", "m", 1)], &[], &["Donald Trump"; 2]);
        let clintons = [key("Clinton", "", 5), key("Bill Clinton", "m", 4), key("Hillary Clinton", "f", 6)];
        check(&clintons, &[], &["Clinton", "Bill Clinton", "Hillary Clinton"]);
        let far_more = [key("Clinton", "", 5), key("Bill Clinton", "m", 2), key("Hillary Clinton", "f", 6)];
        check(&far_more, &[], &["Hillary Clinton", "Bill Clinton", "Hillary Clinton"]);
    }

    #[test]
    fn the_spelling_with_small_letters_and_accents_names_a_person() {
        check(&[key("DANA HOLT", "", 3), key("Dana Holt", "", 1)], &[], &["Dana Holt"; 2]);
        check(&[key("Jose Garcia", "", 1), key("José García", "", 1)], &[], &["José García"; 2]);
        check(&[key("Jose Garcia", "", 2), key("José García", "", 1)], &[], &["Jose Garcia"; 2]);
    }

    #[test]
    fn gender_keeps_apart() {
        let clintons = [key("Clinton", "f", 5), key("Bill Clinton", "m", 4), key("Hillary Clinton", "f", 6)];
        check(&clintons, &[], &["Hillary Clinton", "Bill Clinton", "Hillary Clinton"]);
        check(&[key("Roe", "f", 1), key("John Roe", "m", 9)], &[], &["Roe", "John Roe"]);
    }

    #[test]
    fn initials_fold_and_suffixes_do_not() {
        let keys = [key("Donald J. Trump", "m", 1), key("Donald Trump", "m", 5), key("Donald Trump Jr.", "m", 2)];
        check(&keys, &[], &["Donald Trump", "Donald Trump", "Donald Trump Jr."]);
    }

    #[test]
    fn differing_initials_tell_people_apart() {
        let bushes = [key("George W. Bush", "m", 4), key("George H.W. Bush", "m", 2), key("George H. Bush", "m", 1)];
        check(&bushes, &[], &["George W. Bush", "George H.W. Bush", "George H.W. Bush"]);
        let without = [key("George Bush", "m", 3), bushes[0].clone(), bushes[1].clone()];
        check(&without, &[], &["George Bush", "George W. Bush", "George H.W. Bush"]);
        let far_more = [key("George Bush", "m", 1), key("George W. Bush", "m", 6), bushes[1].clone()];
        check(&far_more, &[], &["George W. Bush", "George W. Bush", "George H.W. Bush"]);
        check(&[key("John A. Smith", "", 1), key("John B. Smith", "", 1)], &[], &["John A. Smith", "John B. Smith"]);
    }

    #[test]
    fn a_last_name_may_begin_with_a_small_word() {
        let blasio = [key("de Blasio", "", 2), key("Bill de Blasio", "m", 1)];
        check(&blasio, &[], &["Bill de Blasio", "Bill de Blasio"]);
        check(&[key("Van Jones", "m", 2), key("Jones", "", 1)], &[], &["Van Jones", "Van Jones"]);
        let leyen = [key("von der Leyen", "f", 2), key("Ursula von der Leyen", "f", 1), key("Otto von der Au", "m", 1)];
        check(&leyen, &[], &["Ursula von der Leyen", "Ursula von der Leyen", "Otto von der Au"]);
    }

    #[test]
    fn a_last_name_may_be_two_words() {
        let carver = [key("Bonham Carver", "", 2), key("Helena Bonham Carver", "f", 1), key("Carver", "", 1)];
        check(&carver, &[], &["Helena Bonham Carver"; 3]);
        let cuinn = [key("Ó Cuinn", "", 5), key("Seán Ó Cuinn", "m", 1)];
        check(&cuinn, &[], &["Seán Ó Cuinn"; 2]);
        // Two who bear it, or another gender: nobody is meant for sure.
        let garcias = [key("García López", "", 5), key("Ana García López", "f", 1), key("Luis García López", "m", 1)];
        check(&garcias, &[], &["García López", "Ana García López", "Luis García López"]);
        check(&[key("Vega Ramos", "m", 1), key("Ana Vega Ramos", "f", 1)], &[], &["Vega Ramos", "Ana Vega Ramos"]);
        // First names, in general or here.
        let scott = [key("Scott Vance", "m", 1), key("Kristin Scott Vance", "", 3)];
        check(&scott, &[], &["Scott Vance", "Kristin Scott Vance"]);
        let wurm = [key("Wurm Zhang", "", 1), key("Li Wurm Zhang", "", 3), key("Wurm Tao", "", 1)];
        check(&wurm, &[], &["Wurm Zhang", "Li Wurm Zhang", "Wurm Tao"]);
    }

    #[test]
    fn a_first_name_is_nobodys_last_name() {
        let clinton = key("Hillary Clinton", "f", 9);
        let crooked = [key("Hillary", "", 2), key("Edmund Hillary", "", 3), clinton];
        check(&crooked, &[], &["Hillary", "Edmund Hillary", "Hillary Clinton"]);
        check(&crooked[..2], &[], &["Edmund Hillary", "Edmund Hillary"]);
    }

    #[test]
    fn pins_hold() {
        let pin = Pin { name: "Hillary Clinton".into(), aliases: vec!["Clinton".into()], handles: vec![] };
        let keys = [key("Clinton", "", 5), key("Bill Clinton", "m", 50), key("Hillary Clinton", "f", 1)];
        check(&keys, std::slice::from_ref(&pin), &["Hillary Clinton", "Bill Clinton", "Hillary Clinton"]);
        // An alias that articles have, too, is listed once.
        let people = join(&keys, &[], &[Pin { aliases: vec!["HRC".into(), "Clinton".into()], ..pin }]);
        let of =
            (0..people.len() as u32).filter_map(|at| people.person(at)).find(|person| person.name == "Hillary Clinton");
        assert_eq!(of.map(|person| person.aliases), Some(vec!["Clinton".to_owned(), "HRC".to_owned()]));
    }

    #[test]
    fn handles_become_aliases() {
        let aliases = [Alias { name: "Donald J. Trump".into(), alias: "@realDonaldTrump".into() }];
        let people = join(&[key("Donald Trump", "m", 1)], &aliases, &[]);
        assert_eq!(people.person(0).map(|person| person.aliases), Some(vec!["@realDonaldTrump".to_string()]));
    }
}
