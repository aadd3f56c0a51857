//! Pages that a site shows in place of an article: a check of the browser, a wall before consent.

/// Longest such notice, in bytes.
const MAX_BYTES: usize = 1_500;

/// Of how many groups a wall has words.
const MIN_GROUPS: usize = 4;

/// What checks of browsers say, in lower case.
#[rustfmt::skip]
const CHECKS: &[&str] = &[
    "checking if the site connection is secure", "checking your browser before", "enable javascript and cookies to continue",
    "verify you are human", "verifying you are human", "needs to review the security of your connection", "ddos protection by",
    "please complete the security check", "please enable cookies and reload", "pardon our interruption", "are you a robot",
    "unusual traffic from your computer", "unusual activity from your computer", "why have i been blocked", "press & hold to confirm",
    "you have been blocked", "access to this page has been denied", "you don't have permission to access", "request unsuccessful. incapsula",
    "confirm you are not a robot", "prove you're not a robot", "wir überprüfen ihren browser", "vérification de votre navigateur",
];

/// Words of a wall before consent, folded only in case; each group counts once.
#[rustfmt::skip]
const CONSENT: &[&[&str]] = &[
    &["cookie"],
    &["tracking", "personenbezogene daten", "personal data", "données personnelles", "datos personales", "dati personali", "persoonsgegevens"],
    &["akzeptieren", "zustimmen", "einwillig", "accept", "consent", "agree", "consentement", "aceptar", "accetta", "consenso", "toestemming"],
    &["partner"],
    &["datenschutz", "privacy", "confidentialité", "privacidad"],
    &["pur-abo", "pur abo", "werbefrei", "mit werbung", "with ads", "without ads", "avec publicité", "sans publicité", "con publicidad"],
];

/// True if the text of a page is such a notice.
pub(super) fn is_notice(text: &str) -> bool {
    if text.is_empty() || text.len() > MAX_BYTES {
        return false;
    }
    let lower = text.to_lowercase();
    CHECKS.iter().any(|said| lower.contains(said))
        || CONSENT.iter().filter(|group| group.iter().any(|word| lower.contains(word))).count() >= MIN_GROUPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_no_articles() {
        assert!(is_notice("Checking if the site connection is secure"));
        assert!(is_notice(
            "Read on with ads and cookies. We and our 80 partners use your personal data. See our privacy policy. You may accept or leave."
        ));
        assert!(!is_notice("The council told its partners to accept no cookies from the baker."));
        assert!(!is_notice(""));
    }
}
