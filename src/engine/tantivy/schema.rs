//! What a document of the index consists of.
//!
//! Articles and quotations are two kinds of documents in one index, so that one commit makes
//! both visible together. A quotation's document follows its article's directly: article `a`
//! with three quotations has the document ids `a`, `a + 1`, `a + 2`, `a + 3`, and the
//! `ordinal` of a quotation is its distance from its article. tantivy keeps this order: one
//! batch goes to one segment, and merges preserve it.
//!
//! | field | of | holds |
//! |---|---|---|
//! | `kind` | both | `a` or `q` |
//! | `key` | both | source, path and record: what makes an article the same at the next run |
//! | `name` | article | the forms in which it may be asked for: record id, path |
//! | `title`, `body` | article | words with positions |
//! | `said` | quotation | its words with positions |
//! | `pairs` | article | pairs of neighbouring function words, `of_the` in a paragraph of the body and `^of_the` in the title, for phrases |
//! | `marks` | article | ordinals of sentence, paragraph and quotation boundaries in the body |
//! | `outlet`, `language`, `date` | both | columns |
//! | `author`, `id` | article | columns |
//! | `speaker` | both | column of speaker keys: an article's has one value for each quotation |
//! | `ordinal` | both | column: 0 for articles, 1, 2, … for their quotations |
//! | `bytes` | article | column: length of the text |
//! | `twin` | article | column: hash of the text, equal for copies |
//! | `text`, `meta` | article | stored |

use tantivy::Index;
use tantivy::IndexSettings;
use tantivy::directory::Directory;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::{Compressor, ZstdCompressor};

use super::split::SplitTokenizer;

/// Raised with every change that older programs cannot read, or that makes words differ.
pub const FORMAT: u32 = 2;

/// Name under which the tokenizer is registered.
const SPLIT: &str = "split";

/// Size of a block of the document store. Larger ones compress better and cost more for each
/// article shown: 64 KiB with zstd 3 takes 0.42 of the text, ten articles 0.4 ms.
const STORE_BLOCK_BYTES: usize = 64 << 10;

/// Value of a column where nothing is known; sorts before every name.
pub const UNKNOWN: &str = "";

/// The fields of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub kind: Field,
    pub key: Field,
    pub name: Field,
    pub title: Field,
    pub body: Field,
    pub said: Field,
    pub pairs: Field,
    pub marks: Field,
    pub outlet: Field,
    pub language: Field,
    pub date: Field,
    pub author: Field,
    pub id: Field,
    pub speaker: Field,
    pub ordinal: Field,
    pub bytes: Field,
    pub twin: Field,
    pub text: Field,
    pub meta: Field,
}

/// Builds the schema.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(SPLIT)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions)
                .set_fieldnorms(norms),
        )
    };
    // Whole values, of which no length is asked.
    let whole = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        )
    };
    let column = || TextOptions::default().set_fast("raw");
    let fields = Fields {
        kind: builder.add_text_field("kind", whole()),
        key: builder.add_text_field("key", whole()),
        name: builder.add_text_field("name", whole()),
        title: builder.add_text_field("title", words(true)),
        body: builder.add_text_field("body", words(true)),
        said: builder.add_text_field("said", words(true)),
        pairs: builder.add_text_field("pairs", words(false)),
        marks: builder.add_text_field("marks", words(false)),
        outlet: builder.add_text_field("outlet", column()),
        language: builder.add_text_field("language", column()),
        date: builder.add_u64_field("date", FAST),
        author: builder.add_text_field("author", column()),
        id: builder.add_text_field("id", column()),
        speaker: builder.add_text_field("speaker", column()),
        ordinal: builder.add_u64_field("ordinal", FAST),
        bytes: builder.add_u64_field("bytes", FAST),
        twin: builder.add_u64_field("twin", FAST),
        text: builder.add_text_field("text", STORED),
        meta: builder.add_bytes_field("meta", STORED),
    };
    (builder.build(), fields)
}

/// Creates an index in an empty directory.
pub fn create(directory: impl Into<Box<dyn Directory>>) -> tantivy::Result<Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    let index = Index::create(directory, schema().0, settings)?;
    register(&index);
    Ok(index)
}

/// Opens the index in a directory.
pub fn open(directory: impl Into<Box<dyn Directory>>) -> tantivy::Result<Index> {
    let index = Index::open(directory)?;
    register(&index);
    Ok(index)
}

/// The tokenizer is no part of the index: without this, opening it would fail at the first use.
fn register(index: &Index) {
    index.tokenizers().register(SPLIT, SplitTokenizer::default());
}
