//! The indices of a collection on a cluster.
//!
//! A collection `NAME` consists of four indices. The first three are found by aliases, so that a new
//! set can be filled beside the old one and taken up in one step (`NAME-articles-2` …):
//!
//! | alias | one document for each |
//! |---|---|
//! | `NAME-articles` | article (`kind` `a`), with its quotations as `nested` documents; and once more each quotation by itself (`kind` `q`), for what asks for quotations |
//! | `NAME-words` | form of a word that occurs, from which the forms of a query's words are taken |
//! | `NAME-files` | file that was read, with the records found in it |
//! | `NAME-meta` | (no alias) number of the last run, sources, table of people, the user's tables |
//!
//! | field of an article | holds |
//! |---|---|
//! | `key` | source, path and record |
//! | `name`, `id` | the forms in which it may be asked for; the plain one |
//! | `title`, `body` | words, see `tokens` |
//! | `said.words`, `said.speaker` | of each quotation (nested) |
//! | `n_title`, `n_body` | lengths for scores, in the embedded engine's classes of length |
//! | `w_title`, `w_body` | the same lengths, exact |
//! | `outlet`, `language` | name, `""` if unknown |
//! | `date` | `yyyymmdd`, missing if unknown |
//! | `author`, `alias` | names; handles of people as `name␟handle` |
//! | `speaker` | keys of those who are quoted, each once |
//! | `nobody` | true if no speaker of a quotation is known |
//! | `bytes`, `twin` | length of the text, hash of the text |
//! | `text`, `meta` | stored: from these the article is put together again |
//!
//! A quotation has `words`, `n_words`, `w_words`, `ordinal`, `speaker`, `probability` (in
//! thousandths), `article` (the id of the article's document), and its article's `key`, `id`, `title`,
//! `n_title`, `w_title`, `outlet`, `language`, `date`, `author`.

use serde_json::{Value, json};

/// Raised with every change that makes documents of an older program unreadable or incomparable.
pub const FORMAT: u32 = 1;

/// Most hits, offset included; as in the embedded engine.
pub const MAX_WINDOW: usize = 1_000_000;

/// Kind of an article.
pub const ARTICLE: &str = "a";
/// Kind of a quotation.
pub const QUOTE: &str = "q";

/// The names of a collection's indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Articles and quotations.
    pub articles: String,
    /// Forms of words.
    pub words: String,
    /// Files.
    pub files: String,
    /// All else.
    pub meta: String,
}

impl Names {
    /// Those that readers use.
    pub fn of(collection: &str) -> Names {
        Names {
            articles: format!("{collection}-articles"),
            words: format!("{collection}-words"),
            files: format!("{collection}-files"),
            meta: format!("{collection}-meta"),
        }
    }

    /// Those of the set with this number, from 1.
    pub fn of_set(collection: &str, set: u32) -> Names {
        let plain = Names::of(collection);
        Names {
            articles: format!("{}-{set}", plain.articles),
            words: format!("{}-{set}", plain.words),
            files: format!("{}-{set}", plain.files),
            meta: plain.meta,
        }
    }
}

fn body(shards: u32, replicas: u32, mappings: Value, analysis: Option<Value>) -> Value {
    let mut settings = json!({
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "30s",
    });
    if let Some(analysis) = analysis {
        settings["max_result_window"] = json!(MAX_WINDOW);
        settings["codec"] = json!("best_compression");
        settings["analysis"] = analysis;
        // A score is the frequency itself; what it is worth is decided in each query.
        settings["similarity"] =
            json!({"count": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}});
    }
    json!({"settings": {"index": settings}, "mappings": mappings})
}

fn meta_of(kind: &str) -> Value {
    json!({"news_search": {"format": FORMAT, "holds": kind}})
}

/// Settings and mapping of the articles.
pub fn articles(shards: u32, replicas: u32) -> Value {
    let keyword = || json!({"type": "keyword"});
    let words = || json!({"type": "text", "analyzer": "places", "similarity": "count"});
    let number = || json!({"type": "integer"});
    let mappings = json!({
        "_meta": meta_of("articles"),
        "dynamic": "strict",
        // All else is found by its values, and need not be kept twice.
        "_source": {"includes": ["text", "meta", "article", "ordinal"]},
        "properties": {
            "kind": keyword(), "key": keyword(), "name": keyword(), "id": keyword(), "article": keyword(),
            "title": words(), "body": words(), "words": words(),
            "said": {"type": "nested", "properties": {"words": words(), "speaker": keyword()}},
            "n_title": number(), "n_body": number(), "n_words": number(),
            "w_title": number(), "w_body": number(), "w_words": number(),
            "outlet": keyword(), "language": keyword(), "author": keyword(), "speaker": keyword(),
            "alias": keyword(),
            "nobody": {"type": "boolean"},
            "date": number(), "ordinal": number(), "probability": number(),
            "bytes": {"type": "long"}, "twin": keyword(),
            "text": {"type": "keyword", "index": false, "doc_values": false},
            "meta": {"type": "keyword", "index": false, "doc_values": false},
        }
    });
    let analysis = json!({
        "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 100_000}},
        "filter": {"bars": {"type": "pattern_capture", "preserve_original": false, "patterns": ["([^|]+)"]}},
        "analyzer": {"places": {"type": "custom", "tokenizer": "blanks", "filter": ["bars"]}},
    });
    body(shards, replicas, mappings, Some(analysis))
}

/// Settings and mapping of the forms of words.
pub fn words(replicas: u32) -> Value {
    let mappings = json!({
        "_meta": meta_of("words"), "dynamic": "strict",
        "properties": {"form": {"type": "keyword"}}
    });
    body(1, replicas, mappings, None)
}

/// Settings and mapping of the files.
pub fn files(replicas: u32) -> Value {
    let mappings = json!({
        "_meta": meta_of("files"), "dynamic": "strict",
        "properties": {
            "source": {"type": "keyword"},
            "path": {"type": "keyword"},
            "failures": {"type": "integer"},
            "same_as": {"type": "keyword"},
            "state": {"type": "binary"},
        }
    });
    body(1, replicas, mappings, None)
}

/// Settings and mapping of all else.
pub fn meta(replicas: u32) -> Value {
    let mappings = json!({"_meta": meta_of("meta"), "dynamic": false, "properties": {}});
    body(1, replicas, mappings, None)
}
