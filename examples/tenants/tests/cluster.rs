//! A PostgreSQL server for one test, with a socket in a temporary folder and without a port.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

pub struct Cluster {
    folder: TempDir,
}

impl Cluster {
    pub fn start() -> Self {
        let folder =
            tempfile::Builder::new().prefix("tenants").tempdir().expect("a folder can be made");
        let cluster = Self { folder };
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(cluster.folder.path()));
        }
        let data = cluster.data();
        succeed(
            tool("initdb").args(["--auth=trust", "--no-sync", "--username=postgres"]).arg(data),
        );
        cluster.run();
        cluster
    }

    pub fn run(&self) {
        let socket = self.folder.path().display();
        let options =
            format!("-c listen_addresses= -c unix_socket_directories={socket} -c fsync=off");
        let mut start = tool("pg_ctl");
        start.args(["start", "--wait", "--options", &options]).arg("--log");
        succeed(start.arg(self.folder.path().join("log")).arg("--pgdata").arg(self.data()));
    }

    pub fn stop(&self) {
        let mut stop = tool("pg_ctl");
        succeed(stop.args(["stop", "--wait", "--mode=immediate", "--pgdata"]).arg(self.data()));
    }

    pub fn url(&self) -> String {
        format!("host={} user=postgres dbname=postgres", self.folder.path().display())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The server must stop before its folder is removed. If the test has already stopped the server, the command
        // fails, and the failure is ignored.
        let mut stop = tool("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--pgdata"]).arg(self.data());
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// Returns the command for a program of PostgreSQL. If the test runs as root, the command runs as the user `postgres`,
/// because the server does not start as root.
fn tool(name: &str) -> Command {
    let program = bin().join(name);
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

/// Returns the folder with the programs of PostgreSQL. Debian has a folder for each version, which is not in `PATH`.
fn bin() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.extend(env::split_paths(&path));
    let found = folders.into_iter().rev().find(|folder| folder.join("initdb").exists());
    found.expect("PostgreSQL is installed: on Debian, `sudo apt-get install postgresql`")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("`id` runs");
    id.stdout.trim_ascii() == b"0"
}

fn succeed(command: &mut Command) {
    // The PostgreSQL server inherits the standard output and keeps it open. If the output were a pipe, the test would
    // wait forever for its end.
    let status = command.current_dir("/").stdout(Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{command:?}: {status}");
}
