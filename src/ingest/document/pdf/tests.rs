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

/// Bytes deflated as a PDF has them, so often.
fn deflated(content: &[u8], times: usize) -> Vec<u8> {
    (0..times).fold(content.to_vec(), |content, _| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&content).unwrap();
        packed.finish().unwrap()
    })
}

/// So many MiB of blanks before some words.
fn padded(mib: usize, words: &str) -> Vec<u8> {
    let mut content = vec![b' '; mib << 20];
    content.extend_from_slice(words.as_bytes());
    content
}

fn packed(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).into_bytes();
    object.extend_from_slice(content);
    object.extend_from_slice(b"\nendstream");
    object
}

#[test]
fn a_part_that_unpacks_to_more_than_memory_holds_is_measured_first() {
    let check = |dictionary: &str, content: &[u8], expected: &str| {
        let pages = format!("<< /Type /Pages /Kids [3 0 R] /Count 1 {LETTER} >>");
        let page = "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>";
        let mut objects: Vec<Vec<u8>> = [CATALOG, &pages, page, FONT].map(|object| object.as_bytes().to_vec()).into();
        objects.push(packed(dictionary, content));
        assert_eq!(outcome(&pdf(&objects)), expected, "{dictionary}");
    };
    let (once, twice) = ("/Filter /FlateDecode", "/Filter [/FlateDecode /FlateDecode]");
    let (damaged, odd) =
        ("!is damaged, or made in a way that cannot be read", "!is packed in a way that no program is known to use");
    let words = &*shows("Otters return.");
    check(once, &deflated(words.as_bytes(), 1), "Otters return.");
    check(twice, &deflated(words.as_bytes(), 2), "Otters return.");
    check(once, &deflated(&padded(15, words), 1), "Otters return.");
    // More than one page may draw, be it packed once, twice or in another way, with a header or without.
    check(once, &deflated(&padded(17, words), 1), damaged);
    check(twice, &deflated(&padded(17, words), 2), damaged);
    let mut headless = deflated(&padded(17, words), 1);
    headless[..2].copy_from_slice(b"\xff\xff");
    check(once, &headless, damaged);
    let mut lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let small = lzw.encode(words.as_bytes()).unwrap();
    check("/Filter /LZWDecode", &small, "Otters return.");
    let mut lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    check("/Filter /LZWDecode", &lzw.encode(&padded(17, words)).unwrap(), damaged);
    check("/Filter [/ASCII85Decode]", &vec![b'z'; 5 << 20], damaged);
    let many = "/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode /FlateDecode]";
    check(many, &deflated(words.as_bytes(), 5), odd);
    // Of any part, before it is known which, and of lists of objects.
    check(once, &deflated(&padded(257, words), 1), "!has a part that unpacks to more than 256 MiB");
    check(twice, &deflated(&padded(257, words), 2), "!has a part that unpacks to more than 256 MiB");
    let list = |filters: &str| format!("/Type /ObjStm /N 1 /First 5 {filters}");
    check(&list(once), &deflated(&padded(17, "9 0 null"), 1), "!has a part that unpacks to more than 16 MiB");
    check(&list("/Filter /#4CZWDecode"), &small, odd);
    check("/Type /X#52ef /Filter /LZWDecode", &small, odd);
    // Rows as long as no memory.
    let row = |columns: &str| format!("{once} /DecodeParms << /Predictor 15 {columns} >>");
    let mut content = vec![0];
    content.extend_from_slice(words.as_bytes());
    check(&row(&format!("/Columns {}", words.len())), &deflated(&content, 1), "Otters return.");
    let long = "!states rows that no page has: Columns 1000000000000";
    check(&row("/Columns 1000000000000"), &deflated(&content, 1), long);
    check(&row("/#43olumns +1000000000000"), &deflated(&content, 1), long);
    check(&row("/Columns 9 /Colors 99999"), &deflated(&content, 1), "!states rows that no page has: Colors 99999");
}

#[test]
fn widths_for_a_range_of_glyphs_are_those_of_each() {
    // Glyph 3 is the blank, 4 to 29 are the letters.
    let table = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange \
                 2 beginbfrange <0003> <0003> <0020> <0004> <001d> <0061> endbfrange endcmap";
    let glyphs = |words: &str| -> String {
        let code = |letter: u8| if letter == b' ' { 3 } else { letter - b'a' + 4 };
        words.bytes().map(|letter| format!("{:04x}", code(letter))).collect()
    };
    let check = |widths: &str, content: &str, expected: &str| {
        let font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R \
                    /DescendantFonts [7 0 R] >>";
        let inner = format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /FontDescriptor << >> {widths} >>");
        let page =
            format!("<< /Type /Page /Parent 2 0 R {LETTER} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>");
        let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned();
        let content = stream("", &format!("BT /F1 10 Tf 72 700 Td {content} ET"));
        let objects = [CATALOG.to_owned(), pages, page, content, font.to_owned(), stream("", table), inner];
        assert_eq!(outcome(&pdf(&objects)), expected, "{widths}");
    };
    // Two strings of one word, the second placed where the first ends.
    let (far, mers) = (glyphs("so far"), glyphs("mers"));
    let content = format!("<{far}> Tj 28 0 Td <{mers}> Tj");
    check("/DW 0 /W [3 [300] 4 29 500]", &content, "so farmers");
    check("/DW 0 /W [3 3 300 4 29 500]", &content, "so farmers");
    check("/DW 0 /W [3 3 300.5 4 [500 500 500 500 500 500 500 500] 12 29 500.0]", &content, "so farmers");
    check("/DW 500.0 /W [3 3 300]", &content, "so farmers");
    // What is no list of widths leaves the text.
    for odd in ["[3]", "[3 29]", "[-3 29 500]", "[3 99999999999 500]", "[29 3 500]", "[/A /B /C]", "7", "[3 (a) 500]"] {
        check(&format!("/DW 500 /W {odd}"), &format!("<{}> Tj", glyphs("farmers")), "farmers");
    }
}

#[test]
fn objects_that_are_listed_in_a_part_are_read() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 11 0 R >> >> >>";
    let numbers = format!("10 0 11 {} ", page.len());
    let listed = format!("{numbers}{page}{FONT}");
    let dictionary = format!("/Type /ObjStm /N 2 /First {} /Filter /FlateDecode", numbers.len());
    let pages = format!("<< /Type /Pages /Kids [10 0 R] /Count 1 {LETTER} >>");
    let objects = [
        CATALOG.as_bytes().to_vec(),
        pages.into_bytes(),
        packed(&dictionary, &deflated(listed.as_bytes(), 1)),
        stream("", &shows("Otters return.")).into_bytes(),
    ];
    assert_eq!(outcome(&pdf(&objects)), "Otters return.");
}
