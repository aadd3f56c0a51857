//! Runs in the format of the TREC evaluation tools.

use std::io::{self, Write};

use super::Style;
use crate::engine::Hit;

/// Name of the run in the last column.
const TAG: &str = "news-search";

/// Writes hits as lines `qid Q0 docid rank score tag`.
///
/// The format separates its columns by blanks, so white space within `qid` and `docid` is
/// percent-coded; everything else stays as it is, to agree with the ids of relevance judgements.
pub fn run(out: &mut dyn Write, style: &Style, qid: &str, hits: &[Hit]) -> io::Result<()> {
    let qid = code_blanks(qid);
    let qid = style.safe(&qid);
    for hit in hits {
        let docid = code_blanks(&hit.id);
        let score = if hit.score.is_finite() { hit.score } else { 0.0 };
        writeln!(out, "{qid} Q0 {} {} {score} {TAG}", style.safe(&docid), hit.rank)?;
    }
    Ok(())
}

fn code_blanks(id: &str) -> String {
    let mut coded = String::with_capacity(id.len());
    for character in id.chars() {
        if character.is_whitespace() {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                coded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            coded.push(character);
        }
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_ids_are_coded() {
        let hit = Hit {
            rank: 1,
            score: 1.5,
            id: "a b/c%20\u{a0}d.txt".to_owned(),
            path: String::new(),
            title: None,
            outlet: None,
            date: None,
            authors: vec![],
            speakers: vec![],
            url: None,
            passages: vec![],
        };
        let mut out = Vec::new();
        run(&mut out, &Style::default(), "q 1", &[hit]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "q%201 Q0 a%20b/c%20%C2%A0d.txt 1 1.5 news-search\n");
    }
}
