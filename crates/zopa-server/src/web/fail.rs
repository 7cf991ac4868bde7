//! Requests that come to nothing, told as a page or as JSON.

use crate::hall::Failure;
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use zopa::mediate::{Reason, Refusal};

/// Why a request comes to nothing.
#[derive(Debug)]
pub enum Fail {
    /// Nobody is signed in.
    SignIn,
    /// They must confirm first who they are.
    StepUp,
    /// There is no such thing, or it is not theirs to know.
    Missing,
    /// It came from a page of somebody else.
    Foreign,
    /// It is refused, for these reasons.
    Refused(Refusal),
    /// It is wrong by itself: what, and what to do.
    Invalid(Vec<String>),
    /// It comes too often; after so many seconds it may come again.
    Slower(u64),
    /// The server cannot do it now.
    Broken,
}

/// What programs get instead of an answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// A short name for the kind of problem.
    pub error: &'static str,
    /// What is wrong and what to do about it, a sentence or two each.
    pub problems: Vec<String>,
}

impl Fail {
    /// One thing that is wrong.
    pub fn invalid(problem: impl Into<String>) -> Fail {
        Fail::Invalid(vec![problem.into()])
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Fail::SignIn => StatusCode::UNAUTHORIZED,
            Fail::StepUp | Fail::Foreign => StatusCode::FORBIDDEN,
            Fail::Missing => StatusCode::NOT_FOUND,
            Fail::Refused(refusal) => match refusal.reason {
                Reason::Forbidden => StatusCode::FORBIDDEN,
                Reason::Missing => StatusCode::NOT_FOUND,
                Reason::Conflict => StatusCode::CONFLICT,
                Reason::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Fail::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Fail::Slower(_) => StatusCode::TOO_MANY_REQUESTS,
            Fail::Broken => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The problem for programs and for pages.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let one = |error, problem: &str| Problem { error, problems: vec![problem.to_string()] };
        match self {
            Fail::SignIn => one("sign_in", "You are not signed in, or your session has ended. Sign in again."),
            Fail::StepUp => one("step_up", "This commits your delegation: confirm with your passkey that it is you."),
            Fail::Missing => one("missing", "There is no such thing, or it is not open to you."),
            Fail::Foreign => one("foreign", "This request came from another page. Open the room itself and try again."),
            Fail::Refused(refusal) => {
                let error = match refusal.reason {
                    Reason::Forbidden => "forbidden",
                    Reason::Missing => "missing",
                    Reason::Conflict => "conflict",
                    Reason::Invalid => "invalid",
                };
                Problem { error, problems: refusal.problems.clone() }
            }
            Fail::Invalid(problems) => Problem { error: "invalid", problems: problems.clone() },
            Fail::Slower(seconds) => Problem {
                error: "slower",
                problems: vec![format!("Too many requests. Try again in {seconds} seconds.")],
            },
            Fail::Broken => one("broken", "The server cannot do this now. Nothing was changed; try again in a moment."),
        }
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Fail {
        tracing::error!(kind = "store", error = %error);
        Fail::Broken
    }
}

impl From<Failure> for Fail {
    fn from(failure: Failure) -> Fail {
        match failure {
            Failure::Refused(refusal) => Fail::Refused(refusal),
            Failure::Spent => Fail::invalid("This invitation was used already. Ask whoever sent it for another."),
            Failure::Busy => Fail::Slower(1),
            Failure::Broken(problem) => {
                tracing::error!(kind = "hall", problem);
                Fail::Broken
            }
        }
    }
}

impl IntoResponse for Fail {
    /// Says it as JSON; a layer around the pages says the same as a page (see [`super::pages::told`]).
    fn into_response(self) -> Response {
        let problem = self.problem();
        let mut response = (self.status(), Json(&problem)).into_response();
        if let Fail::Slower(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(std::sync::Arc::new(problem));
        response
    }
}
