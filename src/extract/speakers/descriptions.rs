//! Descriptions with a capital before a name: `Churchwarden Nora Quill`, `Mother-of-two Kelly Ash`, `Newlyweds
//! Ada Sorel and Ben Moss`. They are no part of the name.
//!
//! What tells them from first names, in this order: how the word is composed (`Ex-soldier`, `Governor-elect`);
//! that it names a role; that it ends as words for people do who do something (`Bassist`, `Crewman`), or stands in
//! small letters elsewhere in the text, and a first name of the census and a further name follow. A word that is a
//! first name of the census itself is left alone: `Hunter`, `Christian`, `Mason`. One pass.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lexicon::{Lexicon, class};
use super::phrases::NOT_NAMES;
use super::tokens::{Kind, Token, hash_word, hash_words};
use crate::model::Span;

/// Nouns for people that are hardly a first name: before two capitals they describe.
const ROLES: &str = "survivor eyewitness passerby bystander onlooker spectator homeowner householder leaseholder \
    churchwarden crewmate dispatcher parishioner churchgoer villager islander townsperson holidaymaker \
    daytripper pedestrian motorcyclist biker widow widower newlywed bride groom bridegroom grandmother \
    grandfather grandma grandpa grandparent stepmother stepfather mum mom dad daddy mummy parent sibling \
    brother sister twin triplet cousin aunt auntie uncle niece nephew son daughter fiancé fiancée \
    girlfriend boyfriend partner spouse housemate flatmate roommate classmate schoolmate teammate workmate \
    colleague neighbour neighbor childminder caregiver carer jobseeker retiree octogenarian nonagenarian \
    centenarian schoolboy schoolgirl schoolteacher undergraduate postgraduate graduate freshman sophomore \
    newcomer volunteer organiser organizer fundraiser rescuer lifeguard coastguard lifeboatman firefighter \
    investigator surveyor counsellor counselor therapist translator interpreter contractor developer \
    designer illustrator sculptor curator conductor ventriloquist vocalist frontman frontwoman songwriter \
    rapper crooner songstress guitarist bassist cellist violinist dancer ballerina skater skier snowboarder \
    surfer climber mountaineer hiker rower yachtsman yachtswoman runner marathoner sprinter hurdler cyclist \
    gymnast wrestler featherweight heavyweight cricketer batsman batter wicketkeeper all-rounder footballer \
    fly-half scrum-half hooker flanker winger playmaker shortstop outfielder infielder cornerback \
    linebacker lineman rookie linesman umpire referee jockey rancher grower fisherman trawlerman crewman \
    cameraman soundman stuntman conman hitman gunman refugee migrant asylum-seeker deportee returnee \
    detainee hostage escapee fugitive convict juror complainant claimant litigant appellant respondent \
    pathologist toxicologist nutritionist dietitian dietician optician optometrist podiatrist vet \
    veterinarian zookeeper gamekeeper groundskeeper beekeeper innkeeper hotelier restaurateur bartender \
    barman barmaid barista waiter waitress sommelier grocer greengrocer fishmonger florist hairdresser \
    hairstylist stylist seamstress dressmaker jeweller jeweler goldsmith blacksmith locksmith roofer \
    plasterer decorator welder machinist electrician landscaper lumberjack trucker haulier courier janitor \
    caretaker housekeeper nanny au-pair receptionist typist accountant auditor actuary bookkeeper broker \
    trader investor shareholder stockholder pensioner employee staffer freelancer influencer vlogger \
    youtuber blogger tiktoker streamer gamer supermodel dj debutant debutante contestant finalist \
    semi-finalist runner-up medallist medalist laureate celebrity hero heroine statesman stateswoman \
    dissident whistleblower hacker lobbyist unionist trade-unionist separatist loyalist royalist feminist \
    suffragette pacifist environmentalist conservationist naturalist birdwatcher preacher missionary \
    seminarian monk nun abbess prioress deaconess verger sexton bellringer chorister organist choirmaster \
    friend passer-by team-mate drummer";

/// Nouns for people that are last names as well, and so may be first names: a first name of the census must follow.
const NAMELIKE: &str = "marine baker forward guard driver smith potter butcher farmer brewer weaver dyer glover mercer tanner thatcher \
    cooper carpenter joiner miller fisher fowler forester forrester shepherd archer bowman barber butler \
    chandler draper singer piper harper player reader cook skinner slater sawyer plumber painter gardener \
    sailor rider ringer crook squire monk major goalie keeper centre center prop lock hooker bass banker \
    bowler spinner receiver star legend model comic champion fighter guide usher";

/// Of those in the plural, who share a last name: `Brothers Sam and Joe Pike`.
const KIN: [u32; 16] = hash_words([
    "brothers",
    "sisters",
    "twins",
    "triplets",
    "siblings",
    "parents",
    "grandparents",
    "great-grandparents",
    "newlyweds",
    "couple",
    "spouses",
    "cousins",
    "neighbours",
    "neighbors",
    "daughters",
    "sons",
]);

/// Before the hyphen of who was, is to be or is something as well.
const BEFORE_HYPHEN: [&str; 8] = ["ex", "then", "great", "step", "trainee", "would-be", "former", "co"];

/// Behind the hyphen of an office.
const BEHIND_HYPHEN: [&str; 9] =
    ["elect", "designate", "in-chief", "at-large", "in-law", "to-be", "in-waiting", "turned", "in-residence"];

/// Endings of words for people, each with the fewest letters before it; those of names are no endings (`Osman`).
const ENDINGS: [(&str, usize); 27] = [
    ("ologist", 2),
    ("ographer", 2),
    ("ician", 3),
    ("ist", 3),
    ("woman", 3),
    ("women", 3),
    ("man", 4),
    ("men", 4),
    ("person", 3),
    ("people", 3),
    ("keeper", 3),
    ("maker", 3),
    ("holder", 3),
    ("owner", 3),
    ("worker", 3),
    ("warden", 3),
    ("goer", 3),
    ("witness", 3),
    ("mother", 3),
    ("father", 3),
    ("parent", 3),
    ("daughter", 3),
    ("mate", 3),
    ("player", 3),
    ("writer", 3),
    ("seller", 3),
    ("seeker", 3),
];

/// Before `man` these are the ends of names: `Sulaiman`, `Abdurrahman`, `Zimmerman`.
const BEFORE_MAN_IN_NAMES: [&str; 8] = ["ai", "ei", "ey", "ay", "ah", "mer", "ber", "der"];

static ROLE_HASHES: LazyLock<FxHashSet<u32>> = LazyLock::new(|| hashes(ROLES));
static NAMELIKE_HASHES: LazyLock<FxHashSet<u32>> = LazyLock::new(|| hashes(NAMELIKE));

fn hashes(words: &str) -> FxHashSet<u32> {
    words.split_whitespace().map(hash_word).collect()
}

/// What tells how a word is used elsewhere in the text, read when first asked for.
#[derive(Default)]
struct Usage {
    small: Option<FxHashSet<u32>>,
}

impl Usage {
    /// True if the word, or its plural, stands in small letters somewhere.
    fn is_small(&mut self, tokens: &[Token], word: &str) -> bool {
        let small = self.small.get_or_insert_with(|| {
            tokens.iter().filter(|token| token.kind == Kind::Lower).map(|token| token.hash).collect()
        });
        small.contains(&hash_word(word)) || small.contains(&hash_word(&format!("{word}s")))
    }
}

/// Gives descriptions before names the class of titles, and nouns for people in the plural, first in a
/// sentence, that of nouns: `Investigators said`.
pub fn mark(text: &str, tokens: &mut [Token], titles: &[Span]) {
    let mut usage = Usage::default();
    let mut in_run = false;
    for at in 0..tokens.len() {
        let token = tokens[at];
        let begins = !in_run || at.checked_sub(1).is_some_and(|before| tokens[before].sentence != token.sentence);
        in_run = token.is_capital();
        if token.kind != Kind::Capital || !begins || token.is(class::FIRST_NAME | NOT_MARKED) {
            continue;
        }
        if titles.iter().any(|span| span.start() <= token.start as usize && (token.start as usize) < span.end()) {
            continue;
        }
        let Some(next) = tokens.get(at + 1).filter(|next| next.sentence == token.sentence) else { continue };
        let opens = token.first && next.kind == Kind::Lower;
        if !opens && (!next.is_capital() || next.is(NOT_NAMES)) {
            continue;
        }
        let Some(word) = text.get(token.start as usize..token.end as usize).map(str::to_lowercase) else { continue };
        if opens && is_plural_role(&word) {
            tokens[at].class |= class::PERSON;
        } else if !opens && describes(tokens, at, &word, &mut usage) {
            tokens[at].class |= class::TITLE | class::PERSON | gender(&word);
        }
    }
}

/// Words that are known to be something else, or are titles already.
const NOT_MARKED: u32 = class::TITLE | class::ORG | class::PLACE | class::CALENDAR | class::BREAK | NOT_NAMES;

/// True if the word `at`, which begins a run of capitals, describes whom the next words name.
fn describes(tokens: &[Token], at: usize, word: &str, usage: &mut Usage) -> bool {
    let run: &[Token] = {
        let rest = &tokens[at + 1..tokens.len().min(at + 8)];
        let length = rest
            .iter()
            .take_while(|token| token.sentence == tokens[at].sentence)
            .take_while(|token| token.is_capital() || token.is(class::PARTICLE) && token.kind == Kind::Lower)
            .take_while(|token| !token.is(class::DATE) || token.is(class::FIRST_NAME))
            .count();
        &rest[..length]
    };
    let Some(first) = run.first() else { return false };
    if is_composed(word) {
        return !first.is(class::ORG);
    }
    let is_person = !run.iter().any(|token| token.is(class::ORG)) || first.is(class::FIRST_NAME) && run.len() == 2;
    if !is_person {
        return false;
    }
    let may_share = first.is(class::FIRST_NAME) || is_kin(&tokens[at]);
    if may_share && shares(tokens, at, run.len()) && is_plural_role(word) {
        return true;
    }
    let is_full = run.len() >= 2 && run.iter().filter(|token| token.is_capital()).count() >= 2;
    // `Chandler Van Voorhis`
    let is_known = first.is(class::FIRST_NAME) && !first.is(class::PARTICLE) || first.kind == Kind::Initial;
    if !is_full || first.is(class::PLACE) && !is_known {
        return false;
    }
    let hash = tokens[at].hash;
    let is_role = ROLE_HASHES.contains(&hash) && !NAMELIKE_HASHES.contains(&hash);
    is_role
        || is_known
            && (NAMELIKE_HASHES.contains(&hash)
                || ends_as_role(word)
                || word.chars().count() >= 5 && tokens[at].class & !class::PERSON == 0 && usage.is_small(tokens, word))
}

/// True if `A and B` follows, or `A B and C`: names of two.
fn shares(tokens: &[Token], at: usize, names: usize) -> bool {
    let and = tokens.get(at + 1 + names);
    let is_and = and.is_some_and(|and| and.hash == hash_word("and") || and.hash == u32::from(b'&'));
    is_and && tokens.get(at + 2 + names).is_some_and(|next| next.is_capital() && next.sentence == tokens[at].sentence)
}

/// True for `Mother-of-two`, `Ex-soldier`, `Governor-elect`, not for `Jean-Claude` and `Co-op`.
fn is_composed(word: &str) -> bool {
    let Some((before, behind)) = word.split_once('-') else { return false };
    let of = behind.strip_prefix("of-").is_some_and(|number| !number.is_empty() && !number.contains('-'));
    let is_prefix = BEFORE_HYPHEN.contains(&before) && (before != "co" || is_role(behind));
    let is_suffix = BEHIND_HYPHEN
        .iter()
        .any(|end| behind == *end || behind.strip_prefix(end).is_some_and(|rest| rest.starts_with('-')));
    of || is_prefix || is_suffix
}

/// True for a noun for a person.
fn is_role(word: &str) -> bool {
    let hash = hash_word(word);
    ROLE_HASHES.contains(&hash)
        || NAMELIKE_HASHES.contains(&hash)
        || Lexicon::get().known(hash).class & (class::PERSON | class::TITLE) != 0
        || ends_as_role(word)
}

/// True for the plural of a noun for a person.
fn is_plural_role(word: &str) -> bool {
    if word.ends_with("men") || word.ends_with("women") || word.ends_with("people") {
        return ends_as_role(word);
    }
    if matches!(word, "fans" | "crowds") {
        return true;
    }
    let singular = word.strip_suffix('s').filter(|rest| !rest.ends_with(['s', 'i', 'u']));
    singular.is_some_and(|singular| {
        is_role(singular) || singular.len() >= 7 && (singular.ends_with("ator") || singular.ends_with("igner"))
    })
}

fn ends_as_role(word: &str) -> bool {
    ENDINGS.iter().any(|(ending, least)| {
        word.strip_suffix(ending).is_some_and(|stem| {
            let in_names = matches!(*ending, "man" | "men");
            stem.chars().count() >= *least && !(in_names && BEFORE_MAN_IN_NAMES.iter().any(|end| stem.ends_with(end)))
        })
    })
}

/// What a description tells of the gender, as bits of [`class`].
fn gender(word: &str) -> u32 {
    let head = word.split_once("-of-").map_or(word, |(head, _)| head);
    let of = |words: &[&str]| words.iter().any(|end| head.ends_with(end));
    if of(&[
        "woman", "mother", "mum", "mom", "mummy", "girl", "grandma", "sister", "daughter", "aunt", "niece", "widow",
    ]) || of(&["bride", "heroine", "ballerina", "nun", "wife", "fiancée", "waitress", "girlfriend"])
    {
        class::FEMALE
    } else if of(&["father", "dad", "daddy", "boy", "grandpa", "brother", "uncle", "nephew", "widower", "groom"])
        || of(&["husband", "monk", "fiancé", "boyfriend", "barman", "yachtsman", "fisherman", "trawlerman"])
    {
        class::MALE
    } else {
        0
    }
}

/// True for nouns in the plural whose two names share the last one.
pub fn is_kin(token: &Token) -> bool {
    KIN.contains(&token.hash)
}
