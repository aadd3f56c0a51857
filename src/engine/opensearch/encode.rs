//! From an article to the documents that a cluster indexes, and back.

use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use tantivy::fieldnorm::FieldNormReader;
use xxhash_rust::xxh3::xxh3_128;

use super::schema::{ARTICLE, QUOTE};
use super::tokens::{self, Tokens};
use crate::engine::tantivy::{Stored, drop_wordless, key_term, names, plain_id, speaker_key, text_hash};
use crate::error::{Error, Result};
use crate::ingest::record_key;
use crate::model::{Article, Span};

/// A document with its id.
pub struct Document {
    /// Id in the index: the same article has the same one at every run.
    pub id: String,
    /// What is indexed.
    pub source: Value,
}

/// The documents of one article.
pub struct Encoded {
    /// The article.
    pub article: Document,
    /// Its quotations, in order.
    pub quotations: Vec<Document>,
}

/// The id of the document of an article, from source, path and hash of the record's identity.
pub fn document_id(source: &str, path: &str, record: u64) -> String {
    format!("{:032x}", xxh3_128(key_term(source, path, record).as_bytes()))
}

/// The length of a field as it counts for scores: lengths come in 256 classes, as in the embedded engine.
pub fn length_class(count: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(count))
}

/// Makes the documents of an article; `forms` takes in the forms of its words.
///
/// Quotations without a word are dropped from the article first.
///
/// # Errors
/// [`Error::Engine`] if the article cannot be written as JSON.
pub fn encode(article: &mut Article, source: &str, forms: &mut FxHashSet<String>) -> Result<Encoded> {
    let spans = |article: &Article| -> Vec<Span> { article.quotes.iter().map(|quote| quote.words).collect() };
    let (mut body, mut said, layout) = tokens::of_text(&article.text, &article.boilerplate, &spans(article), forms);
    if layout.quotes.len() < article.quotes.len() {
        drop_wordless(article, &layout);
        (body, said, _) = tokens::of_text(&article.text, &article.boilerplate, &spans(article), forms);
    }
    let title = tokens::of_title(article.title.as_ref().map_or("", |title| &title.value), forms);
    let record = record_key(article.record.as_ref());
    let id = document_id(source, &article.path, record);
    let speakers: Vec<Option<String>> =
        article.quotes.iter().map(|quote| quote.speaker.as_ref().map(speaker_key)).collect();
    let common = common(article, source, record, &title);
    let quotations = said
        .iter()
        .zip(&speakers)
        .zip(&article.quotes)
        .enumerate()
        .map(|(number, ((said, speaker), quote))| {
            let mut document = common.clone();
            document["kind"] = json!(QUOTE);
            document["article"] = json!(id);
            document["ordinal"] = json!(number + 1);
            document["words"] = json!(said.text);
            document["n_words"] = json!(length_class(said.count));
            document["w_words"] = json!(said.count);
            document["speaker"] = json!(speaker.iter().collect::<Vec<_>>());
            document["nobody"] = json!(speaker.is_none());
            document["probability"] = json!((quote.probability.clamp(0.0, 1.0) * 1000.0).round() as u32);
            Document { id: format!("{id}-{}", number + 1), source: document }
        })
        .collect();
    let mut document = common;
    document["kind"] = json!(ARTICLE);
    document["name"] = json!(names(source, &article.path, article.record.as_ref()));
    document["body"] = json!(body.text);
    document["n_body"] = json!(length_class(body.count));
    document["w_body"] = json!(body.count);
    document["said"] = said_of(&said, &speakers);
    let mut distinct: Vec<&String> = speakers.iter().flatten().collect();
    distinct.sort_unstable();
    distinct.dedup();
    document["nobody"] = json!(distinct.is_empty());
    document["speaker"] = json!(distinct);
    let aliases: Vec<String> =
        article.aliases.iter().map(|alias| format!("{}\u{1f}{}", alias.name, alias.alias)).collect();
    document["alias"] = json!(aliases);
    document["bytes"] = json!(article.text.len());
    document["twin"] = json!(format!("{:016x}", text_hash(&article.text)));
    let meta = serde_json::to_string(&Stored::of(article, source)).map_err(Error::engine("storing an article"))?;
    document["meta"] = json!(meta);
    document["text"] = json!(article.text);
    Ok(Encoded { article: Document { id, source: document }, quotations })
}

/// What an article and its quotations have in common.
fn common(article: &Article, source: &str, record: u64, title: &Tokens) -> Value {
    let mut document = json!({
        "key": key_term(source, &article.path, record),
        "id": plain_id(&article.path, article.record.as_ref()),
        "title": title.text,
        "n_title": length_class(title.count),
        "w_title": title.count,
        "outlet": article.outlet.as_ref().map_or("", |outlet| &outlet.value),
        "language": article.language.as_deref().unwrap_or(""),
        "author": article.authors.iter().map(|author| &author.value).collect::<Vec<_>>(),
    });
    if let Some(date) = &article.date {
        document["date"] = json!(date.value.number());
    }
    document
}

fn said_of(said: &[Tokens], speakers: &[Option<String>]) -> Value {
    let one = |(said, speaker): (&Tokens, &Option<String>)| match speaker {
        Some(speaker) => json!({"words": said.text, "speaker": speaker}),
        None => json!({"words": said.text}),
    };
    said.iter().zip(speakers).map(one).collect()
}

/// Puts the article of a document together again, with the name of its source.
///
/// # Errors
/// [`Error::Engine`] if the document is not one of ours.
pub fn decode(source: &Value) -> Result<(Article, String)> {
    let doing = "reading an article from the cluster";
    let meta = source["meta"].as_str().unwrap_or("");
    let stored: Stored = serde_json::from_str(meta).map_err(Error::engine(doing))?;
    let name = stored.source.clone();
    Ok((stored.into_article(source["text"].as_str().unwrap_or("").to_owned()), name))
}
