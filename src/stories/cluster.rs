//! Which story an article belongs to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Term;
use super::store::{ArticleRow, NO_DAY, Store, StoryRow};
use crate::families::mix;

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

/// Words that are kept of a story.
const MAX_STORY_TERMS: usize = 120;

/// An article that is new.
#[derive(Clone, Debug, PartialEq)]
pub struct NewArticle {
    /// Its row; the story is found here.
    pub row: ArticleRow,
    /// Its telling words.
    pub terms: Vec<(Term, f32)>,
    /// Utterances it carries, by the ids of their families.
    pub families: Vec<u64>,
}

/// An update under way.
pub struct Update {
    store: Store,
    /// Words of each story while it grows.
    sums: FxHashMap<u32, Growing>,
    by_term: FxHashMap<(Term, i32), Vec<u32>>,
    by_family: FxHashMap<u64, Vec<u32>>,
    ids: FxHashSet<u64>,
    new: Vec<NewArticle>,
    /// Stories that lost an article and have others.
    lessened: FxHashSet<u32>,
}

#[derive(Default)]
struct Growing {
    terms: FxHashMap<Term, f32>,
    square: f32,
}

impl Growing {
    fn add(&mut self, terms: &[(Term, f32)]) {
        for (term, weight) in terms {
            let sum = self.terms.entry(*term).or_default();
            self.square += (*sum + weight) * (*sum + weight) - *sum * *sum;
            *sum += weight;
        }
    }
}

impl StoryRow {
    /// Takes in the day of an article.
    fn add_day(&mut self, day: i32) {
        if day != NO_DAY {
            self.days = if self.days.0 == NO_DAY { (day, day) } else { (self.days.0.min(day), self.days.1.max(day)) };
        }
    }
}

impl Update {
    /// Begins with what is known: `moved` tells for each of its articles where it is now, or that it
    /// went, `families` the utterances it carries.
    pub fn new(mut store: Store, moved: &[Option<(u32, u32)>], families: impl Fn(&ArticleRow) -> Vec<u64>) -> Update {
        let mut kept = Vec::with_capacity(store.articles.len());
        let mut sizes = vec![0u32; store.stories.len()];
        for (article, address) in store.articles.iter().zip(moved) {
            if let Some(address) = address {
                kept.push(ArticleRow { address: *address, ..*article });
                sizes[article.story as usize] += 1;
            }
        }
        let mut lessened = FxHashSet::default();
        if kept.len() < store.articles.len() {
            // A story without articles is gone, and its words with it.
            let mut numbers = vec![u32::MAX; sizes.len()];
            let mut stories = Vec::new();
            for (number, story) in store.stories.into_iter().enumerate() {
                if sizes[number] > 0 {
                    numbers[number] = stories.len() as u32;
                    let has_less = sizes[number] < story.articles;
                    let days = if has_less { (NO_DAY, NO_DAY) } else { story.days };
                    if has_less {
                        lessened.insert(stories.len() as u32);
                    }
                    stories.push(StoryRow { articles: sizes[number], days, ..story });
                }
            }
            for row in &mut kept {
                row.story = numbers[row.story as usize];
                if lessened.contains(&row.story) {
                    stories[row.story as usize].add_day(row.day);
                }
            }
            store.stories = stories;
        }
        store.articles = kept;
        let mut update = Update {
            sums: FxHashMap::default(),
            by_term: FxHashMap::default(),
            by_family: FxHashMap::default(),
            ids: store.stories.iter().map(|story| story.id).collect(),
            new: Vec::new(),
            lessened,
            store: Store::default(),
        };
        for row in &store.articles {
            for family in families(row) {
                update.know_family(family, row.story);
            }
        }
        update.store = store;
        update
    }

    /// The articles of stories that lost one: what the stories are about is counted anew from them.
    pub fn lessened(&self) -> Vec<ArticleRow> {
        self.store.articles.iter().filter(|row| self.lessened.contains(&row.story)).copied().collect()
    }

    /// Takes the telling words of an article of [`Update::lessened`].
    pub fn recount(&mut self, row: &ArticleRow, terms: &[(Term, f32)]) {
        if self.lessened.contains(&row.story) {
            self.sums.entry(row.story).or_default().add(terms);
        }
    }

    /// Adds an article.
    pub fn add(&mut self, article: NewArticle) {
        self.new.push(article);
    }

    /// Finds the stories of what was added.
    pub fn finish(mut self) -> Store {
        self.settle();
        let mut new = std::mem::take(&mut self.new);
        // Those without a date come last: they begin no story that others might join by its days.
        new.sort_by_key(|article| (article.row.day == NO_DAY, article.row.day, article.row.key));
        if let (Some(first), Some(last)) = (new.first(), new.iter().rev().find(|article| article.row.day != NO_DAY)) {
            self.know_stories(first.row.day, last.row.day);
        }
        for article in new {
            let story = self.best(&article).unwrap_or_else(|| self.begin(&article));
            self.put(story, article);
        }
        self.settle();
        self.store
    }

    /// Keeps the words of the stories that grew.
    fn settle(&mut self) {
        for (number, growing) in std::mem::take(&mut self.sums) {
            let mut terms: Vec<(Term, f32)> = growing.terms.into_iter().collect();
            terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(MAX_STORY_TERMS);
            terms.sort_unstable_by_key(|(term, _)| *term);
            self.store.stories[number as usize].terms = terms;
        }
    }

    /// Lists the known stories of the days from `first` to `last` by their words.
    fn know_stories(&mut self, first: i32, last: i32) {
        for number in 0..self.store.stories.len() {
            let story = &self.store.stories[number];
            let is_near = story.days.0 != NO_DAY
                && story.days.0.saturating_sub(WINDOW + BUCKET) <= last
                && story.days.1.saturating_add(WINDOW + BUCKET) >= first;
            if is_near {
                let terms = story.terms.clone();
                for bucket in story.days.0.div_euclid(BUCKET)..=story.days.1.div_euclid(BUCKET) {
                    for (term, _) in &terms {
                        list(&mut self.by_term, (*term, bucket), number as u32);
                    }
                }
            }
        }
    }

    fn know_family(&mut self, family: u64, story: u32) {
        let stories = self.by_family.entry(family).or_default();
        if stories.len() <= WIDE_UTTERANCE && !stories.contains(&story) {
            stories.push(story);
        }
    }

    fn growing(&mut self, story: u32) -> &mut Growing {
        let known = &self.store.stories[story as usize].terms;
        self.sums.entry(story).or_insert_with(|| {
            let square = known.iter().map(|(_, weight)| weight * weight).sum();
            Growing { terms: known.iter().copied().collect(), square }
        })
    }

    /// The story that an article is most like, if it is like one.
    fn best(&mut self, article: &NewArticle) -> Option<u32> {
        let day = article.row.day;
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        for family in &article.families {
            let Some(stories) = self.by_family.get(family) else { continue };
            if stories.len() <= WIDE_UTTERANCE {
                for story in stories {
                    *found.entry(*story).or_default() += UTTERANCE / stories.len() as f32;
                }
            }
        }
        if day != NO_DAY {
            let bucket = day.div_euclid(BUCKET);
            for (term, _) in &article.terms {
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
            let days = self.store.stories[story as usize].days;
            let is_near = day == NO_DAY
                || days.0 == NO_DAY
                || (days.0.saturating_sub(WINDOW)..=days.1.saturating_add(WINDOW)).contains(&day);
            let is_long = day != NO_DAY
                && days.0 != NO_DAY
                && (day.saturating_sub(days.0) > MAX_SPAN || days.1.saturating_sub(day) > MAX_SPAN);
            if !is_near || is_long && shared == 0.0 {
                continue;
            }
            let growing = self.growing(story);
            let dot: f32 = article
                .terms
                .iter()
                .map(|(term, weight)| weight * growing.terms.get(term).copied().unwrap_or(0.0))
                .sum();
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

    fn begin(&mut self, article: &NewArticle) -> u32 {
        let mut seed = article.row.key;
        let id = loop {
            seed = mix(seed);
            if self.ids.insert(seed >> 24) {
                break seed >> 24;
            }
        };
        self.store.stories.push(StoryRow { id, articles: 0, days: (NO_DAY, NO_DAY), terms: Vec::new() });
        self.store.stories.len() as u32 - 1
    }

    fn put(&mut self, story: u32, article: NewArticle) {
        self.growing(story).add(&article.terms);
        let day = article.row.day;
        let row = &mut self.store.stories[story as usize];
        row.articles += 1;
        row.add_day(day);
        if day != NO_DAY {
            let bucket = day.div_euclid(BUCKET);
            for (term, _) in &article.terms {
                list(&mut self.by_term, (*term, bucket), story);
            }
        }
        for family in &article.families {
            self.know_family(*family, story);
        }
        self.store.articles.push(ArticleRow { story, ..article.row });
    }
}

/// Adds a story to a list, which it is in at most once, and which does not grow without end.
fn list(lists: &mut FxHashMap<(Term, i32), Vec<u32>>, key: (Term, i32), story: u32) {
    let stories = lists.entry(key).or_default();
    if stories.len() < MAX_STORIES && !stories.contains(&story) {
        stories.push(story);
    }
}
