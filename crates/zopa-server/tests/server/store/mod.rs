//! What is kept.

mod fixtures;
mod log;
mod races;
mod people;
mod invitations;
mod changes;
mod archive;
mod disk;
mod backup;
