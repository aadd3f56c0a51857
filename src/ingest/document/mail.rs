//! E-mail: newsletters and alerts are how many articles arrive.

use super::Document;

/// Reads a message: subject, sender, date, and its text, or else its page.
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
        document.state(Field::Title, message.subject().unwrap_or(""), Source::Record);
        if let Some(sender) = message.from().and_then(|from| from.first()) {
            document.state(Field::Author, sender.name().or(sender.address()).unwrap_or(""), Source::Record);
        }
        if let Some(date) = message.date() {
            // The day where it was sent.
            document.state(Field::Date, format!("{:04}-{:02}-{:02}", date.year, date.month, date.day), Source::Record);
        }
        document.state(Field::Id, message.message_id().unwrap_or(""), Source::Record);
        let is_text = |part: &&mail_parser::MessagePart<'_>| matches!(part.body, PartType::Text(_));
        let plain: Vec<&str> = message.text_bodies().filter(is_text).filter_map(|part| part.text_contents()).collect();
        document.text = plain.join("\n\n");
        if document.text.trim().is_empty() {
            for part in message.html_bodies() {
                if let PartType::Html(page) = &part.body {
                    let page = html::read_str(page, None);
                    document.text.push_str(&page.text);
                    document.text.push('\n');
                    document.given.extend(page.given.into_iter().filter(|one| one.field == Field::Language));
                }
            }
        }
        if document.text.trim().is_empty()
            && let Some(text) = message.body_text(0)
        {
            // A page of which no part is a main text: all that it shows.
            document.text = text.into_owned();
        }
        let named = message.attachments().filter(|part| part.attachment_name().is_some()).count();
        if named > 0 {
            let files = if named == 1 { "1 attached file".to_owned() } else { format!("{named} attached files") };
            document.warning = Some(format!("has {files}, not read"));
        }
        Ok(document)
    })
}

/// Reads nothing: there is no reader in this program.
#[cfg(not(feature = "mail"))]
pub fn read(_: &[u8]) -> Result<Document, String> {
    Err("is mail, and this program was built without the feature `mail`".to_owned())
}
