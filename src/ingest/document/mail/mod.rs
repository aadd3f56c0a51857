//! E-mail: newsletters and alerts are how many articles arrive.

#[cfg(feature = "mail")]
mod forward;
#[cfg(feature = "mail")]
mod sender;

use super::Document;

/// A page is taken instead of the plain text if it has so many times its letters: that is then a stub, such as `View
/// this email in your browser` or the first paragraph.
#[cfg(feature = "mail")]
const MUCH_MORE: usize = 2;

/// Reads a message: subject, sender, date, and its text, or its page where the text is a stub or missing.
#[cfg(feature = "mail")]
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    use mail_parser::{MessageParser, MimeHeaders, PartType};

    use super::super::html;
    use crate::model::{Field, Source};

    super::guard::run(bytes, |bytes| {
        let message = MessageParser::default().parse(bytes).ok_or("is no mail")?;
        if message.headers().is_empty() {
            return Err("is no mail: it has no head".to_owned());
        }
        let mut document = Document::default();
        let is_text = |part: &&mail_parser::MessagePart<'_>| matches!(part.body, PartType::Text(_));
        let plain: Vec<&str> = message.text_bodies().filter(is_text).filter_map(|part| part.text_contents()).collect();
        document.text = plain.join("\n\n");
        let mut page = Document::default();
        for part in message.html_bodies() {
            if let PartType::Html(html) = &part.body {
                let html = html::read_str(html, None);
                page.text.push_str(&html.text);
                page.text.push('\n');
                page.given.extend(html.given.into_iter().filter(|one| one.field == Field::Language));
            }
        }
        let n_letters = n_letters(&page.text);
        if n_letters > 0 && n_letters >= MUCH_MORE * self::n_letters(&document.text) {
            document = page;
        }
        if document.text.trim().is_empty()
            && let Some(text) = message.body_text(0)
        {
            // A page of which no part is a main text: all that it shows.
            document.text = text.into_owned();
        }
        let subject = message.subject().unwrap_or("");
        let from = message.from().and_then(|from| from.first());
        let mut sender = sender::read(from.and_then(|from| from.name()), from.and_then(|from| from.address()));
        let text = std::mem::take(&mut document.text);
        if let Some(mail) = forward::find(subject, &text) {
            sender = sender::read(mail.from.0, Some(mail.from.1));
            document.state(Field::Title, mail.subject, Source::Record);
            document.state(Field::Date, mail.date.unwrap_or(""), Source::HeaderLine);
            document.text = mail.text;
        } else {
            document.text = text;
            document.state(Field::Title, subject, Source::Record);
            if let Some(date) = message.date() {
                // The day where it was sent.
                let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
                document.state(Field::Date, day, Source::Record);
            }
        }
        document.state(Field::Id, message.message_id().unwrap_or(""), Source::Record);
        // Who sends is often who writes, and not always.
        document.state(Field::Author, sender.author.unwrap_or_default(), Source::HeaderLine);
        document.state(Field::Outlet, sender.outlet.unwrap_or_default(), Source::HeaderLine);
        let named = message.attachments().filter(|part| part.attachment_name().is_some()).count();
        if named > 0 {
            let files = if named == 1 { "1 attached file".to_owned() } else { format!("{named} attached files") };
            document.warning = Some(format!("has {files}, not read"));
        }
        Ok(document)
    })
}

/// How many letters the words of a text have; addresses are no words.
#[cfg(feature = "mail")]
fn n_letters(text: &str) -> usize {
    let words = text.split_whitespace().filter(|word| !word.contains("://"));
    words.flat_map(str::chars).filter(|c| c.is_alphabetic()).count()
}

/// Reads nothing: there is no reader in this program.
#[cfg(not(feature = "mail"))]
pub fn read(_: &[u8]) -> Result<Document, String> {
    Err("is mail, and this program was built without the feature `mail`".to_owned())
}

#[cfg(all(test, feature = "mail"))]
mod tests;
