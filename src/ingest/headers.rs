//! Headers as mails, web servers and web archives write them: a head of lines `Name: value`, a blank line, a body.

use memchr::memmem;

/// Lines of a head that are read.
const MAX_LINES: usize = 1000;

/// Splits a head from what follows its blank line; `None` if no blank line has come.
pub(super) fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let unix = memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let windows = memmem::find(bytes, b"\n\r\n").map(|at| (at, at + 3));
    let (end, from) = [unix, windows].into_iter().flatten().min()?;
    Some((&bytes[..end], &bytes[from..]))
}

/// Headers by their names in lower case; values that go on in an indented line are joined.
pub(super) struct Headers {
    /// The line above the headers of a response or of a record, if it was said that there is one.
    pub first: String,
    list: Vec<(String, String)>,
}

impl Headers {
    /// Reads the headers of a mail, or of a part of one.
    pub fn of_mail(head: &[u8]) -> Headers {
        Headers::read(head, false)
    }

    /// Reads the headers behind a first line, such as `HTTP/1.1 200 OK`.
    pub fn below_first(head: &[u8]) -> Headers {
        Headers::read(head, true)
    }

    fn read(head: &[u8], has_first: bool) -> Headers {
        let text = String::from_utf8_lossy(head);
        let mut lines = text.lines().take(MAX_LINES);
        let first = if has_first { lines.next().unwrap_or("").trim_end().to_owned() } else { String::new() };
        let mut list: Vec<(String, String)> = Vec::new();
        for line in lines {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = list.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                list.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Headers { first, list }
    }

    /// The value of the first header of a name, which is given in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_the_first_blank_line() {
        for (text, want) in [
            ("A: b\r\n\r\nbody", Some(("A: b\r", "body"))),
            ("A: b\n\nbody\n\nmore", Some(("A: b", "body\n\nmore"))),
            ("A: b\nC: d\n\r\nbody\n\n", Some(("A: b\nC: d", "body\n\n"))),
            ("A: b\nC: d", None),
        ] {
            let want = want.map(|(head, body)| (head.as_bytes(), body.as_bytes()));
            assert_eq!(split_head(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn names_have_any_case_and_values_go_on() {
        let head = b"HTTP/1.1 404 Gone: away\r\nContent-TYPE: text/html;\r\n charset=utf-8\r\nno header\r\nX:\r";
        let headers = Headers::below_first(head);
        assert_eq!(headers.first, "HTTP/1.1 404 Gone: away");
        assert_eq!(headers.get("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!((headers.get("x"), headers.get("no header")), (Some(""), None));
        assert_eq!(Headers::of_mail(head).get("http/1.1 404 gone"), Some("away"));
    }
}
