//! Which engine answers, and where its cluster is: options, then environment, then `search.toml`.
//!
//! Each value is looked up by itself, so a file can name the cluster, the environment hold the password and
//! an option choose the collection. Secrets come from the environment or from files, never from the command
//! line, which other users of a machine can read.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use news_search::Error;
use news_search::engine::opensearch::{ClusterOptions, Credentials};
use serde::Deserialize;

use super::outcome::Failed;

/// The file that is read if `$SEARCH_CONFIG` names no other and it is there.
const FILE: &str = "search.toml";

/// Where articles are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineName {
    /// In an index folder of this machine
    Folder,
    /// In a cluster
    Opensearch,
}

/// Options of every subcommand that say which engine answers.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Cluster options")]
pub struct ClusterArgs {
    /// Where articles are kept [default: $SEARCH_ENGINE, else `folder`]
    ///
    /// Each of these options can also be set in the environment, or in the table `[engine]` of the file
    /// `search.toml` in the current folder or the one that $SEARCH_CONFIG names.
    #[arg(long, global = true, hide_short_help = true, value_enum, value_name = "NAME")]
    engine: Option<EngineName>,
    /// Addresses of the cluster's nodes, as https://host:9200 [default: $SEARCH_ENGINE_URL]
    #[arg(long, global = true, hide_short_help = true, value_name = "LIST", value_delimiter = ',')]
    url: Vec<String>,
    /// Collection in the cluster [default: $SEARCH_COLLECTION]
    #[arg(long, global = true, hide_short_help = true, value_name = "NAME")]
    collection: Option<String>,
    /// User of the cluster; the password is in $SEARCH_ENGINE_PASSWORD [default: $SEARCH_ENGINE_USER]
    #[arg(long, global = true, hide_short_help = true, value_name = "NAME")]
    user: Option<String>,
    /// File with the user's password
    #[arg(long, global = true, hide_short_help = true, value_name = "FILE", conflicts_with = "api_key_file")]
    password_file: Option<PathBuf>,
    /// File with an API key [default: the key in $SEARCH_ENGINE_API_KEY]
    #[arg(long, global = true, hide_short_help = true, value_name = "FILE")]
    api_key_file: Option<PathBuf>,
    /// File with the certificates, in PEM, that the cluster is trusted by [default: $SEARCH_ENGINE_CA]
    #[arg(long, global = true, hide_short_help = true, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Primary shards of a collection that is made [default: 3]
    #[arg(long, global = true, hide_short_help = true, value_name = "N")]
    shards: Option<u32>,
    /// Copies of each shard of a collection that is made [default: 1]
    #[arg(long, global = true, hide_short_help = true, value_name = "N")]
    replicas: Option<u32>,
    /// Longest wait for one answer of the cluster, in seconds [default: 30]
    #[arg(long, global = true, hide_short_help = true, value_name = "N")]
    engine_timeout: Option<u64>,
}

/// A cluster, and what chose it.
#[derive(Debug)]
pub struct Chosen {
    /// Where it is.
    pub options: ClusterOptions,
    /// The file, if it was found in the current folder and neither an option nor the environment said as much: then the
    /// user may not know that there is one.
    pub by_file: Option<PathBuf>,
}

/// A secret, or the file that holds it.
#[derive(Clone)]
enum Secret {
    Value(String),
    File(PathBuf),
}

/// What one source says.
#[derive(Clone, Default)]
struct Layer {
    engine: Option<EngineName>,
    urls: Vec<String>,
    collection: Option<String>,
    user: Option<String>,
    password: Option<Secret>,
    api_key: Option<Secret>,
    ca: Option<PathBuf>,
    shards: Option<u32>,
    replicas: Option<u32>,
    timeout: Option<u64>,
    note_every: Option<u64>,
}

/// `search.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    engine: EngineTable,
}

/// Its table `[engine]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EngineTable {
    engine: Option<EngineName>,
    #[serde(default)]
    url: Urls,
    collection: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    api_key_file: Option<PathBuf>,
    ca: Option<PathBuf>,
    shards: Option<u32>,
    replicas: Option<u32>,
    engine_timeout: Option<u64>,
    note_every: Option<u64>,
}

/// One address or several, as a list or with commas.
#[derive(Deserialize)]
#[serde(untagged)]
enum Urls {
    One(String),
    Several(Vec<String>),
}

impl Default for Urls {
    fn default() -> Urls {
        Urls::Several(Vec::new())
    }
}

impl ClusterArgs {
    /// The cluster that answers; `None` if an index folder does.
    pub fn cluster(&self) -> Result<Option<Chosen>, Failed> {
        let variable = |name: &str| std::env::var(name).ok();
        self.cluster_of(&variable, Path::new("."))
    }

    /// The same with these variables, in this folder.
    fn cluster_of(&self, variable: &dyn Fn(&str) -> Option<String>, folder: &Path) -> Result<Option<Chosen>, Failed> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let named = variable("SEARCH_CONFIG");
        let is_found = named.is_none();
        let layers = [self.layer(), environment(&variable)?, file(named, folder)?];
        let engine = layers.iter().find_map(|layer| layer.engine).unwrap_or(EngineName::Folder);
        if engine == EngineName::Folder {
            if let Some(option) = self.option_of_a_cluster() {
                return Err(Failed::Usage {
                    message: format!("`{option}` is about a cluster, and the engine is a folder"),
                    hint: Some("say `--engine opensearch` as well".to_owned()),
                });
            }
            return Ok(None);
        }
        let missing = |what: &str, option: &str, name: &str| Failed::Usage {
            message: format!("`--engine opensearch` needs {what}"),
            hint: Some(format!("give it with {option}, in ${name} or in {FILE}")),
        };
        let urls = layers.iter().map(|layer| &layer.urls).find(|urls| !urls.is_empty());
        let urls = urls.ok_or_else(|| missing("the address of a cluster", "--url", "SEARCH_ENGINE_URL"))?;
        let collection = layers.iter().find_map(|layer| layer.collection.clone());
        let collection =
            collection.ok_or_else(|| missing("the name of a collection", "--collection", "SEARCH_COLLECTION"))?;
        let mut options = ClusterOptions::new(urls.clone(), collection);
        options.ca = layers.iter().find_map(|layer| layer.ca.clone());
        options.shards = layers.iter().find_map(|layer| layer.shards).unwrap_or(options.shards);
        options.replicas = layers.iter().find_map(|layer| layer.replicas).unwrap_or(options.replicas);
        if let Some(seconds) = layers.iter().find_map(|layer| layer.timeout) {
            options.timeout = Duration::from_secs(seconds);
        }
        if let Some(seconds) = layers.iter().find_map(|layer| layer.note_every) {
            options.note_every = Duration::from_secs(seconds);
        }
        options.check()?;
        let from = |is_set: &dyn Fn(&Layer) -> bool| layers.iter().position(is_set) == Some(FILE_LAYER);
        let has_url = is_found && from(&|layer| !layer.urls.is_empty());
        if has_url {
            guard_secrets(&layers, folder, &options)?;
        }
        options.credentials = credentials(&layers)?;
        let is_by_file = has_url || is_found && from(&|layer| layer.engine.is_some());
        Ok(Some(Chosen { options, by_file: is_by_file.then(|| shown(&folder.join(FILE))) }))
    }

    fn layer(&self) -> Layer {
        Layer {
            engine: self.engine,
            urls: trimmed(self.url.iter()),
            collection: self.collection.clone(),
            user: self.user.clone(),
            password: self.password_file.clone().map(Secret::File),
            api_key: self.api_key_file.clone().map(Secret::File),
            ca: self.ca.clone(),
            shards: self.shards,
            replicas: self.replicas,
            timeout: self.engine_timeout,
            note_every: None,
        }
    }

    /// An option given that a folder has no use for.
    fn option_of_a_cluster(&self) -> Option<&'static str> {
        let given = [
            (!self.url.is_empty(), "--url"),
            (self.collection.is_some(), "--collection"),
            (self.user.is_some(), "--user"),
            (self.password_file.is_some(), "--password-file"),
            (self.api_key_file.is_some(), "--api-key-file"),
            (self.ca.is_some(), "--ca"),
            (self.shards.is_some(), "--shards"),
            (self.replicas.is_some(), "--replicas"),
            (self.engine_timeout.is_some(), "--engine-timeout"),
        ];
        given.iter().find(|(is_given, _)| *is_given).map(|(_, option)| *option)
    }
}

/// What the environment says.
fn environment(variable: &dyn Fn(&str) -> Option<String>) -> Result<Layer, Failed> {
    let number = |name: &str| match variable(name) {
        None => Ok(None),
        Some(text) => {
            text.parse::<u32>().map(Some).map_err(|_| Failed::usage(format!("${name} is no number: `{text}`")))
        }
    };
    let engine = match variable("SEARCH_ENGINE") {
        None => None,
        Some(name) => Some(
            EngineName::from_str(&name, false)
                .map_err(|_| Failed::usage(format!("$SEARCH_ENGINE is `folder` or `opensearch`, not `{name}`")))?,
        ),
    };
    let urls = variable("SEARCH_ENGINE_URL").unwrap_or_default();
    Ok(Layer {
        engine,
        urls: trimmed(urls.split(',')),
        collection: variable("SEARCH_COLLECTION"),
        user: variable("SEARCH_ENGINE_USER"),
        password: variable("SEARCH_ENGINE_PASSWORD").map(Secret::Value),
        api_key: variable("SEARCH_ENGINE_API_KEY").map(Secret::Value),
        ca: variable("SEARCH_ENGINE_CA").map(PathBuf::from),
        shards: number("SEARCH_ENGINE_SHARDS")?,
        replicas: number("SEARCH_ENGINE_REPLICAS")?,
        timeout: number("SEARCH_ENGINE_TIMEOUT")?.map(u64::from),
        note_every: number("SEARCH_ENGINE_NOTE_EVERY")?.map(u64::from),
    })
}

/// What the file says: the one that is named, which must be there, else the usual one if it is there. Paths
/// in it are relative to its folder.
fn file(named: Option<String>, folder: &Path) -> Result<Layer, Failed> {
    let path = folder.join(named.as_deref().unwrap_or(FILE));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => return Ok(Layer::default()),
        Err(source) => return Err(Error::Read { path: shown(&path), source }.into()),
    };
    let malformed =
        |error: toml::de::Error| Error::Malformed { path: shown(&path), what: error.to_string().trim_end().to_owned() };
    let table = toml::from_str::<File>(&text).map_err(malformed)?.engine;
    let beside = path.parent().unwrap_or(folder);
    let relative = |file: Option<PathBuf>| file.map(|file| shown(&beside.join(file)));
    Ok(Layer {
        engine: table.engine,
        urls: match &table.url {
            Urls::One(list) => trimmed(list.split(',')),
            Urls::Several(urls) => trimmed(urls.iter()),
        },
        collection: table.collection,
        user: table.user,
        password: relative(table.password_file).map(Secret::File),
        api_key: relative(table.api_key_file).map(Secret::File),
        ca: relative(table.ca),
        shards: table.shards,
        replicas: table.replicas,
        timeout: table.engine_timeout,
        note_every: table.note_every,
    })
}

/// Which of the layers is the file.
const FILE_LAYER: usize = 2;

/// Refuses to hand secrets to an address from a file that nobody named: whoever made the current folder would get
/// the password of the environment, or, as a password, any file that its reader can read.
fn guard_secrets(layers: &[Layer], folder: &Path, options: &ClusterOptions) -> Result<(), Failed> {
    let found = shown(&folder.join(FILE));
    let refused = |what: String| {
        let (url, found) = (options.urls.join(","), found.display());
        Err(Failed::Usage {
            message: format!("{what} is not sent to {url}, an address from `{found}` in the current folder"),
            hint: Some(format!(
                "if you trust that file, name it: SEARCH_CONFIG={found}; or give the address with --url"
            )),
        })
    };
    let at = layers.iter().position(|layer| layer.password.is_some() || layer.api_key.is_some());
    let Some((at, layer)) = at.and_then(|at| Some((at, layers.get(at)?))) else { return Ok(()) };
    match layer.password.as_ref().or(layer.api_key.as_ref()) {
        Some(Secret::Value(_)) => {
            let name = if layer.password.is_some() { "SEARCH_ENGINE_PASSWORD" } else { "SEARCH_ENGINE_API_KEY" };
            refused(format!("${name}"))
        }
        Some(Secret::File(path)) if at == FILE_LAYER => {
            let is_beside = match (path.canonicalize(), folder.canonicalize()) {
                (Ok(path), Ok(folder)) => path.starts_with(folder),
                _ => true, // not there: told when it is read
            };
            if is_beside { Ok(()) } else { refused(format!("the file `{}`, which lies elsewhere,", path.display())) }
        }
        _ => Ok(()),
    }
}

/// What is shown to the cluster: the password or key of the first source that has one.
fn credentials(layers: &[Layer]) -> Result<Credentials, Failed> {
    let user = layers.iter().find_map(|layer| layer.user.clone());
    let with_secret = layers.iter().find(|layer| layer.password.is_some() || layer.api_key.is_some());
    match with_secret.map(|layer| (&layer.password, &layer.api_key)) {
        Some((Some(_), Some(_))) => Err(Failed::usage("both a password and an API key are given; one is enough")),
        Some((Some(password), None)) => match user {
            Some(user) => Ok(Credentials::Password { user, password: password.read()? }),
            None => Err(Failed::Usage {
                message: "a password is given, and no user".to_owned(),
                hint: Some(format!("name the user with --user, in $SEARCH_ENGINE_USER or in {FILE}")),
            }),
        },
        Some((None, Some(key))) => Ok(Credentials::ApiKey(key.read()?)),
        Some((None, None)) | None => match user {
            None => Ok(Credentials::None),
            Some(user) => Err(Failed::Usage {
                message: format!("no password for the user `{user}`"),
                hint: Some("give it in $SEARCH_ENGINE_PASSWORD or with --password-file".to_owned()),
            }),
        },
    }
}

impl Secret {
    /// The secret without the end of its line.
    fn read(&self) -> Result<String, Failed> {
        match self {
            Secret::Value(value) => Ok(value.clone()),
            Secret::File(path) => {
                let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
                let secret = text.trim_end_matches(['\r', '\n']);
                if secret.is_empty() {
                    return Err(Failed::usage(format!("`{}` is empty", path.display())));
                }
                Ok(secret.to_owned())
            }
        }
    }
}

fn trimmed<S: AsRef<str>>(urls: impl Iterator<Item = S>) -> Vec<String> {
    urls.map(|url| url.as_ref().trim().to_owned()).filter(|url| !url.is_empty()).collect()
}

/// A path as it would be typed here.
fn shown(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        cluster: ClusterArgs,
    }

    struct Case {
        folder: tempfile::TempDir,
        variables: Vec<(&'static str, String)>,
    }

    impl Case {
        fn new(file: &str, variables: &[(&'static str, &str)]) -> Case {
            let folder = tempfile::tempdir().unwrap();
            if !file.is_empty() {
                fs::write(folder.path().join(FILE), file).unwrap();
            }
            let variables = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            Case { folder, variables }
        }

        fn run(&self, options: &[&str]) -> Result<Option<Chosen>, Failed> {
            let arguments = Program::try_parse_from(["search"].iter().chain(options)).unwrap();
            let variable =
                |name: &str| self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            arguments.cluster.cluster_of(&variable, self.folder.path())
        }

        #[track_caller]
        fn cluster(&self, options: &[&str]) -> ClusterOptions {
            self.run(options).unwrap().expect("a cluster").options
        }

        /// The file that chose the cluster.
        #[track_caller]
        fn by_file(&self, options: &[&str]) -> bool {
            self.run(options).unwrap().expect("a cluster").by_file.is_some()
        }

        #[track_caller]
        fn fails(&self, options: &[&str], with: &str) {
            let lines = self.run(options).unwrap_err().lines().join("; ");
            assert!(lines.contains(with), "{lines}");
        }
    }

    const FILE_OF_A_CLUSTER: &str = "[engine]\nengine = \"opensearch\"\nurl = [\"http://file:1\", \"http://file:2\"]\n\
        collection = \"from-file\"\nshards = 7\nengine-timeout = 5\n";

    #[test]
    fn a_folder_answers_unless_another_engine_is_named() {
        assert!(Case::new("", &[]).run(&[]).unwrap().is_none());
        // A cluster that is only known is not used.
        let case = Case::new("[engine]\nurl = \"http://a\"\n", &[("SEARCH_ENGINE_URL", "http://b")]);
        assert!(case.run(&[]).unwrap().is_none());
        assert!(Case::new(FILE_OF_A_CLUSTER, &[]).run(&["--engine", "folder"]).unwrap().is_none());
    }

    #[test]
    fn options_beat_the_environment_which_beats_the_file() {
        let case = Case::new(FILE_OF_A_CLUSTER, &[]);
        let cluster = case.cluster(&[]);
        assert_eq!(cluster.urls, ["http://file:1", "http://file:2"]);
        assert_eq!((cluster.collection.as_str(), cluster.shards, cluster.replicas), ("from-file", 7, 1));
        assert_eq!(cluster.timeout, Duration::from_secs(5));

        let variables = [("SEARCH_ENGINE_URL", "http://env:1, http://env:2,"), ("SEARCH_COLLECTION", "from-env")];
        let case = Case::new(FILE_OF_A_CLUSTER, &variables);
        let cluster = case.cluster(&["--collection", "from-option", "--replicas", "0"]);
        assert_eq!(cluster.urls, ["http://env:1", "http://env:2"]);
        assert_eq!((cluster.collection.as_str(), cluster.shards, cluster.replicas), ("from-option", 7, 0));
        let cluster = case.cluster(&["--url", "http://a:1,http://b:2"]);
        assert_eq!(cluster.urls, ["http://a:1", "http://b:2"]);
    }

    #[test]
    fn credentials_come_from_the_environment_or_files() {
        let user = |user: &str, password: &str| Credentials::Password { user: user.into(), password: password.into() };
        let named = ("SEARCH_CONFIG", FILE);
        let case = Case::new(FILE_OF_A_CLUSTER, &[named, ("SEARCH_ENGINE_PASSWORD", "pa ss")]);
        assert_eq!(case.cluster(&["--user", "ann"]).credentials, user("ann", "pa ss"));
        case.fails(&[], "no user");

        let file = FILE_OF_A_CLUSTER.to_owned() + "user = \"bob\"\npassword-file = \"secret\"\n";
        let case = Case::new(&file, &[]);
        case.fails(&[], "could not read");
        fs::write(case.folder.path().join("secret"), "word\r\n").unwrap();
        assert_eq!(case.cluster(&[]).credentials, user("bob", "word"));
        fs::write(case.folder.path().join("secret"), "\n").unwrap();
        case.fails(&[], "is empty");

        let case = Case::new(&file, &[named, ("SEARCH_ENGINE_API_KEY", "key")]);
        assert_eq!(case.cluster(&[]).credentials, Credentials::ApiKey("key".into()));
        let both = [named, ("SEARCH_ENGINE_API_KEY", "key"), ("SEARCH_ENGINE_PASSWORD", "word")];
        Case::new(&file, &both).fails(&[], "one is enough");
        Case::new(FILE_OF_A_CLUSTER, &[]).fails(&["--user", "ann"], "no password for the user `ann`");
    }

    #[test]
    fn a_file_that_nobody_named_gets_no_secrets_and_is_told() {
        let password = ("SEARCH_ENGINE_PASSWORD", "word");
        let ours = ("SEARCH_ENGINE_URL", "http://ours");
        let user = ["--user", "ann"];
        let refused = "$SEARCH_ENGINE_PASSWORD is not sent to http://file:1,http://file:2, an address from";
        Case::new(FILE_OF_A_CLUSTER, &[password]).fails(&user, refused);
        Case::new(FILE_OF_A_CLUSTER, &[("SEARCH_ENGINE_API_KEY", "k")])
            .fails(&[], "$SEARCH_ENGINE_API_KEY is not sent");
        Case::new(FILE_OF_A_CLUSTER, &[password, ours]).cluster(&user);
        Case::new(FILE_OF_A_CLUSTER, &[password]).cluster(&["--user", "ann", "--url", "http://ours"]);

        let outside = tempfile::NamedTempFile::new().unwrap();
        fs::write(outside.path(), "secret").unwrap();
        let file = format!("{FILE_OF_A_CLUSTER}user = \"ann\"\npassword-file = '{}'\n", outside.path().display());
        Case::new(&file, &[]).fails(&[], "which lies elsewhere, is not sent to http://file:1");
        Case::new(&file, &[("SEARCH_CONFIG", FILE)]).cluster(&[]);

        let case = Case::new(FILE_OF_A_CLUSTER, &[]);
        assert!(case.by_file(&[]) && case.by_file(&["--engine", "opensearch"]) && case.by_file(&["--url", "http://a"]));
        assert!(!case.by_file(&["--engine", "opensearch", "--url", "http://a"]));
        assert!(!Case::new(FILE_OF_A_CLUSTER, &[("SEARCH_CONFIG", FILE)]).by_file(&[]));
    }

    #[test]
    fn what_is_missing_is_told() {
        let case = Case::new("", &[]);
        case.fails(&["--engine", "opensearch"], "the address of a cluster");
        case.fails(&["--engine", "opensearch", "--url", "http://a"], "the name of a collection");
        case.fails(&["--url", "http://a"], "`--url` is about a cluster");
        case.fails(&["--engine", "opensearch", "--url", "a:1", "--collection", "x"], "`a:1` is no address");
        case.fails(&["--engine", "opensearch", "--url", "http://a", "--collection", "X"], "`X` cannot name");
    }

    #[test]
    fn mistakes_in_the_file_and_the_environment_are_told() {
        Case::new("[engine]\npassword = \"x\"\n", &[]).fails(&[], "unknown field `password`");
        Case::new("engine\n", &[]).fails(&[], "search.toml");
        Case::new("[engine]\nengine = \"lucene\"\n", &[]).fails(&[], "lucene");
        Case::new("", &[("SEARCH_ENGINE", "lucene")]).fails(&[], "$SEARCH_ENGINE");
        Case::new("", &[("SEARCH_ENGINE_SHARDS", "many")]).fails(&[], "$SEARCH_ENGINE_SHARDS is no number: `many`");
        Case::new("", &[("SEARCH_CONFIG", "other.toml")]).fails(&[], "other.toml");
    }

    #[test]
    fn another_file_can_be_named() {
        let case = Case::new("[engine]\nengine = \"lucene\"\n", &[("SEARCH_CONFIG", "below/other.toml")]);
        fs::create_dir(case.folder.path().join("below")).unwrap();
        let file = FILE_OF_A_CLUSTER.to_owned() + "ca = \"ca.pem\"\n";
        fs::write(case.folder.path().join("below/other.toml"), file).unwrap();
        assert_eq!(case.cluster(&[]).ca, Some(case.folder.path().join("below/ca.pem")));
    }
}
