//! A page as a list of blocks: paragraphs, headings, list items, cells, in the order shown.

use super::dom::Dom;
use super::entities::decode_into;
use super::roles::{Role, Roles};
use super::tag::Tag;

/// A stretch of text with no break within.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where its text stands in [`Blocks::text`].
    pub from: usize,
    /// And where it ends.
    pub to: usize,
    /// Index of its first text node; greater than that of the block before.
    pub at: usize,
    /// Index of the innermost block element around it.
    pub node: usize,
    /// That element's tag.
    pub tag: Tag,
    /// Roles of the inline elements that hold all of its text.
    pub role: Role,
    /// Letters and digits in it; one of a script without spaces counts three.
    pub n_letters: u32,
    /// Those of them within links.
    pub n_linked: u32,
    /// True if a list is around it.
    pub in_list: bool,
    /// True if a quotation (`<blockquote>`) is around it.
    pub in_quotation: bool,
    /// True if all of it is emphasised.
    pub is_strong: bool,
    /// Broken off from the block before by a line break alone.
    pub is_line: bool,
}

/// The blocks of a page.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Their text, each run of white space as one blank.
    pub text: String,
    pub list: Vec<Block>,
}

impl Blocks {
    /// The text of a block.
    pub fn text_of(&self, block: &Block) -> &str {
        self.text.get(block.from..block.to).unwrap_or_default()
    }

    /// The number of the first block at or behind a node.
    pub fn number_at(&self, node: usize) -> usize {
        self.list.partition_point(|block| block.at < node)
    }

    /// Lists the blocks of a page.
    pub fn of(dom: &Dom<'_>, roles: &Roles) -> Blocks {
        let mut walk =
            Walk { blocks: Blocks { text: String::with_capacity(16 << 10), list: Vec::new() }, open: Open::default() };
        // Elements around the current node, outermost first.
        let mut around: Vec<Around> = vec![Around { end: usize::MAX, tag: Tag::Root, node: 0 }];
        let mut decoded = String::new();
        let mut index = 1;
        let mut n_breaks = 0;
        while index < dom.nodes.len() {
            while around.last().is_some_and(|around| around.end <= index) {
                let Some(left) = around.pop() else { break };
                if left.tag.is_block() {
                    walk.flush();
                }
            }
            let node = &dom.nodes[index];
            match node.tag {
                Tag::Text => {
                    let raw = dom.raw_text(index);
                    if raw.bytes().all(|byte| byte.is_ascii_whitespace()) {
                        walk.blank();
                    } else {
                        n_breaks = 0;
                        decoded.clear();
                        decode_into(raw, &mut decoded);
                        walk.text(index, &decoded, &around, roles);
                    }
                }
                Tag::Br => {
                    // Two breaks end a paragraph as well as one: news text has no verses.
                    n_breaks += 1;
                    walk.flush();
                    walk.open.is_line = n_breaks < 2;
                }
                tag if tag.is_unseen() => {
                    index = (node.end as usize).max(index + 1);
                    continue;
                }
                tag => {
                    if tag.is_block() {
                        walk.flush();
                        n_breaks = 0;
                    } else if tag == Tag::Img || tag == Tag::Input {
                        walk.blank();
                    }
                    if !tag.is_void() {
                        around.push(Around { end: node.end as usize, tag, node: index });
                    }
                }
            }
            index += 1;
        }
        walk.flush();
        walk.blocks
    }
}

struct Around {
    end: usize,
    tag: Tag,
    node: usize,
}

/// The block that is being read.
#[derive(Default)]
struct Open {
    block: Option<Block>,
    is_line: bool,
    ends_in_blank: bool,
    n_strong: u32,
}

struct Walk {
    blocks: Blocks,
    open: Open,
}

impl Walk {
    fn blank(&mut self) {
        self.open.ends_in_blank = true;
    }

    fn text(&mut self, index: usize, text: &str, around: &[Around], roles: &Roles) {
        // Formatting nested deeper than this is made to slow readers down.
        let inline = around.iter().rev().take(16).take_while(|one| !one.tag.is_block());
        let role = inline.fold(Role::NONE, |role, one| role.with(roles.own[one.node]));
        let is_linked = around.iter().rev().take(8).any(|one| one.tag == Tag::A);
        let is_strong = around
            .iter()
            .rev()
            .take(16)
            .take_while(|one| !one.tag.is_block())
            .any(|one| matches!(one.tag, Tag::B | Tag::Strong | Tag::Em | Tag::I));
        let buffer = &mut self.blocks.text;
        let block = self.open.block.get_or_insert_with(|| {
            let holder = around.iter().rev().find(|one| one.tag.is_block());
            let (node, tag) = holder.map_or((0, Tag::Root), |one| (one.node, one.tag));
            let in_list = around.iter().rev().take(12).any(|one| one.tag == Tag::Li);
            let in_quotation = around.iter().rev().take(12).any(|one| one.tag == Tag::Blockquote);
            self.open.ends_in_blank = false;
            self.open.n_strong = 0;
            Block {
                from: buffer.len(),
                to: buffer.len(),
                at: index,
                node,
                tag,
                role,
                n_letters: 0,
                n_linked: 0,
                in_list,
                in_quotation,
                is_strong: false,
                is_line: self.open.is_line,
            }
        });
        // A role counts for the block if all of its text has it.
        block.role = Role(block.role.0 & role.0);
        let before = block.n_letters;
        for character in text.chars() {
            match character {
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{2060}' => {}
                _ if character.is_whitespace() || character.is_control() => self.open.ends_in_blank = true,
                _ => {
                    if self.open.ends_in_blank {
                        if buffer.len() > block.from {
                            buffer.push(' ');
                        }
                        self.open.ends_in_blank = false;
                    }
                    buffer.push(character);
                    if character.is_alphanumeric() {
                        block.n_letters += if is_dense(character) { 3 } else { 1 };
                    }
                }
            }
        }
        block.to = buffer.len();
        let n_new = block.n_letters - before;
        if is_linked {
            block.n_linked += n_new;
        }
        if is_strong {
            self.open.n_strong += n_new;
        }
    }

    fn flush(&mut self) {
        if let Some(mut block) = self.open.block.take() {
            if block.to > block.from {
                block.is_strong = block.n_letters > 0 && self.open.n_strong == block.n_letters;
                self.blocks.list.push(block);
            }
            self.open.is_line = false;
        }
        self.open.ends_in_blank = false;
        self.open.n_strong = 0;
    }
}

/// True for letters of scripts that are written without spaces.
pub(super) fn is_dense(character: char) -> bool {
    matches!(u32::from(character), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F)
}
