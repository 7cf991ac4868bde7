//! Writing changes no utility.
