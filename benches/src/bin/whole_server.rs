//! The program `whole_server`, which counts the instructions of a whole server per request with callgrind. The requests
//! come over a socket. The program fails if the overhead of `#[cors]` exceeds its limit.
//!
//! Usage: `cargo run --release -p cors-benches --bin whole_server`, after a release build of the program `loopback`.
//!
//! The count excludes the kernel, which takes most of the elapsed time. Each server runs twice, once for few requests
//! and once for many. The difference of the two counts does not contain the cost of starting and stopping.

use std::{
    env,
    error::Error,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

const IMPLEMENTATIONS: [&str; 4] = ["bare", "by-hand", "annotated", "actix-cors"];
const FEW: u64 = 1_000;
const MANY: u64 = 4_000;

const REQUEST: &[u8] = b"GET /books HTTP/1.1\r\nhost: api.example.com\r\naccept: */*\r\n\
    user-agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0\r\n\
    origin: https://app.example.com\r\n\r\n";

/// The maximum ratio of the overhead of `#[cors]` to the overhead of actix-cors. Both are overheads over the bare
/// server.
const MAX_OVERHEAD: f64 = 0.17;

/// The maximum ratio of the overhead of `#[cors]` to the overhead of a handler that appends `Vary` and
/// `Access-Control-Allow-Origin` itself.
const MAX_OVERHEAD_BY_HAND: f64 = 0.50;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut counts = Vec::new();
    for (implementation, port) in IMPLEMENTATIONS.into_iter().zip(18_900..) {
        let count =
            (run(implementation, port, MANY)? - run(implementation, port, FEW)?) / (MANY - FEW);
        println!("{implementation:12}{count:9} instructions for each request");
        counts.push(count as f64);
    }
    let [bare, by_hand, annotated, actix_cors] = counts[..] else {
        return Err("a count is missing".into());
    };
    let mut exceeded = false;
    for (other, count, most) in [
        ("actix-cors", actix_cors, MAX_OVERHEAD),
        ("headers by hand", by_hand, MAX_OVERHEAD_BY_HAND),
    ] {
        let ratio = (annotated - bare) / (count - bare);
        exceeded |= ratio > most;
        println!("overhead of `#[cors]` / overhead of {other}: {ratio:.2}, at most {most}");
    }
    Ok(if exceeded { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Starts a server, sends `requests` requests, and stops the server. Returns the number of instructions that the server
/// executed.
fn run(implementation: &str, port: u16, requests: u64) -> Result<u64, Box<dyn Error>> {
    let loopback = env::current_exe()?.with_file_name("loopback");
    if !Path::new(&loopback).exists() {
        return Err("build it first: cargo build --release -p cors-benches --bin loopback".into());
    }
    let child = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args([loopback.as_os_str(), implementation.as_ref(), port.to_string().as_ref()])
        .stderr(Stdio::piped())
        .spawn()?;
    let mut server = Server(child);
    let mut stream = connect(port)?;
    let mut answer = [0; 4_096];
    for _ in 0..requests {
        stream.write_all(REQUEST)?;
        let read = stream.read(&mut answer)?;
        if !answer.get(..read).is_some_and(|answer| answer.ends_with(b"[]")) {
            return Err(format!("`{implementation}` answered in parts, or not at all").into());
        }
    }
    drop(stream);
    server.stop()?;
    let mut report = String::new();
    server.0.stderr.take().ok_or("no report")?.read_to_string(&mut report)?;
    server.0.wait()?;
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    Ok(collected.ok_or("callgrind collected nothing")?.1.trim().parse()?)
}

/// Waits until the server listens, and connects. The start of the server takes about a second under callgrind.
fn connect(port: u16) -> Result<TcpStream, Box<dyn Error>> {
    for _ in 0..600 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.set_nodelay(true)?;
            return Ok(stream);
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err("the server does not listen".into())
}

/// A server under callgrind. Dropping this type kills the server, so that no server keeps running after an error.
struct Server(Child);

impl Server {
    /// Stops the server with SIGTERM, as an operator does. After SIGTERM, callgrind still writes its report.
    fn stop(&self) -> Result<(), Box<dyn Error>> {
        let status = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status()?;
        if status.success() { Ok(()) } else { Err("the server has already exited".into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If the server has already exited, `kill` has no effect, and `wait` returns immediately.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
