//! How questions are answered exactly.

pub mod certificate;
pub mod engine;
pub mod frontier;
pub mod network;
pub mod scale;
