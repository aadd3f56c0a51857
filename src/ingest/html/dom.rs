//! A page as a tree, in one array.
//!
//! Nodes stand in the order of the page, and each knows where its subtree ends, so every pass is
//! a walk over an array and needs no recursion. Nothing is copied: names, values and texts are
//! slices of the page with their character references still in place.
//!
//! The parser follows the rules of browsers where they matter to text (elements without end
//! tags, end tags without elements, raw text of scripts); it does not rebuild misnested
//! formatting. Depth and number of nodes are bounded, and each step looks at no more than the
//! open elements, so the time is linear in the page whatever it holds.

use memchr::{memchr, memmem};

use super::tag::Tag;

/// Elements nested deeper are kept as if they stood at this depth, far below what real pages have.
pub(super) const MAX_DEPTH: usize = 256;

/// A page of more nodes is read up to here: room for many times what a page of news needs.
const MAX_NODES: usize = 1_000_000;

/// Attributes of one element that are kept.
const MAX_ATTRIBUTES: usize = 48;

/// Attributes of a page that are kept: two a node, all nodes taken together.
const MAX_ALL_ATTRIBUTES: usize = 2_000_000;

/// The comments around the toolbar that the Wayback Machine puts into pages.
const TOOLBAR_BEGINS: &[u8] = b" BEGIN WAYBACK TOOLBAR INSERT -->";
const TOOLBAR_ENDS: &[u8] = b"<!-- END WAYBACK TOOLBAR INSERT -->";

/// A node: an element or a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub tag: Tag,
    /// Index of the element it stands in; that of the root is 0 itself.
    pub parent: u32,
    /// Index behind the last node of its subtree.
    pub end: u32,
    /// Of a text, its bytes in the page; of an element, its attributes.
    from: u32,
    to: u32,
}

/// A parsed page.
#[derive(Debug)]
pub(super) struct Dom<'h> {
    html: &'h str,
    pub nodes: Vec<Node>,
    attributes: Vec<(&'h str, &'h str)>,
    /// True if the page has more nodes than are kept.
    pub is_cut: bool,
}

impl<'h> Dom<'h> {
    /// Parses a page.
    pub fn parse(html: &'h str) -> Dom<'h> {
        // Offsets are 32 bits wide; readers refuse such files long before.
        let html = if html.len() < u32::MAX as usize { html } else { "" };
        let mut parser = Parser {
            dom: Dom {
                html,
                nodes: Vec::with_capacity(html.len() / 32 + 16),
                attributes: Vec::with_capacity(html.len() / 64 + 16),
                is_cut: false,
            },
            is_toolbar_known: false,
            open: Vec::with_capacity(MAX_DEPTH),
            n_unopened: 0,
        };
        parser.dom.nodes.push(Node { tag: Tag::Root, parent: 0, end: 0, from: 0, to: 0 });
        parser.open.push(0);
        parser.run();
        parser.dom
    }

    /// The text of a text node as it stands in the page.
    pub fn raw_text(&self, index: usize) -> &'h str {
        match self.nodes.get(index) {
            Some(node) if node.tag == Tag::Text => {
                self.html.get(node.from as usize..node.to as usize).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The attributes of an element, names and values as they stand in the page.
    pub fn attributes(&self, index: usize) -> &[(&'h str, &'h str)] {
        match self.nodes.get(index) {
            Some(node) if node.tag != Tag::Text => {
                self.attributes.get(node.from as usize..node.to as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// The value of an attribute, `name` in lower case.
    pub fn attribute(&self, index: usize, name: &str) -> Option<&'h str> {
        self.attributes(index).iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// The page as it was given.
    pub fn html(&self) -> &'h str {
        self.html
    }

    /// The nodes of the subtree at `index`, itself first.
    pub fn subtree(&self, index: usize) -> std::ops::Range<usize> {
        index..(self.nodes[index].end as usize).max(index + 1)
    }
}

struct Parser<'h> {
    dom: Dom<'h>,
    /// Open elements, outermost first; the root is always there.
    open: Vec<u32>,
    /// Whether the toolbar of an archive was looked for.
    is_toolbar_known: bool,
    /// Elements that were started too deep to be opened.
    n_unopened: usize,
}

impl<'h> Parser<'h> {
    fn run(&mut self) {
        let html = self.dom.html;
        let bytes = html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.dom.nodes.len() >= MAX_NODES {
                self.dom.is_cut = true;
                break;
            }
            // A `<` that begins no tag is text.
            let mut text_end = at;
            loop {
                match memchr(b'<', &bytes[text_end..]) {
                    None => text_end = bytes.len(),
                    Some(found) => {
                        text_end += found;
                        let next = bytes.get(text_end + 1).copied().unwrap_or(b' ');
                        if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
                            text_end += 1;
                            continue;
                        }
                    }
                }
                break;
            }
            if text_end > at {
                self.text(at, text_end);
            }
            if text_end == bytes.len() {
                break;
            }
            at = self.markup(text_end);
        }
        self.close_to(0);
    }

    /// Reads the markup at `at`, which begins with `<`; returns where it ends.
    fn markup(&mut self, at: usize) -> usize {
        let html = self.dom.html;
        let bytes = html.as_bytes();
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            let inner = at + 4;
            if bytes[inner..].starts_with(b">") {
                return inner + 1;
            }
            // What an archive puts before the page is not the page's. Looked for once, as its end may be missing.
            if bytes[inner..].starts_with(TOOLBAR_BEGINS) && !self.is_toolbar_known {
                self.is_toolbar_known = true;
                if let Some(found) = memmem::find(&bytes[inner..], TOOLBAR_ENDS) {
                    return inner + found + TOOLBAR_ENDS.len();
                }
            }
            return memmem::find(&bytes[inner..], b"-->").map_or(bytes.len(), |found| inner + found + 3);
        }
        if rest.starts_with(b"<![CDATA[") {
            let inner = at + 9;
            let end = memmem::find(&bytes[inner..], b"]]>").map_or(bytes.len(), |found| inner + found);
            self.text(inner, end);
            return (end + 3).min(bytes.len());
        }
        let is_end = rest.get(1) == Some(&b'/');
        let name_from = at + 1 + usize::from(is_end);
        if !bytes.get(name_from).is_some_and(u8::is_ascii_alphabetic) {
            return memchr(b'>', rest).map_or(bytes.len(), |found| at + found + 1);
        }
        let name_to = name_from + count(&bytes[name_from..], |byte| !is_space(byte) && byte != b'/' && byte != b'>');
        let tag = Tag::of(html.get(name_from..name_to).unwrap_or_default());
        if is_end {
            self.end_tag(tag);
            return memchr(b'>', &bytes[name_to..]).map_or(bytes.len(), |found| name_to + found + 1);
        }
        let first_attribute = self.dom.attributes.len();
        let (tag_end, is_closed) = self.read_attributes(name_to);
        if tag == Tag::Other && is_closed {
            self.leaf(tag, first_attribute);
            return tag_end;
        }
        self.start_tag(tag, first_attribute);
        match tag.raw_name() {
            Some(name) => self.raw_text(tag, name, tag_end, first_attribute),
            None => tag_end,
        }
    }

    /// Takes the text of a script, title and the like; returns where its end tag ends.
    fn raw_text(&mut self, tag: Tag, name: &str, from: usize, first_attribute: usize) -> usize {
        let bytes = self.dom.html.as_bytes();
        let mut end = bytes.len();
        for found in memmem::find_iter(&bytes[from..], b"</") {
            let name_from = from + found + 2;
            if bytes.get(name_from..name_from + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
                end = from + found;
                break;
            }
        }
        // Of scripts only data is of use.
        let is_wanted = match tag {
            Tag::Title => true,
            Tag::Script => self.dom.attributes[first_attribute..]
                .iter()
                .any(|(key, value)| key.eq_ignore_ascii_case("type") && value.to_ascii_lowercase().contains("ld+json")),
            _ => false,
        };
        if is_wanted && end > from {
            self.text(from, end);
        }
        self.end_tag(tag);
        memchr(b'>', &bytes[end..]).map_or(bytes.len(), |found| end + found + 1)
    }

    /// Reads attributes from `at` on; returns where the tag ends, and whether it ends in `/>`.
    fn read_attributes(&mut self, mut at: usize) -> (usize, bool) {
        let html = self.dom.html;
        let bytes = html.as_bytes();
        let first = self.dom.attributes.len();
        loop {
            at += count(&bytes[at..], |byte| is_space(byte) || byte == b'/');
            match bytes.get(at) {
                None => return (bytes.len(), false),
                Some(b'>') => return (at + 1, at > 0 && bytes[at - 1] == b'/'),
                Some(_) => {}
            }
            let name_from = at;
            // A stray `=` begins a name.
            at += 1;
            at += count(&bytes[at..], |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
            let name = html.get(name_from..at).unwrap_or_default();
            let after = at + count(&bytes[at..], is_space);
            let mut value = "";
            if bytes.get(after) == Some(&b'=') {
                at = after + 1;
                at += count(&bytes[at..], is_space);
                match bytes.get(at) {
                    Some(mark @ (b'"' | b'\'')) => {
                        let from = at + 1;
                        let end = memchr(*mark, &bytes[from..]).map_or(bytes.len(), |found| from + found);
                        value = html.get(from..end).unwrap_or_default();
                        at = (end + 1).min(bytes.len());
                    }
                    _ => {
                        let from = at;
                        at += count(&bytes[at..], |byte| !is_space(byte) && byte != b'>');
                        value = html.get(from..at).unwrap_or_default();
                    }
                }
            }
            if self.dom.attributes.len() - first < MAX_ATTRIBUTES && self.dom.attributes.len() < MAX_ALL_ATTRIBUTES {
                self.dom.attributes.push((name, value));
            }
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        let parent = self.top();
        let end = self.dom.nodes.len() as u32 + 1;
        self.dom.nodes.push(Node { tag: Tag::Text, parent, end, from: from as u32, to: to as u32 });
    }

    fn leaf(&mut self, tag: Tag, first_attribute: usize) {
        let parent = self.top();
        let to = self.dom.attributes.len() as u32;
        let end = self.dom.nodes.len() as u32 + 1;
        self.dom.nodes.push(Node { tag, parent, end, from: first_attribute as u32, to });
    }

    fn top(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    /// Closes open elements until `depth` are left.
    fn close_to(&mut self, depth: usize) {
        let end = self.dom.nodes.len() as u32;
        for index in self.open.drain(depth.min(self.open.len())..) {
            self.dom.nodes[index as usize].end = end;
        }
    }

    /// Position among the open elements of the innermost that is one of `wanted`, unless a
    /// `barrier` stands before it.
    fn find_open(&self, wanted: impl Fn(Tag) -> bool, barrier: impl Fn(Tag) -> bool) -> Option<usize> {
        for (position, index) in self.open.iter().enumerate().skip(1).rev() {
            let tag = self.dom.nodes[*index as usize].tag;
            if wanted(tag) {
                return Some(position);
            }
            if barrier(tag) {
                return None;
            }
        }
        None
    }

    fn close_open(&mut self, wanted: impl Fn(Tag) -> bool, barrier: impl Fn(Tag) -> bool) {
        if let Some(position) = self.find_open(wanted, barrier) {
            self.close_to(position);
        }
    }

    fn start_tag(&mut self, tag: Tag, first_attribute: usize) {
        use Tag::*;
        match tag {
            Li => self.close_open(|it| it == Li, |it| matches!(it, Ul | Ol | Menu | Table | Td | Th)),
            Dd | Dt => self.close_open(|it| matches!(it, Dd | Dt), |it| matches!(it, Dl | Table | Td | Th)),
            Option | Optgroup => self.close_open(|it| it == Option, |it| it == Select),
            Tr => self.close_open(|it| it == Tr, |it| it == Table),
            Td | Th => self.close_open(|it| matches!(it, Td | Th), |it| matches!(it, Tr | Table)),
            Thead | Tbody | Tfoot => {
                self.close_open(|it| matches!(it, Thead | Tbody | Tfoot), |it| it == Table);
            }
            A => self.close_open(|it| it == A, |it| matches!(it, Td | Th | Table)),
            Button => self.close_open(|it| it == Button, |it| it.is_block()),
            Body => self.close_open(|it| it == Head, |_| false),
            _ => {}
        }
        if tag.is_block() {
            // A paragraph ends where a block begins.
            self.close_open(|it| it == P, |it| matches!(it, Td | Th | Table | Button | Caption | Object));
        }
        if tag.is_heading() {
            self.close_open(Tag::is_heading, Tag::is_block);
        }
        if matches!(tag, Html | Body) && self.find_open(|it| it == tag, |_| false).is_some() {
            return;
        }
        let index = self.dom.nodes.len() as u32;
        self.leaf(tag, first_attribute);
        if tag.is_void() {
            return;
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(index);
        } else {
            self.n_unopened += 1;
        }
    }

    fn end_tag(&mut self, tag: Tag) {
        use Tag::*;
        if tag.is_void() || matches!(tag, Html | Body) {
            return;
        }
        if self.n_unopened > 0 {
            self.n_unopened -= 1;
            return;
        }
        let is_table_part = matches!(tag, Table | Thead | Tbody | Tfoot | Tr | Td | Th | Caption);
        let position = if is_table_part {
            self.find_open(|it| it == tag, |it| it == Table)
        } else if tag.is_block() || tag == A {
            self.find_open(|it| it == tag, |it| matches!(it, Td | Th | Table | Caption))
        } else {
            // An inline element that a block was begun in stays open: closing it would close the block.
            self.find_open(|it| it == tag, Tag::is_block)
        };
        if let Some(position) = position {
            self.close_to(position);
        }
    }
}

/// How many bytes at the start of `bytes` are `wanted`.
fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !wanted(*byte)).unwrap_or(bytes.len())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as text: elements in brackets, texts as they are.
    fn shape(html: &str) -> String {
        let dom = Dom::parse(html);
        let mut shape = String::new();
        let mut ends: Vec<usize> = Vec::new();
        for index in 1..dom.nodes.len() {
            while ends.last().is_some_and(|end| *end <= index) {
                ends.pop();
                shape.push(')');
            }
            let node = &dom.nodes[index];
            if node.tag == Tag::Text {
                shape.push_str(dom.raw_text(index));
            } else {
                shape.push_str(&format!("{:?}(", node.tag));
                ends.push(node.end as usize);
            }
        }
        shape.extend(ends.iter().map(|_| ')'));
        shape
    }

    #[track_caller]
    fn check(html: &str, want: &str) {
        assert_eq!(shape(html), want, "{html:?}");
    }

    #[test]
    fn elements_without_end_tags_end_where_browsers_end_them() {
        check("<p>a<p>b", "P(a)P(b)");
        check("<p>a<div>b</div>c", "P(a)Div(b)c");
        check("<ul><li>a<li>b<ul><li>c</ul></ul>", "Ul(Li(a)Li(bUl(Li(c))))");
        check("<table><tr><td>a<td>b<tr><td>c</table>", "Table(Tr(Td(a)Td(b))Tr(Td(c)))");
        check("<dl><dt>a<dd>b<dt>c</dl>", "Dl(Dt(a)Dd(b)Dt(c))");
        check("a<br>b<img src=x>c", "aBr()bImg()c");
    }

    #[test]
    fn stray_end_tags_close_nothing() {
        check("<div>a</p></b>b</div>", "Div(ab)");
        check("<td><div>a</table>b</div></td>", "Td(Div(ab))");
        check("<b><p>a</b>b</p>c", "B(P(ab)c)");
    }

    #[test]
    fn raw_text_and_comments_hold_no_elements() {
        check("<script>if (a<b) '</p>'</script>c", "Script()c");
        check("<title>a <b> c</title>d", "Title(a <b> c)d");
        check("a<!-- <p>b -->c<!doctype x>d<!>e<?x?>f", "acdef");
        check("1 < 2 <3", "1 < 2 <3");
        check("<p", "P()");
        check("<p title='a>b' class=c>d", "P(d)");
    }

    #[test]
    fn attributes_are_slices_of_the_page() {
        let dom = Dom::parse("<a HREF=x/y title = \"a 'b'\" data-x='1' checked>");
        let index = 1;
        assert_eq!(dom.attribute(index, "href"), Some("x/y"));
        assert_eq!(dom.attribute(index, "title"), Some("a 'b'"));
        assert_eq!(dom.attribute(index, "checked"), Some(""));
        assert_eq!(dom.attribute(index, "y"), None);
    }

    #[test]
    fn depth_is_bounded_and_what_is_too_deep_stays() {
        let deep = format!("{}x{}<p>y", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let dom = Dom::parse(&deep);
        let depth = |mut index: usize| {
            let mut depth = 0;
            while index != 0 {
                index = dom.nodes[index].parent as usize;
                depth += 1;
            }
            depth
        };
        let texts: Vec<usize> = (0..dom.nodes.len()).filter(|index| dom.nodes[*index].tag == Tag::Text).collect();
        assert_eq!(texts.len(), 2);
        assert_eq!(depth(texts[0]), MAX_DEPTH);
        assert_eq!(depth(texts[1]), 2);
    }
}
