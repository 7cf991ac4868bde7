//! LibreOffice, for the tests that look at what it makes of our files.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The program, if it is there.
pub fn office() -> Option<PathBuf> {
    let found = |name: &str| {
        let paths = std::env::var_os("PATH")?;
        std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|program| program.is_file())
    };
    found("soffice").or_else(|| found("libreoffice"))
}

/// A folder of a test's own.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("zopa-office-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Lets LibreOffice open a file and save it in another way; the new file.
pub fn saved_again(office: &Path, file: &Path, to: &str, folder: &Path) -> Vec<u8> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let said = Command::new(office)
        .args([&profile, "--headless", "--convert-to", to, "--outdir"])
        .arg(folder.join("saved"))
        .arg(file)
        .output()
        .expect("LibreOffice starts");
    let saved = folder.join("saved").join(file.with_extension(to).file_name().expect("a name"));
    std::fs::read(&saved).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said.stderr)))
}
