//! What part of a page an element is, by its name and by the words of its class and id.
//!
//! Site builders of all countries name their parts alike: `related`, `share`, `comments`. The
//! words stand in a table; which of them to believe is decided by who reads the roles, since a
//! word can mean the whole page as well (`has-sidebar`).

use rustc_hash::FxHashMap;

use super::dom::Dom;
use super::tag::Tag;

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role(pub u32);

impl Role {
    pub const NONE: Role = Role(0);
    /// Menus, breadcrumbs, page numbers.
    pub const NAVIGATION: Role = Role(1);
    /// The foot of the page or of the article.
    pub const FOOTER: Role = Role(1 << 1);
    /// Columns beside the article.
    pub const SIDE: Role = Role(1 << 2);
    /// Links to other articles.
    pub const RELATED: Role = Role(1 << 3);
    /// Buttons for networks.
    pub const SHARE: Role = Role(1 << 4);
    /// Readers' comments.
    pub const COMMENT: Role = Role(1 << 5);
    /// Captions and credits of pictures.
    pub const CAPTION: Role = Role(1 << 6);
    /// Advertisements.
    pub const AD: Role = Role(1 << 7);
    /// Bylines, dates, keywords, sections.
    pub const META: Role = Role(1 << 8);
    /// Newsletters, subscriptions, logins.
    pub const SIGN_UP: Role = Role(1 << 9);
    /// Notices laid over the page.
    pub const NOTICE: Role = Role(1 << 10);
    /// Forms and other tools.
    pub const TOOL: Role = Role(1 << 11);
    /// Not shown.
    pub const HIDDEN: Role = Role(1 << 12);
    /// Said to be the text of the article.
    pub const BODY: Role = Role(1 << 13);
    /// Said to be the article with all that belongs to it.
    pub const ARTICLE: Role = Role(1 << 14);
    /// Said to be the lead or summary.
    pub const LEAD: Role = Role(1 << 15);
    /// The head of the page or of the article.
    pub const HEADER: Role = Role(1 << 16);
    /// A box within the text: facts, a box about the author.
    pub const BOX: Role = Role(1 << 17);
    /// Embedded posts.
    pub const EMBED: Role = Role(1 << 18);
    /// The headline.
    pub const HEADLINE: Role = Role(1 << 19);
    /// Who said what a quotation set apart says.
    pub const ATTRIBUTION: Role = Role(1 << 20);

    /// True if this has any role of `other`.
    pub fn has(self, other: Role) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub const fn with(self, other: Role) -> Role {
        Role(self.0 | other.0)
    }

    /// This without those of `other`.
    pub fn without(self, other: Role) -> Role {
        Role(self.0 & !other.0)
    }
}

/// Words of classes and ids; a word with `+` must be followed by the next one.
const WORDS: &[(Role, &str)] = &[
    (
        Role::NAVIGATION,
        "nav navi navigation navbar menu submenu breadcrumb breadcrumbs pagination pager paging sitemap skiplink \
         skiplinks skip+link toc table+of+contents tableofcontents menubar topnav subnav mainnav inhaltsverzeichnis",
    ),
    (Role::FOOTER, "footer copyright impressum colophon footnote+nav disclaimer siteinfo"),
    (
        Role::SIDE,
        "sidebar aside rightcol right+col rightcolumn leftcol rail widget widgets sidecolumn seitenleiste marginalspalte",
    ),
    (
        Role::RELATED,
        "related relateds recommended recommendations recommendation recommend recirc recirculation popular trending teaser \
         teasers teaserlist promo promos outbrain taboola readmore read+more read+also read+next see+also mostread most+read \
         more+news more+stories more+from more+articles more+on latest similar verwandt verwandte weitere empfehlungen \
         nextarticle next+article up+next upnext carousel slider crosslink crosslinks linkbox linklist link+list \
         lire+aussi leggi+anche relacionadas relacionados relacionado mehr+zum auch+interessant jp+relatedposts relatedposts \
         yarpp crp zergnet nextprev prevnext post+navigation ticker plista ligatus related+articles weiterlesen \
         onward articlelist article+list storylist teaserbox contentrecommendation topstories top+stories",
    ),
    (
        Role::SHARE,
        "share sharing shares shariff social socials addthis sharethis sharedaddy sharebar sharebuttons follow followus whatsapp \
         socialmedia social+media sociallinks addtoany sharelinks teilen heateor ssba likes",
    ),
    (
        Role::COMMENT,
        "comment comments commentlist commentary+list disqus respond kommentare kommentar kommentarbereich livefyre commentform \
         comentarios commentaires commenti reactions leserkommentare leserbriefe replies discussion forum+posts coral viafoura \
         spotim openweb+conversation hyvor giscus utterances vuukle insticator isso+thread commento cusdis remark+box",
    ),
    (
        Role::CAPTION,
        "caption captions figcaption figure bildunterschrift imagecaption photo+credit image+credit image+caption \
         photocredit bildnachweis gallery galerie slideshow credits mediacaption bildtext photo+caption \
         legende gallerie bu photographer",
    ),
    (
        Role::AD,
        "ad ads advert adverts advertisement advertising adsense adslot sponsor sponsored sponsors anzeige anzeigen werbung \
         dfp adbox publicidad pub+text adcontainer google+ad googlead ad+container affiliate commercial",
    ),
    (
        Role::META,
        "byline bylines author authors author+name date datetime timestamp pubdate publishdate published postmeta \
         meta metadata postinfo post+info article+info articleinfo tags taglist tagcloud post+tags keywords category categories cat+links \
         kicker dachzeile rubrik topics topic+list location readtime reading+time read+time pubinfo autor autoren \
         entry+meta post+meta entry+date post+date dateline schlagworte themen wordcount",
    ),
    (
        Role::SIGN_UP,
        "newsletter newsletters subscribe subscription signup sign+up login register donate donation spenden optin opt+in \
         mailchimp mc4wp registration",
    ),
    (
        Role::NOTICE,
        "cookie cookies consent gdpr modal popup overlay lightbox notification banner cookiebar tooltip toast",
    ),
    (
        Role::TOOL,
        "toolbar tools print actions rating ratings poll search searchform button buttons btn vote feedback survey controls audioplayer playlist",
    ),
    (
        Role::HIDDEN,
        "visually+hidden visuallyhidden sr+only screen+reader+text screenreader display+none offscreen d+none u+hidden",
    ),
    (
        Role::BOX,
        "infobox info+box factbox fact+box author+box authorbox author+bio bio biography about+author aboutauthor authorinfo author+info abbinder pullquote pull+quote box+info autorenbox autorinfo about+the+author author+profile glossary",
    ),
    (Role::EMBED, "twitter tweet embed instagram facebook youtube oembed tiktok"),
    (
        Role::BODY,
        "articlebody article+body story+body storybody entry+content post+content article+content article+text articletext \
         articlecontent story+content body+text bodytext post+body postbody postcontent news+content news+text newstext entrycontent \
         storycontent article+copy body+copy bodycopy content+body artikeltext artikel+text article+main article+paragraphs \
         article+full+text story+text entry+body singlecontent article+section story+text newsbody content__article+body \
         contenttext maincontent+text rich+text richtext wysiwyg text+content cuerpo corps",
    ),
    (Role::ARTICLE, "article story hentry post artikel beitrag articulo articolo singlepost newsitem"),
    (
        Role::LEAD,
        "lead lede leadtext standfirst summary subtitle subheadline subheading deck dek intro introtext introduction excerpt vorspann \
         teasertext teaser+text article+lead entradilla chapo chapeau description sottotitolo subtitulo bajada anleser sub+headline article+summary \
         sommario catenaccio ingress",
    ),
    (Role::HEADER, "header masthead topbar siteheader pageheader"),
    (Role::HEADLINE, "headline title entry+title ueberschrift headlines"),
];

struct Words {
    single: FxHashMap<&'static str, Role>,
    /// By first word: the words that must follow.
    several: FxHashMap<&'static str, Vec<(Vec<&'static str>, Role)>>,
}

fn words() -> &'static Words {
    static TABLE: std::sync::OnceLock<Words> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Words { single: FxHashMap::default(), several: FxHashMap::default() };
        for (role, list) in WORDS {
            for entry in list.split_whitespace() {
                let parts: Vec<&str> = entry.split('+').collect();
                match parts[..] {
                    [single] => {
                        let known = table.single.entry(single).or_default();
                        *known = known.with(*role);
                    }
                    _ => table.several.entry(parts[0]).or_default().push((parts[1..].to_vec(), *role)),
                }
            }
        }
        table
    })
}

/// The roles of every node of a page.
#[derive(Debug)]
pub(super) struct Roles {
    /// By the element itself.
    pub own: Vec<Role>,
}

impl Roles {
    /// Reads them.
    pub fn of(dom: &Dom<'_>) -> Roles {
        let mut own = vec![Role::NONE; dom.nodes.len()];
        let mut known: FxHashMap<&str, Role> = FxHashMap::default();
        for (index, node) in dom.nodes.iter().enumerate() {
            if node.tag == Tag::Text {
                continue;
            }
            let mut role = of_tag(node.tag);
            if is_attribution(dom, index) {
                role = role.with(Role::ATTRIBUTION);
            }
            let is_frame = matches!(node.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Root);
            for (name, value) in dom.attributes(index) {
                match name.len() {
                    5 if name.eq_ignore_ascii_case("class") && !is_frame => {
                        role = role.with(known_words(&mut known, value, node.tag))
                    }
                    2 if name.eq_ignore_ascii_case("id")
                        && !is_frame
                        && is_named_by_hand(value)
                        && !node.tag.is_heading() =>
                    {
                        role = role.with(known_words(&mut known, value, node.tag))
                    }
                    5 if name.eq_ignore_ascii_case("style") => {
                        let style = value.get(..value.len().min(200)).unwrap_or(value);
                        let squeezed: String = style.chars().filter(|c| !c.is_whitespace()).collect();
                        // Paragraphs behind a paywall are hidden one by one.
                        if node.tag != Tag::P && squeezed.to_ascii_lowercase().contains("display:none") {
                            role = role.with(Role::HIDDEN);
                        }
                    }
                    6 if name.eq_ignore_ascii_case("hidden") => role = role.with(Role::HIDDEN),
                    11 if name.eq_ignore_ascii_case("aria-hidden")
                        && value.eq_ignore_ascii_case("true")
                        && node.tag != Tag::P =>
                    {
                        role = role.with(Role::HIDDEN)
                    }
                    4 if name.eq_ignore_ascii_case("role") => role = role.with(of_aria(value)),
                    8 if name.eq_ignore_ascii_case("itemprop") => {
                        let lower = value.to_ascii_lowercase();
                        if lower.contains("articlebody") || lower.contains("reviewbody") {
                            role = role.with(Role::BODY);
                        } else if lower.contains("headline") {
                            role = role.with(Role::HEADLINE);
                        } else if lower.contains("author") || lower.contains("date") {
                            role = role.with(Role::META);
                        } else if lower.contains("comment") {
                            role = role.with(Role::COMMENT);
                        }
                    }
                    _ => {}
                }
            }
            own[index] = role;
        }
        Roles { own }
    }
}

fn of_tag(tag: Tag) -> Role {
    match tag {
        Tag::Nav | Tag::Menu => Role::NAVIGATION,
        Tag::Footer => Role::FOOTER,
        Tag::Aside => Role::SIDE,
        Tag::Figcaption | Tag::Caption => Role::CAPTION,
        Tag::Article => Role::ARTICLE,
        Tag::Header => Role::HEADER,
        Tag::Time | Tag::Address => Role::META,
        Tag::Label | Tag::Fieldset => Role::TOOL,
        _ => Role::NONE,
    }
}

/// True for the short foot, caption or source that a quotation set apart has within it, or beside
/// it in a figure: `<blockquote><p>…</p><footer>— Ann Lowe</footer></blockquote>`.
fn is_attribution(dom: &Dom<'_>, index: usize) -> bool {
    /// Nodes and bytes that say who spoke, and where.
    const MAX_NODES: usize = 16;
    const MAX_BYTES: usize = 200;
    let tag = dom.nodes[index].tag;
    let may_be = matches!(tag, Tag::Footer | Tag::Figcaption | Tag::Cite);
    if !may_be || dom.subtree(index).len() > MAX_NODES {
        return false;
    }
    if dom.subtree(index).map(|node| dom.raw_text(node).len()).sum::<usize>() > MAX_BYTES {
        return false;
    }
    let mut at = index;
    for _ in 0..3 {
        let parent = dom.nodes[at].parent as usize;
        match dom.nodes[parent].tag {
            Tag::Blockquote => return true,
            Tag::Figure => return has_child(dom, parent, Tag::Blockquote) && !has_child(dom, parent, Tag::Img),
            _ => at = parent,
        }
    }
    false
}

/// True if one of the first elements right within another has that tag.
fn has_child(dom: &Dom<'_>, parent: usize, tag: Tag) -> bool {
    let end = dom.subtree(parent).end;
    let mut child = parent + 1;
    for _ in 0..8 {
        if child >= end {
            return false;
        }
        if dom.nodes[child].tag == tag {
            return true;
        }
        child = dom.subtree(child).end;
    }
    false
}

/// False for ids made from a headline or of a hash.
fn is_named_by_hand(id: &str) -> bool {
    id.len() <= 40 && id.split(['-', '_', ' ']).count() <= 5
}

fn of_aria(value: &str) -> Role {
    match value.to_ascii_lowercase().as_str() {
        "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => Role::NAVIGATION,
        "contentinfo" => Role::FOOTER,
        "complementary" => Role::SIDE,
        "dialog" | "alertdialog" | "alert" => Role::NOTICE,
        "search" | "button" => Role::TOOL,
        "banner" => Role::HEADER,
        "article" => Role::ARTICLE,
        _ => Role::NONE,
    }
}

fn known_words<'h>(known: &mut FxHashMap<&'h str, Role>, value: &'h str, tag: Tag) -> Role {
    let role = match known.get(value) {
        Some(role) => *role,
        None => {
            let role = of_words(value);
            known.insert(value, role);
            role
        }
    };
    // Builders of sites name every article after its tags and categories.
    if tag == Tag::Article { role.without(Role::META.with(Role::RELATED)) } else { role }
}

/// The roles of the words of a class or id.
fn of_words(value: &str) -> Role {
    let table = words();
    let value = value.get(..value.len().min(400)).unwrap_or("");
    let mut role = Role::NONE;
    for name in value.split_ascii_whitespace() {
        // Classes that WordPress and others give to a whole post.
        if ["tag-", "category-", "type-", "status-", "format-", "has-", "is-", "no-", "not-"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            continue;
        }
        let parts = split_words(name);
        if matches!(name, "hidden" | "hide" | "invisible") {
            role = role.with(Role::HIDDEN);
        }
        for (at, part) in parts.iter().enumerate() {
            // Short words occur by chance in generated names.
            if part.len() < 4 && !name.split(['-', '_']).any(|whole| whole.eq_ignore_ascii_case(part)) {
                continue;
            }
            if let Some(found) = table.single.get(part.as_str()) {
                role = role.with(*found);
            }
            let Some(lists) = table.several.get(part.as_str()) else { continue };
            for (rest, found) in lists {
                let follows =
                    parts.len() > at + rest.len() && rest.iter().zip(&parts[at + 1..]).all(|(want, have)| want == have);
                if follows {
                    role = role.with(*found);
                }
            }
        }
    }
    role
}

/// Splits `articleBody-main_text2` into `article body main text`.
fn split_words(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut was_lower = false;
    for character in name.chars() {
        let is_letter = character.is_alphabetic();
        let begins = is_letter && character.is_uppercase() && was_lower;
        if (!is_letter || begins) && !current.is_empty() {
            parts.push(std::mem::take(&mut current));
        }
        if is_letter {
            current.extend(character.to_lowercase());
        }
        was_lower = is_letter && character.is_lowercase();
    }
    if !current.is_empty() {
        parts.push(current);
    }
    parts
}
