//! A server of its own for a test: started on this machine alone, stopped again however the test ends.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use ureq::Agent;

/// A server at work.
pub struct Server {
    child: Mutex<Child>,
    /// Its address.
    pub address: String,
    /// The link of the first mediator, where it printed one.
    pub link: Option<String>,
}

impl Server {
    /// Starts `zopa serve` with these arguments, on a port that is free.
    pub fn start(arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zopa"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("zopa starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is read")).lines();
        let (mut address, mut link) = (None, None);
        for line in lines.by_ref().map_while(Result::ok) {
            if let Some(told) = line.strip_prefix("serving on ") {
                address = Some(told.trim_end_matches('/').to_string());
            }
            if line.trim_start().starts_with("http") {
                link = Some(line.trim().to_string());
            }
            if line.starts_with("stop with") {
                break;
            }
        }
        let address = address.expect("the server says where it serves");
        Server { child: Mutex::new(child), address, link }
    }

    /// The most memory that it ever had, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let id = self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner).id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }

    /// Ends it as a power cut would.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders below the root").into()
}

/// An empty folder for one test.
pub fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("room").join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Requests that tell their status instead of failing by it.
pub fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

/// Follows an invitation without script; the cookie.
pub fn join(agent: &Agent, server: &Server, link: &str, name: &str) -> String {
    let answer = agent.post(link).header("origin", &server.address).send_form([("name", name)]);
    let answer = answer.expect("the server answers");
    let cookie =
        answer.headers().get("set-cookie").unwrap_or_else(|| panic!("{name} got no cookie: {}", answer.status()));
    cookie.to_str().expect("cookies are text").split(';').next().expect("a cookie has a value").to_string()
}

/// A token for a program that acts for somebody.
pub fn token(agent: &Agent, server: &Server, cookie: &str) -> String {
    let request =
        agent.post(format!("{}/account", server.address)).header("origin", &server.address).header("cookie", cookie);
    let page = request.send_form([("do", "machine"), ("label", "test")]).expect("the server answers");
    let page = page.into_body().read_to_string().expect("a page");
    let at = page.find("zm_").unwrap_or_else(|| panic!("no token in {page}"));
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect()
}

/// Sends JSON with a token; status and answer.
pub fn post(
    agent: &Agent,
    url: &str,
    token: &str,
    body: &serde_json::Value,
) -> Result<(u16, serde_json::Value), ureq::Error> {
    let answer = agent.post(url).header("authorization", format!("Bearer {token}")).send_json(body)?;
    let status = answer.status().as_u16();
    let text = answer.into_body().read_to_string()?;
    Ok((status, serde_json::from_str(&text).unwrap_or_default()))
}

/// Runs the program, and expects it to end well; what it printed.
pub fn zopa(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_zopa")).args(arguments).current_dir(root()).output().expect("zopa starts");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "zopa {arguments:?}\n{told}\n{}", String::from_utf8_lossy(&output.stderr));
    told
}
