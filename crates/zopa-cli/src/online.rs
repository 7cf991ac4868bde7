//! A room's server as seen from the command line: its address, the token, and requests.

use crate::fault::Fault;
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Which server.
#[derive(Args, Clone, Debug)]
pub struct Server {
    /// The server's address [default: that of the last zopa room login]
    #[arg(long, global = true, value_name = "ADDRESS", env = "ZOPA_SERVER")]
    server: Option<String>,
}

/// What `zopa room login` keeps.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    server: String,
    token: String,
}

/// A server that one is signed in to.
pub struct Online {
    agent: Agent,
    server: String,
    token: String,
}

fn file() -> Result<PathBuf, Fault> {
    let folder = dirs::config_dir().ok_or_else(|| {
        Fault::Usage(
            "this system names no folder for settings; give ZOPA_SERVER and ZOPA_TOKEN in the environment".into(),
        )
    })?;
    Ok(folder.join("zopa").join("room.json"))
}

impl Server {
    /// The server, with the token from the environment (`ZOPA_TOKEN`) or from the last login.
    pub fn online(&self) -> Result<Online, Fault> {
        let kept = std::fs::read_to_string(file()?).ok();
        let kept: Kept = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let token = std::env::var("ZOPA_TOKEN").unwrap_or(kept.token);
        let server = self.server.clone().unwrap_or(kept.server);
        if server.is_empty() || token.is_empty() {
            return Err(Fault::Usage("you are not signed in to a room's server; run: zopa room login ADDRESS".into()));
        }
        online(server, token)
    }
}

/// A server by its address and a token.
pub fn online(server: String, token: String) -> Result<Online, Fault> {
    let is_local = ["http://localhost", "http://127.0.0.1", "http://[::1]"]
        .iter()
        .any(|local| server.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    if !is_local && !server.starts_with("https://") {
        return Err(Fault::Usage(format!("{server} is not secure: a token is sent only to an https:// address")));
    }
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(TIMEOUT)).http_status_as_error(false);
    let server = server.trim_end_matches('/').to_string();
    Ok(Online { agent: config.build().into(), server, token })
}

impl Online {
    /// Keeps address and token for later, readable by this user alone.
    pub fn keep(&self) -> Result<PathBuf, Fault> {
        let path = file()?;
        let kept = Kept { server: self.server.clone(), token: self.token.clone() };
        let text = serde_json::to_string_pretty(&kept).unwrap_or_default();
        let unwritten =
            |error: std::io::Error| Fault::input(format!("error: cannot write {}: {error}", path.display()));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(unwritten)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(unwritten)?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(unwritten)?;
        Ok(path)
    }

    /// Asks for something.
    pub fn get(&self, path: &str) -> Result<Value, Fault> {
        read_json(&self.text(path)?)
    }

    /// Asks for a text.
    pub fn text(&self, path: &str) -> Result<String, Fault> {
        let request = self.agent.get(format!("{}{path}", self.server));
        self.answered(request.header("authorization", self.bearer()).call())
    }

    /// Hands something in.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        let request = self.agent.post(format!("{}{path}", self.server));
        read_json(&self.answered(request.header("authorization", self.bearer()).send_json(body))?)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn answered(&self, response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<String, Fault> {
        let mut response =
            response.map_err(|error| Fault::input(format!("error: {} cannot be reached: {error}", self.server)))?;
        let status = response.status();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_string();
        let body = body.map_err(|error| Fault::input(format!("error: the answer was cut off: {error}")))?;
        if status.is_success() {
            return Ok(body);
        }
        let problems = serde_json::from_str::<Value>(&body).ok().and_then(|body| {
            let problems = body.get("problems")?.as_array()?.clone();
            Some(problems.iter().filter_map(Value::as_str).map(|problem| format!("error: {problem}")).collect())
        });
        Err(Fault::Input(problems.unwrap_or_else(|| vec![format!("error: {} answered {status}", self.server)])))
    }
}

fn read_json(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::input(format!("error: the answer cannot be read: {error}")))
}
