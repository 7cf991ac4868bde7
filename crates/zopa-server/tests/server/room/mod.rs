//! What goes in and out over HTTP.

mod house;
mod talks;
mod replicas;
mod entry;
mod secrets;
mod origins;
mod limits;
