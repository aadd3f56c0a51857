//! Scores: BM25F over title and body.
//!
//! A word's frequencies in title and body are added, each weighted and divided by the length of
//! its field, before they saturate, so that a word in the title and the body does not count as
//! two words (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
//! fields", CIKM 2004). All forms of a query word count as one word with the document frequency
//! of their union.

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;

/// Saturation of term frequency. The usual range is 1.2 to 2.0; longer texts, such as news
/// articles, gain from the upper half (docs/PERFORMANCE.md, "Ranking").
pub const K1: f32 = 1.6;
/// How far length counts in the body: the usual value, and tantivy's.
pub const B_BODY: f32 = 0.75;
/// How far length counts in titles, which are all short.
pub const B_TITLE: f32 = 0.5;
/// How much more a word in the title counts.
pub const TITLE_WEIGHT: f32 = 2.0;

/// A field that is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The headline.
    Title,
    /// The body, or the words of a quotation.
    Body,
}

/// Number of documents and mean length of a field, over the whole index.
#[derive(Clone, Copy, Debug, Default)]
pub struct FieldStats {
    /// Mean number of words in the documents that have the field.
    pub mean_length: f32,
}

/// Inverse document frequency, always above 0. `df` may exceed `n` for summed frequencies.
pub fn idf(df: u64, n: u64) -> f32 {
    let df = df.min(n) as f32;
    (1.0 + (n as f32 - df + 0.5) / (df + 0.5)).ln()
}

/// Weighs the frequency of one field by its length.
pub struct FieldWeight {
    norms: Option<FieldNormReader>,
    /// Weight for each of the 256 length classes of tantivy's field norms.
    factors: Box<[f32; 256]>,
}

impl FieldWeight {
    /// Prepares the weights of a field of one segment.
    pub fn new(part: Part, norms: Option<FieldNormReader>, stats: FieldStats) -> FieldWeight {
        let (weight, b) = match part {
            Part::Title => (TITLE_WEIGHT, B_TITLE),
            Part::Body => (1.0, B_BODY),
        };
        let mean = stats.mean_length.max(1.0);
        let mut factors = Box::new([0.0; 256]);
        for (id, factor) in factors.iter_mut().enumerate() {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            *factor = weight / (1.0 - b + b * length / mean);
        }
        FieldWeight { norms, factors }
    }

    /// The weighted frequency.
    #[inline]
    pub fn weigh(&self, doc: DocId, frequency: u32) -> f32 {
        let class = self.norms.as_ref().map_or(0, |norms| norms.fieldnorm_id(doc));
        frequency as f32 * self.factors[usize::from(class)]
    }
}

/// The score of a word from its weighted frequency.
#[inline]
pub fn saturate(weighted: f32, idf: f32) -> f32 {
    idf * (K1 + 1.0) * weighted / (weighted + K1)
}
