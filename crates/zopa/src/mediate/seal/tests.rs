//! Tests of the seals: published roots first, then every way to alter what was sealed.

mod altered;
mod book;
mod checkpoint;
mod tree;
