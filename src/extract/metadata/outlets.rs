//! Outlets by web domain and by alias: the bundled table and the user's own.
//!
//! The table is `outlets.tsv` beside this file; its head says what its columns mean. It is
//! taken in once per process, on first use.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::text::fold;

/// Short names that running text uses for the outlet and for nothing else. Others of three
/// letters and less (`AD`, `HS`) mean many things.
const KNOWN_BY_LETTERS: &[&str] = &[
    "AFP", "AP", "ARD", "BBC", "CBC", "CBN", "CBS", "CNN", "ITV", "LBC", "NBC", "NHK", "NPR", "NRK", "NYT", "NZZ",
    "ORF", "PBS", "PTI", "RTÉ", "UPI", "Vox", "WSJ", "ZDF",
];

/// An outlet as the table knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The name under which all its articles are filed, such as `The Daily Wire`.
    pub name: Cow<'static, str>,
    /// Country it is published in, ISO 3166 in lower case; empty where the table does not tell.
    pub country: &'static str,
    /// Language it publishes in, ISO 639-1; empty where the table does not tell.
    pub language: &'static str,
    /// True for an agency whose reports other outlets print.
    pub is_wire: bool,
}

/// Outlets by web domain and by alias.
///
/// A clone shares the table. [`Outlets::default`] is the bundled table.
#[derive(Clone)]
pub struct Outlets(Arc<Table>);

#[derive(Clone, Default)]
struct Table {
    outlets: Vec<Outlet>,
    domains: FxHashMap<Cow<'static, str>, u32>,
    aliases: FxHashMap<Cow<'static, str>, Alias>,
}

#[derive(Clone, Copy)]
struct Alias {
    outlet: u32,
    /// False for names that are common words or shared (`The Times`): believed where an outlet
    /// is expected, not in running text.
    is_distinct: bool,
}

/// `outlets.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserTable {
    #[serde(default)]
    outlet: Vec<UserOutlet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserOutlet {
    name: String,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Outlets {
    /// The table that comes with the program, several hundred outlets of all continents.
    pub fn bundled() -> Outlets {
        static BUNDLED: OnceLock<Outlets> = OnceLock::new();
        BUNDLED.get_or_init(|| Outlets(Arc::new(Table::parse(include_str!("outlets.tsv"))))).clone()
    }

    /// The bundled table with the user's outlets laid over it.
    ///
    /// `toml` is the content of an `outlets.toml`:
    ///
    /// ```toml
    /// [[outlet]]
    /// name = "Alabama Ledger"           # as it is to appear in results
    /// domains = ["alabamaledger.example"] # subdomains included
    /// aliases = ["Ledger"]              # other names for it; optional
    /// ```
    ///
    /// A name, domain or alias that the bundled table has as well means the user's outlet. The
    /// error says what is wrong and in which line.
    pub fn with_user_table(toml: &str) -> Result<Outlets, String> {
        let user: UserTable = toml::from_str(toml).map_err(|error| error.to_string().trim_end().to_owned())?;
        let mut table = Table::clone(&Outlets::bundled().0);
        for (number, outlet) in user.outlet.into_iter().enumerate() {
            let name = outlet.name.trim();
            if name.is_empty() {
                return Err(format!("outlet {} has an empty `name`", number + 1));
            }
            let known = table.aliases.get(fold(name).as_str()).map(|alias| alias.outlet as usize);
            let known = known.map(|index| table.outlets[index].clone());
            let (country, language, is_wire) =
                known.map_or(("", "", false), |known| (known.country, known.language, known.is_wire));
            let index = table.outlets.len() as u32;
            table.outlets.push(Outlet { name: Cow::Owned(name.to_owned()), country, language, is_wire });
            for domain in &outlet.domains {
                let host = host_of(domain).ok_or_else(|| format!("outlet `{name}`: `{domain}` is not a domain"))?;
                table.domains.insert(Cow::Owned(plain_host(&host).to_owned()), index);
            }
            for alias in outlet.aliases.iter().map(String::as_str).chain([name]) {
                let alias = fold(alias.trim());
                if !alias.is_empty() {
                    table.aliases.insert(Cow::Owned(alias), Alias { outlet: index, is_distinct: true });
                }
            }
        }
        Ok(Outlets(Arc::new(table)))
    }

    /// How many outlets the table has.
    pub fn len(&self) -> usize {
        self.0.outlets.len()
    }

    /// True if the table has no outlet.
    pub fn is_empty(&self) -> bool {
        self.0.outlets.is_empty()
    }

    /// The outlet of an address or a host; subdomains such as `www.`, `m.` and `edition.` are
    /// looked through.
    pub fn by_domain(&self, address: &str) -> Option<&Outlet> {
        let host = host_of(address)?;
        let mut host = host.as_str();
        loop {
            if let Some(index) = self.0.domains.get(host) {
                return self.0.outlets.get(*index as usize);
            }
            host = host.split_once('.')?.1;
        }
    }

    /// The outlet whose name, alias or domain equals `name`, folded.
    pub fn by_name(&self, name: &str) -> Option<&Outlet> {
        let name = name.trim();
        self.alias(&fold(name)).map(|(outlet, _)| outlet).or_else(|| {
            let is_domain = name.contains('.') && !name.contains(char::is_whitespace);
            is_domain.then(|| self.by_domain(name)).flatten()
        })
    }

    /// The name under which an outlet is filed: that of the table if `name` equals one of its
    /// names, aliases or domains, otherwise `name` as printed.
    ///
    /// A name that several outlets share (`The Herald`, in the table as `The Herald (Glasgow)`)
    /// stays as printed too: which of them is meant would be a guess.
    pub fn resolve(&self, name: &str) -> String {
        let printed = name.trim();
        match self.by_name(printed) {
            Some(outlet) if !is_one_of_several(&outlet.name, printed) => outlet.name.clone().into_owned(),
            _ => printed.to_owned(),
        }
    }

    /// The outlet that its people call so, and whether by a name that is distinct: `Globe` of
    /// `Globe Staff`. A short form in which the names of several outlets end is none.
    pub(super) fn by_short_name(&self, name: &str) -> Option<(&Outlet, bool)> {
        let folded = fold(name);
        let bare = folded.strip_prefix("the ").unwrap_or(&folded);
        let (outlet, is_distinct) =
            self.alias(&folded).or_else(|| self.alias(bare)).or_else(|| self.alias(&format!("the {bare}")))?;
        if is_distinct {
            return Some((outlet, true));
        }
        let ends_so = |outlet: &&Outlet| fold(&outlet.name).strip_suffix(bare).is_some_and(|rest| rest.ends_with(' '));
        let n_others = self.0.outlets.iter().filter(ends_so).filter(|other| other.name != outlet.name).take(1).count();
        (n_others == 0).then_some((outlet, false))
    }

    /// The outlet of a folded name, and whether the name is distinct enough for running text.
    pub(super) fn alias(&self, folded: &str) -> Option<(&Outlet, bool)> {
        let alias = self.0.aliases.get(folded)?;
        Some((self.0.outlets.get(alias.outlet as usize)?, alias.is_distinct))
    }
}

impl Default for Outlets {
    fn default() -> Outlets {
        Outlets::bundled()
    }
}

impl fmt::Debug for Outlets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outlets").field("outlets", &self.len()).finish_non_exhaustive()
    }
}

impl Table {
    fn parse(tsv: &'static str) -> Table {
        let mut table = Table::default();
        table.outlets.reserve(700);
        table.domains.reserve(1000);
        table.aliases.reserve(2000);
        for line in tsv.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or("");
            let (name, domains, aliases, country, language, flags) = (next(), next(), next(), next(), next(), next());
            let index = table.outlets.len() as u32;
            let is_wire = flags.contains('w');
            table.outlets.push(Outlet { name: Cow::Borrowed(name), country, language, is_wire });
            for domain in domains.split(' ').filter(|domain| !domain.is_empty()) {
                table.domains.entry(Cow::Borrowed(domain)).or_insert(index);
            }
            table.add_alias(name, index, !flags.contains('c'));
            for alias in aliases.split(';').filter(|alias| !alias.is_empty()) {
                match alias.strip_prefix('~') {
                    Some(shared) => table.add_alias(shared, index, false),
                    None => table.add_alias(alias, index, true),
                }
            }
        }
        // Names without their article come last, so that they never take another's name.
        for index in 0..table.outlets.len() {
            let Cow::Borrowed(name) = table.outlets[index].name else { continue };
            if let Some(short) = name.strip_prefix("The ") {
                table.add_alias(short, index as u32, short.contains(' '));
            }
        }
        table
    }

    fn add_alias(&mut self, alias: &'static str, outlet: u32, is_distinct: bool) {
        let is_distinct = is_distinct && (alias.len() > 3 || KNOWN_BY_LETTERS.contains(&alias));
        let is_folded = alias.bytes().all(|byte| byte < 0x80 && !byte.is_ascii_uppercase());
        let key = if is_folded { Cow::Borrowed(alias) } else { Cow::Owned(fold(alias)) };
        self.aliases.entry(key).or_insert(Alias { outlet, is_distinct });
    }
}

/// The host of an address, in lower case; also of one without a scheme.
pub(super) fn host_of(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("").trim_end_matches('.');
    let is_host = host.len() >= 4
        && host.len() <= 253
        && host.contains('.')
        && !host.starts_with('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    is_host.then(|| host.to_lowercase())
}

/// A host without `www.`.
pub(super) fn plain_host(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// True if `name` is that of an outlet without the place that tells it from its namesakes.
fn is_one_of_several(outlet: &str, name: &str) -> bool {
    outlet.split_once(" (").is_some_and(|(shared, _)| fold(shared) == fold(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_domain(address: &str, want: Option<&str>) {
        let outlets = Outlets::bundled();
        assert_eq!(outlets.by_domain(address).map(|outlet| outlet.name.as_ref()), want, "{address}");
    }

    #[test]
    fn domains_are_found_through_subdomains() {
        check_domain("https://www.dailywire.com/news/trump", Some("The Daily Wire"));
        check_domain("http://edition.cnn.com/2018/05/04/x", Some("CNN"));
        check_domain("m.nbcnews.com", Some("NBC News"));
        check_domain("https://www.bbc.co.uk/news", Some("BBC News"));
        check_domain("HTTPS://WWW.BBC.COM:443/news", Some("BBC News"));
        check_domain("abcnews.go.com", Some("ABC News"));
        check_domain("notcnn.com", None);
        check_domain("com", None);
        check_domain("", None);
    }

    #[test]
    fn names_and_aliases_mean_the_outlet_they_equal() {
        let outlets = Outlets::bundled();
        for (given, want) in [
            ("nyt", "The New York Times"),
            ("NEW YORK TIMES", "The New York Times"),
            ("The New York Times", "The New York Times"),
            ("www.nytimes.com", "The New York Times"),
            (" Daily Wire ", "The Daily Wire"),
            ("Le Monde", "Le Monde"),
            ("suddeutsche zeitung", "Süddeutsche Zeitung"),
            ("New York Times Book Club", "New York Times Book Club"),
            ("Alabama Ledger", "Alabama Ledger"),
        ] {
            assert_eq!(outlets.resolve(given), want, "{given}");
        }
    }

    #[test]
    fn the_users_table_wins() {
        let outlets = Outlets::with_user_table(
            "[[outlet]]\nname = 'Ledger'\ndomains = ['www.ledger.example', 'https://cnn.com/']\naliases = ['The Old Ledger']",
        )
        .unwrap();
        assert_eq!(outlets.by_domain("news.ledger.example/x").unwrap().name, "Ledger");
        assert_eq!(outlets.by_domain("cnn.com").unwrap().name, "Ledger");
        assert_eq!(outlets.resolve("the old ledger"), "Ledger");
        assert_eq!(outlets.resolve("nbc news"), "NBC News");
    }

    #[test]
    fn what_is_wrong_in_the_users_table_is_said() {
        for (toml, want) in [
            ("[[outlet]]\ndomains = []", "missing field `name`"),
            ("[[outlet]]\nname = ' '", "outlet 1 has an empty `name`"),
            ("[[outlet]]\nname = 'A'\ndomains = ['no domain']", "`no domain` is not a domain"),
            ("[[outlet]]\nname = 'A'\ndomain = 'a.org'", "unknown field `domain`"),
            ("[[outlet", "line 1"),
        ] {
            let error = Outlets::with_user_table(toml).unwrap_err();
            assert!(error.contains(want), "{toml:?}: {error}");
        }
    }

    #[test]
    fn the_table_is_large_and_consistent() {
        let outlets = Outlets::bundled();
        assert!(outlets.len() >= 500, "{}", outlets.len());
        let mut names: Vec<_> = outlets.0.outlets.iter().map(|outlet| outlet.name.as_ref()).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for outlet in &outlets.0.outlets {
            assert_eq!(outlets.by_name(&outlet.name).map(|found| &found.name), Some(&outlet.name));
            assert!(outlet.country.len() == 2 && outlet.language.len() == 2, "{outlet:?}");
        }
        let mut domains = rustc_hash::FxHashSet::default();
        for line in include_str!("outlets.tsv").lines().filter(|line| !line.starts_with('#')) {
            for domain in line.split('\t').nth(1).unwrap_or("").split(' ').filter(|domain| !domain.is_empty()) {
                assert_eq!(host_of(domain).as_deref(), Some(domain), "{line}");
                assert!(domains.insert(domain), "`{domain}` stands twice");
            }
        }
    }
}
