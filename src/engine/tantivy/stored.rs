//! How an article is stored beside its text: a compact JSON array of short values.
//!
//! Written once at indexing and read for each article shown, so it holds all that extraction
//! found. Changing it means a new [`super::schema::FORMAT`].

use serde::{Deserialize, Serialize};

use crate::model::{
    Alias, Article, Certainty, Date, Gender, Quote, QuoteKind, Record, RejectedDate, Source, Sourced, Span, SpeakerName,
};

/// All of an article but its text, and the name of its source.
#[derive(Serialize, Deserialize)]
pub struct Stored {
    #[serde(rename = "s")]
    pub source: String,
    #[serde(rename = "p")]
    path: String,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    record_id: Option<String>,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    record_number: Option<u32>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    title: Option<Value>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    outlet: Option<Value>,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    date: Option<Value>,
    #[serde(rename = "nb", default, skip_serializing_if = "Option::is_none")]
    not_before: Option<u32>,
    #[serde(rename = "rd", default, skip_serializing_if = "Vec::is_empty")]
    rejected: Vec<(String, String)>,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Value>,
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Value>,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    url: Option<Value>,
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    boilerplate: Vec<(u32, u32)>,
    /// Names of speakers: name, `m`, `f` or nothing, whether an organisation.
    #[serde(rename = "k", default, skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<String>,
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<StoredQuote>,
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<(String, String)>,
}

/// A value with the places of its source and certainty in their lists.
#[derive(Serialize, Deserialize)]
struct Value(String, u8, u8);

/// Start, length, kind, speaker (1 is the first of the list, 0 nobody), mention, cue (start and
/// length, 0 and 0 for none), probability in thousandths, reason.
#[derive(Serialize, Deserialize)]
struct StoredQuote(u32, u32, u8, u32, u32, u32, u32, u32, u16, String);

const KINDS: [QuoteKind; 4] = [QuoteKind::Direct, QuoteKind::Block, QuoteKind::Post, QuoteKind::Headline];
const CERTAINTIES: [Certainty; 3] = [Certainty::Inferred, Certainty::Likely, Certainty::Exact];

/// The key under which a speaker is indexed: the name, and what else tells people apart.
///
/// Form: name, `\u{1f}`, then `m`, `f` or nothing, then `o` for an organisation.
pub fn speaker_key(speaker: &SpeakerName) -> String {
    let gender = match speaker.gender {
        Some(Gender::Male) => "m",
        Some(Gender::Female) => "f",
        None => "",
    };
    format!("{}\u{1f}{gender}{}", speaker.name, if speaker.organisation { "o" } else { "" })
}

/// The speaker of a key; the inverse of [`speaker_key`].
pub fn speaker_of_key(key: &str) -> SpeakerName {
    let (name, marks) = key.split_once('\u{1f}').unwrap_or((key, ""));
    let gender = match marks.as_bytes().first() {
        Some(b'm') => Some(Gender::Male),
        Some(b'f') => Some(Gender::Female),
        _ => None,
    };
    SpeakerName { name: name.to_owned(), gender, organisation: marks.ends_with('o') }
}

fn value<T: ToString>(sourced: &Sourced<T>) -> Value {
    let source = Source::ALL.iter().position(|source| *source == sourced.source).unwrap_or(0);
    let certainty = CERTAINTIES.iter().position(|certainty| *certainty == sourced.certainty).unwrap_or(0);
    Value(sourced.value.to_string(), source as u8, certainty as u8)
}

fn sourced<T>(value: Value, read: impl FnOnce(String) -> Option<T>) -> Option<Sourced<T>> {
    let source = *Source::ALL.get(usize::from(value.1))?;
    let certainty = *CERTAINTIES.get(usize::from(value.2))?;
    Some(Sourced::new(read(value.0)?, source, certainty))
}

fn pair(span: Option<Span>) -> (u32, u32) {
    span.map_or((0, 0), |span| (span.start() as u32, span.len() as u32))
}

fn span(start: u32, length: u32) -> Option<Span> {
    (length > 0).then(|| Span::of(start as usize, start as usize + length as usize))
}

impl Stored {
    /// Takes an article apart.
    pub fn of(article: &Article, source: &str) -> Stored {
        let mut speakers: Vec<String> = Vec::new();
        let quotes = article
            .quotes
            .iter()
            .map(|quote| {
                let speaker = quote.speaker.as_ref().map_or(0, |speaker| {
                    let key = speaker_key(speaker);
                    let at = speakers.iter().position(|known| *known == key).unwrap_or_else(|| {
                        speakers.push(key);
                        speakers.len() - 1
                    });
                    at as u32 + 1
                });
                let kind = KINDS.iter().position(|kind| *kind == quote.kind).unwrap_or(0);
                let (mention_start, mention_length) = pair(quote.mention);
                let (cue_start, cue_length) = pair(quote.cue);
                StoredQuote(
                    quote.words.start() as u32,
                    quote.words.len() as u32,
                    kind as u8,
                    speaker,
                    mention_start,
                    mention_length,
                    cue_start,
                    cue_length,
                    (quote.probability.clamp(0.0, 1.0) * 1000.0).round() as u16,
                    quote.reason.clone(),
                )
            })
            .collect();
        let (record_id, record_number) = match &article.record {
            None => (None, None),
            Some(Record::Id(id)) => (Some(id.clone()), None),
            Some(Record::Number(number)) => (None, Some(*number)),
        };
        Stored {
            source: source.to_owned(),
            path: article.path.clone(),
            record_id,
            record_number,
            title: article.title.as_ref().map(value),
            outlet: article.outlet.as_ref().map(value),
            date: article.date.as_ref().map(value),
            not_before: article.date_not_before.map(Date::number),
            rejected: article.rejected_dates.iter().map(|date| (date.value.clone(), date.reason.clone())).collect(),
            authors: article.authors.iter().map(value).collect(),
            contributors: article.contributors.iter().map(value).collect(),
            url: article.url.as_ref().map(value),
            language: article.language.clone(),
            boilerplate: article.boilerplate.iter().map(|span| (span.start() as u32, span.end() as u32)).collect(),
            speakers,
            quotes,
            aliases: article.aliases.iter().map(|alias| (alias.name.clone(), alias.alias.clone())).collect(),
        }
    }

    /// Puts the article together again.
    pub fn into_article(self, text: String) -> Article {
        let speakers: Vec<SpeakerName> = self.speakers.iter().map(|key| speaker_of_key(key)).collect();
        let names = |values: Vec<Value>| values.into_iter().filter_map(|value| sourced(value, Some)).collect();
        Article {
            path: self.path,
            record: self.record_id.map(Record::Id).or(self.record_number.map(Record::Number)),
            title: self.title.and_then(|value| sourced(value, Some)),
            outlet: self.outlet.and_then(|value| sourced(value, Some)),
            date: self.date.and_then(|value| sourced(value, |text| Date::parse(&text))),
            date_not_before: self.not_before.and_then(Date::from_number),
            rejected_dates: self.rejected.into_iter().map(|(value, reason)| RejectedDate { value, reason }).collect(),
            authors: names(self.authors),
            contributors: names(self.contributors),
            url: self.url.and_then(|value| sourced(value, Some)),
            language: self.language,
            boilerplate: self
                .boilerplate
                .into_iter()
                .map(|(start, end)| Span::of(start as usize, end as usize))
                .collect(),
            quotes: self
                .quotes
                .into_iter()
                .map(|quote| Quote {
                    words: Span::of(quote.0 as usize, quote.0 as usize + quote.1 as usize),
                    kind: KINDS.get(usize::from(quote.2)).copied().unwrap_or(QuoteKind::Direct),
                    speaker: speakers.get((quote.3 as usize).wrapping_sub(1)).cloned(),
                    mention: span(quote.4, quote.5),
                    cue: span(quote.6, quote.7),
                    probability: f32::from(quote.8) / 1000.0,
                    reason: quote.9,
                })
                .collect(),
            aliases: self.aliases.into_iter().map(|(name, alias)| Alias { name, alias }).collect(),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_comes_back_as_it_was() {
        let speaker = SpeakerName { name: "Jane Roe".into(), gender: Some(Gender::Female), organisation: false };
        let article = Article {
            path: "a/b.jsonl".into(),
            record: Some(Record::Number(7)),
            title: Some(Sourced::new("Vote".into(), Source::Record, Certainty::Exact)),
            date: Date::parse("2020-03-04").map(|date| Sourced::new(date, Source::Url, Certainty::Likely)),
            date_not_before: Date::parse("2020-03-01"),
            rejected_dates: vec![RejectedDate { value: "2099".into(), reason: "in the future".into() }],
            authors: vec![Sourced::new("A".into(), Source::Byline, Certainty::Likely)],
            language: Some("en".into()),
            text: "“No,” she said.".into(),
            boilerplate: vec![Span::of(0, 1)],
            quotes: vec![Quote {
                words: Span::of(3, 6),
                kind: QuoteKind::Post,
                speaker: Some(speaker.clone()),
                mention: Some(Span::of(10, 13)),
                cue: None,
                probability: 0.97,
                reason: "said".into(),
            }],
            aliases: vec![Alias { name: "Jane Roe".into(), alias: "@roe".into() }],
            ..Article::default()
        };
        let json = serde_json::to_vec(&Stored::of(&article, "s")).unwrap();
        let stored: Stored = serde_json::from_slice(&json).unwrap();
        assert_eq!(stored.source, "s");
        assert_eq!(stored.into_article(article.text.clone()), article);
        assert_eq!(speaker_of_key(&speaker_key(&speaker)), speaker);
    }
}
