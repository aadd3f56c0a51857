//! How wide the glyphs of a font are, in the one spelling that `pdf-extract` reads.
//!
//! A font of many glyphs lists their widths (PDF 32000-1, 9.7.4.3) either one by one, `3 [318 401 460]`, or for a range
//! of them at once, `3 15 318`. The crate passes over the second spelling, and every glyph of such a range counts
//! for as wide as one that is not listed. Chromium writes the blank so, with the points and figures beside it: what
//! follows a blank then seems to stand where it does not, and words fall apart.

use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// Glyphs of all fonts of a file whose widths are spelled out, at most; a font has up to 65,536.
const MAX_GLYPHS: usize = 1_000_000;

/// The last code that a glyph may have.
const LAST_CODE: i64 = 0xffff;

/// Spells out the widths of all fonts.
pub fn spell_out(document: &mut Document) {
    let is_font = |dictionary: &Dictionary| dictionary.has(b"W") || dictionary.has(b"DescendantFonts");
    let holds_font = |object: &Object| match object {
        Object::Dictionary(dictionary) => is_font(dictionary),
        Object::Array(items) => items.iter().any(|item| item.as_dict().is_ok_and(is_font)),
        _ => false,
    };
    let fonts: Vec<ObjectId> =
        document.objects.iter().filter(|(_, object)| holds_font(object)).map(|(id, _)| *id).collect();
    let mut budget = MAX_GLYPHS;
    for id in fonts {
        let Some(mut object) = document.objects.get(&id).cloned() else { continue };
        match &mut object {
            Object::Dictionary(dictionary) => {
                spell_out_font(document, dictionary, &mut budget);
                if let Ok(Object::Array(inner)) = dictionary.get_mut(b"DescendantFonts") {
                    spell_out_list(document, inner, &mut budget);
                }
            }
            Object::Array(items) => spell_out_list(document, items, &mut budget),
            _ => {}
        }
        document.objects.insert(id, object);
    }
}

fn spell_out_list(document: &Document, items: &mut [Object], budget: &mut usize) {
    for item in items {
        if let Object::Dictionary(dictionary) = item {
            spell_out_font(document, dictionary, budget);
        }
    }
}

fn spell_out_font(document: &Document, font: &mut Dictionary, budget: &mut usize) {
    if font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| !kind.starts_with(b"CIDFont")) {
        return;
    }
    let value = |object: &Object| document.dereference(object).ok().map(|(_, object)| object.clone());
    if let Some(widths) = font.get(b"W").ok().map(value) {
        let widths = widths.as_ref().and_then(|widths| widths.as_array().ok());
        font.set("W", widths.map(|widths| spelled_out(document, widths, budget)).unwrap_or_default());
    }
    // The width of those that are not listed; only a whole number is read.
    if let Some(Object::Real(width)) = font.get(b"DW").ok().and_then(value) {
        font.set("DW", Object::Integer(width.round() as i64));
    }
}

/// The same widths with every range as a list; what is no width ends them.
fn spelled_out(document: &Document, widths: &[Object], budget: &mut usize) -> Vec<Object> {
    let value = |object: &Object| document.dereference(object).ok().map(|(_, object)| object.clone());
    let number = |object: &Object| match value(object)? {
        Object::Integer(number) => Some(number as f32),
        Object::Real(number) => Some(number),
        _ => None,
    };
    let code = |object: &Object| number(object).map(|code| code as i64).filter(|code| (0..=LAST_CODE).contains(code));
    let mut spelled = Vec::new();
    let mut rest = widths;
    while let [first, second, after @ ..] = rest {
        let Some(first) = code(first) else { break };
        let list = match value(second) {
            Some(Object::Array(list)) => {
                rest = after;
                list.iter().take(*budget).map(|width| Object::Real(number(width).unwrap_or(0.0))).collect()
            }
            _ => {
                let (Some(last), [width, after @ ..]) = (code(second), after) else { break };
                let Some(width) = number(width) else { break };
                rest = after;
                let n_glyphs = usize::try_from(last - first + 1).unwrap_or(0).min(*budget);
                vec![Object::Real(width); n_glyphs]
            }
        };
        *budget -= list.len().min(*budget);
        if !list.is_empty() {
            spelled.extend([Object::Integer(first), Object::Array(list)]);
        }
    }
    spelled
}
