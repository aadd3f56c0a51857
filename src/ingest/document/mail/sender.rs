//! Who sends a mail: a person, an outlet, or a person of an outlet.
//!
//! Newsletters carry the name of the paper where others have that of the writer. The address tells them apart: what
//! is called as its domain is (`The Harbor Post <news@theharborpost.example>`) is no person, unless the part before
//! the `@` names one (`Ann Berg <ann@berg.example>`).

/// What the sender's line tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    pub author: Option<String>,
    pub outlet: Option<String>,
}

/// Reads a sender by the name that is shown and the address.
pub fn read(name: Option<&str>, address: Option<&str>) -> Sender {
    // An address is nobody's name.
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty() && !name.contains('@')) else {
        return Sender::default();
    };
    let person = || Sender { author: Some(name.to_owned()), outlet: None };
    let Some((local, domain)) = address.and_then(|address| address.rsplit_once('@')) else { return person() };
    let words: Vec<&str> = name.split_whitespace().collect();
    // The last label is the country's or the kind's.
    let labels: Vec<String> =
        domain.rsplit('.').skip(1).map(letters).filter(|label| label.chars().count() >= 3).collect();
    let is_domain = |words: &[&str]| {
        let named = letters(&words.concat());
        labels.iter().any(|label| without_article(label) == without_article(&named))
    };
    let local = letters(local);
    let is_of_local =
        |words: &[&str]| words.iter().map(|word| letters(word)).any(|word| word.len() > 2 && local.contains(&word));
    let outlet = |words: &[&str]| Some(trimmed(&words.join(" ")).to_owned());
    if words.len() > MAX_WORDS {
        return person();
    }
    if is_domain(&words) {
        return Sender { author: None, outlet: outlet(&words) };
    }
    for cut in 1..words.len() {
        let (before, after) = words.split_at(cut);
        if is_domain(after) && !is_link(after[0]) {
            // `Ann Lee from The Harbor Post`, `Ann Lee, The Harbor Post`, `Ann Lee (The Harbor Post)`
            let n_links = before.iter().rev().take_while(|word| is_link(word)).count();
            let (own, links) = before.split_at(cut - n_links);
            let writer = trimmed(&own.join(" ")).to_owned();
            let is_linked = links.iter().any(|link| !PARTICLES.contains(link))
                || before[cut - 1].ends_with([',', ':'])
                || after[0].starts_with('(');
            let is_of_outlet = is_linked && !writer.is_empty();
            return if is_of_outlet { Sender { author: Some(writer), outlet: outlet(after) } } else { person() };
        }
        // `Harbor Post Weekend`
        if is_domain(before) && !is_of_local(after) {
            return Sender { author: None, outlet: outlet(before) };
        }
    }
    person()
}

/// Words of a sender's name that are looked at.
const MAX_WORDS: usize = 12;

/// Small words that are part of a person's name.
const PARTICLES: &[&str] = &[
    "von", "vom", "zu", "zur", "van", "der", "den", "de", "het", "ter", "ten", "la", "le", "du", "des", "del", "della",
    "di", "da", "do", "dos", "das", "y", "e", "i", "af", "av", "bin", "ibn", "al", "el", "ben", "ap",
];

/// Whether a word stands between a person and an outlet: `from`, `bei`, `|`.
fn is_link(word: &str) -> bool {
    word.chars().all(|c| c.is_lowercase() || !c.is_alphanumeric())
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| matches!(c, ',' | ':' | '(' | ')' | '"' | '\'') || c.is_whitespace())
}

/// The letters and figures of a name, as a domain has them.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the").filter(|rest| rest.len() >= 3).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_as_its_domain_is_an_outlet() {
        let check = |sender: &str, author: &str, outlet: &str| {
            let (name, address) = sender.split_once('<').unwrap();
            let got = read(Some(name), Some(address.trim_end_matches('>')));
            let got = [got.author, got.outlet].map(Option::unwrap_or_default);
            assert_eq!(got, [author, outlet], "{sender}");
        };
        check("The Harbor Post <news@theharborpost.example>", "", "The Harbor Post");
        check("The Harbor Post <news@harborpost.example>", "", "The Harbor Post");
        check("Harbor Post <alerts@mail.the-harbor-post.co.example>", "", "Harbor Post");
        check("Harbor Post Weekend <news@harborpost.example>", "", "Harbor Post");
        check("KQX News <kqx@kqxnews.example>", "", "KQX News");
        check("Ann Lee from The Harbor Post <news@harborpost.example>", "Ann Lee", "The Harbor Post");
        check("Ann Lee bei der Harbor Post <news@harborpost.example>", "Ann Lee", "Harbor Post");
        check("Ann Lee, Harbor Post <ann@harborpost.example>", "Ann Lee", "Harbor Post");
        check("Ann Lee (Harbor Post) <ann@harborpost.example>", "Ann Lee", "Harbor Post");
        check("Ann Lee | Harbor Post <ann@harborpost.example>", "Ann Lee", "Harbor Post");
        // People, of a paper, of a provider and of their own.
        check("Ann Lee <ann@harborpost.example>", "Ann Lee", "");
        check("Ann Lee <annlee@letters.example>", "Ann Lee", "");
        check("Ann Berg <ann@berg.example>", "Ann Berg", "");
        check("Anna von Berg <anna@berg.example>", "Anna von Berg", "");
        check("Ann Post <news@harborpost.example>", "Ann Post", "");
        check("news@harborpost.example <news@harborpost.example>", "", "");
        check(" <news@harborpost.example>", "", "");
        check("Ann Lee <no address>", "Ann Lee", "");
        check("é <é@é.é>", "é", "");
    }
}
