//! What an index says of itself, for people.

use std::io::{self, Write};

use super::{bytes, grouped, plural};
use crate::index::{SourceInfo, Stats, Verification};
use crate::ingest::Failure;
use crate::render::Style;

/// Columns of the labels.
const LABEL: usize = 12;

/// Writes size and content of an index.
pub fn stats(out: &mut dyn Write, style: &Style, stats: &Stats) -> io::Result<()> {
    let unknown = |count: u64| if count == 0 { String::new() } else { format!("  ({} without)", grouped(count)) };
    field(out, "articles", &grouped(stats.articles))?;
    if stats.copies > 0 {
        field(out, "copies", &format!("{} with a text that another has", plural(stats.copies, "article", "articles")))?;
    }
    if stats.same_files > 0 {
        field(out, "same files", &format!("{} beside the first of each", plural(stats.same_files, "file", "files")))?;
    }
    field(out, "quotations", &grouped(stats.quotations))?;
    field(out, "speakers", &grouped(stats.speakers))?;
    field(out, "outlets", &format!("{}{}", grouped(stats.outlets), unknown(stats.without_outlet)))?;
    let dates = match stats.dates {
        Some((first, last)) => format!("{first} to {last}{}", unknown(stats.without_date)),
        None => format!("none{}", unknown(stats.without_date)),
    };
    field(out, "dates", &dates)?;
    let languages: Vec<String> = stats
        .languages
        .iter()
        .map(|(value, count)| format!("{} {}", style.line(value.as_deref().unwrap_or("unknown")), grouped(*count)))
        .collect();
    if !languages.is_empty() {
        field(out, "languages", &languages.join(", "))?;
    }
    field(out, "text", &bytes(stats.bytes_text))?;
    field(out, "index", &bytes(stats.bytes_index))?;
    field(out, "segments", &grouped(stats.segments))?;
    field(out, "generation", &grouped(stats.generation))?;
    field(out, "failures", &grouped(stats.failures))?;
    for (name, path, articles) in &stats.sources {
        let count = plural(*articles, "article", "articles");
        field(out, "source", &format!("{}  {}  ({count})", style.line(name), style.line(path)))?;
    }
    Ok(())
}

fn field(out: &mut dyn Write, label: &str, value: &str) -> io::Result<()> {
    writeln!(out, "{label:<LABEL$}{value}")
}

/// Writes the sources of an index: name, path, articles; then how they are read.
pub fn sources(out: &mut dyn Write, style: &Style, sources: &[SourceInfo]) -> io::Result<()> {
    for source in sources {
        let root = if source.root.is_empty() { "(added by a program)" } else { &source.root };
        write!(out, "{}  {}  ", style.line(&source.name), style.line(root))?;
        write!(out, "{} in {}", plural(source.articles, "article", "articles"), plural(source.files, "file", "files"))?;
        if source.failures > 0 {
            write!(out, ", {}", plural(source.failures, "failure", "failures"))?;
        }
        if source.is_listed {
            write!(out, ", only files that were named")?;
        }
        if !source.options.is_empty() {
            write!(out, "  {}", style.line(&source.options.join(" ")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes how an index was found: each fault, or that there is none.
pub fn verification(out: &mut dyn Write, style: &Style, found: &Verification) -> io::Result<()> {
    for fault in &found.faults {
        writeln!(out, "{}", style.line(&format!("{}: {}", fault.path.display(), fault.what)))?;
    }
    let Some(generation) = found.generation.filter(|_| found.faults.is_empty()) else {
        return if found.faults.is_empty() { writeln!(out, "no commit yet") } else { Ok(()) };
    };
    writeln!(
        out,
        "no fault in {} ({}): {}, {}, commit {generation}",
        plural(found.files, "file", "files"),
        bytes(found.bytes),
        plural(found.articles, "article", "articles"),
        plural(found.quotations, "quotation", "quotations"),
    )
}

/// Writes what could not be read, one line each: file, place in it, reason.
pub fn failures(out: &mut dyn Write, style: &Style, failures: &[Failure]) -> io::Result<()> {
    for failure in failures {
        writeln!(out, "{}", style.line(&failure.to_string()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn stats_are_labelled_lines() {
        let content = Stats {
            articles: 12_345,
            outlets: 3,
            without_outlet: 2,
            dates: Date::new(2019, 1, 2).zip(Date::new(2020, 3, 4)),
            bytes_text: 5_000_000,
            sources: vec![("seeds".to_owned(), "/news/seeds".to_owned(), 1)],
            languages: vec![(Some("en".to_owned()), 12_000), (None, 345)],
            ..Stats::default()
        };
        let mut out = Vec::new();
        stats(&mut out, &Style::default(), &content).unwrap();
        let want = concat!(
            "articles    12,345\n",
            "quotations  0\n",
            "speakers    0\n",
            "outlets     3  (2 without)\n",
            "dates       2019-01-02 to 2020-03-04\n",
            "languages   en 12,000, unknown 345\n",
            "text        5.0 MB\n",
            "index       0 B\n",
            "segments    0\n",
            "generation  0\n",
            "failures    0\n",
            "source      seeds  /news/seeds  (1 article)\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn a_failure_is_one_line_whatever_its_name() {
        let failed = [Failure { path: "a\nb.txt".into(), place: "line 2".to_owned(), reason: "binary".to_owned() }];
        let mut out = Vec::new();
        failures(&mut out, &Style::default(), &failed).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a b.txt: line 2: binary\n");
    }
}
