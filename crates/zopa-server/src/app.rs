//! What every request can reach.

use crate::clock;
use crate::hall::Hall;
use crate::keys;
use crate::limits::{Counter, Limiter};
use crate::store::{Store, StoreError};
use crate::token;
use std::net::SocketAddr;
use std::sync::Arc;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address that people type: scheme, host and port.
    pub address: Url,
    /// Whether everybody may take every seat: rehearsals on this machine alone.
    pub demo: bool,
    /// Whether a proxy in front says where people come from.
    pub behind_proxy: bool,
}

/// The server at work.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The rooms at work.
    pub hall: Arc<Hall>,
    /// How it is set up.
    pub settings: Settings,
    /// Passkeys.
    pub webauthn: Webauthn,
    /// Who came how often.
    pub limiter: Limiter,
    /// The event streams that are open.
    pub streams: Arc<Counter>,
}

/// Why the server cannot start.
#[derive(Debug)]
pub enum Trouble {
    /// The store cannot be opened.
    Store(StoreError),
    /// Something about the settings, and what to do.
    Settings(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Trouble::Store(error) => error.fmt(f),
            Trouble::Settings(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        Trouble::Store(error)
    }
}

impl App {
    /// Puts the parts together.
    ///
    /// # Errors
    /// The store or the settings do not allow it.
    pub async fn new(store: Arc<dyn Store>, settings: Settings) -> Result<Arc<App>, Trouble> {
        if settings.demo && !settings.listen.ip().is_loopback() {
            return Err(Trouble::Settings(format!(
                "a demo has no locks, so it listens on this machine alone; {} can be reached by others: leave --listen out",
                settings.listen
            )));
        }
        let host = settings.address.host_str().unwrap_or_default().to_string();
        let built = WebauthnBuilder::new(&host, &settings.address)
            .map(|builder| builder.rp_name("zopa"))
            .and_then(WebauthnBuilder::build);
        let webauthn = built.map_err(|error| {
            Trouble::Settings(format!(
                "passkeys do not work at {}: {error}; give an address with a name, such as https://talks.example or http://localhost:8080",
                settings.address
            ))
        })?;
        let signer = keys::signer(store.as_ref(), &host).await?;
        let hall = Hall::new(store.clone(), signer);
        Ok(Arc::new(App { store, hall, settings, webauthn, limiter: Limiter::new(), streams: Arc::default() }))
    }

    /// A link for the first mediator, while there is nobody yet.
    ///
    /// # Errors
    /// The store failed.
    pub async fn first_link(&self) -> Result<String, StoreError> {
        let (token, hash) = token::new(token::Kind::Invitation);
        let now = clock::now();
        let invitation = crate::store::Invitation {
            hash: Some(hash),
            id: token::name(),
            room: None,
            delegation: None,
            rank: None,
            name_hint: None,
            by_seat: None,
            created_at: now,
            expires_at: zopa::mediate::Moment(now.0 + crate::web::INVITATION_LIFE),
            spent_at: None,
            revoked_at: None,
        };
        self.store.create_invitation(&invitation).await?;
        Ok(format!("{}join/{token}", self.settings.address))
    }
}
