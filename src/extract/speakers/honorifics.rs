//! Honorifics and ranks beyond those of Britain and America: `Shri`, `Alhaji`, `Datuk`, `Mzee`, `Sqn Ldr`.
//!
//! They are titles and no part of a name. Some are names or other words as well, and titles only
//! before first and last name: `Tun Faisal Omar`, but not `Tun Lee`.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word, hash_words};

/// Titles of men.
pub const MEN: &str = "shri thiru alhaji mallam malam maulana mawlana moulana maulvi datuk dato mzee ustaz kyai otunba \
    mullah hojatoleslam hojjatoleslam";

/// Titles of women.
pub const WOMEN: &str = "shrimati smti sushri alhaja hajia datin ustazah sheikha";

/// Titles of either.
pub const OTHERS: &str = "mwalimu ustad ustadz ustadh igwe presbyter ldr cdre wg flt avm ssp dsp dcp acp dgp adgp igp \
    csp comdt";

/// Titles whose point ends no sentence.
pub const SHORT: &str = "smt engr barr pharm surv pst sqn";

/// Titles only before first and last name.
const TWO: [u32; 10] =
    hash_words(["tun", "oba", "pandit", "haji", "hajj", "hajjah", "canon", "apostle", "prophet", "evangelist"]);

/// Letters of ranks, the same way: `SP Musa Bello`.
const RANKS: [u32; 5] = hash_words(["sp", "dig", "asi", "aig", "cp"]);

const HASH_SR: u32 = hash_word("sr");

/// Second words of titles, which alone are names: `Tan Sri Lim Kok`, `Datuk Seri Azlan Lee`.
const SECOND: [u32; 2] = hash_words(["sri", "seri"]);
const BEFORE_SECOND: [u32; 5] = hash_words(["tan", "puan", "datuk", "dato", "datin"]);

/// True if the word `at` of a run of capitals is such a title before a first and a last name.
pub fn is_before_two(run: &[Token], at: usize) -> bool {
    let token = &run[at];
    let follows = run[at + 1..].iter().filter(|token| token.is_capital() && !token.is(class::SUFFIX)).count();
    let is_title = match token.kind {
        Kind::Capitals => RANKS.contains(&token.hash),
        // `Sr. Mary Gallen` is a nun, `Joe Doe Sr.` a father.
        _ if token.hash == HASH_SR => at == 0,
        _ if SECOND.contains(&token.hash) => at > 0 && BEFORE_SECOND.contains(&run[at - 1].hash),
        _ => TWO.contains(&token.hash),
    };
    is_title && follows >= 2
}
