//! A text as read for its quotations: stretches, posts, tokens, mentions and people.

use std::cell::{Cell, OnceCell};

use super::QuoteContext;
use super::marks::{self, Stretch};
use super::posts::{self, Post};
use crate::extract::speakers::descriptions;
use crate::extract::speakers::genders::genders;
use crate::extract::speakers::generations;
use crate::extract::speakers::given;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{self, Aid, Mention, NONE};
use crate::extract::speakers::nicknames::is_nickname;
use crate::extract::speakers::people::People;
use crate::extract::speakers::phrasal;
use crate::extract::speakers::pronouns::{self, Question};
use crate::extract::speakers::surnames;
use crate::extract::speakers::tokens::{Kind, Reader, Token};
use crate::extract::speakers::weights::Weights;
use crate::model::Span;
use crate::text;

/// A text with everything that is read out of it before speakers are chosen.
#[derive(Debug)]
pub struct Reading<'t> {
    /// The text.
    pub text: &'t str,
    /// Its paragraphs.
    pub paragraphs: Vec<Span>,
    /// Stretches between marks, in order.
    pub stretches: Vec<Stretch>,
    /// Embedded posts, in order.
    pub posts: Vec<Post>,
    /// Tokens outside the stretches; each stretch is one token.
    pub tokens: Vec<Token>,
    /// For each stretch its token, or [`NONE`] if it is no quotation.
    pub places: Vec<u32>,
    /// Mentions, in order of their last token.
    pub mentions: Vec<Mention>,
    /// How likely the entity of a pronoun is right; 0 for other mentions.
    pub sure: Vec<f32>,
    /// The inventory of names.
    pub people: People,
    /// For each paragraph its first token.
    pub first_tokens: Vec<u32>,
    /// False where the language is one whose speakers we cannot tell.
    pub attributes: bool,
}

/// Told where a pronoun stands, the question, and how to name an entity; may give the answer.
pub type TeachPronouns<'a> = dyn FnMut(u32, &Question, &dyn Fn(u32) -> String) -> Option<u32> + 'a;

/// Reads a text; `None` if it has no quotation at all.
///
/// The teacher is asked about every `he` and `she`, in training only.
pub fn read<'t>(
    text: &'t str,
    context: &QuoteContext,
    weights: &Weights,
    teacher: Option<&mut TeachPronouns>,
) -> Option<Reading<'t>> {
    let paragraphs = text::paragraphs(text);
    let stretches = marks::stretches_and_parts(text, &paragraphs);
    let posts = posts::posts(text, &paragraphs);
    if stretches.is_empty() && posts.is_empty() {
        return None;
    }
    let attributes = context.language.is_none_or(|language| language == "en");
    let mut reading = Reading {
        text,
        paragraphs,
        places: vec![NONE; stretches.len()],
        stretches,
        posts,
        tokens: Vec::new(),
        mentions: Vec::new(),
        sure: Vec::new(),
        people: People::default(),
        first_tokens: Vec::new(),
        attributes,
    };
    let mut speech = reading.tokenize(context);
    phrasal::mark(&mut reading.tokens, &mut speech);
    let titles = reading.titles();
    surnames::free(&mut reading.tokens, &titles);
    given::free(&mut reading.tokens);
    descriptions::mark(text, &mut reading.tokens, &titles);
    let aid = Aid { titles: &titles, speech: &speech, next: Cell::new(0), alone: OnceCell::new() };
    let mut found = mentions::mentions(&reading.tokens, &aid);
    let mut paragraph = 0;
    for mention in &mut found {
        while reading.first_tokens.get(paragraph + 1).is_some_and(|first| *first <= mention.first) {
            paragraph += 1;
        }
        mention.paragraph = paragraph as u32;
    }
    reading.people = People::link(text, &reading.tokens, &mut found);
    let mut wrapped;
    let told: Option<&mut pronouns::Teacher> = match teacher {
        Some(teacher) => {
            let (tokens, people) = (&reading.tokens, &reading.people);
            let places: Vec<u32> = found.iter().map(|mention| tokens[mention.first as usize].start).collect();
            wrapped = move |mention: u32, question: &Question| {
                let names = |entity: u32| people.name(text, tokens, entity).name;
                teacher(places[mention as usize], question, &names)
            };
            Some(&mut wrapped)
        }
        None => None,
    };
    generations::tell_apart(&reading.people, &reading.tokens, &mut found);
    let genders = genders(&reading.people, text, &reading.tokens, &found, &reading.first_tokens);
    reading.sure = pronouns::resolve(&reading.people, &genders, &reading.tokens, &mut found, weights, told);
    reading.mentions = found;
    Some(reading)
}

impl Reading<'_> {
    /// The span of tokens `first..last`.
    pub fn span(&self, first: u32, last: u32) -> Span {
        let start = self.tokens[first as usize].start;
        let end = self.tokens[(last as usize).saturating_sub(1).max(first as usize)].end;
        Span::of(start as usize, end as usize)
    }

    /// The entity of a name that stands at `span`.
    pub fn entity_at(&self, span: Span) -> Option<u32> {
        let after = self.mentions.partition_point(|m| (self.tokens[m.first as usize].start as usize) < span.start());
        let mention = self.mentions.get(after)?;
        let inside = (self.tokens[mention.last as usize - 1].end as usize) <= span.end() + 1;
        (inside && mention.entity != NONE).then_some(mention.entity)
    }

    /// Fills the tokens; returns which are verbs of speech.
    fn tokenize(&mut self, context: &QuoteContext) -> Vec<u32> {
        let mut reader = Reader::new(self.text);
        let mut labelled = Vec::new();
        let mut next_stretch = 0;
        let mut next_post = 0;
        let mut next_boilerplate = 0;
        for paragraph in &self.paragraphs {
            reader.new_sentence();
            self.first_tokens.push(reader.tokens.len() as u32);
            let mut at = paragraph.start();
            let end = paragraph.end();
            while at < end {
                while context.boilerplate.get(next_boilerplate).is_some_and(|span| span.end() <= at) {
                    next_boilerplate += 1;
                }
                while self.posts.get(next_post).is_some_and(|post| post.whole.end() <= at) {
                    next_post += 1;
                }
                while self.stretches.get(next_stretch).is_some_and(|stretch| (stretch.open as usize) < at) {
                    next_stretch += 1;
                }
                let skip = context.boilerplate.get(next_boilerplate).copied();
                let post = self.posts.get(next_post);
                let stretch = self.stretches.get(next_stretch);
                let stop = [
                    skip.map(Span::start),
                    post.map(|post| post.whole.start()),
                    stretch.map(|stretch| stretch.open as usize),
                ]
                .into_iter()
                .flatten()
                .map(|start| start.max(at))
                .min()
                .unwrap_or(end)
                .min(end);
                if stop > at {
                    reader.read(at, stop);
                    at = stop;
                } else if let Some(skip) = skip.filter(|skip| skip.start() <= at) {
                    at = skip.end();
                } else if let Some(post) = post.filter(|post| post.whole.start() <= at) {
                    reader.new_sentence();
                    if post.name.start() >= at {
                        reader.read(post.name.start(), post.name.end());
                    }
                    reader.new_sentence();
                    at = post.whole.end();
                } else if let Some(stretch) = stretch {
                    let words = &self.text[stretch.start as usize..stretch.end as usize];
                    if stretch.closed && is_nickname(self.text, stretch.open as usize, words, stretch.close as usize) {
                        at = (stretch.close as usize).max(at + 1);
                        next_stretch += 1;
                        continue;
                    }
                    if let Some(label) = label(words) {
                        // A transcript between marks: `"LEE: We go.`
                        reader.read(stretch.start as usize, stretch.start as usize + label);
                        labelled.push(next_stretch);
                    }
                    self.places[next_stretch] = reader.tokens.len() as u32;
                    let bytes = self.text.as_bytes();
                    let last = bytes[stretch.end as usize - 1];
                    let close = stretch.close as usize;
                    let next = self.text[close..].trim_start().chars().next();
                    let stops = matches!(last, b'.' | b'!' | b'?') || self.text[..stretch.end as usize].ends_with('…');
                    let ends = stops
                        && (last == b'.' || last >= 0x80)
                        && !next.is_some_and(|c| c.is_ascii_lowercase() || matches!(c, ',' | '-' | '–' | '—' | '―'));
                    reader.quote(stretch.open as usize, close, (next_stretch & 0xFFFF) as u16, stops);
                    if ends {
                        reader.new_sentence();
                    }
                    next_stretch += 1;
                    at = close.max(at + 1);
                }
            }
        }
        for number in labelled {
            self.stretches[number].labelled = true;
            if let Some(before) = number.checked_sub(1) {
                self.stretches[before].goes_on = false;
            }
        }
        self.tokens = reader.tokens;
        reader.speech
    }

    /// Headlines in title case among the first paragraphs: they name people short, so a name
    /// there founds no entity of its own.
    fn titles(&self) -> Vec<Span> {
        let mut found = Vec::new();
        for (number, paragraph) in self.paragraphs.iter().enumerate().take(4) {
            let first = self.first_tokens[number] as usize;
            let last = self.first_tokens.get(number + 1).map_or(self.tokens.len(), |at| *at as usize);
            let words = self.tokens[first..last].iter().filter(|t| t.is_word() && t.end - t.start >= 4);
            let (mut capitals, mut all) = (0, 0);
            for word in words.take(60) {
                all += 1;
                capitals += i32::from(word.kind != Kind::Lower);
            }
            // `President Ann Lee said on Monday.` is a sentence.
            let says = self.tokens[first..last].iter().any(|t| t.kind == Kind::Lower && t.is(class::SPEECH));
            let words = paragraph.of_text(self.text).trim_end().trim_end_matches(['"', '”', '\'', '’', '»']);
            let is_sentence = says && words.ends_with(['.', '!', '?']);
            if (4..40).contains(&all) && capitals * 10 >= all * 8 && !is_sentence {
                found.push(*paragraph);
            }
        }
        found
    }
}

/// If words begin with the name of a speaker in capitals and a colon, returns the length of both.
fn label(words: &str) -> Option<usize> {
    let colon = words.bytes().take(40).position(|byte| byte == b':')?;
    let name = words.get(..colon)?;
    let is_name = name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
        && name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && name.split(' ').count() <= 3;
    (is_name && words[colon + 1..].starts_with(' ')).then_some(colon + 1)
}
