//! How a command ends, and what it tells the shell.

use std::process::ExitCode;

/// A command that ended as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The question is answered; "no agreement exists" is an answer.
    Answered,
    /// Something was found wrong and reported, as `check` and `certify` are there to do.
    Refused,
    /// The budget, or the reader, ended the work before the answer was proved.
    Unfinished,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Fault {
    /// Files that cannot be read or written, or what stands in them: each a message of its own.
    Input(Vec<String>),
    /// Arguments that fit no negotiation.
    Usage(String),
    /// Whoever reads the output wants no more of it.
    Unread,
}

impl Fault {
    /// One message about a file.
    pub fn input(message: impl Into<String>) -> Fault {
        Fault::Input(vec![message.into()])
    }
}

/// Says what went wrong, and turns it into the number that a shell sees: 0 answered, 1 bad input,
/// 2 wrong use, 3 the budget ended first.
pub fn exit_code(ended: Result<Ending, Fault>) -> ExitCode {
    match ended {
        Ok(Ending::Answered) | Err(Fault::Unread) => ExitCode::SUCCESS,
        Ok(Ending::Refused) => ExitCode::from(1),
        Ok(Ending::Unfinished) => ExitCode::from(3),
        Err(Fault::Input(messages)) => {
            messages.iter().for_each(|message| crate::output::tell(message));
            ExitCode::from(1)
        }
        Err(Fault::Usage(message)) => {
            crate::output::tell(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}
