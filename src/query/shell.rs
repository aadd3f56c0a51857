//! What the shell leaves of a query: `search query "witch hunt"` means the phrase.
//!
//! Arguments are joined by blanks. One that holds two or more plain words and no syntax is a
//! phrase, since the shell has eaten the marks that were typed around it. The rule belongs to
//! the command line alone; everything else reads text as typed.

use super::parse::lex::{is_mark, is_operator};
use super::{Form, ParseContext, Parsed, Query, Word, parse};
use crate::text::Words;

/// A query given as arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellQuery {
    /// The query as the query language has it, `"witch hunt"` with its marks.
    pub text: String,
    /// The query read.
    pub parsed: Parsed,
    /// What to search if nothing has the phrases that the shell made, and its text
    /// (`witch AND hunt`); `None` if there were none.
    pub relaxed: Option<(Query, String)>,
}

/// Reads the arguments of a command as one query.
///
/// With `context.plain` they are joined and nothing more.
///
/// # Errors
///
/// A message if an argument begins with `-` and holds no other syntax: it may be a misspelt
/// option, or a word to leave out. Arguments behind `--` must be passed in `literal`, and may.
pub fn from_arguments(args: &[String], literal: &[String], context: &ParseContext) -> Result<ShellQuery, String> {
    for arg in args {
        if is_dashed(arg) && !context.plain {
            let word = arg.trim_start_matches('-');
            return Err(format!(
                "`{arg}` looks like an option; to leave the word out write `NOT {word}`, or put `--` before the query"
            ));
        }
    }
    let args: Vec<&str> = args.iter().chain(literal).map(|arg| arg.trim()).filter(|arg| !arg.is_empty()).collect();
    let is_phrase = |arg: &str| !context.plain && is_bare_phrase(arg);
    let join = |phrase: &dyn Fn(&str) -> String| {
        let pieces: Vec<String> =
            args.iter().map(|arg| if is_phrase(arg) { phrase(arg) } else { (*arg).to_owned() }).collect();
        pieces.join(" ")
    };
    let text = join(&|arg| format!("\"{arg}\""));
    let parsed = parse(&text, context);
    if !args.iter().any(|arg| is_phrase(arg)) {
        return Ok(ShellQuery { text, parsed, relaxed: None });
    }
    // Several arguments keep their operators, so words take parentheses beside them.
    let words = |arg: &str| {
        let words: Vec<String> = arg
            .split_whitespace()
            .filter(|word| !Words::of(word).is_empty())
            .map(|word| Query::Word(Word { text: word.to_owned(), form: Form::Inflected }))
            .map(|word| word.to_string())
            .collect();
        words.join(" AND ")
    };
    let searched = if args.len() == 1 { join(&words) } else { join(&|arg| format!("({})", words(arg))) };
    let relaxed = parse(&searched, context).query;
    Ok(ShellQuery { text, parsed, relaxed: Some((relaxed, searched)) })
}

/// True for a word with a dash before it, which a shell user means as an option or a negation.
fn is_dashed(arg: &str) -> bool {
    let word = arg.trim_start_matches('-');
    word.len() < arg.len() && !word.is_empty() && !has_syntax(word)
}

/// True for two or more plain words without syntax.
fn is_bare_phrase(arg: &str) -> bool {
    !has_syntax(arg) && arg.split_whitespace().filter(|word| !Words::of(word).is_empty()).nth(1).is_some()
}

/// True if anything in it is read as more than a word.
fn has_syntax(arg: &str) -> bool {
    let has_mark = arg.contains(|c: char| matches!(c, '(' | ')' | '*' | '=' | '~') || is_mark(c));
    has_mark
        || arg.split_whitespace().any(|word| {
            let is_prefixed = word.len() > 1 && word.starts_with(['-', '/']);
            is_prefixed || is_operator(word) || has_field(word)
        })
}

/// True for a word with a colon inside, as in `title:x`; not for `10:30` or a last colon.
fn has_field(word: &str) -> bool {
    let Some((name, value)) = word.split_once(':') else { return false };
    let is_known = super::parse::is_field(word);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_known || is_name && !value.is_empty() && !value.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn context() -> ParseContext {
        ParseContext::new(Date::new(2020, 3, 4).unwrap())
    }

    fn read(args: &[&str]) -> Result<ShellQuery, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        from_arguments(&args, &[], &context())
    }

    #[track_caller]
    fn check(args: &[&str], want: &str, relaxed: Option<&str>) {
        let query = read(args).unwrap();
        assert_eq!(query.text, want, "{args:?}");
        assert_eq!(query.relaxed.as_ref().map(|(_, text)| text.as_str()), relaxed, "{args:?}");
        if let Some((tree, text)) = query.relaxed {
            assert_eq!(parse(&text, &context()).query, tree);
        }
    }

    #[test]
    fn an_argument_of_plain_words_is_a_phrase() {
        check(&["witch hunt"], "\"witch hunt\"", Some("witch AND hunt"));
        check(&["don’t U.S. run-off"], "\"don’t U.S. run-off\"", Some("don’t AND U.S. AND run-off"));
        check(&["witch hunt", "hoax"], "\"witch hunt\" hoax", Some("(witch AND hunt) hoax"));
        check(
            &["witch hunt", "OR", "the hoax"],
            "\"witch hunt\" OR \"the hoax\"",
            Some("(witch AND hunt) OR (the AND hoax)"),
        );
        check(&["who said that?"], "\"who said that?\"", Some("who AND said AND \"that?\""));
    }

    #[test]
    fn arguments_with_syntax_are_read_as_written() {
        check(&["witch", "hunt"], "witch hunt", None);
        check(&["witch"], "witch", None);
        check(&["\"witch hunt\""], "\"witch hunt\"", None);
        check(&["“witch hunt”"], "“witch hunt”", None);
        for text in
            ["witch OR hunt", "title:witch hunt", "witch -hunt", "elect* fraud", "a W/5 b", "(a b)", "=a b", "a~1 b"]
        {
            check(&[text], text, None);
        }
        check(&["outlet:fox", "witch hunt"], "outlet:fox \"witch hunt\"", Some("outlet:fox (witch AND hunt)"));
        check(&["AT & T"], "\"AT & T\"", Some("AT AND T"));
        check(&[""], "", None);
    }

    #[test]
    fn a_dash_needs_not() {
        let message =
            "`-hunt` looks like an option; to leave the word out write `NOT hunt`, or put `--` before the query";
        assert_eq!(read(&["witch", "-hunt"]), Err(message.to_owned()));
        assert!(read(&["witch", "-\"the hunt\""]).is_ok());
        assert!(read(&["witch", "-outlet:fox"]).is_ok());
        assert!(read(&["witch -hunt"]).is_ok());
        let literal = from_arguments(&["witch".into()], &["-hunt".into()], &context()).unwrap();
        assert_eq!(literal.parsed.query.to_string(), "witch NOT hunt");
    }

    #[test]
    fn plain_words_are_left_alone() {
        let plain = ParseContext { plain: true, ..context() };
        let query = from_arguments(&["-witch hunt".into()], &[], &plain).unwrap();
        assert_eq!((query.text.as_str(), query.relaxed), ("-witch hunt", None));
    }
}
