//! Names as catalogues write them.

/// `Roe, Jane` as one says it; anything else stays.
pub(in super::super) fn inverted(name: &str) -> String {
    let name = name.trim().trim_end_matches([',', ';', '.']).trim();
    match name.split_once(',') {
        Some((last, first)) if !first.contains(',') && !first.trim().is_empty() && !last.trim().is_empty() => {
            format!("{} {}", first.trim(), last.trim())
        }
        // `Roe, Jane, Jr.`
        Some((last, rest)) => match rest.split_once(',') {
            Some((first, end)) if end.trim().len() <= 4 => format!("{} {} {}", first.trim(), last.trim(), end.trim()),
            _ => name.to_owned(),
        },
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::inverted;

    #[test]
    fn names_of_catalogues_are_turned_round() {
        for (name, want) in [
            ("Roe, Jane", "Jane Roe"),
            ("Jane Roe", "Jane Roe"),
            ("Roe, Jane, Jr.", "Jane Roe Jr"),
            ("Staff,", "Staff"),
            ("", ""),
        ] {
            assert_eq!(inverted(name), want);
        }
    }
}
