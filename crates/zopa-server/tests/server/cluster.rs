//! A cluster of PostgreSQL that lasts as long as the tests, however they end.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A running cluster.
pub struct Cluster {
    /// The folder of its socket. Nobody reaches it over a network.
    pub socket: PathBuf,
    /// The shell that started it. It stops it once its input ends: when this process does, even by a signal.
    _keeper: Child,
}

/// Makes the cluster, waits for the end of the tests, and removes it. PostgreSQL refuses to run as root.
const KEEPER: &str = r#"
exec 2>&1
bin=$1
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
cd /
dir=$(as mktemp -d /tmp/zopa-postgres.XXXXXX) || exit 1
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
as "$bin/initdb" -D "$dir/data" -U zopa -A trust -E UTF8 --locale=C --no-sync >/dev/null || exit 1
settings="-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off -c max_connections=300"
as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -o "$settings" -w start >/dev/null || { cat "$dir/log"; exit 1; }
echo "ready $dir"
exec >/dev/null 2>&1
cat
"#;

/// The cluster of this process, or none where PostgreSQL is not installed.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(|| programs().map(|programs| start(&programs))).as_ref()
}

fn start(programs: &Path) -> Cluster {
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(programs)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell starts");
    let said = BufReader::new(keeper.stdout.take().expect("the shell has an output"));
    let mut lines = Vec::new();
    for line in said.lines().map_while(Result::ok) {
        if let Some(socket) = line.strip_prefix("ready ") {
            return Cluster { socket: socket.into(), _keeper: keeper };
        }
        lines.push(line);
    }
    let ended = keeper.wait();
    panic!("PostgreSQL in {} does not start ({ended:?}):\n{}", programs.display(), lines.join("\n"));
}

/// The folder with the programs of PostgreSQL: on the path, or where Debian puts them; the newest.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    versions.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        std::cmp::Reverse(version.and_then(|version| version.parse::<u32>().ok()))
    });
    folders.extend(versions);
    folders.into_iter().find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
}
