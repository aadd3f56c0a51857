//! Values that remember where they came from.

/// A value with the place it was read from and how sure that makes us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value itself.
    pub value: T,
    /// Where it was read.
    pub source: Source,
    /// How far to trust it.
    pub certainty: Certainty,
}

impl<T> Sourced<T> {
    /// Puts the three together.
    pub fn new(value: T, source: Source, certainty: Certainty) -> Sourced<T> {
        Sourced { value, source, certainty }
    }
}

/// Where a value of an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A manifest beside the articles: wins over everything.
    Manifest,
    /// A command-line option that fills what is unknown (`--outlet`, `--date`).
    Option,
    /// The front matter of a Markdown file.
    FrontMatter,
    /// A key of a JSON or CSV record.
    Record,
    /// JSON-LD of a web page.
    JsonLd,
    /// A `<meta>` tag of a web page.
    MetaTag,
    /// The address of the article.
    Url,
    /// A line of metadata before the text, such as ` date 2020-07-11 https://…`.
    HeaderLine,
    /// A byline: `By Jane Roe`, `(Ben Sellers, Liberty Headlines)`.
    Byline,
    /// A dateline: `LONDON, March 3 (Reuters) -`.
    Dateline,
    /// A credit line: `… of Fox News contributed to this report.`
    CreditLine,
    /// The outlet speaking of itself: `told NBC News`, `Download the NBC News app`.
    SelfMention,
    /// The name of the file.
    FileName,
    /// The name of a folder above the file.
    Folder,
    /// The first heading of the text.
    FirstHeading,
    /// The text itself.
    Text,
}

impl Source {
    /// Every source, for tables and tests.
    pub const ALL: [Source; 16] = [
        Source::Manifest,
        Source::Option,
        Source::FrontMatter,
        Source::Record,
        Source::JsonLd,
        Source::MetaTag,
        Source::Url,
        Source::HeaderLine,
        Source::Byline,
        Source::Dateline,
        Source::CreditLine,
        Source::SelfMention,
        Source::FileName,
        Source::Folder,
        Source::FirstHeading,
        Source::Text,
    ];

    /// The name used in output, such as `front matter`.
    pub fn name(self) -> &'static str {
        match self {
            Source::Manifest => "manifest",
            Source::Option => "option",
            Source::FrontMatter => "front matter",
            Source::Record => "record",
            Source::JsonLd => "json-ld",
            Source::MetaTag => "meta tag",
            Source::Url => "url",
            Source::HeaderLine => "header line",
            Source::Byline => "byline",
            Source::Dateline => "dateline",
            Source::CreditLine => "credit line",
            Source::SelfMention => "self-mention",
            Source::FileName => "file name",
            Source::Folder => "folder",
            Source::FirstHeading => "first heading",
            Source::Text => "text",
        }
    }

    /// The source of that name, the inverse of [`Source::name`].
    pub fn from_name(name: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// How far a value may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Concluded from hints; may be wrong.
    Inferred,
    /// Stated in a form that is nearly always right.
    Likely,
    /// Stated as such by the source.
    Exact,
}

impl Certainty {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Exact => "exact",
            Certainty::Likely => "likely",
            Certainty::Inferred => "inferred",
        }
    }

    /// The certainty of that name, the inverse of [`Certainty::name`].
    pub fn from_name(name: &str) -> Option<Certainty> {
        [Certainty::Exact, Certainty::Likely, Certainty::Inferred]
            .into_iter()
            .find(|certainty| certainty.name() == name)
    }
}

/// The metadata that a file can state of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The record's own id.
    Id,
    /// Headline.
    Title,
    /// Body text.
    Text,
    /// Outlet or publisher.
    Outlet,
    /// Date of first publication.
    Date,
    /// One or more authors.
    Author,
    /// Address of the article.
    Url,
    /// Language code.
    Language,
}

/// A value that a file, manifest or option states outright, as printed there.
///
/// The list of an article is in order of precedence: of two values for one field the first wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Which field.
    pub field: Field,
    /// The value as printed; several authors stand in several `Given`s.
    pub value: String,
    /// Who says so.
    pub source: Source,
}
