//! Which story an article belongs to, given the articles before it.

use rustc_hash::FxHashMap;

use super::Term;
use super::store::{ArticleRow, NO_DAY, StoryRow, weight};
use crate::families::Lists;

/// An article goes to a story it is at least that much like. At 0.18, on generated archives, and read over
/// on real news: see docs/EVALUATION.md.
const LEAST_LIKENESS: f32 = 0.18;

/// What one utterance in common adds.
const UTTERANCE: f32 = 0.5;

/// An utterance that more stories carry tells less.
const WIDE_UTTERANCE: usize = 4;

/// Days that may lie between an article and the rest of its story.
const WINDOW: i32 = 21;

/// Days from the first to the last article of a story, but for those that share an utterance with it: what
/// goes on for months is several events.
const MAX_SPAN: i32 = 45;

/// Days of a bucket, in which stories are looked for by their words.
const BUCKET: i32 = 16;

/// Stories of a bucket that are looked at for one word.
const MAX_STORIES: usize = 256;

/// Articles in their order, each with its telling words and the utterances that it carries.
#[derive(Clone, Copy)]
pub struct Articles<'a> {
    /// The articles.
    pub rows: &'a [ArticleRow],
    /// Their telling words.
    pub terms: &'a Lists<(Term, u16)>,
    /// Utterances they carry.
    pub families: &'a Lists<u64>,
}

/// Stories under way.
pub struct Cluster<'a> {
    articles: Articles<'a>,
    /// The stories so far, those without articles among them.
    pub stories: Vec<StoryRow>,
    /// The story of each article so far.
    pub story_of: Vec<u32>,
    /// Articles that were decided before, by story.
    earlier: Members,
    /// The words of stories that were compared and may be again.
    sums: FxHashMap<u32, Growing>,
    /// Bucket of the article that was decided last.
    bucket: i32,
    by_term: FxHashMap<(Term, i32), Vec<u32>>,
    by_family: FxHashMap<u64, Vec<u32>>,
}

/// True if an article of this day may belong to a story of these days.
fn is_near(day: i32, days: (i32, i32)) -> bool {
    day == NO_DAY || days.0 == NO_DAY || (days.0.saturating_sub(WINDOW)..=days.1.saturating_add(WINDOW)).contains(&day)
}

/// The first articles by the story to which they were given.
struct Members {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Members {
    fn of(story_of: &[u32]) -> Members {
        let n_stories = story_of.iter().max().map_or(0, |last| *last as usize + 1);
        let mut starts = vec![0u32; n_stories + 1];
        story_of.iter().for_each(|story| starts[*story as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut numbers = vec![0u32; story_of.len()];
        for (number, story) in story_of.iter().enumerate() {
            let slot = &mut next[*story as usize];
            numbers[*slot as usize] = number as u32;
            *slot += 1;
        }
        Members { starts, numbers }
    }

    /// Number of stories.
    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The articles of a story in their order; none of a story that began later.
    fn of_story(&self, story: u32) -> &[u32] {
        let range = self.starts.get(story as usize).zip(self.starts.get(story as usize + 1));
        range.and_then(|(from, to)| self.numbers.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}

#[derive(Default)]
struct Growing {
    terms: FxHashMap<Term, f32>,
    square: f32,
}

impl Growing {
    fn add(&mut self, terms: &[(Term, u16)]) {
        for (term, own) in terms {
            let (own, sum) = (weight(*own), self.terms.entry(*term).or_default());
            self.square += (*sum + own) * (*sum + own) - *sum * *sum;
            *sum += own;
        }
    }
}

impl StoryRow {
    /// Takes in an article.
    fn add(&mut self, day: i32) {
        self.articles += 1;
        if day != NO_DAY {
            self.days = if self.days.0 == NO_DAY { (day, day) } else { (self.days.0.min(day), self.days.1.max(day)) };
        }
    }
}

impl<'a> Cluster<'a> {
    /// Begins with the stories of the first articles, numbered in the order in which they began.
    pub fn new(articles: Articles<'a>, story_of: Vec<u32>) -> Cluster<'a> {
        let earlier = Members::of(&story_of);
        let mut cluster = Cluster {
            articles,
            stories: vec![StoryRow::default(); earlier.len()],
            story_of,
            earlier,
            sums: FxHashMap::default(),
            bucket: i32::MIN,
            by_term: FxHashMap::default(),
            by_family: FxHashMap::default(),
        };
        // What comes looks no further back for stories by their words.
        let first = articles.rows.get(cluster.story_of.len()).map_or(NO_DAY, |row| row.day);
        let last_bucket = if first == NO_DAY { i32::MAX } else { first.div_euclid(BUCKET) - 1 };
        for number in 0..cluster.story_of.len() as u32 {
            let story = cluster.story_of[number as usize];
            cluster.list(number, story, last_bucket);
        }
        cluster
    }

    /// Decides about the next article.
    pub fn decide(&mut self) {
        let number = self.story_of.len() as u32;
        self.forget_before(self.articles.rows[number as usize].day);
        let story = self.best(number).unwrap_or_else(|| {
            self.stories.push(StoryRow::default());
            self.stories.len() as u32 - 1
        });
        let terms = self.articles.terms;
        self.growing(story).add(terms.of(number));
        self.story_of.push(story);
        self.list(number, story, i32::MIN);
    }

    /// Forgets what no article from `day` on is compared with: articles come in order of their days.
    fn forget_before(&mut self, day: i32) {
        let bucket = if day == NO_DAY { i32::MAX } else { day.div_euclid(BUCKET) };
        if bucket == self.bucket {
            return;
        }
        self.bucket = bucket;
        if day == NO_DAY {
            // Those without a day come last. They look for no story by its words, and may share an utterance with any.
            self.by_term = FxHashMap::default();
            self.sums = FxHashMap::default();
            self.earlier = Members::of(&self.story_of);
        } else {
            self.by_term.retain(|(_, listed), _| *listed >= bucket - 1);
            let stories = &self.stories;
            self.sums.retain(|story, _| is_near(day, stories[*story as usize].days));
        }
    }

    /// Counts an article to a story, and lists the story by the utterances of the article, and by its words if it is
    /// of this bucket or a later one.
    fn list(&mut self, number: u32, story: u32, least_bucket: i32) {
        let day = self.articles.rows[number as usize].day;
        self.stories[story as usize].add(day);
        if day != NO_DAY && day.div_euclid(BUCKET) >= least_bucket {
            for (term, _) in self.articles.terms.of(number) {
                let stories = self.by_term.entry((*term, day.div_euclid(BUCKET))).or_default();
                // Each at most once, and no list without end.
                if stories.len() < MAX_STORIES && !stories.contains(&story) {
                    stories.push(story);
                }
            }
        }
        for family in self.articles.families.of(number) {
            let stories = self.by_family.entry(*family).or_default();
            if stories.len() <= WIDE_UTTERANCE && !stories.contains(&story) {
                stories.push(story);
            }
        }
    }

    fn growing(&mut self, story: u32) -> &mut Growing {
        self.sums.entry(story).or_insert_with(|| {
            let mut growing = Growing::default();
            self.earlier.of_story(story).iter().for_each(|number| growing.add(self.articles.terms.of(*number)));
            growing
        })
    }

    /// The story that an article is most like, if it is like one.
    fn best(&mut self, number: u32) -> Option<u32> {
        let Articles { rows, terms, families } = self.articles;
        let (day, terms) = (rows[number as usize].day, terms.of(number));
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        for family in families.of(number) {
            let Some(stories) = self.by_family.get(family) else { continue };
            if stories.len() <= WIDE_UTTERANCE {
                for story in stories {
                    *found.entry(*story).or_default() += UTTERANCE / stories.len() as f32;
                }
            }
        }
        if day != NO_DAY {
            let bucket = day.div_euclid(BUCKET);
            for (term, _) in terms {
                for bucket in [bucket - 1, bucket, bucket + 1] {
                    for story in self.by_term.get(&(*term, bucket)).into_iter().flatten() {
                        found.entry(*story).or_default();
                    }
                }
            }
        }
        let mut best: Option<(f32, u32)> = None;
        let mut candidates: Vec<(u32, f32)> = found.into_iter().collect();
        candidates.sort_unstable_by_key(|(story, _)| *story);
        for (story, shared) in candidates {
            let days = self.stories[story as usize].days;
            let is_long = day != NO_DAY
                && days.0 != NO_DAY
                && (day.saturating_sub(days.0) > MAX_SPAN || days.1.saturating_sub(day) > MAX_SPAN);
            if !is_near(day, days) || is_long && shared == 0.0 {
                continue;
            }
            let growing = self.growing(story);
            let dot: f32 =
                terms.iter().map(|(term, own)| weight(*own) * growing.terms.get(term).copied().unwrap_or(0.0)).sum();
            let likeness = shared + dot / growing.square.sqrt().max(f32::MIN_POSITIVE);
            // Without a day, an utterance in common may be years old.
            let is_undated = day == NO_DAY || days.0 == NO_DAY;
            if is_undated && likeness - shared < LEAST_LIKENESS * 2.0 / 3.0 {
                continue;
            }
            if likeness >= LEAST_LIKENESS && best.is_none_or(|(best, _)| likeness > best) {
                best = Some((likeness, story));
            }
        }
        best.map(|(_, story)| story)
    }
}
