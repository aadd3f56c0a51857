//! Where a collection lives in a cluster, and how to get in.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use ureq::http::Uri;

use crate::error::{Error, Result};

/// Longest name of a collection in bytes. OpenSearch allows 255 for an index; ours get endings.
const MAX_NAME_BYTES: usize = 200;

/// Where a collection lives and how to get in.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// Addresses of nodes, as `https://host:9200`; any of them answers for all.
    pub urls: Vec<String>,
    /// Name of the collection, from which the names of its indexes are made.
    pub collection: String,
    /// What is shown to the cluster.
    pub credentials: Credentials,
    /// A file with the certificates, in PEM, of the authorities that vouch for the nodes. `None` trusts those
    /// that browsers trust.
    pub ca: Option<PathBuf>,
    /// Number of primary shards of a collection that is made.
    pub shards: u32,
    /// Number of copies of each of them.
    pub replicas: u32,
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// How often a run takes note of what it has read, so that after a kill that need not be read again.
    pub note_every: Duration,
}

/// What is shown to a cluster. Never printed, not even by `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    #[default]
    None,
    /// A user and a password.
    Password {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// An API key, as the cluster hands it out; with a blank in it, a whole `Authorization`, such as
    /// `Bearer …`.
    ApiKey(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credentials::None => "None",
            Credentials::Password { .. } => "Password { .. }",
            Credentials::ApiKey(_) => "ApiKey(..)",
        })
    }
}

impl ClusterOptions {
    /// The collection at these addresses, without credentials: 3 shards, 1 copy of each, 30 seconds.
    pub fn new(urls: Vec<String>, collection: impl Into<String>) -> ClusterOptions {
        ClusterOptions {
            urls,
            collection: collection.into(),
            credentials: Credentials::None,
            ca: None,
            shards: 3,
            replicas: 1,
            timeout: Duration::from_secs(30),
            note_every: Duration::from_secs(20),
        }
    }

    /// Fails if a value cannot be: addresses, name, numbers. Asks nobody.
    pub fn check(&self) -> Result<()> {
        if self.urls.is_empty() {
            return Err(Error::Invalid("no address of the cluster; give one with --url".to_owned()));
        }
        for url in &self.urls {
            check_url(url)?;
        }
        check_collection(&self.collection)?;
        // The number that OpenSearch allows for one index.
        if !(1..=1024).contains(&self.shards) {
            return Err(Error::Invalid(format!("a collection has 1 to 1024 shards, not {}", self.shards)));
        }
        if self.timeout.is_zero() {
            return Err(Error::Invalid("a request needs more than 0 seconds".to_owned()));
        }
        Ok(())
    }
}

/// Fails unless the name can be part of the name of an index: lower-case letters `a` to `z`, digits, `-`
/// and `_`, with a letter or digit in front.
pub fn check_collection(name: &str) -> Result<()> {
    let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let begins_well = name.bytes().next().is_some_and(|b| b != b'-' && b != b'_');
    if begins_well && name.bytes().all(is_allowed) && name.len() <= MAX_NAME_BYTES {
        return Ok(());
    }
    Err(Error::Invalid(format!(
        "`{name}` cannot name a collection: lower-case letters, digits, `-` and `_`, \
         a letter or digit first, at most {MAX_NAME_BYTES}"
    )))
}

fn check_url(url: &str) -> Result<()> {
    let wrong = |what: &str| Err(Error::Invalid(format!("`{url}` is no address of a cluster: {what}")));
    let Ok(uri) = url.parse::<Uri>() else { return wrong("write it as https://host:9200") };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return wrong("it begins with http:// or https://");
    }
    let Some(authority) = uri.authority().filter(|authority| !authority.host().is_empty()) else {
        return wrong("it names no host");
    };
    if authority.as_str().contains('@') {
        // An address is printed in messages.
        return Err(Error::Invalid(
            "an address of a cluster cannot hold a password; give --user and $SEARCH_ENGINE_PASSWORD".to_owned(),
        ));
    }
    if authority.as_str() != authority.host() && authority.port_u16().is_none() {
        return wrong("its port is a number");
    }
    if uri.query().is_some() {
        return wrong("it has no `?`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_url(url: &str) -> Result<()> {
        ClusterOptions::new(vec![url.to_owned()], "articles").check()
    }

    #[test]
    fn an_address_is_a_scheme_and_a_host() {
        for url in ["http://127.0.0.1:9200", "https://search.example.org", "https://[::1]:9200/", "http://a/below"] {
            assert!(with_url(url).is_ok(), "{url}");
        }
        for url in ["", "localhost:9200", "ftp://a:1", "http://", "http://a b", "http://a:9200/?x=1", "http://a:x"] {
            assert!(with_url(url).is_err(), "{url}");
        }
        assert!(ClusterOptions::new(Vec::new(), "articles").check().is_err());
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        let error = with_url("https://ann:hunter2@host:9200").unwrap_err().to_string();
        assert!(error.contains("--user") && !error.contains("hunter2"), "{error}");
    }

    #[test]
    fn secrets_are_never_printed() {
        let mut options = ClusterOptions::new(vec!["http://a".to_owned()], "articles");
        options.credentials = Credentials::Password { user: "ann".into(), password: "hunter2".into() };
        assert!(!format!("{options:?}").contains("hunter2"));
        options.credentials = Credentials::ApiKey("hunter2".into());
        assert!(!format!("{options:?}").contains("hunter2"));
    }

    #[test]
    fn a_collection_has_a_plain_name() {
        for name in ["articles", "a", "news-2020_b", "2020"] {
            assert!(check_collection(name).is_ok(), "{name}");
        }
        let too_long = "a".repeat(MAX_NAME_BYTES + 1);
        for name in ["", "Articles", "-a", "_all", "a/b", "a,b", "a*", "a.b", "zürich", "a b", too_long.as_str()] {
            assert!(check_collection(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_collection_has_a_shard() {
        let mut options = ClusterOptions::new(vec!["http://a".to_owned()], "articles");
        options.shards = 0;
        assert!(options.check().is_err());
        options.shards = 1;
        assert!(options.check().is_ok());
    }
}
