//! `zopa serve`: from settings to a server at work.

use crate::app::{App, Settings, Trouble};
use crate::{listen, store, web};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use webauthn_rs::prelude::Url;
use zopa::mediate::Opened;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database: `sqlite:PATH` or `postgres://...`.
    pub db: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that people type, where it is another than that.
    pub address: Option<String>,
    /// Whether a proxy in front says where people come from.
    pub behind_proxy: bool,
    /// Whether to make a link for a further mediator.
    pub invite_mediator: bool,
    /// A rehearsal on this text.
    pub demo: Option<Opened>,
}

/// What is to be told once the server is at work.
#[derive(Clone, Debug)]
pub struct Announced {
    /// The address that people type.
    pub address: String,
    /// The one-time link of a mediator.
    pub link: Option<String>,
    /// Whether it is a rehearsal.
    pub demo: bool,
}

/// Serves until the process is told to stop.
///
/// # Errors
/// The server cannot start, and why.
pub fn serve(options: Options, announce: impl FnOnce(&Announced)) -> Result<(), Trouble> {
    crate::journal::open();
    // Event streams need a file descriptor each; the limit that shells set is for smaller things.
    let _ = rlimit::increase_nofile_limit(65_536);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Trouble::Settings(format!("the server cannot start: {error}")))?;
    runtime.block_on(async {
        let (app, listener) = prepare(&options).await?;
        let link = first_link(&app, &options).await?;
        if let Some(opened) = options.demo.clone() {
            let opened = web::open_demo(&app, opened).await;
            opened.map_err(|fail| Trouble::Settings(fail.problem().problems.join("\n")))?;
        }
        announce(&Announced { address: app.settings.address.to_string(), link, demo: options.demo.is_some() });
        listen::listen(listener, web::router(app), stop()).await;
        Ok(())
    })
}

async fn prepare(options: &Options) -> Result<(std::sync::Arc<App>, TcpListener), Trouble> {
    if options.demo.is_some() && !options.listen.ip().is_loopback() {
        return Err(Trouble::Settings(format!(
            "a rehearsal has no locks, so it listens on this machine alone, and {} can be reached by others: leave --listen out",
            options.listen
        )));
    }
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        Trouble::Settings(format!(
            "cannot listen on {}: {error}; choose another port with --listen, such as --listen 127.0.0.1:0 for any",
            options.listen
        ))
    })?;
    let listen = listener.local_addr().map_err(|error| Trouble::Settings(error.to_string()))?;
    let address = match &options.address {
        Some(address) => address.clone(),
        // Passkeys belong to names, not to numbers.
        None if listen.ip().is_loopback() => format!("http://localhost:{}", listen.port()),
        None => {
            return Err(Trouble::Settings(format!(
                "whoever reaches {listen} needs an address with a name and a certificate: put a proxy with TLS in front, \
                 and give its address with --address https://..."
            )));
        }
    };
    let address = Url::parse(&address).map_err(|error| {
        Trouble::Settings(format!("\"{address}\" is not an address: {error}; write it as https://talks.example"))
    })?;
    let is_local = address.scheme() == "http" && address.host_str() == Some("localhost");
    if !is_local && address.scheme() != "https" {
        return Err(Trouble::Settings(format!("{address} is not secure; give an address that begins with https://")));
    }
    let store = store::open(&options.db).await?;
    let settings = Settings { listen, address, demo: options.demo.is_some(), behind_proxy: options.behind_proxy };
    Ok((App::new(store, settings).await?, listener))
}

/// A link for the first mediator, while nobody has an account, or for a further one on request.
async fn first_link(app: &App, options: &Options) -> Result<Option<String>, Trouble> {
    if options.demo.is_some() {
        return Ok(None);
    }
    let is_new = app.store.n_accounts().await? == 0;
    if is_new || options.invite_mediator { Ok(Some(app.first_link().await?)) } else { Ok(None) }
}

/// Resolves once the process is told to stop.
async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
