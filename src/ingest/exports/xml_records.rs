//! Articles in XML: NewsML-G2, NewsML 1, NITF, ProQuest, RSS and Atom.

use super::super::xml::{Node, Xml};
use super::nexis::language;
use super::{Entry, Export, MAX_AUTHORS, inverted};
use crate::model::Field;

/// Longest name of a feed, in bytes.
const MAX_FEED_NAME: usize = 1000;

/// The elements that are articles, with what reads each.
type Read = fn(&Xml<'_>, usize, &mut Entry);
const KINDS: &[(&str, &str, Read)] = &[
    ("newsItem", "NewsML-G2", news_item),
    ("nitf", "NITF", nitf),
    ("Record", "ProQuest", proquest),
    ("item", "RSS", feed_item),
    ("entry", "Atom", feed_item),
];

/// Takes a document apart; `None` if it is of no known kind.
pub fn split(text: &str) -> Option<Export> {
    let xml = Xml::parse(text);
    let all = 0..xml.nodes.len();
    let (kind, vendor, read) = KINDS.iter().find(|(name, vendor, _)| {
        let mut found = xml.outermost(all.clone(), name);
        match *vendor {
            // These names are common; their surroundings must fit.
            "ProQuest" => found.any(|at| {
                has(&xml, at, "FullText")
                    || has(&xml, at, "RecordTitle")
                    || has(&xml, at, "GOID")
                    || has(&xml, at, "TextInfo")
            }),
            "RSS" => {
                found.next().is_some()
                    && (xml.find(all.clone(), "rss").next().is_some() || xml.find(all.clone(), "RDF").next().is_some())
            }
            "Atom" => found.next().is_some() && xml.find(all.clone(), "feed").next().is_some(),
            _ => found.next().is_some(),
        }
    })?;
    let mut export = Export { vendor, ..Export::default() };
    let is_feed = matches!(*vendor, "RSS" | "Atom");
    let feed = is_feed.then(|| feed_name(&xml)).flatten();
    let (mut line, mut counted) = (1u64, 0);
    for at in xml.outermost(all.clone(), kind) {
        let Some(Node::Element { start_byte, end_byte, .. }) = xml.nodes.get(at) else { continue };
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..*start_byte]).count() as u64;
        counted = *start_byte;
        let mut entry = Entry { line, bytes: *start_byte..*end_byte, ..Entry::default() };
        read(&xml, at, &mut entry);
        // The name of the feed, where the item names no other.
        if let Some(name) = &feed {
            entry.set(Field::Outlet, name.as_str());
        }
        export.entries.push(entry);
    }
    if let Some(what) = xml.warning() {
        export.problems.push((line, what));
    }
    // The number that an element around them all states; in feeds numbers are of other things.
    let first = xml.outermost(all.clone(), kind).next().unwrap_or(0);
    let around = (0..first).take(20).filter(|at| xml.inside(*at).contains(&first));
    export.announced = around.filter(|_| !is_feed).find_map(|at| {
        let number =
            ["count", "total", "numberOfRecords", "numberOfItems"].iter().find_map(|name| xml.attribute(at, name))?;
        Some((number.trim().parse().ok()?, 1))
    });
    Some(export)
}

fn has(xml: &Xml<'_>, at: usize, name: &str) -> bool {
    xml.find(xml.inside(at), name).next().is_some()
}

/// The text of the first element of the first of these names that has one; `a/b` is a `b` in an `a`.
fn first(xml: &Xml<'_>, at: usize, names: &[&str]) -> Option<String> {
    names.iter().find_map(|path| {
        let mut within = vec![xml.inside(at)];
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            within = within
                .into_iter()
                .flat_map(|range| xml.outermost(range, folder).map(|at| xml.inside(at)).collect::<Vec<_>>())
                .collect();
        }
        within.into_iter().find_map(|range| {
            xml.outermost(range, name).map(|at| xml.text_of(at).trim().to_owned()).find(|text| !text.is_empty())
        })
    })
}

fn body(xml: &Xml<'_>, at: usize, names: &[&str]) -> String {
    for name in names {
        for found in xml.outermost(xml.inside(at), name) {
            let text = xml.paragraphs_of(found);
            if !text.is_empty() {
                return text;
            }
        }
    }
    String::new()
}

fn news_item(xml: &Xml<'_>, at: usize, entry: &mut Entry) {
    // Names are compared without case, so that the `NewsItem` of NewsML 1 is one too.
    if has(xml, at, "NewsComponent") {
        return news_item_1(xml, at, entry);
    }
    if let Some(id) = xml.attribute(at, "guid") {
        entry.set(Field::Id, id);
    }
    if let Some(inner) = xml.find(xml.inside(at), "nitf").next() {
        nitf(xml, inner, entry);
    }
    entry.set(
        Field::Title,
        first(xml, at, &["contentMeta/headline", "headline", "itemMeta/title", "title"]).unwrap_or_default(),
    );
    entry.set(
        Field::Date,
        first(xml, at, &["contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"])
            .unwrap_or_default(),
    );
    entry.set(
        Field::Outlet,
        first(xml, at, &["itemMeta/provider/name", "infoSource/name", "copyrightHolder/name"]).unwrap_or_default(),
    );
    if !entry.values.iter().any(|(field, _)| *field == Field::Author) {
        let creators: Vec<String> = xml
            .outermost(xml.inside(at), "contentMeta")
            .flat_map(|meta| xml.outermost(xml.inside(meta), "creator").take(MAX_AUTHORS).collect::<Vec<_>>())
            .filter_map(|creator| first(xml, creator, &["name"]))
            .take(MAX_AUTHORS)
            .collect();
        match creators.is_empty() {
            true => entry.set(Field::Author, first(xml, at, &["contentMeta/by", "by"]).unwrap_or_default()),
            false => creators.into_iter().for_each(|name| entry.set(Field::Author, name)),
        }
    }
    if let Some(tag) = xml.find(xml.inside(at), "language").next().and_then(|found| xml.attribute(found, "tag")) {
        entry.set(Field::Language, tag.split('-').next().unwrap_or("").to_owned());
    }
    if let Some(link) = xml
        .find(xml.inside(at), "link")
        .find_map(|found| xml.attribute(found, "href").filter(|url| url.starts_with("http")))
    {
        entry.set(Field::Url, link);
    }
    if entry.text.is_empty() {
        entry.text = body(xml, at, &["body", "inlineXML", "inlineData"]);
    }
}

/// An article in NewsML 1, often with NITF within.
fn news_item_1(xml: &Xml<'_>, at: usize, entry: &mut Entry) {
    // What an element names in the attribute `FormalName`, or in that of an element within it.
    let formal = |name: &str, inner: &str| {
        let outer = xml.outermost(xml.inside(at), name);
        outer.flat_map(|one| xml.find(one..xml.inside(one).end, inner).take(1).collect::<Vec<_>>()).find_map(|one| {
            let name = xml.attribute(one, "FormalName").filter(|name| !name.trim().is_empty());
            name.map(std::borrow::Cow::into_owned)
        })
    };
    entry.set(Field::Id, first(xml, at, &["NewsItemId", "PublicIdentifier"]).unwrap_or_default());
    entry.set(Field::Title, first(xml, at, &["NewsLines/HeadLine"]).unwrap_or_default());
    let date = first(xml, at, &["FirstCreated", "ThisRevisionCreated", "DateId"]).or_else(|| {
        // The day it was sent stands before the items.
        xml.find(0..at.min(100), "DateAndTime").next().map(|found| xml.text_of(found).trim().to_owned())
    });
    entry.set(Field::Date, date.map(|date| day_of(&date)).unwrap_or_default());
    let outlet = formal("Provider", "Party").or_else(|| first(xml, at, &["ProviderId"]));
    entry.set(Field::Outlet, outlet.unwrap_or_default());
    entry.set(Field::Language, formal("DescriptiveMetadata", "Language").unwrap_or_default());
    entry.set(Field::Author, first(xml, at, &["NewsLines/ByLine"]).unwrap_or_default());
    if let Some(inner) = xml.find(xml.inside(at), "nitf").next() {
        let has_author = entry.values.iter().any(|(field, _)| *field == Field::Author);
        let n_values = entry.values.len();
        nitf(xml, inner, entry);
        if has_author {
            let mut number = 0;
            entry.values.retain(|(field, _)| {
                number += 1;
                number <= n_values || *field != Field::Author
            });
        }
    }
    if !entry.text.is_empty() {
        return;
    }
    let mut texts: Vec<String> = Vec::new();
    for item in xml.outermost(xml.inside(at), "ContentItem") {
        let of = |name: &str| xml.find(xml.inside(item), name).next();
        let medium = of("MediaType").and_then(|found| xml.attribute(found, "FormalName"));
        // Pictures are encoded as letters.
        if medium.is_some_and(|name| !name.eq_ignore_ascii_case("text")) || of("Encoding").is_some() {
            continue;
        }
        for content in xml.outermost(xml.inside(item), "DataContent") {
            let text = xml.paragraphs_of(content);
            let text = if text.starts_with('<') { inner_page(&text) } else { text };
            if !text.is_empty() {
                texts.push(text);
            }
        }
    }
    entry.text = texts.join("\n\n");
}

fn nitf(xml: &Xml<'_>, at: usize, entry: &mut Entry) {
    let norm = |name: &str, attribute: &str| {
        xml.find(xml.inside(at), name)
            .find_map(|found| xml.attribute(found, attribute).map(std::borrow::Cow::into_owned))
    };
    entry.set(Field::Title, first(xml, at, &["body.head/hl1", "hedline/hl1", "hl1", "head/title"]).unwrap_or_default());
    let date = norm("date.issue", "norm")
        .or_else(|| norm("pubdata", "date.publication"))
        .or_else(|| norm("story.date", "norm"));
    entry.set(Field::Date, date.map(|date| day_of(&date)).unwrap_or_default());
    entry.set(
        Field::Outlet,
        norm("pubdata", "name").or_else(|| first(xml, at, &["distributor/org", "distributor"])).unwrap_or_default(),
    );
    let people: Vec<String> = xml
        .outermost(xml.inside(at), "byline")
        .flat_map(|byline| xml.outermost(xml.inside(byline), "person").take(MAX_AUTHORS).collect::<Vec<_>>())
        .take(MAX_AUTHORS)
        .map(|person| xml.text_of(person))
        .collect();
    match people.is_empty() {
        true => entry.set(Field::Author, first(xml, at, &["byline"]).unwrap_or_default()),
        false => people.into_iter().for_each(|name| entry.set(Field::Author, name)),
    }
    entry.set(Field::Id, norm("doc-id", "id-string").unwrap_or_default());
    entry.set(Field::Url, norm("pubdata", "ex-ref").unwrap_or_default());
    entry.text = body(xml, at, &["body.content"]);
}

/// `20200304T101500Z` as `2020-03-04`; anything else as it is.
fn day_of(value: &str) -> String {
    match value.get(..8) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])
        }
        _ => value.to_owned(),
    }
}

fn proquest(xml: &Xml<'_>, at: usize, entry: &mut Entry) {
    entry.set(Field::Id, first(xml, at, &["GOID", "DocumentID", "RecordID"]).unwrap_or_default());
    entry.set(Field::Title, first(xml, at, &["RecordTitle", "TitleAtt/Title", "Obj/Title"]).unwrap_or_default());
    let outlet = first(xml, at, &["Publication/Title", "PubFrosting/Title", "DFS/Title"]);
    entry.set(Field::Outlet, outlet.map(|name| super::proquest::publication(&name)).unwrap_or_default());
    entry.set(
        Field::Date,
        first(xml, at, &["NumericPubDate", "NumericDate", "AlphaPubDate"])
            .map(|date| day_of(&date))
            .unwrap_or_default(),
    );
    for contributor in xml.outermost(xml.inside(at), "Contributor") {
        let role = first(xml, contributor, &["ContribRole"])
            .or_else(|| xml.attribute(contributor, "ContribRole").map(std::borrow::Cow::into_owned));
        if role.is_some_and(|role| !role.to_lowercase().contains("author")) {
            continue;
        }
        let name = match (first(xml, contributor, &["FirstName"]), first(xml, contributor, &["LastName"])) {
            (Some(given), Some(family)) => format!("{given} {family}"),
            _ => first(xml, contributor, &["PersonName", "OriginalForm", "NormalizedDisplayForm"])
                .map(|name| inverted(&name))
                .unwrap_or_default(),
        };
        entry.set(Field::Author, name);
    }
    entry.set(Field::Url, first(xml, at, &["URLDocView", "URL"]).unwrap_or_default());
    entry.set(
        Field::Language,
        first(xml, at, &["LanguageCode", "RawLang", "Language"]).map(|name| language(&name)).unwrap_or_default(),
    );
    let text = body(xml, at, &["FullText", "TextInfo", "Text", "HiddenText"]);
    // The text of some databases is a page within the record.
    entry.text = match text.trim_start().starts_with('<') {
        true => inner_page(&text),
        false => text,
    };
    if entry.text.is_empty() {
        entry.text = body(xml, at, &["Abstract"]);
    }
}

/// The paragraphs of a page that stands as text in an element.
fn inner_page(html: &str) -> String {
    let wrapped = format!("<all>{html}</all>");
    Xml::parse(&wrapped).paragraphs_of(0)
}

/// The name of a feed; every item gets it, so that a long one is none.
fn feed_name(xml: &Xml<'_>) -> Option<String> {
    let channel = xml.find(0..xml.nodes.len(), "channel").chain(xml.find(0..xml.nodes.len(), "feed")).next()?;
    let title = xml.find(xml.inside(channel), "title").next()?;
    Some(shown(xml, title)).filter(|name| name.len() <= MAX_FEED_NAME)
}

/// The text of an element of a feed that may hold HTML: in RSS any, in Atom one that says so.
fn shown(xml: &Xml<'_>, at: usize) -> String {
    let text = xml.text_of(at);
    // The root is among the first nodes; looking at all of them for each item would take long.
    let is_atom = xml.find(0..at.min(20), "feed").next().is_some();
    match xml.attribute(at, "type") {
        Some(kind) if !kind.eq_ignore_ascii_case("html") => text,
        None if is_atom => text,
        // A `<` alone is a sign of its own.
        _ if text.contains("</") || text.contains("/>") => inner_page(&text),
        _ => super::super::html::plain(&text),
    }
}

fn feed_item(xml: &Xml<'_>, at: usize, entry: &mut Entry) {
    let mut titles = xml.outermost(xml.inside(at), "title").map(|title| shown(xml, title));
    entry.set(Field::Title, titles.find(|title| !title.trim().is_empty()).unwrap_or_default());
    entry.set(Field::Date, first(xml, at, &["pubDate", "published", "date", "updated"]).unwrap_or_default());
    entry.set(Field::Author, first(xml, at, &["creator", "author/name", "author"]).unwrap_or_default());
    entry.set(Field::Id, first(xml, at, &["guid", "id"]).unwrap_or_default());
    let link = first(xml, at, &["link"]).or_else(|| {
        let links = xml.find(xml.inside(at), "link");
        links.filter_map(|link| xml.attribute(link, "href")).next().map(std::borrow::Cow::into_owned)
    });
    entry.set(Field::Url, link.unwrap_or_default());
    entry.set(Field::Outlet, first(xml, at, &["source"]).unwrap_or_default());
    let content = ["encoded", "content", "description", "summary"].iter().find_map(|name| {
        let found = xml.find(xml.inside(at), name).next()?;
        let text = xml.text_of(found);
        let text = if text.contains('<') { inner_page(&text) } else { shown(xml, found) };
        Some(text).filter(|text| !text.trim().is_empty())
    });
    entry.text = content.unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, text: &str, values: &[(Field, &str)]) {
        let export = split(xml).unwrap();
        let entry = &export.entries[0];
        assert_eq!(entry.text.trim(), text, "{xml}");
        for (field, want) in values {
            let found: Vec<&str> =
                entry.values.iter().filter(|(known, _)| known == field).map(|(_, value)| value.as_str()).collect();
            assert_eq!(found, [*want], "{field:?} in {xml}");
        }
    }

    #[test]
    fn titles_of_feeds_may_hold_html() {
        let atom = |title: &str| format!("<feed><entry>{title}<content>It&#8217;s out.</content></entry></feed>");
        let rss = |title: &str| {
            format!(
                "<rss><channel><item><title>{title}</title><description>It&amp;#8217;s out.</description></item></channel></rss>"
            )
        };
        for (xml, want) in [
            (atom("<title type=\"html\">Holm&amp;#8217;s &lt;em&gt;ferry&lt;/em&gt;</title>"), "Holm’s ferry"),
            (atom("<title type='html'>Fish &amp;amp; chips</title>"), "Fish & chips"),
            (atom("<title>How to write &amp;amp;</title>"), "How to write &amp;"),
            (rss("<![CDATA[Holm&#8217;s ferry]]>"), "Holm’s ferry"),
            (rss("Holm&amp;#8217;s &lt;b&gt;ferry&lt;/b&gt;"), "Holm’s ferry"),
            (rss("1 &lt; 2"), "1 < 2"),
        ] {
            check(&xml, "It’s out.", &[(Field::Title, want)]);
        }
    }

    #[test]
    fn newsml_1_is_read() {
        let item = |content: &str| {
            format!(
                "<NewsML><NewsEnvelope><DateAndTime>20210306T080000Z</DateAndTime></NewsEnvelope><NewsItem><Identification>\
                 <NewsIdentifier><ProviderId>wire.example</ProviderId><NewsItemId>f1</NewsItemId></NewsIdentifier></Identification>\
                 <NewsManagement><FirstCreated>20210305T101500Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>\
                 <HeadLine>Ferry out</HeadLine><ByLine>Jane Roe</ByLine></NewsLines><AdministrativeMetadata><Provider>\
                 <Party FormalName='River Wire'/></Provider></AdministrativeMetadata><DescriptiveMetadata>\
                 <Language FormalName='en'/></DescriptiveMetadata>{content}</NewsComponent></NewsItem></NewsML>"
            )
        };
        let values = [
            (Field::Id, "f1"),
            (Field::Title, "Ferry out"),
            (Field::Date, "2021-03-05"),
            (Field::Outlet, "River Wire"),
            (Field::Author, "Jane Roe"),
            (Field::Language, "en"),
        ];
        let text = |inner: &str| format!("<ContentItem><DataContent>{inner}</DataContent></ContentItem>");
        let want = "The ferry is out.\n\nIt leaks.";
        check(&item(&text("<p>The ferry is out.</p><p>It leaks.</p>")), want, &values);
        check(&item(&text("<![CDATA[<p>The ferry is out.</p><p>It leaks.</p>]]>")), want, &values);
        let nitf = "<nitf><body><body.head><byline>Max Poe</byline></body.head><body.content><p>The ferry is out.</p>\
                    <p>It leaks.</p></body.content></body></nitf>";
        check(&item(&text(nitf)), want, &values);
        let picture = "<ContentItem><MediaType FormalName='Photo'/><DataContent>aGVsbG8=</DataContent></ContentItem>";
        check(&item(&format!("{picture}{}", text("<p>The ferry is out.</p><p>It leaks.</p>"))), want, &values);
        let sent = item(&text("<p>Out.</p>")).replace("FirstCreated", "Other").replace("<ProviderId>", "<ProviderId> ");
        check(&sent, "Out.", &[(Field::Date, "2021-03-06")]);
    }
}
