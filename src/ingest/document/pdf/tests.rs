use std::io::Write;

use super::*;

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const LETTER: &str = "/MediaBox [0 0 612 792]";

/// A file of these objects, counted from 1; the first is the catalog, the second the pages.
fn pdf<T: AsRef<[u8]>>(objects: &[T]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        writeln!(file, "{number} 0 obj").unwrap();
        file.extend_from_slice(object.as_ref());
        file.extend_from_slice(b"\nendobj\n");
    }
    let xref = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1).unwrap();
    file
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

fn shows(words: &str) -> String {
    format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET")
}

/// What comes out: the text and the warning, or why there is none.
fn outcome(file: &[u8]) -> String {
    match read(file) {
        Ok(Document { text, warning: None, .. }) => text,
        Ok(Document { text, warning: Some(warning), .. }) => format!("{text} ({warning})"),
        Err(reason) => format!("!{reason}"),
    }
}

/// A file with one page.
#[track_caller]
fn check_page(pages: &str, page: &str, others: &[String], expected: &str) {
    let content = stream("", &shows("Otters return."));
    let mut objects = vec![CATALOG.to_owned(), pages.to_owned(), page.to_owned(), content, FONT.to_owned()];
    objects.extend(others.iter().cloned());
    assert_eq!(outcome(&pdf(&objects)), expected, "{page}");
}

#[test]
fn pages_inherit_from_their_parents_as_far_as_these_go() {
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let with_font = "/Resources << /Font << /F1 5 0 R >> >>";
    let read = "Otters return.";
    let page = |more: &str| format!("<< /Type /Page /Contents 4 0 R {more} >>");
    let rich = format!("<< /Type /Pages /Kids [3 0 R] /Count 1 {with_font} {LETTER} >>");
    check_page(&rich, &page("/Parent 2 0 R"), &[], read);
    check_page(pages, &page(&format!("/Parent 2 0 R {with_font} {LETTER}")), &[], read);
    check_page(pages, &page(&format!("{with_font} {LETTER}")), &[], read);
    // Without a size of the paper, and with one that is none.
    check_page(pages, &page(&format!("/Parent 2 0 R {with_font}")), &[], read);
    check_page(pages, &page(&format!("/Parent 2 0 R {with_font} /MediaBox [0 0 612]")), &[], read);
    // Its own parent, and a circle of two.
    check_page(pages, &page(&format!("/Parent 3 0 R {with_font}")), &[], read);
    check_page(pages, &page(&format!("/Parent 6 0 R {with_font}")), &["<< /Parent 3 0 R >>".to_owned()], read);
    check_page(
        pages,
        &page(&format!("/Parent 3 0 R {LETTER}")),
        &[],
        "!is damaged, or made in a way that cannot be read",
    );
}

#[test]
fn forms_are_read_once_where_they_draw_themselves() {
    let check = |drawn: &str, forms: &[String], expected: &str| {
        let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
        let names: String = (0..forms.len()).map(|at| format!("/X{at} {} 0 R ", at + 7)).collect();
        let resources = format!("<< /Font << /F1 5 0 R >> /XObject << {names} >> >>");
        let page = format!("<< /Type /Page /Contents {} 0 R {LETTER} /Resources 6 0 R >>", forms.len() + 7);
        let mut others = vec![resources];
        others.extend(forms.iter().cloned());
        others.push(stream("", drawn));
        check_page(pages, &page, &others, expected);
    };
    let form = |more: &str, content: &str| stream(&format!("/Type /XObject /Subtype /Form {more}"), content);
    let words = |words: &str, then: &str| format!("{} {then}", shows(words));
    let own = "/Resources << /Font << /F1 5 0 R >> /XObject << /X0 7 0 R /X1 8 0 R >> >>";
    check("/X0 Do", &[form(own, &shows("A box."))], "A box.");
    // The resources of the page, said and not said.
    check("/X0 Do", &[form("/Resources 6 0 R", &shows("A box."))], "A box.");
    check("/X0 Do", &[form("", &shows("A box."))], "A box.");
    // One that draws itself, two that draw each other.
    check("/X0 Do", &[form(own, &words("A box.", "/X0 Do"))], "A box.");
    check("/X0 Do", &[form("", &words("A box.", "/X0 Do"))], "A box.");
    let pair = [form("/Resources 6 0 R", &words("One ", "/X1 Do")), form(own, &words("two.", "/X0 Do"))];
    check("/X0 Do", &pair, "One two.");
    // Many that share the resources of the page: each draws the one before.
    let chain: Vec<String> = (0..40)
        .map(|at| {
            let before = if at > 0 { format!("/X{} Do", at - 1) } else { shows("The first.") };
            form("/Resources 6 0 R", &before)
        })
        .collect();
    check("/X39 Do", &chain, "The first.");
    // Pictures are no forms, whatever their bytes say.
    let picture = stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", "/X0 Do q 1 cm Tf");
    check(&words("Seen.", "/X0 Do"), &[picture], "Seen.");
}

#[test]
fn a_program_of_a_font_that_nests_without_end_counts_for_nothing() {
    for opening in ["[", "(", "<<", "{", " "] {
        let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
        let resources = "/Resources << /Font << /F1 6 0 R >> >>";
        let page = format!("<< /Type /Page /Contents 4 0 R {LETTER} {resources} >>");
        let deep = opening.repeat(2_000_000);
        let font = format!("{} /ToUnicode 7 0 R >>", FONT.strip_suffix(">>").unwrap());
        check_page(pages, &page, &[font, stream("", &deep)], "Otters return.");
        let font = format!("{} /FontDescriptor << /FontFile 7 0 R >> >>", FONT.strip_suffix(">>").unwrap());
        check_page(pages, &page, &[font, stream("", &deep)], "Otters return.");
    }
}

#[test]
fn a_page_that_cannot_be_read_leaves_the_others() {
    let check = |contents: &[&str], expected: &str| {
        let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect();
        let pages = format!("<< /Type /Pages /Kids [{kids}] /Count {} {LETTER} >>", contents.len());
        let mut objects = vec![CATALOG.to_owned(), pages, FONT.to_owned()];
        for (at, content) in contents.iter().enumerate() {
            let resources = "/Resources << /Font << /F1 3 0 R >> >>";
            objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R {resources} >>", 5 + 2 * at));
            objects.push(stream("", content));
        }
        assert_eq!(outcome(&pdf(&objects)), expected);
    };
    let (good, bad) = (&*shows("Good."), "1 2 cm");
    check(&[good], "Good.");
    check(&[good, bad, good], "Good.\n\nGood. (page 2 of 3 could not be read)");
    check(&[bad, bad, good], "Good. (pages 1, 2 of 3 could not be read)");
    check(&[bad, bad, bad, bad, bad, bad, bad, good], "Good. (pages 1, 2, 3, 4, 5 and 2 more of 8 could not be read)");
    check(&[bad], "!is damaged, or made in a way that cannot be read");
    check(&[""], "!has no text: it is a scan or a picture, which a program for that (OCR) would have to read first");
}

#[test]
fn a_part_that_unpacks_to_more_than_memory_holds_is_refused() {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let block = vec![b' '; 1 << 20];
    for _ in 0..257 {
        packed.write_all(&block).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut object = format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
    object.extend_from_slice(&packed);
    object.extend_from_slice(b"\nendstream");
    let objects = [CATALOG.as_bytes().to_vec(), object];
    assert_eq!(outcome(&pdf(&objects)), "!has a part that unpacks to more than 256 MiB");
}
