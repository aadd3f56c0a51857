//! Stories: what is asked and answered.

use super::request::SearchRequest;
use crate::families::labels::Fidelity;
use crate::model::{Certainty, Date};

/// A search for stories.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryRequest {
    /// Which articles to look for: stories of which one matches. Limit and offset count stories; order,
    /// facets and passages mean nothing here.
    pub search: SearchRequest,
    /// Only stories of at least so many articles.
    pub least_articles: u32,
    /// Also list the ids of all articles.
    pub members: bool,
}

impl StoryRequest {
    /// Asks for the stories of two articles or more that a search finds.
    pub fn new(search: SearchRequest) -> StoryRequest {
        StoryRequest { search, least_articles: 2, members: false }
    }
}

/// The answer to a search for stories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryResponse {
    /// Number of stories that match, exact.
    pub total: u64,
    /// The stories asked for: those with most matching articles first, then the newest.
    pub hits: Vec<Story>,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}

/// Articles about one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// Place in the answer, from 1.
    pub rank: usize,
    /// The id, eight letters and digits. It stays when articles come and go.
    pub id: String,
    /// Headline of its first article that has one.
    pub title: Option<String>,
    /// That article's id.
    pub article: String,
    /// Articles.
    pub articles: u64,
    /// Articles that match the search.
    pub matching: u64,
    /// Outlets with the number of their articles, most first.
    pub outlets: Vec<(String, u64)>,
    /// Articles whose outlet is unknown.
    pub without_outlet: u64,
    /// First and last date.
    pub dates: Option<(Date, Date)>,
    /// Who is quoted, most often first.
    pub speakers: Vec<(String, u64)>,
    /// Utterances that two of its articles or more carry.
    pub utterances: u64,
    /// Ids of all articles, if asked for.
    pub members: Vec<String>,
}

/// A story with who published what and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryDetail {
    /// The story.
    pub story: Story,
    /// Its articles, the oldest first, those without a date last.
    pub timeline: Vec<StoryArticle>,
    /// Outlets of the archive that have no article of the story, with the number of articles they
    /// have on its days, most first.
    pub absent: Vec<(String, u64)>,
    /// The outlets of the columns of `utterances`, as in `story.outlets`; `None` for articles without one, last.
    pub columns: Vec<Option<String>>,
    /// The utterances of the story, those that most outlets carry first.
    pub utterances: Vec<StoryUtterance>,
}

/// An article of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryArticle {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Address.
    pub url: Option<String>,
    /// How many of the story's utterances it carries.
    pub utterances: u64,
}

/// An utterance of a story and who carried it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryUtterance {
    /// Id of the family.
    pub family: String,
    /// The wording that most outlets have; the fullest if none has more than one.
    pub text: String,
    /// Who is named most often as the speaker.
    pub speaker: Option<String>,
    /// For each column how the outlet carries it; `None` where it left it out.
    pub cells: Vec<Option<StoryCell>>,
}

/// How an outlet carries an utterance in a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryCell {
    /// Id of the first quotation that carries it.
    pub quote: String,
    /// How many do; the parts of a sentence that a cue interrupts are one.
    pub quotations: u64,
    /// How faithful the most faithful of them is to that wording.
    pub fidelity: Fidelity,
    /// True if one of them [differs](Fidelity::differs).
    pub differs: bool,
}
