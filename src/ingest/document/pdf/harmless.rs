//! Taking out of a PDF what would end the program: `pdf-extract` follows references by calling itself.
//!
//! A panic can be caught and time be limited; a stack that overflows and memory that runs out end the process, with
//! the whole run of an index. Three things in that crate and in those that it calls go as deep as the file says:
//! values that a page inherits from its parents, forms that draw forms, and values within values in the programs of
//! fonts. After [`make_harmless`] each of them has an end: pages inherit nothing any more, forms that draw
//! themselves draw nothing there, and font programs that nest deeper than [`MAX_NESTING`] hold nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use memchr::memmem;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::packed::is_drawable;

/// How deep forms may draw forms, and how many parents a page may have.
const MAX_DEPTH: usize = 64;

/// How deep values in the program of a font may stand within each other; real ones stand three deep.
const MAX_NESTING: usize = 500;

/// How many names of forms and of other resources are looked at in one file; behind them forms draw nothing.
const MAX_NAMES: usize = 1_000_000;

/// The paper that is taken where a page states none: US Letter, in points.
const LETTER: [i64; 4] = [0, 0, 612, 792];

/// Takes out of the file what has no end. What its pages show stays the same, unless a page shows itself.
pub fn make_harmless(document: &mut Document) {
    empty_deep_programs(document);
    let blank = document.add_object(Stream::new(Dictionary::new(), Vec::new()));
    let (cleaned, shared) = (HashSet::new(), HashMap::new());
    let mut forms = Forms { blank, cleaned, shared, path: Vec::new(), budget: MAX_NAMES };
    // In order: what a form takes from where it is drawn is that of the first page.
    for page in document.get_pages().into_values().collect::<BTreeSet<_>>() {
        let resources = inherited(document, page, b"Resources", |object| object.as_dict().is_ok());
        let media_box = inherited(document, page, b"MediaBox", |object| object.as_array().is_ok());
        let resources = resources.unwrap_or_else(|| Object::Dictionary(Dictionary::new()));
        let resources = forms.of_page(document, resources);
        let numbers = media_box.and_then(|object| four_numbers(document, &object));
        if let Ok(page) = document.get_object_mut(page).and_then(Object::as_dict_mut) {
            page.set("Resources", resources);
            page.set("MediaBox", numbers.unwrap_or_else(|| LETTER.map(Object::Integer).to_vec()));
            page.remove(b"Parent");
        }
    }
}

/// The value that a page states or the first of its parents that does.
fn inherited(document: &Document, page: ObjectId, key: &[u8], is_fit: impl Fn(&Object) -> bool) -> Option<Object> {
    let mut at = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_DEPTH {
        if let Ok(object) = at.get(key)
            && document.dereference(object).is_ok_and(|(_, object)| is_fit(object))
        {
            return Some(object.clone());
        }
        at =
            at.get(b"Parent").and_then(Object::as_reference).and_then(|parent| document.get_dictionary(parent)).ok()?;
    }
    None
}

fn four_numbers(document: &Document, object: &Object) -> Option<Vec<Object>> {
    let numbers = document.dereference(object).ok()?.1.as_array().ok()?.iter().map(|number| {
        let (_, number) = document.dereference(number).ok()?;
        matches!(number, Object::Integer(_) | Object::Real(_)).then(|| number.clone())
    });
    numbers.collect::<Option<Vec<_>>>().filter(|numbers| numbers.len() == 4)
}

/// What pages and forms draw, with every circle cut.
struct Forms {
    /// An empty form, which is drawn in place of pictures, and of forms that are being drawn already.
    blank: ObjectId,
    /// Forms of which all that they draw has been looked at.
    cleaned: HashSet<ObjectId>,
    /// Resources that several pages share, before and after.
    shared: HashMap<ObjectId, Object>,
    /// The forms that draw what is looked at now, the outermost first.
    path: Vec<ObjectId>,
    /// How many names may still be looked at.
    budget: usize,
}

impl Forms {
    /// The resources of a page, of which all forms have an end.
    fn of_page(&mut self, document: &mut Document, resources: Object) -> Object {
        let id = resources.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.shared.get(&id)) {
            return known.clone();
        }
        let cleaned = Object::Reference(self.clean(document, &resources, None));
        if let Some(id) = id {
            self.shared.insert(id, cleaned.clone());
        }
        cleaned
    }

    /// Resources with forms that have an end, and of these the ones that are `drawn`.
    fn clean(&mut self, document: &mut Document, resources: &Object, drawn: Option<&HashSet<Vec<u8>>>) -> ObjectId {
        let mut cleaned = as_dictionary(document, resources).unwrap_or_default();
        let forms = cleaned.get(b"XObject").ok().and_then(|forms| as_dictionary(document, forms)).unwrap_or_default();
        self.budget = self.budget.saturating_sub(cleaned.len() + forms.len());
        let mut kept = Dictionary::new();
        for (name, object) in forms.iter().filter(|(name, _)| drawn.is_none_or(|drawn| drawn.contains(*name))) {
            let form = object.as_reference().ok().filter(|form| self.has_an_end(document, *form, resources));
            kept.set(name.clone(), form.unwrap_or(self.blank));
        }
        cleaned.set("XObject", kept);
        document.add_object(cleaned)
    }

    /// Whether this is a form that may be drawn here; what it draws itself is then clean. `around` are the resources
    /// of what draws it.
    fn has_an_end(&mut self, document: &mut Document, form: ObjectId, around: &Object) -> bool {
        if self.cleaned.contains(&form) {
            return true;
        }
        if self.path.len() >= MAX_DEPTH || self.budget == 0 || self.path.contains(&form) {
            return false;
        }
        let Ok(stream) = document.get_object(form).and_then(Object::as_stream) else { return false };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return false;
        }
        let own = stream.dict.get(b"Resources").ok().filter(|own| as_dictionary(document, own).is_some());
        // Old files let a form use what is there where it is drawn.
        let resources = own.unwrap_or(around).clone();
        if !is_drawable(std::iter::once(stream)) {
            return false;
        }
        let drawn = drawn_by(stream);
        self.path.push(form);
        let resources = self.clean(document, &resources, Some(&drawn));
        self.path.pop();
        if let Ok(stream) = document.get_object_mut(form).and_then(Object::as_stream_mut) {
            stream.dict.set("Resources", resources);
        }
        self.cleaned.insert(form)
    }
}

/// The names of what a form draws.
fn drawn_by(form: &Stream) -> HashSet<Vec<u8>> {
    let unpacked = form.decompressed_content().ok();
    let Ok(content) = Content::decode(unpacked.as_deref().unwrap_or(&form.content)) else { return HashSet::new() };
    let drawing = content.operations.into_iter().filter(|operation| operation.operator == "Do");
    drawing.filter_map(|operation| operation.operands.first()?.as_name().ok().map(<[u8]>::to_vec)).collect()
}

fn as_dictionary(document: &Document, object: &Object) -> Option<Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok().cloned()
}

/// Empties programs and tables of fonts in which values stand too deep within each other, or which are empty: that is
/// a panic where they are read.
fn empty_deep_programs(document: &mut Document) {
    let mut programs = HashMap::new();
    let mut open: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = open.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                open.extend(items.iter().filter(|item| matches!(item, Object::Array(_) | Object::Dictionary(_))));
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for (key, value) in dictionary {
            match value {
                Object::Reference(id) if matches!(key.as_slice(), b"ToUnicode" | b"Encoding" | b"FontFile") => {
                    let id = document.dereference(&Object::Reference(*id)).ok().and_then(|(id, _)| id);
                    programs.extend(id.map(|id| (id, key.as_slice() == b"FontFile")));
                }
                Object::Array(_) | Object::Dictionary(_) => open.push(value),
                _ => {}
            }
        }
    }
    let programs: Vec<_> = programs.into_iter().collect();
    for (id, is_font) in programs {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        let unpacked = stream.decompressed_content().ok();
        let program = unpacked.as_deref().unwrap_or(&stream.content);
        if nesting(program) > MAX_NESTING || program.trim_ascii().is_empty() {
            // A font may be missing; a table must be there and hold something.
            let nothing =
                if is_font { Object::Null } else { Stream::new(Dictionary::new(), b"/Nothing".into()).into() };
            document.objects.insert(id, nothing);
        }
    }
}

/// How deep brackets stand within each other, up to where the program of a font is encrypted.
fn nesting(program: &[u8]) -> usize {
    let bytes = &program[..memmem::find(program, b"eexec").unwrap_or(program.len())];
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in bytes {
        match byte {
            b'[' | b'{' | b'(' | b'<' => depth += 1,
            b']' | b'}' | b')' | b'>' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        deepest = deepest.max(depth);
    }
    deepest
}
