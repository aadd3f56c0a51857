//! A bar behind a name and a number, for lists of counts.

use maud::{Markup, html};

use super::percent;

/// A bar of `count`'s share of `most`, to stand in a list beside its name and number.
///
/// It only repeats the number, so it is hidden from who cannot see it.
pub fn bar(count: u64, most: u64) -> Markup {
    html! {
        svg.share width="100%" height="4" aria-hidden="true" focusable="false" {
            rect.fill width=(percent(count.min(most) as f64, most as f64)) height="4" rx="2" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_its_share_and_never_more_than_all() {
        assert!(bar(1, 4).into_string().contains(r#"width="25%""#));
        assert!(bar(9, 4).into_string().contains(r#"class="fill" width="100%""#));
        assert!(bar(0, 0).into_string().contains(r#"width="0%""#));
    }
}
