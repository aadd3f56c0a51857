//! Every format by a small sample of its own: what comes out of `tests/samples`.

use std::path::Path;

use serde_json::Value;

use crate::util::{Archive, found};

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    path.to_str().expect("a plain path").to_owned()
}

/// Checks the articles of a sample: id, title, outlet, date, authors, the text's first words and
/// its last ones, set apart by ` | `; `-` for what is not known.
#[track_caller]
fn check(name: &str, want: &[&str]) {
    let answer = Archive::new().run(["extract", &sample(name)]).success();
    let value = |article: &Value, key: &str| article[key]["value"].as_str().unwrap_or("-").to_owned();
    let told: Vec<String> = answer
        .json_lines()
        .iter()
        .map(|article| {
            let authors: Vec<&str> = article["authors"]
                .as_array()
                .expect("authors")
                .iter()
                .filter_map(|author| author["value"].as_str())
                .collect();
            let text = article["text"].as_str().expect("a text").trim();
            let words: Vec<&str> = text.split_whitespace().collect();
            let first = words.iter().take(3).copied().collect::<Vec<_>>().join(" ");
            let last = words.iter().rev().take(2).rev().copied().collect::<Vec<_>>().join(" ");
            format!(
                "{} | {} | {} | {} | {} | {first} | {last}",
                article["id"].as_str().expect("an id"),
                value(article, "title"),
                value(article, "outlet"),
                value(article, "date"),
                if authors.is_empty() { "-".to_owned() } else { authors.join(", ") },
            )
        })
        .collect();
    assert_eq!(told, want, "{name}\n{}", answer.stderr);
}

#[test]
fn exports_of_nexis() {
    check(
        "nexis-numbered.txt",
        &[
            "nexis-numbered.txt#1 | Otters Return to the Valley After a Century | The Valley Gazette | 2020-03-04 | Jane Roe | The otters are | in June.",
            "nexis-numbered.txt#2 | Fischer klagen | Der Talbote | 2020-03-05 | Mark Poe | Die Fischer klagen. | Fischer klagen.",
        ],
    );
    check(
        "nexis-numbered.rtf",
        &[
            "nexis-numbered.rtf#1 | Otters Return to the Valley After a Century | The Valley Gazette | 2020-03-04 | Jane Roe | The otters are | in June.",
            "nexis-numbered.rtf#2 | Fischer klagen | Der Talbote | 2020-03-05 | Mark Poe | Die Fischer klagen. | Fischer klagen.",
        ],
    );
    for name in ["nexis.txt", "nexis.rtf", "nexis.docx"] {
        let want = [
            "NAME#1 | Otters return to the valley after a century | The Valley Gazette (Otterford) | 2020-03-04 | Jane Roe | The otters are | in June.",
            "NAME#2 | Fishers go to court | The Herald | 2020-03-05 | Mark Poe | The fishers will | they said.",
        ]
        .map(|line| line.replace("NAME", name));
        check(name, &want.each_ref().map(String::as_str));
    }
}

#[test]
fn exports_of_factiva() {
    let first = "VGAZ000020200304eg3400008 | Otters Return to the Valley | The Valley Gazette | 2020-03-04 | Jane Roe | The otters are | in June.";
    let second =
        "HERD000020200305eg3500009 | Fishers go to court | The Herald | 2020-03-05 | - | The fishers will | they said.";
    check("factiva.txt", &[first, second]);
    check("factiva.html", &[first, second]);
}

#[test]
fn exports_of_proquest() {
    let first = "2369000001 | Otters return to the valley | The Valley Gazette | 2020-03-04 | Jane Roe, Mark Poe | The otters are | in June.";
    let second = "Fishers go to court | The Herald | 2020-03-05 | - | The fishers will | they said.";
    check("proquest.txt", &[first, &format!("2369000002 | {second}")]);
    check("proquest.ris", &[first, &format!("proquest.ris#2 | {second}")]);
    check("proquest.xml", &[&first.replace(", Mark Poe", ""), &format!("2369000002 | {second}")]);
}

/// An export that was cut, or whose number is not that of its articles: what is there is read, and
/// the place is told.
#[test]
fn an_export_that_holds_fewer_articles_than_it_announces_is_an_error() {
    for (name, from, to, told) in [
        (
            "nexis-numbered.txt",
            "of 2 DOCUMENTS",
            "of 3 DOCUMENTS",
            "line 3: this Nexis file announces 3 articles, and 2 were found",
        ),
        (
            "nexis-numbered.txt",
            "2 of 2 DOCUMENTS",
            "3 of 3 DOCUMENTS",
            "document 3 follows where document 2 should stand",
        ),
        (
            "nexis.txt",
            "Documents (2)",
            "Documents (25)",
            "line 5: this Nexis file announces 25 articles, and 2 were found",
        ),
        ("factiva.txt", "Found\n2", "Found\n4", "this Factiva file announces 4 articles, and 2 were found"),
        ("proquest.txt", "1 of 2", "1 of 7", "line 3: this ProQuest file announces 7 articles, and 2 were found"),
        ("proquest.xml", "count=\"2\"", "count=\"9\"", "this ProQuest file announces 9 articles, and 2 were found"),
        ("proquest.ris", "they said.\nER  - \n", "they said.\n", "the last record has no end (`ER  -`)"),
    ] {
        let text = std::fs::read_to_string(sample(name)).expect("a sample");
        assert!(text.contains(from), "{name} has no {from:?}");
        let archive = Archive::new().file(&format!("a/{name}"), text.replace(from, to));
        archive.run(["index", "a"]).ends_with(2).tells(&[told, "2 added"]);
    }
}

#[test]
fn lists_of_references_with_attached_files() {
    check(
        "refs.bib",
        &[
            "roe2020 | Otters Return to the Mühlbach | The Valley Gazette | 2020-03-04 | Jane Roe, Mark Poe | The otters are | at all.",
            "poe2020 | Fishers go to court | The Herald | 2020-03-05 | Mark Poe | They will sue. | will sue.",
        ],
    );
    check(
        "csl.json",
        &[
            "roe2020 | Otters return to the valley | The Valley Gazette | 2020-03-04 | Jane Roe, The Valley Desk | Three otters were | were seen.",
        ],
    );
    check(
        "zotero.json",
        &[
            "ABCD1234 | Otters return to the valley | The Valley Gazette | 2020-03-04 | Jane Roe | The otters are | at all.",
        ],
    );
}

#[test]
fn what_agencies_and_programs_write() {
    let rest = "Otters return to the valley | The Valley Gazette | 2020-03-04 | Jane Roe | The otters are | in June.";
    check(
        "newsml.xml",
        &[&format!(
            "urn:newsml:valleynews.example:20200304:otters | {}",
            rest.replace("The Valley Gazette", "Valley News Agency")
        )],
    );
    check("nitf.xml", &[&format!("vg-1 | {rest}")]);
    let by_host = |name: &str| format!("{name} | {}", rest.replace("The Valley Gazette", "valleygazette.example"));
    check("news-please.json", &[&by_host("news-please.json")]);
    check("newspaper.json", &[&by_host("newspaper.json")]);
    check("trafilatura.json", &[&format!("trafilatura.json | {}", rest.replace("Jane Roe", "Jane Roe, Mark Poe"))]);
    let headline = "Otters return to the valley | valleygazette.example | 2020-03-04 | - |  | ";
    check("mediacloud.csv", &[&format!("9a1 | {headline}")]);
    check("gdelt.csv", &[&format!("gdelt.csv#1 | {headline}")]);
    check("gdelt.json", &[&format!("gdelt.json#1 | {headline}")]);
}

#[test]
fn documents() {
    check("text.docx", &["text.docx | Otters return to the valley | - | - | Jane Roe | By Jane Roe | in June."]);
    check("text.rtf", &["text.rtf | - | - | - | Jane Roe | By Jane Roe | is open."]);
    check(
        "book.epub",
        &["book.epub | Otters of the valley | Valley Press | 2020-03-04 | Jane Roe | One The otters | in June."],
    );
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_with_text_and_without() {
    check("text.pdf", &["text.pdf | Otters return to the valley | - | - | - | The otters are | on Monday."]);
    let answer = Archive::new().run(["extract", &sample("scan.pdf")]).ends_with(2);
    assert!(answer.stderr.contains("scan.pdf: has no text: it is a scan"), "{}", answer.stderr);
}

#[cfg(feature = "mail")]
#[test]
fn mail() {
    let first = "otters@valleygazette.example | Otters return to the Mühlbach | - | 2020-03-04 | Jane Roe | The otters are | Ann Lee.";
    check("mail.eml", &[first]);
    check(
        "mails.mbox",
        &[first, "fishers@herald.example | Fishers go to court | - | 2020-03-05 | Mark Poe | From now on | will sue."],
    );
}

#[test]
fn containers() {
    check(
        "members.zip",
        &[
            "members.zip/2020/otters.md | Otters return to the valley | The Valley Gazette | 2020-03-04 | - | The otters are | are back.",
            "fishers | Fishers go to court | - | - | - | They will sue. | will sue.",
        ],
    );
    check("members.tar.gz", &["members.tar.gz/a/otters.txt | - | - | - | - | The otters are | are back."]);
    check(
        "pages.warc.gz",
        &[
            "https://valleygazette.example/2020/03/04/otters | Otters return to the valley | valleygazette.example | 2020-03-04 | - | The otters are | at all.",
        ],
    );
}

#[test]
fn a_container_that_changes_is_read_again_member_by_member() {
    use std::io::Write;
    use zip::write::SimpleFileOptions;
    let zip = |members: &[(&str, &str)]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in members {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
            writer.write_all(text.as_bytes()).expect("memory takes everything");
        }
        writer.finish().expect("memory takes everything").into_inner()
    };
    let archive = Archive::new()
        .file("a/m.zip", zip(&[("x/1.txt", "A storm."), ("2.txt", "Another storm."), ("3.txt", "A storm too.")]));
    archive.run(["index", "a"]).success().tells(&["3 added"]);
    archive.run(["index", "a"]).success().tells(&["0 added, 0 changed, 3 unchanged, 0 removed"]);
    assert_eq!(found(&archive, &["storm"]), ["m.zip/2.txt", "m.zip/3.txt", "m.zip/x/1.txt"]);
    archive.write("a/m.zip", zip(&[("x/1.txt", "A storm."), ("2.txt", "A calm."), ("4.txt", "Fresh storm.")]));
    archive.run(["index", "a"]).success().tells(&["1 added, 1 changed, 1 unchanged, 1 removed"]);
    assert_eq!(found(&archive, &["storm"]), ["m.zip/4.txt", "m.zip/x/1.txt"]);
    archive.run(["verify"]).success();
    archive.run(["remove", "m.zip/4.txt"]).success();
    archive.write("a/m.zip", zip(&[("x/1.txt", "A storm."), ("4.txt", "Fresh storms.")]));
    archive.run(["index", "a"]).success().tells(&["1 unchanged, 1 removed"]);
    assert_eq!(found(&archive, &["storm"]), ["m.zip/x/1.txt"]);
    archive.write("a/other.txt", "Nothing.");
    archive.remove("a/m.zip");
    archive.run(["index", "a"]).success().tells(&["1 added, 0 changed, 0 unchanged, 1 removed"]);
    archive.run(["verify"]).success();
}
