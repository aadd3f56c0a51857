//! Text of the site within the text of an article: browser notices, app promotions, sign-ups,
//! links to other articles, captions and credits of pictures, copyright lines.
//!
//! Whole lines only, by patterns that hold for many sites. A sentence of the article that is
//! taken for such text is lost to search, so where in doubt a line is text.

use std::sync::OnceLock;

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::metadata::lines::{Line, lines};
use crate::model::Span;

/// What kind of site text a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Promotions, buttons, notices, links to other articles.
    Promotion,
    /// Caption or credit of a picture; its dates and outlets are not the article's.
    Caption,
    /// `© 2020 The New York Times Company`.
    Copyright,
}

/// Stretches of `text` that belong to the site and not to the article: whole lines, in order.
pub fn find(text: &str) -> Vec<Span> {
    lines(text).iter().filter(|line| kind(line).is_some()).map(|line| line.span).collect()
}

/// What kind of site text `line` is; `None` for a line of the article.
pub(crate) fn kind(line: &Line<'_>) -> Option<Kind> {
    let text = line.text;
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let lower = lower.as_str();
    if is_copyright(lower) {
        return Some(Kind::Copyright);
    }
    if is_caption(text, lower) {
        return Some(Kind::Caption);
    }
    is_promotion(text, lower).then_some(Kind::Promotion)
}

/// Longer lines are paragraphs, in bytes.
const LONGEST: usize = 600;

fn is_copyright(lower: &str) -> bool {
    if lower.len() > 300 {
        return false;
    }
    let rest = lower.strip_prefix("copyright").map(|rest| rest.trim_start_matches([' ', ':']));
    let has_sign = |text: &str| text.starts_with('©') || text.starts_with("(c)") || text.starts_with("&copy;");
    let has_year = |text: &str| {
        let text = text.trim_start_matches(['©', ' ']).trim_start_matches("(c)").trim_start();
        text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
    };
    rest.is_some_and(|rest| has_sign(rest) || has_year(rest))
        || (has_sign(lower) && (lower.len() < 120 || has_year(lower)))
        || (lower.len() < 120
            && (lower.starts_with("all rights reserved")
                || lower.starts_with("alle rechte vorbehalten")
                || lower.starts_with("tous droits réservés")))
}

/// Beginnings of captions and of the links around pictures.
#[rustfmt::skip]
const CAPTION_STARTS: &[&str] = &[
    "image:", "image copyright", "image caption", "image source", "images:", "enlarge this image", "enlarge image",
    "hide caption", "toggle caption", "photo:", "photos:", "photo by ", "photo credit", "photograph:", "(photo",
    "(photo by", "(photos:", "(photos:", "picture:", "bild:", "bildquelle", "foto:", "fotos:", "photo :",
    "media caption", "(image:", "(ap photo", "(reuters photo", "[photo", "(getty", "credit:", "photographer:",
    "photographs by ", "photograph by ", "file - in this", "facebook twitter pinterest ", "photo illustration by ",
    "video:", "(video:", "caption:", "imagen:", "crédit photo", "crédito:", "featured image", "file photo",
    "prev image", "next image", "slideshow (", "media playback is", "image caption",
];

/// Ends of captions: whose picture it is.
#[rustfmt::skip]
const CAPTION_ENDS: &[&str] = &[
    "getty images", "getty images file", "getty images)", "/getty", "getty images/file", "/ap", "/ap)", "/ap file",
    "/reuters", "/reuters)", "/ reuters", "/ ap", "/ ap file", "/ reuters file", "ap images", "ap photo", "ap photo)",
    "/epa", "/afp", "/afp)", "/upi", "/dpa", "/dpa)", "/picture alliance", "shutterstock", "shutterstock)", "/zuma",
    "/istock", "istock)", "via ap", "via ap)", "via reuters", "via reuters)", "file photo", "file photo)",
    "/shutterstock", "(pixabay)", "(istock)", "via getty", "imago images", "/imago", "afp via getty images)",
    "(ap)/file", "stock photo", "(file photo)", "wikimedia commons", "wikimedia commons)", "hide caption",
    "toggle caption", "/redux", "/zuma press", "/polaris", "/sipa", "/sipa usa)", "/sipa usa",
];

fn is_caption(text: &str, lower: &str) -> bool {
    let patterns = Patterns::get();
    let first = lower.as_bytes().first().copied().unwrap_or(0);
    if lower.len() <= 500 && patterns.caption_starts[usize::from(first)].iter().any(|start| lower.starts_with(start)) {
        return !is_long_prose(text, 400);
    }
    // `… on Capitol Hill. REUTERS/Jane Roe`
    if let Some(at) = lower.rfind('/').filter(|at| lower.len() - at < 42 && lower[..*at].ends_with("reuters")) {
        let name = &text[at + 1..];
        return name.len() < 40 && (1..=4).contains(&name.split(' ').count()) && name.starts_with(char::is_uppercase);
    }
    if lower.ends_with(')')
        && let Some(at) = lower.rfind('(')
        && ["(ap photo", "(photo by ", "(photo:", "(photo credit", "(image:", "(foto:"]
            .iter()
            .any(|credit| lower[at..].starts_with(credit))
    {
        return lower.len() - at < 120;
    }
    let trimmed = lower.trim_end_matches(['.', ' ']);
    let last = trimmed.as_bytes().last().copied().unwrap_or(0);
    if !patterns.caption_ends[usize::from(last)].iter().any(|end| trimmed.ends_with(end)) {
        return false;
    }
    // A sentence may end in `via AP` or in the name of an agency; a credit follows a full
    // sentence, a slash or a bracket, or makes up the line.
    let has_separator = text.len() < 90
        || trimmed.char_indices().rev().take(90).any(|(_, c)| matches!(c, '/' | '(' | '|' | '©'))
        || trimmed.rfind(". ").is_some_and(|at| trimmed.len() - at < 90);
    has_separator && !text.ends_with(['”', '"'])
}

/// Lines that are site text if nothing else stands in them.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "ad", "advertisement", "advertisements", "anzeige", "werbung", "publicité", "publicidad", "pubblicità",
    "advertise", "advertisement continue reading the main story", "advertisement - story continues below",
    "article continues below", "back to top", "bookmark", "click here to subscribe", "click to share", "close",
    "comment", "comments", "kommentare", "commentaires", "comentarios", "continue reading", "continue reading below",
    "continue reading the main story", "copy link", "email", "e-mail", "enlarge", "facebook",
    "facebook twitter email", "flipboard", "follow us", "getty images", "share", "share this", "share this article",
    "share this story", "shares", "show more", "sign in", "sign up", "skip to main content", "story continued below",
    "story continues", "story continues below", "story continues below advertisement", "more on this",
    "more on this...", "most popular", "most read", "more:", "link copied", "loading", "loading...", "log in",
    "login", "mehr zum thema", "lesen sie auch", "lire aussi", "lee también", "leia também", "newsletter",
    "newsletter sign-up", "now playing", "partager", "teilen", "compartir", "compartilhar", "photo", "photos",
    "pinterest", "print", "printer-friendly version", "read full article", "read more", "read more:", "recommended",
    "related", "related articles", "related content", "related stories", "related:", "reddit", "report this ad",
    "replay", "subscribe", "subscribe now", "suscríbete", "abonnieren", "abonnez-vous", "supported by", "sponsored",
    "sponsored content", "top stories", "trending", "trending now", "tweet", "twitter", "video", "view comments",
    "watch live", "watch:", "whatsapp", "you may also like", "you may also like:", "you might also like",
    "share tweet", "share on facebook", "share on twitter", "what to read next", "[pullquote]", "[advertisement]",
    "weiterlesen", "zur startseite", "drucken", "imprimer", "imprimir", "à lire aussi", "también te puede interesar",
    "slideshow",
];

/// Beginnings of promotions and notices, of lines of at most the given length.
#[rustfmt::skip]
const STARTS: &[(&str, usize)] = &[
    ("advertisement:", 60), ("advertisement ", 60), ("already a subscriber", 160), ("also read:", 200),
    ("also read ", 120), ("also on ", 60), ("article continues after", 120), ("by clicking ", 300),
    ("by signing up", 300), ("by subscribing", 300), ("click here", 200), ("click for more", 120), ("click to ", 100),
    ("contact us at", 160), ("cookies", 200), ("continue reading below", 80), ("diesen artikel teilen", 80),
    ("download our app", 200), ("download the app", 200), ("enter your email", 200), ("enjoying our content", 200),
    ("editor’s picks", 60), ("editor's picks", 60), ("follow us on", 160), ("for more stories like", 200),
    ("for the latest", 200), ("get our app", 160), ("get the app", 160), ("get breaking news", 200),
    ("get the latest", 200), ("get all the latest", 200), ("ie 11 is not supported", 200),
    ("if you're enjoying", 200), ("join the conversation", 160), ("jetzt abonnieren", 120), ("lesen sie auch:", 200),
    ("lesen sie hier", 200), ("lire aussi", 200), ("lee también:", 200), ("leer más:", 200), ("le più lette", 60),
    ("like us on facebook", 120), ("mehr zum thema:", 200), ("mehr dazu:", 200), ("más información:", 200),
    ("more from ", 100), ("more: ", 180), ("newsletter:", 200), ("not a subscriber", 160),
    ("originally published", 160), ("please enable javascript", 200), ("please subscribe", 200),
    ("please turn on javascript", 200), ("read also:", 200), ("read more about", 160), ("read more at ", 160),
    ("read more from", 120), ("read more:", 220), ("read more on", 160), ("read next:", 200),
    ("read the full story", 160), ("recommended:", 200), ("related article", 200), ("related stories", 200),
    ("related story", 200), ("related video", 200), ("related:", 220), ("scroll down for", 120),
    ("scroll to continue", 120), ("see also:", 220), ("share this", 120), ("send a tip", 120), ("sign up ", 260),
    ("sign up:", 260), ("sign up!", 260), ("start the day smarter", 160), ("start your day", 160),
    ("story continues below", 80), ("subscribe to ", 240), ("subscribe today", 200), ("subscribe for ", 200),
    ("support our journalism", 200), ("this article tagged under", 300), ("this page is not available", 160),
    ("this site is protected by", 260), ("this site uses cookies", 300), ("this website uses cookies", 300),
    ("this video file cannot be played", 120), ("to continue reading", 200), ("unlimited access", 160),
    ("unsupported browser", 200), ("update your browser", 200), ("view comments", 60), ("want more ", 260),
    ("watch the latest video at", 120), ("watch live:", 160), ("watch now:", 160), ("watch:", 200),
    ("we and our partners", 400), ("we have detected", 200), ("we use cookies", 400), ("wir verwenden cookies", 400),
    ("nous utilisons des cookies", 400), ("utilizamos cookies", 400), ("you are using an outdated", 200),
    ("your browser", 200), ("your subscription", 160), ("you can unsubscribe", 160), ("you've reached your", 160),
    ("you have reached your", 160), ("zum newsletter", 160), ("newsletter abonnieren", 160), ("abonnieren sie", 200),
    ("abonnez-vous", 200), ("inscrivez-vous", 200), ("suscríbete", 200), ("regístrate", 160), ("síguenos", 160),
    ("suivez-nous", 160), ("folgen sie uns", 160), ("laden sie die", 160), ("support vox", 160),
    ("check out our", 160), ("listen to this article", 120), ("listen now", 80), ("estimated reading time", 80),
    ("our standards:", 160), ("become a member", 160), ("donate ", 100), ("register now", 160),
    ("register for free", 160), ("log in to", 160), ("tap here", 160), ("discover more", 100), ("view image", 60),
    ("jump to comments", 60), ("leave a comment", 100), ("join our ", 200),
];

fn is_promotion(text: &str, lower: &str) -> bool {
    let patterns = Patterns::get();
    let trimmed = lower.trim_matches(['*', '_', '-', '[', ']', '>', '»', '→', '•', '|', ' ']);
    let is_short = trimmed.len() <= 60;
    if is_short && (patterns.whole.contains(trimmed) || patterns.whole.contains(trimmed.trim_end_matches([':', '.']))) {
        return true;
    }
    let first = trimmed.as_bytes().first().copied().unwrap_or(0);
    let starts = &patterns.starts[usize::from(first)];
    let begins = starts.iter().any(|(start, longest)| trimmed.len() <= *longest && trimmed.starts_with(start));
    if begins && !is_long_prose(text, 260) {
        return true;
    }
    let is_quoted = || text.contains(['“', '”']);
    if trimmed.len() <= 200 && matches!(first, b'd' | b'g' | b'c') && is_offer(trimmed) {
        return true;
    }
    if trimmed.len() <= 200 && trimmed.starts_with("follow ") {
        const SITES: [&str; 7] =
            ["on twitter", "on facebook", "on instagram", "on x ", "on google news", "on linkedin", "@"];
        return SITES.iter().any(|site| trimmed.contains(site)) && !text.contains(". ");
    }
    if trimmed.len() > 400 {
        return false;
    }
    let bytes = trimmed.as_bytes();
    if let Some(at) = patterns.sign_up.find(bytes) {
        let after = &trimmed[at..];
        let is_call = ["sign up here", "sign up now", "sign up for our", "sign up to receive", "sign up today"]
            .iter()
            .any(|call| after.starts_with(call));
        return is_call && !is_quoted();
    }
    if let Some(at) = patterns.inbox.find(bytes) {
        let is_offer =
            ["delivered to ", "in ", "straight to ", "into "].iter().any(|before| trimmed[..at].ends_with(before));
        return trimmed.len() <= 300 && is_offer && !is_quoted();
    }
    if trimmed.len() <= 220 && patterns.browser.find(bytes).is_some() {
        #[rustfmt::skip]
        const NOTICES: [&str; 7] = [
            "not supported", "outdated", "enable javascript", "on another browser", "upgrade your",
            "does not support", "doesn't support",
        ];
        return NOTICES.iter().any(|notice| trimmed.contains(notice));
    }
    // `The opinions expressed by columnists are their own`
    trimmed.len() <= 260
        && patterns.expressed.find(bytes).is_some()
        && (trimmed.contains("opinions expressed") || trimmed.contains("views expressed"))
        && ["their own", "author", "not represent", "not necessarily"].iter().any(|owner| trimmed.contains(owner))
        && !is_quoted()
}

/// `Download the … app`, `Get the … newsletter`, `Click here for the … podcast`.
fn is_offer(lower: &str) -> bool {
    ["download ", "get ", "click "].iter().any(|verb| lower.starts_with(verb))
        && lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "app" | "apps" | "newsletter" | "newsletters" | "inbox" | "podcast"))
}

/// The patterns by first or last byte, so that a line meets only the few that may fit.
struct Patterns {
    whole: FxHashSet<&'static str>,
    starts: Vec<Vec<(&'static str, usize)>>,
    caption_starts: Vec<Vec<&'static str>>,
    caption_ends: Vec<Vec<&'static str>>,
    sign_up: memmem::Finder<'static>,
    inbox: memmem::Finder<'static>,
    browser: memmem::Finder<'static>,
    expressed: memmem::Finder<'static>,
}

impl Patterns {
    fn get() -> &'static Patterns {
        static PATTERNS: OnceLock<Patterns> = OnceLock::new();
        PATTERNS.get_or_init(|| {
            let mut patterns = Patterns {
                whole: WHOLE.iter().copied().collect(),
                starts: vec![Vec::new(); 256],
                caption_starts: vec![Vec::new(); 256],
                caption_ends: vec![Vec::new(); 256],
                sign_up: memmem::Finder::new("sign up "),
                inbox: memmem::Finder::new("your inbox"),
                browser: memmem::Finder::new("browser"),
                expressed: memmem::Finder::new(" expressed "),
            };
            for start in STARTS {
                patterns.starts[usize::from(start.0.as_bytes()[0])].push(*start);
            }
            for start in CAPTION_STARTS {
                patterns.caption_starts[usize::from(start.as_bytes()[0])].push(start);
            }
            for end in CAPTION_ENDS {
                patterns.caption_ends[usize::from(end.as_bytes()[end.len() - 1])].push(end);
            }
            patterns
        })
    }
}

/// True if `text` is longer than `limit` or reads like a quotation, so that it is no button.
fn is_long_prose(text: &str, limit: usize) -> bool {
    text.len() > limit || text.starts_with(['“', '"', '„', '«'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<Kind>) {
        let found = lines(text);
        assert_eq!(found.len(), 1, "{text:?}");
        assert_eq!(kind(&found[0]), want, "{text:?}");
    }

    #[test]
    fn site_text() {
        for text in [
            "IE 11 is not supported. For an optimal experience visit our site on another browser.",
            "Download the NBC News app for breaking news and politics",
            "CLICK HERE TO GET THE FOX NEWS APP",
            "ADVERTISEMENT",
            "Advertisement:",
            "Story Continued Below",
            "Sign up for Daily Newsletters Manage Newsletters",
            "Get the Monitor Stories you care about delivered to your inbox. By signing up, you agree to our Privacy Policy",
            "Read more: Ten things to know",
            "READ MORE:",
            "Follow @gregorykorte on Twitter.",
            "SHARE THIS ARTICLE Share Tweet Post Email",
            "We use cookies to improve your experience.",
            "The opinions expressed by columnists are their own and do not represent the views of Townhall.com.",
            "Lesen Sie auch: Der Streit um das Geld",
            "Anzeige",
            "Abonnez-vous à notre lettre",
            "Suscríbete a nuestro boletín",
            "**Want FOX News First in your inbox every day? Sign up here.**",
        ] {
            check(text, Some(Kind::Promotion));
        }
    }

    #[test]
    fn captions_and_copyright() {
        for text in [
            "Image: Jane Roe Is Sworn In As Attorney General",
            "Jane Roe listened on Feb. 9, 2017.Andrew Harrer / Bloomberg via Getty Images file",
            "Enlarge this image toggle caption Evan Vucci/AP Evan Vucci/AP",
            "The senator at a rally on Monday. (AP Photo/Jane Roe)",
            "Jane Roe speaks in Ohio. | Getty Images",
            "Image copyright Reuters",
            "Foto: dpa",
        ] {
            check(text, Some(Kind::Caption));
        }
        check("Copyright © 2019 The Washington Times, LLC. Click here for reprint permission.", Some(Kind::Copyright));
        check("© 2020 The New York Times Company", Some(Kind::Copyright));
        check("(c) 2020 Reuters. All rights reserved.", Some(Kind::Copyright));
    }

    #[test]
    fn sentences_of_the_article_stay() {
        for text in [
            "He said the photo was taken by Getty Images after the senator had left the building and before she returned to it.",
            "The president told NBC News that the app was a danger.",
            "Follow the money, the old advice goes, and the rest will come.",
            "“Sign up for the draft,” he told the crowd.",
            "Get out and vote, she said.",
            "Share prices fell by 3 percent on Monday.",
            "Subscribers to the service rose.",
            "More than 50 percent voted for the bill.",
            "Comments by the president angered allies.",
            "Video of the arrest spread on Tuesday.",
            "Copyright law is a mess, judges say.",
            "Print media are in trouble.",
            "The company said its browser was used by millions.",
            "Related charges were dropped in May.",
            "Trump endorses Jeff Sessions' opponent in Alabama Senate race",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn spans_are_whole_lines() {
        let text = "Advertisement\n\nThe vote was held.\n  Read more: x \n";
        let got: Vec<_> = find(text).iter().map(|span| span.of_text(text)).collect();
        assert_eq!(got, ["Advertisement", "Read more: x"]);
    }
}
