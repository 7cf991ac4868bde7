//! How questions are answered exactly.
