//! Reading every document of an index to see whether it is whole.

use super::encode::{ARTICLE, QUOTE};
use super::reader::{Address, Reader};
use super::segment::{Segment, text_of};
use super::stored::speaker_key;
use crate::error::Result;
use crate::model::Article;
use tantivy::{DocSet, TERMINATED};

/// What going over an index hears.
pub enum Checked<'c> {
    /// An article that can be read, with the name of its source.
    Article(&'c Article, &'c str),
    /// A quotation whose article is there.
    Quotation,
    /// Something is wrong: in which file's segment, and what.
    Fault(String, String),
}

/// The article that the documents at hand belong to.
struct Parent {
    doc: u32,
    id: String,
    speakers: Vec<String>,
    seen: u32,
}

impl Reader {
    /// Goes over all live documents in order.
    pub fn check(&self, sink: &mut dyn FnMut(Checked<'_>)) -> Result<()> {
        for (number, segment) in self.segments.iter().enumerate() {
            self.check_segment(number, segment, sink)?;
        }
        Ok(())
    }

    fn check_segment(&self, number: usize, segment: &Segment, sink: &mut dyn FnMut(Checked<'_>)) -> Result<()> {
        let file = format!("{}.store", segment.reader.segment_id().uuid_string());
        let mut kinds = vec![0u8; segment.reader.max_doc() as usize];
        for (kind, mark) in [(ARTICLE, 1), (QUOTE, 2)] {
            let Some(mut postings) = segment.of_kind(kind)? else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if let Some(slot) = kinds.get_mut(doc as usize) {
                    *slot |= mark;
                }
                doc = postings.advance();
            }
        }
        let mut parent: Option<Parent> = None;
        for doc in segment.reader.doc_ids_alive() {
            let mut fault = |what: String| sink(Checked::Fault(file.clone(), what));
            match kinds.get(doc as usize) {
                Some(1) => {
                    close(parent.take(), &mut fault);
                    let (article, source) = match self.stored(Address { segment: number, doc }) {
                        Ok(stored) => stored,
                        Err(error) => {
                            fault(format!("the article in document {doc} cannot be read: {}", causes(&error)));
                            continue;
                        }
                    };
                    if segment.ordinal(doc) != 0 {
                        fault(format!("the article `{}` is numbered as a quotation", article.path));
                    }
                    let speaker =
                        |quote: &crate::model::Quote| quote.speaker.as_ref().map_or(String::new(), speaker_key);
                    parent = Some(Parent {
                        doc,
                        id: super::encode::plain_id(&article.path, article.record.as_ref()),
                        speakers: article.quotes.iter().map(speaker).collect(),
                        seen: 0,
                    });
                    sink(Checked::Article(&article, &source));
                }
                Some(2) => {
                    let ordinal = segment.ordinal(doc);
                    let Some(parent) = parent.as_mut().filter(|parent| parent.doc + ordinal == doc && ordinal > 0)
                    else {
                        fault(format!("the quotation in document {doc} has no article"));
                        continue;
                    };
                    parent.seen += 1;
                    let key = match &segment.speaker {
                        Some(column) => {
                            column.ords().first(doc).map(|ord| text_of(&segment.speaker, ord)).transpose()?
                        }
                        None => None,
                    };
                    let known = parent.speakers.get(ordinal as usize - 1);
                    if known.is_none_or(|known| *known != key.unwrap_or_default()) {
                        fault(format!("quotation {ordinal} of `{}` is not as its article has it", parent.id));
                    } else {
                        sink(Checked::Quotation);
                    }
                }
                _ => fault(format!("document {doc} is neither an article nor a quotation")),
            }
        }
        close(parent, &mut |what| sink(Checked::Fault(file.clone(), what)));
        Ok(())
    }
}

/// All quotations of an article must have come.
fn close(parent: Option<Parent>, fault: &mut dyn FnMut(String)) {
    if let Some(parent) = parent
        && parent.seen as usize != parent.speakers.len()
    {
        fault(format!("`{}` has {} quotations, of which {} are there", parent.id, parent.speakers.len(), parent.seen));
    }
}

/// An error with its causes in one line.
pub fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(below) = cause {
        text.push_str(": ");
        text.push_str(&below.to_string());
        cause = below.source();
    }
    text
}
