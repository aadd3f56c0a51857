//! Quotations of a text and who said them.
