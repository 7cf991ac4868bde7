//! The corpus: everything is read or refused for a true reason, NegMAS's figures are met, and writing
//! changes no utility. Skipped, saying so, where the corpus is not there.

mod agreement;
mod reading;
mod scenario;
mod writing;
