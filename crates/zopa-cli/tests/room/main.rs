//! The room as a whole: the program itself, killed, raced and looked at in a real browser.

mod server;
mod browser;
mod commands;
mod crash;
mod overload;
