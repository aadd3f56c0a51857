//! Readers' comments below an article that no class tells of: what stands under a heading that names them.

use std::ops::Range;

use super::blocks::{Block, Blocks};
use super::dom::Dom;

/// Paragraphs that an article has before its comments, at least.
const MIN_PROSE: usize = 2;

/// Longest such heading, in bytes.
const MAX_BYTES: usize = 60;

/// The blocks of comments, by number; empty if no heading tells of any. `weights` are those of the blocks.
pub(super) fn below_heading(dom: &Dom<'_>, blocks: &Blocks, weights: &[f32]) -> Range<usize> {
    let mut n_prose = 0;
    let mut last_prose = 0;
    for (number, block) in blocks.list.iter().enumerate() {
        if weights.get(number).is_some_and(|weight| *weight > 0.0) {
            n_prose += 1;
            last_prose = block.at;
        }
        if n_prose < MIN_PROSE || !is_set_as_heading(block) || !names_comments(blocks.text_of(block)) {
            continue;
        }
        // What holds the heading and none of the article holds the comments.
        let mut around = block.node;
        loop {
            let parent = dom.nodes[around].parent as usize;
            if parent == 0 || dom.subtree(parent).contains(&last_prose) {
                break;
            }
            around = parent;
        }
        // Right beside the paragraphs, it stands above all that follows within their element.
        let is_alone = around == block.node;
        let holder = if is_alone { dom.nodes[around].parent as usize } else { around };
        let end = blocks.number_at(dom.subtree(holder).end);
        let comments = number..end.max(number + 1).min(blocks.list.len());
        // Below a question in a forum they are most of the page, and what it is for.
        let sum = |numbers: Range<usize>| weights.get(numbers).unwrap_or_default().iter().sum::<f32>();
        return if sum(0..number) * 2.0 >= sum(comments.clone()) { comments } else { 0..0 };
    }
    0..0
}

fn is_set_as_heading(block: &Block) -> bool {
    block.tag.is_heading() || (block.is_strong && block.n_letters < 40)
}

/// True for `8 Comments`, `Reader comments`, `Join the conversation`, `Kommentare (3)`.
fn names_comments(text: &str) -> bool {
    if text.len() > MAX_BYTES {
        return false;
    }
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "comments", "kommentare", "leserkommentare", "commentaires", "comentarios", "comentários", "commenti", "reacties", "kommentarer",
        "kommentit", "komentarze", "komentáře", "комментарии", "комментария", "комментариев", "коментарі", "yorumlar", "hozzászólások", "replies",
    ];
    #[rustfmt::skip]
    const BESIDE: &[&str] = &[
        "reader", "reader’s", "reader's", "readers’", "readers'", "readers", "user", "users", "your", "recent", "latest", "all", "the", "top", "new",
        "leser", "ihre", "alle", "neueste", "des", "de", "los", "lectores", "lecteurs", "vos", "dei", "lettori", "dos", "leitores", "to", "this", "article",
        "story", "post", "on", "view", "show", "no", "one", "two", "three", "von", "lesern", "zum", "artikel", "los", "les", "i", "gli",
    ];
    #[rustfmt::skip]
    const PHRASES: &[&str] = &[
        "join the conversation", "join the discussion", "leave a comment", "leave a reply", "post a comment", "add a comment", "write a comment",
        "what readers are saying", "have your say", "conversation", "diskutieren sie mit", "schreiben sie einen kommentar", "kommentar schreiben",
        "hinterlasse einen kommentar", "laisser un commentaire", "réagissez", "deja un comentario", "deja una respuesta", "participa en la conversación",
        "lascia un commento", "deixe um comentário", "plaats een reactie", "geef een reactie", "оставить комментарий",
    ];
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    if PHRASES.contains(&bare) {
        return true;
    }
    let mut n_named = 0;
    for word in lower.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '[' | ']')) {
        if WORDS.contains(&word) {
            n_named += 1;
        } else if !word.is_empty() && !BESIDE.contains(&word) && !word.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return false;
        }
    }
    n_named == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_comments() {
        for text in [
            "8 Comments",
            "Comments (8)",
            "Reader comments",
            "Join the conversation",
            "Kommentare",
            "Leave a Reply",
            "2 comments:",
        ] {
            assert!(names_comments(text), "{text:?}");
        }
        for text in [
            "",
            "The mayor comments on the dam",
            "Comments that cost a job",
            "What the mayor said",
            "8",
            "Article",
            "No comment on the dam",
        ] {
            assert!(!names_comments(text), "{text:?}");
        }
    }
}
