//! Every statement on a draft against plain enumeration, on random negotiations small enough for it.

mod near;
mod oracle;
mod parts;
mod texts;
