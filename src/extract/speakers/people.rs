//! The inventory: which names of an article belong to one person or organisation.

use rustc_hash::{FxHashMap, FxHashSet};

use super::acronyms;
use super::lexicon::class;
use super::mentions::{Form, Mention, NONE};
use super::names::ninths_female;
use super::parts::{ADDRESSES, better, first_name_gender, is_tail, is_titled, middle, parts, same_first, same_middle};
use super::tails::{self, Tails};
use super::tokens::{Kind, Token, hash_word};
use crate::model::{Gender, SpeakerName};
use crate::text::hyphen;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A person, by title or first name.
    Person,
    /// A name of which we do not know what it names.
    Unknown,
    /// An organisation.
    Organisation,
}

/// A person, organisation or place of the article.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Hash of the first name, 0 if unknown.
    pub first: u32,
    /// Hash of the last part of the name.
    pub last: u32,
    /// Hash of `Jr` and the like, 0 if none.
    pub suffix: u32,
    /// Letters of the middle names, 0 where there are none: they tell people apart.
    pub middle: [u8; 2],
    /// Tokens of the fullest form, as `(first, last)`.
    pub name: (u32, u32),
    /// Token of a last name that stands with somebody else's first name, or [`NONE`]: `Sam and Joe Pike`.
    pub shared: u32,
    /// Token of the first mention.
    pub since: u32,
    /// True if the article calls them by a last name of several words: `Garcia Luna`.
    pub tailed: bool,
    /// True if a title stands before the name somewhere.
    pub titled: bool,
    /// What it is.
    pub sort: Sort,
    /// Evidence for a man (negative) or a woman (positive), from titles and first names.
    pub gender: i8,
    /// Number of mentions by full name in the whole article.
    pub full: u32,
    /// Number of mentions by name.
    pub mentions: u32,
    /// Number of mentions behind a preposition of place.
    pub placed: u32,
    /// Number of mentions that are subjects of a verb of speech.
    pub speaks: u32,
    /// Number of mentions that look like those of a person: subjects, `Lee, 29,`, `Lee, who`.
    pub marked: u32,
    /// Number of mentions behind an article: `the Evening Standard`, `a Ford Focus`.
    pub articled: u32,
    pub(super) next_same_last: u32,
}

impl Entity {
    /// One that nobody has mentioned, of first name, last name and suffix.
    pub(super) fn of((first, last, suffix): (u32, u32, u32), middle: [u8; 2], name: (u32, u32)) -> Entity {
        Entity {
            first,
            last,
            suffix,
            middle,
            name,
            shared: NONE,
            since: name.0,
            tailed: false,
            titled: false,
            sort: Sort::Unknown,
            gender: 0,
            full: 0,
            mentions: 0,
            placed: 0,
            speaks: 0,
            marked: 0,
            articled: 0,
            next_same_last: NONE,
        }
    }

    /// True if it may be who `he` or `she` stands for, as far as is known without weighing it: the
    /// weights have learned to choose among these.
    pub fn may_be_person(&self) -> bool {
        match self.sort {
            // `in Charlotte`: towns bear first names too.
            Sort::Person if self.first != 0 => true,
            Sort::Person | Sort::Unknown => self.placed * 4 < self.mentions.max(1) || self.speaks > 0,
            Sort::Organisation => false,
        }
    }

    /// True if nothing but two capitals tells that it is a person: `supports Aston Villa`.
    pub fn is_doubtful(&self) -> bool {
        self.sort == Sort::Unknown && self.marked == 0
    }

    /// True if it is likely enough a person to be who `he` or `she` is.
    pub fn is_likely_person(&self) -> bool {
        let is_thing = self.articled > 0 && self.articled * 2 >= self.mentions && self.marked == 0 && !self.titled;
        match self.sort {
            Sort::Person => !is_thing,
            // A word of which nothing tells a person is none: `of Leeds`, `had Covid`.
            Sort::Unknown => !is_thing && (self.first != 0 || self.marked > 0),
            Sort::Organisation => false,
        }
    }
}

/// The entities of an article and who holds which role.
#[derive(Debug, Default)]
pub struct People {
    /// Entities in the order of their first full mention.
    pub entities: Vec<Entity>,
    /// Title or noun before a name and the entity it was said of: `president`, `coach`.
    pub roles: Vec<(u16, u32)>,
    pub(super) by_last: FxHashMap<u32, u32>,
    by_first: FxHashMap<u32, u32>,
}

impl People {
    /// Builds the inventory and links every named mention to its entity.
    pub fn link(text: &str, tokens: &[Token], mentions: &mut [Mention]) -> People {
        let mut people = People::default();
        // Full names first, so that a name alone finds its bearer also when it stands earlier.
        tails::shorten(tokens, mentions);
        let tails = Tails::of(tokens, mentions);
        for at in 0..mentions.len() {
            let mention = mentions[at];
            let parts = mention.last - mention.first;
            let is_full = mention.form == Form::Full || mention.form == Form::Organisation && parts > 1;
            if mention.entity != NONE || people.join_tail(text, tokens, mentions, &tails, at) {
                continue;
            }
            if is_full && !mention.in_title {
                mentions[at].entity = people.full(text, tokens, &mention);
            }
        }
        let within: FxHashSet<u32> = mentions
            .iter()
            .filter(|m| m.form.is_name() && !m.in_title && !tokens[m.first as usize].first)
            .map(|m| tokens[m.last as usize - 1].hash)
            .collect();
        people.share_names(tokens, mentions);
        let owners: Vec<u32> = mentions.iter().map(|mention| people.surely_person(mention.entity)).collect();
        for mention in mentions.iter_mut() {
            if mention.entity == NONE && mention.form == Form::Single && people.find(tokens, mention).is_none() {
                let token = &tokens[mention.first as usize];
                mention.entity = tails.owner_of_middle(token.hash).map_or(NONE, |owner| owners[owner]);
            }
            if mention.entity == NONE {
                mention.entity = people.other(text, tokens, mention, &within);
            }
            // A word that has its capital from the sentence's beginning only.
            if mention.entity == NONE && mention.form == Form::Single && tokens[mention.first as usize].first {
                mention.form = Form::Thing;
            }
            if mention.entity != NONE {
                people.count(mention, tokens);
            }
        }
        people.join_appositions(tokens, mentions);
        acronyms::link(text, tokens, mentions);
        people
    }

    /// `the Vatican spokesman, Federico Lombardi,` and `Ann Lee, a strategist,`: a description
    /// beside a name means the one named.
    fn join_appositions(&mut self, tokens: &[Token], mentions: &mut [Mention]) {
        for at in 1..mentions.len() {
            let (before, after) = (mentions[at - 1], mentions[at]);
            let comma = apposition_comma(tokens, &before);
            if !tokens.get(comma).is_some_and(|token| token.kind == Kind::Comma) || after.phrase as usize != comma + 1 {
                continue;
            }
            let closed = tokens
                .get(after.last as usize)
                .is_none_or(|token| !token.is_word() || token.is(class::PREP | class::SUBJECT | class::SPEECH));
            let in_commas = tokens.get(after.last as usize).is_some_and(|token| token.kind == Kind::Comma);
            // `his son, Grant, said`
            let is_short = before.form == Form::Person && after.form == Form::Single && in_commas;
            let is_named = is_short && after.entity != NONE;
            let is_full = matches!(before.form, Form::Person | Form::Thing) && after.form == Form::Full && closed;
            if is_named || is_full {
                mentions[at - 1].entity = after.entity;
                if after.entity != NONE {
                    self.entities[after.entity as usize].marked += u32::from(before.form == Form::Person);
                }
            } else if before.form == Form::Full && after.form == Form::Person && closed {
                mentions[at].entity = before.entity;
            }
        }
    }

    fn count(&mut self, mention: &Mention, tokens: &[Token]) {
        let entity = &mut self.entities[mention.entity as usize];
        entity.mentions += 1;
        entity.placed += u32::from(mention.preposition != 0 && is_place_preposition(tokens, mention));
        entity.speaks += u32::from(mention.gap_after <= 1);
        let articled = is_articled(tokens, mention);
        entity.articled += u32::from(articled);
        entity.marked += u32::from(!articled && is_marked(tokens, mention));
        if mention.gender & class::MALE != 0 {
            entity.gender = entity.gender.saturating_sub(3);
        }
        if mention.gender & class::FEMALE != 0 {
            entity.gender = entity.gender.saturating_add(3);
        }
        if mention.gender != 0 && entity.sort == Sort::Unknown || mention.form == Form::Titled {
            entity.sort = Sort::Person;
        }
        if mention.title != 0
            && self.roles.len() < 4000
            && !self.roles.contains(&(mention.title, mention.entity))
            && self.roles.len() < 64
        {
            self.roles.push((mention.title, mention.entity));
        }
    }

    /// The entity of a full name: one with the same last name and no other first name, or new.
    pub(super) fn full(&mut self, text: &str, tokens: &[Token], mention: &Mention) -> u32 {
        let (first, last, suffix) = parts(tokens, mention);
        let is_org = mention.form == Form::Organisation;
        let middle = middle(text, tokens, mention);
        let mut at = self.by_last.get(&last).copied().unwrap_or(NONE);
        let mut steps = 0;
        while at != NONE && steps < 16 {
            let entity = &mut self.entities[at as usize];
            let is_tail = is_tail(tokens, (mention.first, mention.last), entity.name);
            let fits = (entity.sort == Sort::Organisation) == is_org
                && entity.suffix == suffix
                && (same_first(text, tokens, entity, first, mention) || is_tail)
                && (is_org || same_middle(entity.middle, middle));
            if fits {
                entity.full += 1;
                entity.titled |= is_titled(tokens, mention);
                if better(tokens, mention, entity) {
                    entity.name = (mention.first, mention.last);
                    entity.shared = NONE;
                    if first != 0 && !is_tail {
                        entity.first = first;
                    }
                }
                if entity.middle[1] == 0 && middle[0] != 0 {
                    entity.middle = middle;
                }
                return at;
            }
            at = entity.next_same_last;
            steps += 1;
        }
        let mut gender = 0;
        let mut sort = if is_org { Sort::Organisation } else { Sort::Unknown };
        if !is_org {
            if let Some(ninths) = first_name_gender(tokens, mention) {
                sort = Sort::Person;
                gender = match ninths {
                    0 => -4,
                    1..=2 => -2,
                    3 => -1,
                    6 => 1,
                    7..=8 => 2,
                    9 => 4,
                    _ => 0,
                };
            }
            if mention.title != 0 {
                sort = Sort::Person;
            }
        }
        let entity = Entity::of((first, last, suffix), middle, (mention.first, mention.last));
        self.add(Entity { titled: is_titled(tokens, mention), sort, gender, full: 1, ..entity })
    }

    /// The entity of a name of one part.
    fn other(&mut self, text: &str, tokens: &[Token], mention: &Mention, within: &FxHashSet<u32>) -> u32 {
        match mention.form {
            Form::Full if mention.in_title => match self.find(tokens, mention) {
                Some(entity) => {
                    self.entities[entity as usize].full += 1;
                    entity
                }
                None if tokens[mention.first as usize].is(class::FIRST_NAME) => self.full(text, tokens, mention),
                None => NONE,
            },
            Form::Single | Form::Titled | Form::Organisation => match self.find(tokens, mention) {
                Some(entity) => entity,
                None if mention.in_title || !is_surely_name(tokens, mention, within) => NONE,
                None => {
                    let (_, last, suffix) = parts(tokens, mention);
                    let token = &tokens[mention.last as usize - 1];
                    let ninths = ninths_female(token.hash);
                    let sort = match mention.form {
                        Form::Organisation => Sort::Organisation,
                        Form::Titled => Sort::Person,
                        _ if ninths.is_some() => Sort::Person,
                        _ => Sort::Unknown,
                    };
                    // A single first name tells a gender, weakly: it may be a last name.
                    let gender = match (mention.form, ninths) {
                        (Form::Single, Some(0..=1)) => -1,
                        (Form::Single, Some(8..=9)) => 1,
                        _ => 0,
                    };
                    let entity = Entity::of((0, last, suffix), [0; 2], (mention.first, mention.last));
                    self.add(Entity { sort, gender, ..entity })
                }
            },
            Form::Place => {
                self.find(tokens, mention).filter(|e| self.entities[*e as usize].sort == Sort::Person).unwrap_or(NONE)
            }
            _ => NONE,
        }
    }

    /// The best bearer of a name: its last part, else its first name.
    fn find(&self, tokens: &[Token], mention: &Mention) -> Option<u32> {
        let (first, last, suffix) = parts(tokens, mention);
        let wanted = match mention.gender & (class::MALE | class::FEMALE) {
            class::MALE => -1,
            class::FEMALE => 1,
            _ => 0,
        };
        let mut best: Option<(u32, u32)> = None;
        let mut at = self.by_last.get(&last).copied().unwrap_or(NONE);
        let mut steps = 0;
        while at != NONE && steps < 16 {
            let entity = &self.entities[at as usize];
            let contradicts = i32::from(entity.gender.signum()) * wanted < 0 && entity.gender.abs() > 1;
            let other_first = first != 0 && entity.first != 0 && first != entity.first;
            let other_sort = entity.sort == Sort::Organisation && mention.form == Form::Titled;
            let other_suffix =
                entity.suffix != suffix && (suffix != 0 || first != 0 || !self.may_drop_suffix(tokens, mention, at));
            if !contradicts && !other_first && !other_sort && !other_suffix {
                let agrees = i32::from(entity.gender.signum()) * wanted > 0;
                let exact = entity.suffix == suffix;
                let score = entity.full.min(400) * 2
                    + entity.mentions.min(1000)
                    + 1
                    + if agrees { 2000 } else { 0 }
                    + if exact { 4000 } else { 0 }
                    // `Luna` is Ana Luna, where José is `Garcia Luna`, unless hardly anybody speaks of her.
                    + if entity.tailed { 0 } else { 12 };
                if best.is_none_or(|(top, _)| score > top) {
                    best = Some((score, at));
                }
            }
            at = entity.next_same_last;
            steps += 1;
        }
        if best.is_none() && mention.form == Form::Single {
            let by_first = self.by_first.get(&last).copied();
            return by_first.filter(|e| self.entities[*e as usize].sort != Sort::Organisation);
        }
        best.map(|(_, entity)| entity)
    }

    /// True if a last name alone may stand for somebody who is `Jr.`: `Mr. Kennedy`, but not a
    /// `President Trump` whom nobody calls so with `Jr.`, nor a name that stands before him.
    fn may_drop_suffix(&self, tokens: &[Token], mention: &Mention, entity: u32) -> bool {
        if mention.paragraph > 0 && !mention.in_title && mention.first < self.entities[entity as usize].since {
            return false;
        }
        let before = mention.first.checked_sub(1).map_or(0, |at| tokens[at as usize].hash);
        mention.form != Form::Titled || ADDRESSES.contains(&before) || self.entities[entity as usize].titled
    }

    /// True if another person of the article differs in the middle name only.
    fn has_twin(&self, number: u32) -> bool {
        let entity = &self.entities[number as usize];
        let mut at = self.by_last.get(&entity.last).copied().unwrap_or(NONE);
        let mut steps = 0;
        while at != NONE && steps < 16 {
            let other = &self.entities[at as usize];
            if at != number && other.first == entity.first && other.suffix == entity.suffix && other.middle[0] != 0 {
                return true;
            }
            at = other.next_same_last;
            steps += 1;
        }
        false
    }

    pub(super) fn add(&mut self, entity: Entity) -> u32 {
        let number = self.entities.len() as u32;
        let mut entity = entity;
        entity.next_same_last = self.by_last.insert(entity.last, number).unwrap_or(NONE);
        if entity.first != 0 {
            self.by_first.entry(entity.first).or_insert(number);
        }
        self.entities.push(entity);
        number
    }

    /// The entity that holds a role in this article, the most mentioned one if several do.
    pub fn with_role(&self, role: u16) -> Option<u32> {
        self.roles
            .iter()
            .filter(|(word, _)| *word == role)
            .map(|(_, entity)| *entity)
            .max_by_key(|entity| (self.entities[*entity as usize].mentions, std::cmp::Reverse(*entity)))
    }

    /// The name of an entity for output, without titles.
    pub fn name(&self, text: &str, tokens: &[Token], entity: u32) -> SpeakerName {
        let number = entity;
        let entity = &self.entities[entity as usize];
        let (first, last) = entity.name;
        let parts = &tokens[first as usize..last as usize];
        // `George H. W. Bush` is `George H.W. Bush`.
        let initials = parts.iter().skip(1).filter(|token| token.kind == Kind::Initial).count();
        let tells = initials > 1 || initials == 1 && self.has_twin(number);
        // `Jill St. John`: the point is no part of the token.
        let is_pointed = |token: &Token| text.as_bytes().get(token.end as usize) == Some(&b'.');
        let mut name = String::new();
        let mut end_before = 0;
        for (index, token) in parts.iter().enumerate() {
            // A single middle initial differs between articles; within one it may tell two apart.
            let is_middle =
                token.kind == Kind::Initial && index > 0 && index + 1 < parts.len() && parts[0].kind != Kind::Initial;
            if is_middle && !tells || token.kind == Kind::Comma {
                continue;
            }
            let text = text.get(token.start as usize..token.end as usize).unwrap_or("");
            let joined = is_middle && parts[index - 1].kind == Kind::Initial;
            if !name.is_empty() && token.start != end_before && !joined {
                name.push(' ');
            }
            name.push_str(&hyphen::joined(text));
            if token.hash == HASH_ST && index > 0 && is_pointed(token) {
                name.push('.');
            }
            end_before = token.end;
        }
        if let Some(token) = tokens.get(entity.shared as usize).filter(|_| entity.shared != NONE) {
            name.push(' ');
            name.push_str(&hyphen::joined(text.get(token.start as usize..token.end as usize).unwrap_or("")));
        }
        if entity.suffix != 0 && name.ends_with(['r', 'R']) {
            name.push('.');
        }
        let gender = match entity.gender {
            ..=-2 => Some(Gender::Male),
            2.. => Some(Gender::Female),
            _ => None,
        };
        SpeakerName { name, gender, organisation: entity.sort == Sort::Organisation }
    }
}

/// Where the comma behind a description is looked for: behind `chief of staff` as behind `chief`.
fn apposition_comma(tokens: &[Token], description: &Mention) -> usize {
    let end = description.last as usize;
    let is_of = tokens.get(end).is_some_and(|of| of.hash == hash_word("of")) && description.form == Form::Person;
    match is_of {
        true => end + tokens[end..].iter().take(4).take_while(|token| token.kind == Kind::Lower).count(),
        false => end,
    }
}

/// False for a word that may have its capital only from standing first in a sentence.
fn is_surely_name(tokens: &[Token], mention: &Mention, within: &FxHashSet<u32>) -> bool {
    let token = &tokens[mention.first as usize];
    mention.form != Form::Single
        || !token.first
        || mention.possessive
        || mention.gap_after == super::mentions::gap::NONE
        || within.contains(&token.hash)
        || token.is(class::FIRST_NAME)
}

/// True for a mention that looks like one of a person: a subject, one who is said to speak, a
/// name with an age or a relative clause.
fn is_marked(tokens: &[Token], mention: &Mention) -> bool {
    if mention.title != 0 || mention.gender != 0 || mention.gap_after <= 1 || mention.gap_before <= 1 {
        return true;
    }
    let next = |offset: u32| tokens.get((mention.last + offset) as usize);
    let comma = next(0).is_some_and(|token| token.kind == Kind::Comma);
    let has_age = comma
        && next(1).is_some_and(|age| age.kind == Kind::Number && (1..=3).contains(&(age.end - age.start)))
        && next(2).is_none_or(|token| !token.is_word());
    let is_described = |token: &Token| token.is(class::PERSON);
    let rest = &tokens[(mention.last as usize + 1).min(tokens.len())..];
    let phrase = rest.iter().take(8).take_while(|token| token.is_word() && !token.is(class::BREAK & !class::CONJ));
    let length = phrase.clone().count();
    // `Lee, professor of law,`, but not `In Leeds, the mayor said`.
    let closes = rest.get(length).is_none_or(|token| !token.is_word() || token.is(class::PREP));
    if comma && mention.preposition == 0 && closes && phrase.clone().any(is_described) {
        return true;
    }
    let who = if comma { next(1) } else { next(0) };
    if has_age || who.is_some_and(|token| token.hash == hash_word("who")) {
        return true;
    }
    // The words before a name belong to it only as a description: `manager Ann Lee`.
    let is_described =
        mention.titled.checked_sub(1).is_some_and(|at| at >= mention.phrase && tokens[at as usize].is(class::PERSON));
    let first = if is_described { mention.phrase } else { mention.titled };
    let before = first.checked_sub(1).map(|at| &tokens[at as usize]);
    let opens = tokens[first as usize].first
        || before.is_some_and(|before| !before.is_word() || before.is(class::CONJ | class::SUBORD));
    is_described || mention.acts && opens
}

/// True behind an article, where the name is not part of a longer phrase: `a Ford Focus`, but
/// not `the Trump tax plan`.
fn is_articled(tokens: &[Token], mention: &Mention) -> bool {
    let before = mention.titled.checked_sub(1).map(|at| &tokens[at as usize]);
    let next = tokens.get(mention.last as usize);
    let goes_on = next.is_some_and(|next| {
        next.kind == Kind::Possessive
            || next.kind == Kind::Lower && !next.is(class::BREAK | class::DET | class::POSSESSIVE)
    });
    before.is_some_and(|before| ARTICLES.contains(&before.hash)) && mention.titled == mention.first && !goes_on
}

const HASH_ST: u32 = hash_word("st");

const ARTICLES: [u32; 3] = [hash_word("the"), hash_word("a"), hash_word("an")];

fn is_place_preposition(tokens: &[Token], mention: &Mention) -> bool {
    let before = &tokens[mention.phrase.saturating_sub(1) as usize];
    before.hash == hash_word("in")
        || before.hash == hash_word("at")
        || before.hash == hash_word("near")
        || before.hash == hash_word("across")
}
