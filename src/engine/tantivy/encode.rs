//! From an article to the documents that tantivy indexes.

use rustc_hash::FxHashSet;
use tantivy::TantivyDocument;

use super::schema::{Fields, UNKNOWN};
use super::split::Encoder;
use super::stored::{Stored, speaker_key};
use crate::error::{Error, Result};
use crate::ingest::record_key;
use crate::model::{Article, Record, Span};
use crate::text::{FUNCTION_WORDS, JOINED, Layout, Token, function_word, words};

/// Term of the `marks` field: the first word of a sentence.
pub const SENTENCE: &str = "s";
/// Term of the `marks` field: the first word of a paragraph.
pub const PARAGRAPH: &str = "p";
/// Term of the `marks` field: the first word of a quotation.
pub const QUOTE_FIRST: &str = "q";
/// Term of the `marks` field: one past the last word of a quotation.
pub const QUOTE_END: &str = "r";
/// Term of the `kind` field: an article.
pub const ARTICLE: &str = "a";
/// Term of the `kind` field: a quotation.
pub const QUOTE: &str = "q";

/// Before the words of a pair in a title, which has its pairs in the same field as the body.
const OF_TITLE: &str = "^";

/// The term of the field `pairs` for two function words side by side.
pub fn pair_term(left: &str, right: &str, in_title: bool) -> String {
    format!("{}{left}_{right}", if in_title { OF_TITLE } else { "" })
}

/// Turns articles into documents, reusing its memory.
pub struct ArticleEncoder {
    fields: Fields,
    layout: Layout,
    body: Encoder,
    pairs: Encoder,
    marks: Encoder,
    title: Encoder,
    said: Vec<Encoder>,
    quote_spans: Vec<Span>,
    neighbours: Neighbours,
}

/// The term under which an article and its quotations are found at the next run, from source,
/// path and hash of the record's identity.
pub fn key_term(source: &str, path: &str, record: u64) -> String {
    format!("{source}\u{1f}{path}\u{1f}{record:x}")
}

/// The id an article has if no other claims it: the record's own, or the path with the number.
pub fn plain_id(path: &str, record: Option<&Record>) -> String {
    match record {
        None => path.to_owned(),
        Some(Record::Id(id)) => id.clone(),
        Some(Record::Number(number)) => format!("{path}#{number}"),
    }
}

/// The forms in which an article may be asked for, the shortest first.
pub fn names(source: &str, path: &str, record: Option<&Record>) -> Vec<String> {
    let below = match record {
        Some(Record::Id(id)) => format!("{path}#{id}"),
        other => plain_id(path, other),
    };
    let mut names = vec![plain_id(path, record)];
    if names[0] != below {
        names.push(below.clone());
    }
    names.push(format!("{source}/{below}"));
    names
}

/// Takes the quotations without a word out of an article, whose layout is given: the index does
/// not have them.
pub fn drop_wordless(article: &mut Article, layout: &Layout) {
    let kept: FxHashSet<u32> = layout.quotes.iter().map(|quote| quote.index).collect();
    let mut index = 0;
    article.quotes.retain(|_| {
        index += 1;
        kept.contains(&(index - 1))
    });
}

impl ArticleEncoder {
    /// An encoder for one schema.
    pub fn new(fields: Fields) -> ArticleEncoder {
        ArticleEncoder {
            fields,
            layout: Layout::default(),
            body: Encoder::default(),
            pairs: Encoder::default(),
            marks: Encoder::default(),
            title: Encoder::default(),
            said: Vec::new(),
            quote_spans: Vec::new(),
            neighbours: Neighbours::default(),
        }
    }

    /// Appends the documents of `article` to `out`: the article, then its quotations in order.
    ///
    /// Quotations without a word are dropped from the article first.
    pub fn encode(&mut self, article: &mut Article, source: &str, out: &mut Vec<TantivyDocument>) -> Result<()> {
        self.read_body(article);
        if self.layout.quotes.len() < article.quotes.len() {
            drop_wordless(article, &self.layout);
            self.read_body(article);
        }
        self.write_marks();
        self.write_title(article.title.as_ref().map_or("", |title| &title.value));

        let fields = self.fields;
        let key = key_term(source, &article.path, record_key(article.record.as_ref()));
        let outlet = article.outlet.as_ref().map_or(UNKNOWN, |outlet| &outlet.value);
        let language = article.language.as_deref().unwrap_or(UNKNOWN);
        let date = article.date.as_ref().map_or(0, |date| u64::from(date.value.number()));

        // One allocation instead of many that double.
        let lengths = self.body.text().len() + self.pairs.text().len() + self.marks.text().len() + article.text.len();
        let mut document = TantivyDocument::with_capacity(lengths + lengths / 8 + 1024);
        document.add_text(fields.kind, ARTICLE);
        document.add_text(fields.key, &key);
        for name in names(source, &article.path, article.record.as_ref()) {
            document.add_text(fields.name, name);
        }
        document.add_text(fields.title, self.title.text());
        document.add_text(fields.body, self.body.text());
        document.add_text(fields.pairs, self.pairs.text());
        document.add_text(fields.marks, self.marks.text());
        document.add_text(fields.outlet, outlet);
        document.add_text(fields.language, language);
        document.add_u64(fields.date, date);
        document.add_text(fields.id, plain_id(&article.path, article.record.as_ref()));
        document.add_u64(fields.ordinal, 0);
        document.add_u64(fields.bytes, article.text.len() as u64);
        document.add_u64(fields.twin, super::copies::hash(&article.text));
        for author in &article.authors {
            document.add_text(fields.author, &author.value);
        }
        let speakers: Vec<String> =
            article.quotes.iter().map(|quote| quote.speaker.as_ref().map_or(UNKNOWN.to_owned(), speaker_key)).collect();
        for speaker in &speakers {
            document.add_text(fields.speaker, speaker);
        }
        document.add_text(fields.text, &article.text);
        let meta = serde_json::to_vec(&Stored::of(article, source)).map_err(Error::engine("storing an article"))?;
        document.add_bytes(fields.meta, &meta);
        out.push(document);

        for (index, speaker) in speakers.iter().enumerate() {
            let said = self.said.get(index).map_or("", Encoder::text);
            let mut document = TantivyDocument::with_capacity(said.len() + key.len() + 256);
            document.add_text(fields.kind, QUOTE);
            document.add_text(fields.key, &key);
            document.add_text(fields.said, said);
            document.add_text(fields.outlet, outlet);
            document.add_text(fields.language, language);
            document.add_u64(fields.date, date);
            document.add_u64(fields.ordinal, index as u64 + 1);
            document.add_text(fields.speaker, speaker);
            out.push(document);
        }
        Ok(())
    }

    fn read_body(&mut self, article: &Article) {
        self.body.clear();
        self.pairs.clear();
        self.quote_spans.clear();
        self.quote_spans.extend(article.quotes.iter().map(|quote| quote.words));
        while self.said.len() < article.quotes.len() {
            self.said.push(Encoder::default());
        }
        self.said.iter_mut().for_each(Encoder::clear);
        self.neighbours.clear();
        let (body, said, spans) = (&mut self.body, &mut self.said, &self.quote_spans);
        let neighbours = &mut self.neighbours;
        let mut joined = String::new();
        let mut quote = 0;
        let mut quote_first = None;
        self.layout.read(&article.text, &article.boilerplate, spans, |token| {
            let term = marked(&token, &mut joined);
            body.word(term, token.position, token.plain);
            if token.plain {
                neighbours.see(term, token.position);
            }
            // Words of a quotation are those whose first byte lies in it, as in the layout.
            let start = token.span.start();
            while spans.get(quote).is_some_and(|span| span.end() <= start) {
                quote += 1;
                quote_first = None;
            }
            if spans.get(quote).is_some_and(|span| span.start() <= start) {
                let first = *quote_first.get_or_insert(token.position);
                if token.position >= first {
                    said[quote].word(term, token.position - first, token.plain);
                }
            }
        });
        // No phrase runs over the end of a paragraph, so neither does a pair.
        let mut firsts = self.layout.paragraphs.iter().copied().peekable();
        for (left, right, position) in self.neighbours.found.iter().copied() {
            while firsts.next_if(|first| *first <= position).is_some() {}
            if firsts.peek() != Some(&(position + 1)) {
                write_pair(&mut self.pairs, [left, right], position, "");
            }
        }
    }

    fn write_marks(&mut self) {
        self.marks.clear();
        for (term, ordinals) in [(SENTENCE, &self.layout.sentences), (PARAGRAPH, &self.layout.paragraphs)] {
            for ordinal in ordinals {
                self.marks.at(term, *ordinal);
            }
        }
        for quote in &self.layout.quotes {
            self.marks.at(QUOTE_FIRST, quote.first);
        }
        for quote in &self.layout.quotes {
            self.marks.at(QUOTE_END, quote.last + 1);
        }
    }

    fn write_title(&mut self, title: &str) {
        self.title.clear();
        self.neighbours.clear();
        let (encoder, neighbours) = (&mut self.title, &mut self.neighbours);
        let mut joined = String::new();
        words(title, |token| {
            let term = marked(&token, &mut joined);
            encoder.word(term, token.position, token.plain);
            if token.plain {
                neighbours.see(term, token.position);
            }
        });
        for (left, right, position) in self.neighbours.found.iter().copied() {
            write_pair(&mut self.pairs, [left, right], position, OF_TITLE);
        }
    }
}

/// Finds pairs of neighbouring function words.
#[derive(Default)]
struct Neighbours {
    /// The function word just before.
    last: Option<u8>,
    /// Left and right word, and the position of the left one.
    found: Vec<(u8, u8, u32)>,
}

impl Neighbours {
    fn clear(&mut self) {
        self.last = None;
        self.found.clear();
    }

    /// Takes in the next word.
    fn see(&mut self, term: &str, position: u32) {
        let word = function_word(term);
        if let (Some(left), Some(right), Some(before)) = (self.last, word, position.checked_sub(1)) {
            self.found.push((left, right, before));
        }
        self.last = word;
    }
}

fn write_pair(pairs: &mut Encoder, [left, right]: [u8; 2], position: u32, prefix: &str) {
    let word = |number: u8| FUNCTION_WORDS.get(usize::from(number)).copied().unwrap_or("");
    pairs.at_parts(&[prefix, word(left), "_", word(right)], position);
}

/// The term as indexed: with the mark of one that spans several places.
fn marked<'a>(token: &Token<'a>, buffer: &'a mut String) -> &'a str {
    if token.width == 1 {
        return token.term;
    }
    buffer.clear();
    buffer.push_str(token.term);
    buffer.push(JOINED[(token.width as usize - 2).min(1)]);
    buffer
}
