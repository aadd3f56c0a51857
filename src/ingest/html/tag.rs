//! The names of elements that mean something to the passes over a page.

macro_rules! tags {
    ($($variant:ident $name:literal)*) => {
        /// An element by its name; all others are [`Tag::Other`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum Tag {
            /// The page as a whole, above all elements.
            Root,
            /// A stretch of text.
            Text,
            /// An element of another name.
            Other,
            $($variant,)*
        }

        impl Tag {
            /// The tag of a name in any case.
            pub fn of(name: &str) -> Tag {
                let mut lower = [0u8; 12];
                let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
                lower.copy_from_slice(name.as_bytes());
                lower.make_ascii_lowercase();
                match &*lower {
                    $($name => Tag::$variant,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A b"a" Abbr b"abbr" Address b"address" Area b"area" Article b"article" Aside b"aside" Audio b"audio" B b"b"
    Base b"base" Big b"big" Blockquote b"blockquote" Body b"body" Br b"br" Button b"button" Canvas b"canvas"
    Caption b"caption" Center b"center" Cite b"cite" Code b"code" Col b"col" Dd b"dd" Del b"del" Details b"details"
    Dialog b"dialog" Div b"div" Dl b"dl" Dt b"dt" Em b"em" Embed b"embed" Fieldset b"fieldset"
    Figcaption b"figcaption" Figure b"figure" Font b"font" Footer b"footer" Form b"form" Frame b"frame" H1 b"h1"
    H2 b"h2" H3 b"h3" H4 b"h4" H5 b"h5" H6 b"h6" Head b"head" Header b"header" Hr b"hr" Html b"html" I b"i"
    Iframe b"iframe" Img b"img" Input b"input" Ins b"ins" Label b"label" Li b"li" Link b"link" Main b"main"
    Map b"map" Menu b"menu" Meta b"meta" Nav b"nav" Noembed b"noembed" Noframes b"noframes" Noscript b"noscript"
    Object b"object" Ol b"ol" Optgroup b"optgroup" Option b"option" P b"p" Param b"param" Picture b"picture"
    Pre b"pre" Q b"q" S b"s" Script b"script" Section b"section" Select b"select" Small b"small" Source b"source"
    Span b"span" Strike b"strike" Strong b"strong" Style b"style" Sub b"sub" Summary b"summary" Sup b"sup"
    Svg b"svg" Table b"table" Tbody b"tbody" Td b"td" Template b"template" Textarea b"textarea" Tfoot b"tfoot"
    Th b"th" Thead b"thead" Time b"time" Title b"title" Tr b"tr" Track b"track" Tt b"tt" U b"u" Ul b"ul"
    Video b"video" Wbr b"wbr" Xmp b"xmp"
}

impl Tag {
    /// True for elements that have no content and no end tag.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base | Br | Col | Embed | Frame | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// The name of an element whose content is text up to its end tag.
    pub fn raw_name(self) -> Option<&'static str> {
        Some(match self {
            Tag::Script => "script",
            Tag::Style => "style",
            Tag::Title => "title",
            Tag::Textarea => "textarea",
            Tag::Iframe => "iframe",
            Tag::Noembed => "noembed",
            Tag::Noframes => "noframes",
            Tag::Xmp => "xmp",
            _ => return None,
        })
    }

    /// True for elements that begin a line of their own.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Head
                | Header
                | Hr
                | Html
                | Li
                | Main
                | Menu
                | Nav
                | Ol
                | Option
                | P
                | Pre
                | Section
                | Summary
                | Table
                | Tbody
                | Td
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
        )
    }

    /// True for a heading of any level.
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// True for elements whose content is never shown as text of the page.
    pub fn is_unseen(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script
                | Style
                | Title
                | Textarea
                | Iframe
                | Noembed
                | Noframes
                | Noscript
                | Template
                | Svg
                | Canvas
                | Object
                | Audio
                | Video
                | Select
                | Option
                | Button
                | Map
                | Dialog
        )
    }
}
