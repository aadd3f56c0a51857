//! A bare tantivy indexer: what indexing the same documents costs without extraction,
//! quotations, facets over speakers, second runs and everything else.
//!
//! `yardstick FILE.jsonl FOLDER`: two threads, 512 MiB, `en_stem` with positions over title and
//! body, id, outlet, author and date as in `search index`, documents stored with zstd.

use std::borrow::Cow;
use std::io::{BufRead, BufReader};

use serde::Deserialize;
use tantivy::schema::{FAST, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, TantivyDocument};

#[derive(Deserialize)]
struct Record<'r> {
    #[serde(borrow)]
    id: Cow<'r, str>,
    #[serde(borrow)]
    title: Cow<'r, str>,
    #[serde(borrow)]
    outlet: Cow<'r, str>,
    #[serde(borrow)]
    date: Cow<'r, str>,
    #[serde(borrow)]
    author: Cow<'r, str>,
    #[serde(borrow, alias = "text")]
    body: Cow<'r, str>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(file), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: yardstick FILE.jsonl FOLDER".into());
    };
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let id = builder.add_text_field("id", STRING | STORED);
    let title = builder.add_text_field("title", words.clone());
    let body = builder.add_text_field("body", words);
    let outlet = builder.add_text_field("outlet", STRING | FAST | STORED);
    let author = builder.add_text_field("author", STRING | FAST | STORED);
    let date = builder.add_u64_field("date", INDEXED | FAST | STORED);
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(1) }),
        ..IndexSettings::default()
    };
    std::fs::create_dir_all(&folder)?;
    let directory = tantivy::directory::MmapDirectory::open(&folder)?;
    let index = Index::create(directory, builder.build(), settings)?;
    let mut writer = index.writer_with_num_threads(2, 512 << 20)?;
    let mut reader = BufReader::with_capacity(1 << 20, std::fs::File::open(file)?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let record: Record<'_> = serde_json::from_str(&line)?;
        let mut document = TantivyDocument::new();
        document.add_text(id, &record.id);
        document.add_text(title, &record.title);
        document.add_text(body, &record.body);
        document.add_text(outlet, &record.outlet);
        document.add_text(author, &record.author);
        document.add_u64(date, record.date.replace('-', "").parse()?);
        writer.add_document(document)?;
        line.clear();
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
