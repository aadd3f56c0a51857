//! The words that tell what another word is: verbs of speech, titles, function words, nouns for
//! people and organisations.
//!
//! Looked up by hash once per token, so that everything behind compares numbers.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::honorifics;
use super::tokens::hash_word;
use crate::text::names;

/// What a known word can be; a word may be several things.
pub mod class {
    /// A verb of speech: `said`, `tweets`, `adding`.
    pub const SPEECH: u32 = 1;
    /// A verb of speech in the form that ends in `-ing`.
    pub const ING: u32 = 1 << 1;
    /// A verb that takes the listener as its object: `told`, `asked`.
    pub const TELLS: u32 = 1 << 2;
    /// `be`, `have`, `do` and the modal verbs.
    pub const AUX: u32 = 1 << 3;
    /// A preposition.
    pub const PREP: u32 = 1 << 4;
    /// `and`, `or`, `but`.
    pub const CONJ: u32 = 1 << 5;
    /// A word that opens a clause: `that`, `because`, `when`.
    pub const SUBORD: u32 = 1 << 6;
    /// An article or another determiner: `the`, `a`, `some`, `two`.
    pub const DET: u32 = 1 << 7;
    /// A possessive: `his`, `her`, `their`.
    pub const POSSESSIVE: u32 = 1 << 8;
    /// `he`, `him`, `himself`.
    pub const HE: u32 = 1 << 9;
    /// `she`, `her`, `herself`.
    pub const SHE: u32 = 1 << 10;
    /// A pronoun in the form of a subject: `he`, `she`, `they`, `it`, `who`, `I`, `we`.
    pub const SUBJECT: u32 = 1 << 11;
    /// Any other function word or frequent adverb.
    pub const FUNCTION: u32 = 1 << 12;
    /// A title that stands before a name: `Mr`, `Senator`, `President`.
    pub const TITLE: u32 = 1 << 13;
    /// A title that tells a man: `Mr`, `Sir`, `King`.
    pub const MALE: u32 = 1 << 14;
    /// A title or noun that tells a woman: `Mrs`, `Queen`, `spokeswoman`.
    pub const FEMALE: u32 = 1 << 15;
    /// A noun for a person: `spokesman`, `coach`, `president`.
    pub const PERSON: u32 = 1 << 16;
    /// A noun for a group or organisation: `campaign`, `company`, `team`.
    pub const GROUP: u32 = 1 << 17;
    /// A noun for something that is read: `statement`, `report`, `email`.
    pub const PAPER: u32 = 1 << 18;
    /// A word that is part of the names of organisations: `University`, `Inc`, `Times`.
    pub const ORG: u32 = 1 << 19;
    /// A country, state or large city, or the name of its people.
    pub const PLACE: u32 = 1 << 20;
    /// A month, day of the week, holiday, party or other capitalised word that is no name.
    pub const CALENDAR: u32 = 1 << 21;
    /// An abbreviation whose point ends no sentence.
    pub const ABBREVIATION: u32 = 1 << 22;
    /// An adverb that may stand between subject and verb: `also`, `later`.
    pub const ADVERB: u32 = 1 << 23;
    /// A small word inside names: `de`, `van`, `bin`.
    pub const PARTICLE: u32 = 1 << 24;
    /// `Jr`, `Sr`, `III`.
    pub const SUFFIX: u32 = 1 << 25;
    /// A frequent verb that is none of speech: `called off`, `won`, `went`.
    pub const VERB: u32 = 1 << 26;
    /// A name of a work or show: follows `called`, `titled`, `entitled`.
    pub const TITLED: u32 = 1 << 27;
    /// The plain form of a verb of speech, which may also be a noun: `question`, `claim`.
    pub const PLAIN: u32 = 1 << 28;
    /// A month, day of the week or holiday.
    pub const DATE: u32 = 1 << 29;
    /// A first name of the bundled table.
    pub const FIRST_NAME: u32 = 1 << 30;
    /// The participle of a verb of speech whose object hears it or is spoken of: `told`, `called`.
    pub const ADDRESSED: u32 = 1 << 31;
    /// Any word that ends a noun phrase.
    pub const BREAK: u32 = SPEECH | AUX | PREP | CONJ | SUBORD | SUBJECT | FUNCTION | ADVERB | VERB;
}

/// A known word: its classes and its number, the same for all forms of a verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Bits of [`class`].
    pub class: u32,
    /// Number of the word, stable as long as the lists below are only added to at their end.
    pub id: u16,
}

/// Verbs of speech; irregular forms behind `/` as past and participle.
const SPEECH: &str = "say/said tell/told ask add write/wrote/written tweet continue call state note explain reply \
    respond argue declare announce report recall conclude warn acknowledge suggest admit insist urge predict remark \
    describe promise vow pledge claim assert contend maintain allege charge accuse complain criticize criticise \
    blast slam denounce condemn praise joke quip scoff muse wonder observe comment confirm deny concede confess \
    emphasize emphasise stress reiterate repeat caution advise counsel recommend propose demand order instruct beg \
    plead implore shout yell scream cry exclaim whisper mutter murmur chant boast brag lament sigh snap retort \
    counter rebut fire laugh agree disagree think/thought believe hope feel/felt fear worry know/knew/known \
    understand/understood mean/meant answer read/read post testify swear/swore/sworn speak/spoke/spoken talk \
    mention indicate imply reveal disclose divulge release estimate calculate forecast speculate guess reckon \
    assure reassure inform notify remind convince persuade lecture preach proclaim pronounce \
    recount relate tease mock ridicule taunt label dub brand characterize characterise dismiss reject \
    question inquire query challenge press interject interrupt intone venture volunteer offer begin/began/begun \
    open close finish go/went put/put sum opine hint signal quote cite applaud hail thank congratulate welcome \
    apologize apologise protest object decry deride attack bash rail thunder tout defend summarize summarise \
    elaborate clarify specify detail outline blame credit pray wish decide rule find/found hold/held \
    retweet email text message blog argue message chide scold rebuke chime echo sing/sang/sung gush crow deadpan \
    bemoan bristle fume groan grumble moan allow advocate attest vent relay email figure";

/// Verbs of speech whose object hears the words or is spoken of, so that in the passive their
/// subject says nothing; not `ask` and `quote`, whose object answers or speaks.
const ADDRESSED: &str = "tell warn urge advise inform notify remind assure reassure counsel caution lecture call \
    describe label dub brand characterize characterise criticize criticise accuse charge blast slam denounce condemn \
    praise mock ridicule tease taunt attack deride hail applaud chide scold rebuke challenge order instruct blame \
    dismiss reject thank congratulate welcome";

/// Verbs of speech whose last letter is doubled in British spelling: `labelled`.
const DOUBLED: [&str; 3] = ["label", "signal", "counsel"];

/// Verbs of speech whose object is the listener.
const TELLS: &str = "tell told tells telling ask asked asks asking inform informed remind reminded assure assured warn \
    warned urge urged advise advised notify thank thanked";

const LISTS: &[(u32, &str)] = &[
    (
        class::AUX,
        "be am is are was were been being have has had having do does did done doing will would can could \
        shall should may might must ain't isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't won't \
        wouldn't can't cannot couldn't shouldn't",
    ),
    (
        class::PREP,
        "of in on at by for with from to into onto over under about after before between among against \
        during without within through throughout across behind beyond near since until upon toward towards around \
        along inside outside amid despite except per via like unlike off up down out alongside according regarding as",
    ),
    (class::CONJ, "and or but nor yet &"),
    (
        class::SUBORD,
        "that because when while if although though as whether where which whose what how why unless \
        than once so whom whereas",
    ),
    (
        class::DET,
        "the a an this that these those some any no another each every both either neither one two three \
        four five six several many few most all other such more",
    ),
    (class::POSSESSIVE, "his her their its my our your whose"),
    (class::HE, "he him his himself"),
    (class::SHE, "she her hers herself"),
    (class::SUBJECT, "he she they it who i we you"),
    (
        class::FUNCTION,
        "him them us me himself herself themselves itself not there here then now just only even too \
        very well again ever never always often perhaps maybe rather quite almost already still soon ago away back \
        together instead however meanwhile moreover furthermore therefore thus hence otherwise indeed yes no ok okay \
        please hello thanks oh ah hey how much more less least asked speaking continuing following including given \
        by hers ours \
        everyone everybody someone somebody anyone anybody nobody none something nothing anything everything",
    ),
    (
        class::ADVERB,
        "also later then further recently previously once repeatedly reportedly allegedly publicly \
        privately simply initially eventually ultimately finally quickly immediately today yesterday tomorrow \
        tonight first last now still never again famously bluntly earlier recently reportedly sarcastically angrily",
    ),
    (
        class::TITLE | class::ABBREVIATION,
        "mr mrs ms dr sen sens rep reps gov govs pres prof rev hon lt col gen adm capt \
        cmdr maj sgt cpl pvt fr msgr st supt det insp atty",
    ),
    (
        class::ABBREVIATION,
        "vs no jan feb mar apr jun jul aug sept sep oct nov dec ft mt approx dept univ etc ala ariz \
        ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va \
        vt wash wis wyo corp co ltd inc bros jr sr",
    ),
    (
        class::TITLE,
        "president vice senator senators governor representative congressman congresswoman chairman chairwoman \
        chair speaker secretary minister premier chancellor ambassador judge justice mayor councilman councilwoman \
        alderman sheriff chief officer detective sergeant captain colonel general lieutenant major admiral commander \
        professor doctor reverend pastor father bishop archbishop cardinal pope rabbi imam sister brother king queen \
        prince princess lord lady sir dame miss madam coach attorney director commissioner delegate treasurer \
        comptroller prosecutor superintendent principal dean provost ayatollah sheikh emir sultan czar leader whip \
        candidate nominee host anchor prime deputy lieutenant ex-president then-president president-elect \
        ex-attorney ex-senator ex-governor former columnist actor actress singer author inspector constable",
    ),
    (
        class::MALE,
        "mr sir king prince lord congressman chairman councilman father brother spokesman businessman \
        man boy son husband grandfather uncle nephew widower salesman policeman fireman statesman actor gentleman",
    ),
    (
        class::FEMALE,
        "mrs ms miss madam queen princess lady dame congresswoman chairwoman councilwoman sister \
        spokeswoman businesswoman woman girl mother daughter wife grandmother aunt niece widow actress policewoman \
        first-lady waitress",
    ),
    (
        class::PERSON,
        "president senator governor congressman congresswoman lawmaker mayor chairman chairwoman chair \
        secretary minister premier chancellor ambassador judge justice spokesman spokeswoman spokesperson spokespeople \
        aide adviser advisor strategist consultant pollster operative official officials analyst analysts expert \
        experts economist professor scientist researcher researchers author writer journalist reporter reporters \
        columnist editor anchor host moderator producer correspondent blogger commentator critic critics source \
        sources person people man woman boy girl child mother father son daughter wife husband brother sister \
        parents voter voters supporter supporters resident residents student students teacher teachers worker \
        workers farmer owner manager director executive officer officers founder co-founder ceo chief president-elect \
        candidate candidates nominee nominees leader leaders democrat democrats republican republicans conservative \
        conservatives liberal liberals activist activists organizer protester protesters demonstrator lawyer lawyers \
        attorney attorneys prosecutor prosecutors detective sheriff soldier veteran veterans general colonel captain \
        lieutenant doctor doctors nurse patient patients pastor priest bishop pope player players coach captain \
        striker midfielder defender goalkeeper quarterback pitcher athlete champion winner singer actor actress \
        artist director filmmaker comedian billionaire businessman businesswoman mogul entrepreneur investor trader \
        witness witnesses victim victims suspect defendant plaintiff neighbor neighbour friend friends colleague \
        colleagues boss employee employees staffer staffers member members representative representatives \
        congressmen lawmakers senators governors mayors ministers delegate delegates donor donors insider insiders \
        observers historians opponents rival rivals ally allies speaker guest caller user viewer reader customer \
        passenger driver pilot commander inmate prisoner minister diplomat envoy negotiator inspector spokesmen \
        surrogate surrogates counsel treasurer commissioner superintendent principal graduate native mom dad teen \
        teenager lady gentleman crowd audience others individuals women men americans",
    ),
    (
        class::GROUP,
        "campaign committee company group organization organisation department agency administration \
        government party team club union association council board court commission congress senate house firm bank \
        university college school hospital church foundation institute center centre network newspaper magazine \
        paper station site website publication outlet channel panel coalition federation league army police force \
        office bureau ministry parliament cabinet embassy camp movement pac alliance authority corporation airline \
        manufacturer maker publisher retailer startup band",
    ),
    (
        class::PAPER,
        "statement report email e-mail letter memo post tweet message poll survey study article story \
        editorial column op-ed headline caption ad advertisement commercial video website book document documents \
        lawsuit complaint indictment affidavit filing ruling opinion order resolution law bill amendment constitution \
        sign signs banner poster text transcript release press note page slogan song narrator voice voiceover blog \
        account review summary announcement proposal plan platform petition manifesto invitation flier flyer spot",
    ),
    (
        class::ORG,
        "university college institute institution committee commission department agency bureau council \
        association foundation center centre corporation corp inc llc ltd plc company co group bank times post news \
        journal tribune herald gazette press magazine network radio television tv party congress senate house \
        parliament court police union league federation organization organisation administration campaign club \
        school hospital church ministry office service services systems technologies industries partners \
        international society board authority force army navy fund trust alliance coalition caucus conference \
        airlines motors holdings media studios records museum library academy airport county city town township \
        united rovers fc afc pac super team democrats republicans project initiative forum register globe guardian \
        observer chronicle examiner sentinel daily weekly review report today network's broadcasting associates \
        chamber embassy consulate pentagon kremlin cabinet treasury fed nato reuters bloomberg politico breitbart \
        facebook twitter google microsoft apple amazon youtube instagram",
    ),
    (
        class::PLACE,
        "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii \
        idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota \
        mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma \
        oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming america american \
        americans britain british england english scotland scottish wales ireland irish france french germany german \
        spain spanish italy italian russia russian china chinese japan japanese india indian iran iranian iraq \
        syria israel israeli europe european africa african asia asian canada canadian australia australian mexican \
        ukraine ukrainian korea korean turkey turkish greece greek poland polish sweden swedish norway brazil \
        argentina cuba cuban venezuela egypt saudi arabia pakistan afghanistan libya london paris berlin moscow \
        beijing tokyo brussels rome madrid dublin edinburgh sydney toronto chicago boston philadelphia dallas houston \
        miami atlanta detroit denver seattle cleveland tampa orlando phoenix baltimore pittsburgh cincinnati \
        milwaukee minneapolis manhattan brooklyn hollywood midwest northeast southeast southwest northwest south \
        north east west u.s us usa uk u.k eu e.u u.n un d.c dc n.h n.y n.j s.c n.c r.i n.m angeles francisco \
        diego vegas orleans islam islamic",
    ),
    (
        class::CALENDAR | class::DATE,
        "january february march april may june july august september october november december monday \
        tuesday wednesday thursday friday saturday sunday christmas thanksgiving easter ramadan",
    ),
    (
        class::CALENDAR,
        "republican republicans democrat democrats democratic gop christian christians muslim muslims jewish catholic catholics \
        latino latinos hispanic hispanics black white god internet",
    ),
    (class::PARTICLE, names::PARTICLES),
    (class::SUFFIX, names::SUFFIXES),
    (
        class::VERB,
        "won lost took came made got gave left ran met saw kept became seemed appeared wants want wanted \
        needs need likes tried trying used using working looks looked took takes making taking going getting got \
        gets comes run running won win wins lose led leads leaving turned turning turns moved moving works worked \
        played plays lives lived died born served joined helped faces faced plans planned expects expected leading \
        spent started stopped showed shows sent sat stood wore refused declined endorsed backed supports supported \
        opposed defeated nominated elected appointed visited attended arrived returned remains remained voted \
        sought introduced launched raised received signed issued published passed failed followed hopes visited",
    ),
    (class::TITLED, "titled entitled dubbed called nicknamed named"),
    (class::ABBREVIATION, "e.g i.e a.m p.m"),
    (class::TITLE | class::PERSON | class::ABBREVIATION, "cllr cllrs brig pte cdr ald asst ssgt"),
    (
        class::TITLE | class::PERSON,
        "councillor councilor councilmember councilperson mp mep msp mla td pc wpc pcso dci dsi qc kc \
        assemblyman assemblywoman assemblymember assemblyperson supervisor freeholder selectman selectwoman \
        congressmember congressperson lawmaker legislator baroness baron viscount viscountess countess marquess duchess \
        emperor empress brigadier commodore corporal marshal taoiseach tánaiste ombudsman magistrate coroner rector vicar \
        archdeacon chaplain monsignor mufti backbencher frontbencher executive ceo cfo cto coo \
        chairperson vice-president vice-chairman vice-chair co-chair co-founder co-leader governor-general \
        lieutenant-governor secretary-general director-general under-secretary undersecretary whistleblower \
        striker midfielder defender goalkeeper winger full-back fullback centre-back quarterback linebacker \
        skipper manager trainer jockey sprinter boxer golfer swimmer farmer teacher headteacher headmaster headmistress \
        nurse midwife paramedic firefighter neighbour neighbor spokesman spokeswoman spokesperson commuter shopper \
        resident pensioner student campaigner activist protester businessman businesswoman entrepreneur tycoon \
        billionaire millionaire lawyer solicitor barrister economist analyst historian scientist researcher \
        physicist biologist chemist epidemiologist virologist psychologist psychiatrist sociologist climatologist \
        meteorologist astronomer anthropologist philosopher surgeon physician pharmacist dentist engineer architect \
        journalist reporter novelist poet playwright comedian presenter broadcaster editor producer filmmaker \
        photographer pianist guitarist composer conductor choreographer rapper chef publican landlord landlady \
        shopkeeper pilot motorist cyclist trucker postman builder plumber electrician mechanic labourer \
        strategist adviser advisor aide pollster consultant ex-minister ex-premier ex-mayor ex-congressman owner founder \
        mum grandad granddad granny comrade trooper patrolman \
        kanzler kanzlerin bundeskanzler bundeskanzlerin bundespräsident ministerpräsident \
        ministerpräsidentin oberbürgermeister oberbürgermeisterin bürgermeister bürgermeisterin minister-president \
        bundesminister bundesministerin finanzminister herr frau monsieur madame mademoiselle mme mlle maître \
        monseigneur président présidente ministre maire député députée sénateur sénatrice \
        señor señora señorita alcalde alcaldesa ministro ministra presidente presidenta diputado diputada \
        senador senadora gobernador gobernadora concejal",
    ),
    (
        class::MALE,
        "assemblyman selectman baron viscount marquess emperor herr monsieur señor postman patrolman landlord grandad \
        granddad headmaster alcalde bundeskanzler diputado senador gobernador",
    ),
    (
        class::FEMALE,
        "assemblywoman selectwoman baroness viscountess countess duchess empress frau madame mademoiselle mme mlle señora \
        señorita wpc mum granny landlady headmistress midwife kanzlerin bundeskanzlerin ministerpräsidentin presidenta \
        alcaldesa diputada senadora gobernadora sénatrice",
    ),
    (class::CALENDAR | class::PERSON, "tory tories"),
    (class::TITLE | class::MALE, honorifics::MEN),
    (class::TITLE | class::FEMALE, honorifics::WOMEN),
    (class::TITLE, honorifics::OTHERS),
    (class::TITLE | class::ABBREVIATION, honorifics::SHORT),
];

/// Further words of organisations, without numbers either.
const MORE_ORGS: &str = "street yard";

/// Further nouns for people.
const MORE_PEOPLE: &str = "clerk usher registrar bailiff agent publicist widow widower cousin fiancé fiancée girlfriend \
    boyfriend stepfather stepmother grandson granddaughter bodyguard teammate classmate roommate volunteer volunteers \
    contestant contestants fans pm dpm dp vp";

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&build()));

/// Known words by hash: open addressing, keys apart from what is known, since most words miss.
#[derive(Debug)]
struct Table {
    keys: Vec<u32>,
    known: Vec<Known>,
}

impl Table {
    fn new(words: &FxHashMap<u32, Known>) -> Table {
        let size = (words.len() * 3).next_power_of_two();
        let mut table = Table { keys: vec![0; size], known: vec![Known::default(); size] };
        for (hash, known) in words {
            let mut at = *hash as usize & (size - 1);
            while table.keys[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            table.keys[at] = *hash;
            table.known[at] = *known;
        }
        table
    }

    #[inline]
    fn get(&self, hash: u32) -> Known {
        let mask = self.keys.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.keys[at] {
                0 => return Known::default(),
                key if key == hash => return self.known[at],
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// The known words, to be fetched once per text.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon(&'static Table);

impl Lexicon {
    /// The lexicon.
    pub fn get() -> Lexicon {
        Lexicon(&TABLE)
    }

    /// What is known of the word with this hash; nothing known is the default.
    #[inline]
    pub fn known(self, hash: u32) -> Known {
        self.0.get(hash)
    }
}

fn build() -> FxHashMap<u32, Known> {
    let mut table: FxHashMap<u32, Known> = FxHashMap::default();
    let mut add = |word: &str, class: u32, id: u16| {
        let entry = table.entry(hash_word(word)).or_insert(Known { class: 0, id });
        entry.class |= class;
    };
    for (id, verb) in (1..).zip(SPEECH.split_whitespace()) {
        let mut parts = verb.split('/');
        let base = parts.next().unwrap_or("");
        let irregular: Vec<&str> = parts.collect();
        add(base, class::SPEECH | class::PLAIN, id);
        add(&with_s(base), class::SPEECH | class::PLAIN, id);
        add(&with_ing(base), class::SPEECH | class::ING, id);
        let addressed = match ADDRESSED.split_whitespace().any(|verb| verb == base) {
            true => class::ADDRESSED,
            false => 0,
        };
        if irregular.is_empty() {
            add(&with_ed(base), class::SPEECH | addressed, id);
        }
        if DOUBLED.contains(&base) {
            add(&format!("{base}led"), class::SPEECH | addressed, id);
            add(&format!("{base}ling"), class::SPEECH | class::ING, id);
        }
        for form in irregular {
            add(form, class::SPEECH | addressed, id);
        }
    }
    let mut seen_tells = 0;
    for word in TELLS.split_whitespace() {
        seen_tells += 1;
        add(word, class::TELLS, 1000 + seen_tells);
    }
    // These have no numbers, as the weights know none; `do` is a verb.
    for word in names::MORE_PARTICLES.split_whitespace().filter(|word| *word != "do") {
        add(word, class::PARTICLE, 0);
    }
    for word in MORE_PEOPLE.split_whitespace() {
        add(word, class::PERSON, 0);
    }
    for word in MORE_ORGS.split_whitespace() {
        add(word, class::ORG, 0);
    }
    let mut id = 300;
    for (class, words) in LISTS {
        for word in words.split_whitespace() {
            add(word, *class, id);
            id += 1;
        }
    }
    // One number for a title and its abbreviation.
    for (short, long) in [
        ("sen", "senator"),
        ("gov", "governor"),
        ("rep", "representative"),
        ("dr", "doctor"),
        ("prof", "professor"),
        ("gen", "general"),
        ("col", "colonel"),
        ("lt", "lieutenant"),
        ("sgt", "sergeant"),
        ("pres", "president"),
        ("rev", "reverend"),
    ] {
        let id = table.get(&hash_word(long)).map(|known| known.id);
        if let (Some(id), Some(entry)) = (id, table.get_mut(&hash_word(short))) {
            entry.id = id;
        }
    }
    table
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// True if the last consonant doubles before an ending: `admit`, `beg`, `quip`.
fn doubles(base: &str) -> bool {
    matches!(
        base,
        "admit" | "beg" | "quip" | "brag" | "snap" | "dub" | "rebut" | "put" | "sum" | "begin" | "blog" | "pen"
    )
}

fn with_s(base: &str) -> String {
    let bytes = base.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &base[..base.len() - 1]),
        [.., b's' | b'x' | b'h' | b'o'] if !base.ends_with("gh") => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

fn with_ed(base: &str) -> String {
    let bytes = base.as_bytes();
    match bytes {
        [.., b'e'] => format!("{base}d"),
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ied", &base[..base.len() - 1]),
        [.., last] if doubles(base) => format!("{base}{}ed", *last as char),
        _ => format!("{base}ed"),
    }
}

fn with_ing(base: &str) -> String {
    let bytes = base.as_bytes();
    match bytes {
        [.., b'e'] if base.len() > 3 && base != "agree" && base != "disagree" => {
            format!("{}ing", &base[..base.len() - 1])
        }
        [.., last] if doubles(base) => format!("{base}{}ing", *last as char),
        _ => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(hash: u32) -> Known {
        Lexicon::get().known(hash)
    }

    #[test]
    fn all_forms_of_a_verb_have_one_number() {
        let id = known(hash_word("say")).id;
        for form in ["said", "says", "saying", "Said"] {
            assert_eq!(known(hash_word(form)).id, id, "{form}");
        }
        for form in ["admitted", "replies", "replied", "agreeing", "writing", "written", "urges", "tweeted"] {
            assert!(known(hash_word(form)).class & class::SPEECH != 0, "{form}");
        }
        assert_eq!(known(hash_word("zebra")), Known::default());
    }
}
