//! What the words and names of a query stand for, a line each.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{grouped, plural};
use crate::engine::{Explanation, TermMeaning};
use crate::render::Style;
use crate::render::style::Role;

/// Most forms of a word, and most names, in a line.
const MOST_SHOWN: usize = 12;

/// Writes what each word and name means, below the query.
pub fn explanation(out: &mut dyn Write, style: &Style, explanation: &Explanation) -> io::Result<()> {
    let room = explanation.terms.iter().map(|term| style.line(&term.term).width()).max().unwrap_or(0);
    for term in &explanation.terms {
        let shown = style.line(&term.term);
        let pad = " ".repeat(room - shown.width());
        let articles = plural(term.articles, "article", "articles");
        writeln!(out, "  {}{pad}  {articles}{}", style.paint(Role::Heading, &shown), forms(style, term))?;
    }
    for name in &explanation.names {
        let means = match name.means.as_slice() {
            [] => "nobody and nothing in this index".to_owned(),
            all => listed(all.iter().map(|name| style.line(name)), all.len() as u64),
        };
        writeln!(out, "  {} {} means {means}", name.field, style.paint(Role::Heading, &name.name))?;
    }
    Ok(())
}

fn forms(style: &Style, term: &TermMeaning) -> String {
    if term.forms.is_empty() {
        return String::new();
    }
    let forms = term.forms.iter().map(|(form, articles)| format!("{} {}", style.line(form), grouped(*articles)));
    format!(": {}", listed(forms, term.n_forms))
}

fn listed(all: impl Iterator<Item = String>, count: u64) -> String {
    let shown: Vec<String> = all.take(MOST_SHOWN).collect();
    let more = count.saturating_sub(shown.len() as u64);
    let rest = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{NameMeaning, TermKind};

    #[test]
    fn each_word_and_name_has_a_line() {
        let term = |term: &str, n_forms: u64, forms: &[(&str, u64)]| TermMeaning {
            term: term.to_owned(),
            kind: TermKind::Inflections,
            articles: forms.iter().map(|form| form.1).sum(),
            n_forms,
            forms: forms.iter().map(|(form, count)| (form.to_string(), *count)).collect(),
        };
        let many: Vec<(String, u64)> = (0..13).map(|at| (format!("e{at}"), 1)).collect();
        let many: Vec<(&str, u64)> = many.iter().map(|(form, count)| (form.as_str(), *count)).collect();
        let found = Explanation {
            terms: vec![term("hunt", 2, &[("hunt", 3), ("hunting", 1)]), term("xy", 0, &[]), term("e*", 1013, &many)],
            names: vec![
                NameMeaning { field: "outlet", name: "fox".to_owned(), means: vec!["Fox News".to_owned()] },
                NameMeaning { field: "speaker", name: "nobody".to_owned(), means: vec![] },
            ],
        };
        let mut out = Vec::new();
        explanation(&mut out, &Style::default(), &found).unwrap();
        let want = concat!(
            "  hunt  4 articles: hunt 3, hunting 1\n",
            "  xy    0 articles\n",
            "  e*    13 articles: e0 1, e1 1, e2 1, e3 1, e4 1, e5 1, e6 1, e7 1, e8 1, e9 1, e10 1, e11 1 and 1,001 more\n",
            "  outlet fox means Fox News\n",
            "  speaker nobody means nobody and nothing in this index\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
