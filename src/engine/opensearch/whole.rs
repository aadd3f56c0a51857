//! Is a collection whole? All shards there, every article and quotation that was taken note of, nothing besides.

use std::ops::ControlFlow;
use std::path::PathBuf;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::collection::Collection;
use super::encode::{decode, document_id};
use super::lower::Target;
use super::stored::expected;
use super::{marks, state};
use crate::error::Result;
use crate::index::{Fault, Verification};
use crate::ingest::record_key;

/// Most faults that are told one by one.
const MAX_FAULTS: usize = 1_000;

/// Articles of one page.
const PAGE: usize = 500;

impl Collection {
    /// Reads every article and compares the collection with what was taken note of.
    ///
    /// # Errors
    /// Those of the cluster; what is wrong with the collection is no error but a [`Fault`].
    pub fn verify(&self) -> Result<Verification> {
        let mut found =
            Verification { generation: Some(self.current.generation), has_sums: true, ..Verification::default() };
        self.shards(&mut found)?;
        if !found.faults.is_empty() {
            // What is missing cannot be read.
            return Ok(found);
        }
        let mut missing = expected(&state::read(&self.client, &self.names)?);
        let mut quotations: FxHashMap<String, u64> = FxHashMap::default();
        let body = json!({
            "size": PAGE, "query": Target::Articles.filter(), "_source": ["text", "meta"], "sort": ["_doc"],
        });
        let mut faults = Vec::new();
        self.client.scroll(&self.names.articles, &body, &mut |hits| {
            for hit in hits {
                found.articles += 1;
                let id = hit["_id"].as_str().unwrap_or("").to_owned();
                let fault = match decode(&hit["_source"]) {
                    Err(_) => Some(format!("document {id} is no article of this program")),
                    Ok((article, source)) => {
                        quotations.insert(id.clone(), article.quotes.len() as u64);
                        let own = document_id(&source, &article.path, record_key(article.record.as_ref()));
                        if own != id {
                            Some(format!("document {id} holds another article: {source}/{}", article.path))
                        } else if missing.remove(&id).is_none() {
                            Some(format!("{source}/{} is there and was not taken note of", article.path))
                        } else {
                            None
                        }
                    }
                };
                faults.extend(fault);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        faults.extend(missing.into_values().map(|(source, path)| format!("an article of {source}/{path} is missing")));
        for (parent, count) in self.counts(&Target::Quotations.filter(), "article")? {
            let parent = parent.unwrap_or_default();
            found.quotations += count;
            match quotations.remove(&parent) {
                Some(wanted) if wanted == count => {}
                Some(wanted) => faults.push(format!("article {parent} has {count} quotations instead of {wanted}")),
                None => faults.push(format!("{count} quotations belong to no article ({parent})")),
            }
        }
        let without = quotations.into_iter().filter(|(_, wanted)| *wanted > 0);
        faults.extend(without.map(|(id, wanted)| format!("article {id} has 0 quotations instead of {wanted}")));
        faults.sort();
        if !faults.is_empty() && marks::is_unsettled(&self.client, &self.names)? {
            faults.insert(
                0,
                "a run is at work or was broken off: `search index` puts in order what it leaves".to_owned(),
            );
        }
        let place = || PathBuf::from(&self.names.articles);
        found.faults.extend(faults.into_iter().take(MAX_FAULTS).map(|what| Fault { path: place(), what }));
        Ok(found)
    }

    /// Counts indices and their bytes; a shard that is not there is a fault.
    fn shards(&self, found: &mut Verification) -> Result<()> {
        let names = [&self.names.articles, &self.names.words, &self.names.files, &self.names.meta];
        for name in names {
            let health = self.client.get(&format!("/_cluster/health/{name}"))?;
            found.files += 1;
            if health.body["status"] == json!("red") || health.status == 408 {
                let unassigned = &health.body["unassigned_shards"];
                let what = format!("not all shards are there ({unassigned} unassigned): start the missing nodes");
                found.faults.push(Fault { path: PathBuf::from(name), what });
            }
            if let Value::Object(stats) = self.client.get(&format!("/{name}/_stats/store"))?.body {
                found.bytes += stats["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap_or(0);
            }
        }
        Ok(())
    }
}
