//! Points that end no sentence: those of abbreviations, initials and ordinals.
//!
//! What a word with a point is says the table of abbreviations; whether the sentence goes on
//! behind it says the word that follows. Where both are possible (`in the U.S. The senator`,
//! `U.S. Senate`), articles and pronouns in capitals begin a sentence, and names do not. The rules
//! know English, German, French and Spanish at once, since no language is known here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What may follow the point of an abbreviation within a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Anything: what it stands before is never left out.
    Anything,
    /// A number.
    Number,
    /// Anything but a word that begins sentences.
    Name,
    /// The role of somebody: `Apple Inc. President`.
    Role,
    /// The role of somebody, unless it is the state behind a town: `Ala. Gov. Ann Lee`.
    RoleInState,
    /// What is named after a person: `Martin Luther King Jr. Day`.
    NamedAfter,
}

/// Abbreviations with a capital.
const ABBREVIATIONS: &[(Follows, &str)] = &[
    (
        Follows::Anything,
        "Adm Ald Arq Asst Atty Avv Brig Capt Cdr Cmdr Cnel Col Cpl Det Dipl Dott Drs Fr Frl Gen Gens Gov Govs Gral Hon \
        Hr Hrn Ing Insp Lic Lt Mag Maj Messrs Mgr MM Mme Mmes Mlle Mons Msgr Mt Mx Op Pfc Pres Prof Profs Pvt Rep Reps \
        Rev Revs Sen Sens Sgt Sig Spc Sra Srta Supt EE \
        SEN SENS REP REPS GOV GEN MR MRS MS DR PROF REV LT COL SGT CAPT ST VS",
    ),
    (Follows::Name, "Bros Dept Ft Pt Sec St Sta Ste Sto Univ Mio Mrd Tsd UU"),
    (Follows::Number, "No NO Nos Arts Ch Kap Sec Ser Str"),
    (Follows::Role, "Assn Co Corp Cos Inc Ltd Plc"),
    (
        Follows::RoleInState,
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa \
        Tenn Tex Va Vt Wash Wis Wyo",
    ),
    (Follows::NamedAfter, "Jr Sr"),
];

/// Abbreviations that are as often written small.
const SMALL: &[(Follows, &str)] = &[
    (
        Follows::Anything,
        "vs bzw bspw ca approx cf dr dra drs prof mr mrs ms mme mlle sra srta hr fr lt hl sog geb ehem evtl ggf \
        inkl exkl zzgl vgl stellv insbes einschl resp wg",
    ),
    (
        Follows::Number,
        "nr nrn abs art bd bde fig figs num núm pág págs pp tel vol vols jan feb febr mar apr jun jul aug sep sept oct \
        nov dec okt dez mrz janv févr avr juil déc ene abr dic",
    ),
];

/// Points between single letters, behind which the sentence goes on whatever follows.
const NEVER: [&str; 12] = ["z.b", "d.h", "i.d.r", "i.e", "e.g", "m.e", "v.a", "o.g", "u.u", "s.o", "n.b", "i.s.d"];

/// States, towns and degrees that stand behind a comma: `Washington, D.C.`, `Jane Roe, M.D.`
const BEHIND_COMMA: [&str; 16] =
    ["d.c", "n.y", "n.j", "n.c", "s.c", "n.d", "s.d", "n.h", "n.m", "r.i", "w.va", "b.c", "p.r", "m.d", "m.a", "ph.d"];

/// Countries, which one may be in; their names stand before roles as well (`U.S. President`).
const COUNTRIES: [&str; 7] = ["u.s", "u.k", "u.n", "u.s.a", "e.u", "ee.uu", "e.e.u.u"];

/// Words before a country where something happens.
const WITHIN: [&str; 7] = ["in", "across", "throughout", "within", "outside", "inside", "into"];

/// Words that say what number follows in German: an ordinal, and not how many.
const BEFORE_ORDINAL: &str = "am beim bis dem den der des die das im ins vom zum zur ein eine einem einen einer eines \
    jede jedem jeden jeder jedes diese diesem diesen dieser dieses ihr ihre ihrem ihren ihrer sein seine seinem seinen \
    seiner seines unser unsere unserem unseren unserer mein meine meinem meinen meiner kein keine keinen";

/// What the word behind a point tells, as it is written.
mod next {
    /// Begins sentences and is no name.
    pub const BEGINS: u8 = 1;
    /// Begins sentences, but names as well: `He`, `An`, `El`, `Le`.
    pub const MAY_BEGIN: u8 = 1 << 1;
    /// What somebody is.
    pub const ROLE: u8 = 1 << 2;
    /// A time zone, a day of the week or a month.
    pub const TIME: u8 = 1 << 3;
    /// A German month.
    pub const MONTH: u8 = 1 << 4;
    /// A street, a day or a house that bears a name.
    pub const NAMED_AFTER: u8 = 1 << 5;
    /// Part of the name of a company: `& Co. KG`.
    pub const COMPANY: u8 = 1 << 6;
}

const NEXT: &[(u8, &str)] = &[
    (
        next::BEGINS,
        "The This That These Those They It Its She We But And If When While Although However There Their In At For \
        With By From As On After Before Since Because Both Each Some Many Most Other Another Such What Why How Where \
        Which Who Not Now Then Yet Only Also Even Der Die Das Es Wir Aber Doch Und Auch Dies Diese Dieser Dieses \
        Deshalb Dort Dabei Damit Denn Wenn Weil Nach Bei Mit Seit Für Auf Aus Zum Zur Beim Vom",
    ),
    (
        next::MAY_BEGIN,
        "He His Her You Your My Our An A I So Or To Of One Two Three Er Sie Ein Eine Im Am Als Ab Um Le La Les Un Une \
        Des Il Elle Ils Elles Ce Cette Ces Mais Pour Dans El Los Las Una Pero Este Esta Su Sus En Con No Se Según",
    ),
    (
        next::ROLE,
        "President Vice Chief Chairman Chairwoman Chair CEO CFO COO CTO Director Secretary Senator Senators Governor \
        Representative Ambassador Attorney General Minister Premier Prime Chancellor Deputy Commissioner Founder \
        Co-founder Executive Managing Spokesman Spokeswoman Spokesperson Manager Treasurer Analyst Economist Envoy \
        Admiral Judge Justice Officer Agent Mayor Inspector Commander Coach Professor Editor Speaker Counsel \
        Administrator Superintendent Sen Rep Gov Sens Reps Gen Lt",
    ),
    (
        next::TIME,
        "Eastern Central Mountain Pacific Atlantic Greenwich ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT BST UTC \
        CET CEST IST JST AEST AEDT Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur \
        Thurs Fri Sat Sun January February March April May June July August September October November December Jan Feb \
        Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec",
    ),
    (next::MONTH, "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember"),
    (
        next::NAMED_AFTER,
        "Day Boulevard Blvd Avenue Ave Drive Street Way Parkway Highway Bridge School Elementary Middle High Library \
        Center Memorial Hospital Park Foundation Stadium Field",
    ),
    (next::COMPANY, "KG KGaA OHG"),
];

static ABBREVIATED: LazyLock<FxHashMap<&'static str, [Option<Follows>; 2]>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, [Option<Follows>; 2]> = FxHashMap::default();
    let mut add = |word: &'static str, follows: Follows| {
        let entry = table.entry(word).or_default();
        let free = usize::from(entry[0].is_some());
        entry[free] = Some(follows);
    };
    for (follows, words) in ABBREVIATIONS.iter().chain(SMALL) {
        words.split_whitespace().for_each(|word| add(word, *follows));
    }
    table
});

static NEXT_WORDS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for (class, words) in NEXT {
        for word in words.split_whitespace() {
            *table.entry(word).or_insert(0) |= class;
        }
    }
    table
});

/// What follows a point: the text from there, and what its first word is.
#[derive(Clone, Copy, Debug)]
struct Next<'t> {
    /// From the first letter or digit on.
    text: &'t str,
    class: u8,
    is_quoted: bool,
}

impl<'t> Next<'t> {
    fn of(marked: &'t str) -> Next<'t> {
        let text = marked.trim_start_matches(super::OPENING);
        let end = text.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(text.len());
        Next {
            text,
            class: NEXT_WORDS.get(&text[..end]).copied().unwrap_or(0),
            is_quoted: marked.starts_with(['"', '“', '„', '«']),
        }
    }

    fn is(self, classes: u8) -> bool {
        self.class & classes != 0
    }

    fn is_number(self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// `President Lee`
    fn is_role_of_somebody(self) -> bool {
        let named = self.text.split_once(' ').filter(|(role, _)| !matches!(*role, "Attorney" | "General" | "Chief"));
        self.is(next::ROLE) && named.is_some_and(|(_, name)| name.starts_with(char::is_uppercase))
    }

    /// `B.`, the next of several letters with points.
    fn is_letter(self) -> bool {
        let mut chars = self.text.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.')
    }
}

/// True if the point behind `before`, the sentence so far, does not end it.
///
/// `closing` are the marks that close behind the point; behind them and blanks is `next`.
pub(super) fn goes_on(before: &str, closing: &str, next: &str) -> bool {
    if closing.contains(['.', '!', '?', '…']) {
        return false;
    }
    let (earlier, word) = last_word(before);
    let next = Next::of(next);
    let is_closed = closing.contains(['"', '”', '’', '\'', '»']);
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (None, _) => false,
        (Some(letter), None) if letter.is_alphabetic() => letter_goes_on(letter, earlier, next, is_closed),
        (Some(digit), _) if digit.is_ascii_digit() => is_ordinal(earlier, word, next),
        _ if word.contains('.') => letters_go_on(word, earlier, next, closing),
        _ => abbreviation_goes_on(word, earlier, next, is_closed),
    }
}

/// The last word of `text` and what stands before it.
fn last_word(text: &str) -> (&str, &str) {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„' | '‘' | '«' | '—' | '–' | '-');
    let start = text.rfind(is_edge).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = text[start..].trim_start_matches(['\'', '’']);
    text.split_at(text.len() - word.len())
}

/// The word before the last one, with its marks.
fn previous(earlier: &str) -> &str {
    last_word(earlier.trim_end()).1
}

/// One letter with a point: an initial (`J. K. Rowling`), or part of `z. B.`
fn letter_goes_on(letter: char, earlier: &str, next: Next<'_>, is_closed: bool) -> bool {
    // The letters before it, the nearest first.
    let (mut rest, mut chain) = (earlier, vec![letter]);
    while chain.len() < 5
        && let before = last_word(rest.trim_end())
        && let Some(single) = before.1.strip_suffix('.').filter(|word| word.chars().count() == 1)
        && single.starts_with(char::is_alphabetic)
    {
        chain.extend(single.chars());
        rest = before.0;
    }
    // `z. B.`, `i. d. R.`, `J. K.`, but `Case x. B. Lee said`.
    let may_be_first = letter.is_uppercase()
        || chain.len() > 1
        || matches!(letter, 'a' | 'd' | 'e' | 'i' | 'm' | 'n' | 'o' | 'p' | 's' | 'u' | 'v' | 'z');
    if next.is_letter() && may_be_first {
        return true;
    }
    if chain.len() > 1 && chain.iter().any(|letter| letter.is_lowercase()) {
        chain.reverse();
        let letters: Vec<String> = chain.iter().map(|letter| letter.to_lowercase().to_string()).collect();
        return NEVER.contains(&letters.join(".").as_str()) || !next.is(next::BEGINS | next::MAY_BEGIN);
    }
    if letter.is_lowercase() {
        return letter == 'v' || matches!(letter, 'p' | 's') && next.is_number();
    }
    match letter {
        'I' => chain.len() > 1 && !next.is(next::BEGINS),
        // `A. The dog` of a list stays whole.
        _ => earlier.trim_end().is_empty() || !(next.is(next::BEGINS) || is_closed && chain.len() > 1),
    }
}

/// Letters with points and no blanks: `U.S.`, `p.m.`, `z.B.`, `J.K.`
fn letters_go_on(word: &str, earlier: &str, next: Next<'_>, closing: &str) -> bool {
    // `Ph.D`, and no domains or file names.
    if word.len() > 12 || word.split('.').any(|part| part.chars().count() > 2) {
        return false;
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    if matches!(lower, "a.m" | "p.m") {
        return next.is(next::TIME);
    }
    if NEVER.contains(&lower) {
        return true;
    }
    let is_country = COUNTRIES.contains(&lower);
    let is_behind_comma = BEHIND_COMMA.contains(&lower);
    let is_closed = !closing.trim_start_matches([')', ']']).is_empty();
    let is_of_letters = word.split('.').all(|part| part.chars().count() == 1);
    if is_closed || !(is_country || is_behind_comma || is_of_letters) {
        return false;
    }
    if next.is(next::ROLE) {
        // `in the U.S. President Lee said`, but `the U.S. President`.
        let (before, article) = last_word(earlier.trim_end());
        let is_within = article == "the" && WITHIN.contains(&previous(before).to_lowercase().as_str());
        return !(is_country && is_within && next.is_role_of_somebody());
    }
    // `Washington, D.C. Lee stayed`, `R-N.H. Lee stayed`; but `(R-N.H.) Lee`.
    let is_place = is_behind_comma && closing.is_empty();
    if is_place && (previous(earlier).ends_with(',') || earlier.ends_with('-')) {
        return false;
    }
    let is_no_name = is_country || next.is_quoted || word.starts_with(char::is_lowercase);
    !next.is(if is_no_name { next::BEGINS | next::MAY_BEGIN } else { next::BEGINS })
}

/// An abbreviation of the table.
fn abbreviation_goes_on(word: &str, earlier: &str, next: Next<'_>, is_closed: bool) -> bool {
    // The longest of the tables has seven letters.
    if word.len() > 8 {
        return false;
    }
    let known = |word: &str| ABBREVIATED.get(word).copied().unwrap_or_default();
    let mut found = known(word);
    let is_capital = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    if found == [None, None] && is_capital {
        found = known(&word.to_lowercase());
    }
    let is_after_comma = || previous(earlier).ends_with(',');
    found.into_iter().flatten().any(|follows| match follows {
        Follows::Anything => true,
        Follows::Number => next.is_number(),
        Follows::Name => !is_closed && !next.is(next::BEGINS | next::MAY_BEGIN),
        Follows::Role => next.is(next::ROLE | next::COMPANY),
        Follows::RoleInState => next.is(next::ROLE) && !is_after_comma(),
        // `el Sr. López`, but `Ken Lee Sr. Tom Poe`.
        Follows::NamedAfter => {
            let is_title = word.starts_with(['S', 's']) && !previous(earlier).starts_with(char::is_uppercase);
            is_title || next.is(next::NAMED_AFTER)
        }
    })
}

/// A number with a point that counts places, as German writes: `am 3. März`, `der 12. Bundestag`.
fn is_ordinal(earlier: &str, number: &str, next: Next<'_>) -> bool {
    if number.len() > 3 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // The number of a list: `1. The company shall …`
    if earlier.trim_end().is_empty() || next.is(next::MONTH) && number.len() < 3 {
        return true;
    }
    let (rest, word) = last_word(earlier.trim_end());
    let is_date = word.strip_suffix('.').is_some_and(|day| day.len() < 3 && day.bytes().all(|b| b.is_ascii_digit()));
    if next.is_number() && is_date || next.text.starts_with("FC ") {
        return true;
    }
    let lower = word.to_lowercase();
    let is_counted = BEFORE_ORDINAL.split_whitespace().any(|before| before == lower);
    // `I am 12. Tom is 14.`
    let is_english = lower == "am" && previous(rest) == "I";
    is_counted && !is_english && !next.is(next::BEGINS)
}
