//! Test of a server under a mixed and hostile load. Every response must be complete and belong to its request. The
//! server must not leak memory or file descriptors. The environment variable `SOAK_SECONDS` sets the duration of the
//! load, which `just soak` sets to a minute by default.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::rt;

use crate::{case::Response, http1, http2};

const SECONDS: u64 = 8;

/// The maximum growth of the server's memory in bytes. The limit allows for buffers of connections, and for memory that
/// the allocator keeps.
const MOST_GROWTH: u64 = 8 * 1024 * 1024;

struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_soaked"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("it was piped");
        BufReader::new(stdout).read_line(&mut line).expect("the server prints its address");
        Self { process, address: line.trim().parse().expect("an address") }
    }

    fn file(&self, name: &str) -> String {
        format!("/proc/{}/{name}", self.process.id())
    }

    fn resident(&self) -> u64 {
        let status = fs::read_to_string(self.file("status")).expect("the server runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.expect("a process has memory") * 1024
    }

    fn descriptors(&self) -> usize {
        fs::read_dir(self.file("fd")).expect("the server runs").count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_hostile_load_leaks_nothing() {
    let seconds = env::var("SOAK_SECONDS").ok().and_then(|it| it.parse().ok()).unwrap_or(SECONDS);
    let server = Server::start();
    let clients: [fn(SocketAddr, usize); 4] = [pipelines, aborts, sends_much, sends_http_2];
    let load = |length: Duration| {
        let end = Instant::now() + length;
        thread::scope(|scope| {
            for client in clients {
                scope.spawn(move || {
                    for round in (0..).take_while(|_| Instant::now() < end) {
                        client(server.address, round);
                    }
                });
            }
        });
    };
    // The server allocates its buffers during the first quarter of the load, so the measurement starts afterwards.
    load(Duration::from_secs(seconds) / 4);
    let (resident, descriptors) = (server.resident(), settled(&server, None));
    load(Duration::from_secs(seconds) * 3 / 4);
    let grown = server.resident().saturating_sub(resident);
    assert!(grown < MOST_GROWTH, "{grown} bytes more after the load than a quarter into it");
    assert_eq!(settled(&server, Some(descriptors)), descriptors, "open descriptors");
}

/// Returns the number of the server's file descriptors. Waits up to ten seconds until the number is at most `wanted`,
/// or until the number is stable if `wanted` is `None`.
fn settled(server: &Server, wanted: Option<usize>) -> usize {
    let mut last = server.descriptors();
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(100));
        let now = server.descriptors();
        if wanted.map_or(now == last, |wanted| now <= wanted) {
            return now;
        }
        last = now;
    }
    last
}

/// The origins of the requests: one that every set in `bin/soaked.rs` allows, one that no set allows, and two that half
/// of the sets allow.
const ORIGINS: [&str; 4] = [
    "https://always.example",
    "https://never.example",
    "https://left7.example",
    "https://a.right.example",
];

/// Checks that a response is either the whole response to this request, or the rejection of the request.
fn assert_whole(response: &Response, origin: &str, id: &str) {
    let lines: Vec<&str> = response.0.iter().map(String::as_str).collect();
    let shared = format!("access-control-allow-origin: {origin}");
    let ran = format!("200 {id}");
    let allowed = [&ran, "access-control-allow-credentials: true", &shared, "vary: Origin"];
    let rejected = ["403", "vary: Origin"];
    match origin {
        "https://always.example" => assert_eq!(lines, allowed),
        "https://never.example" => assert_eq!(lines, rejected),
        _ => assert!(lines == allowed || lines == rejected, "{lines:?}"),
    }
}

fn pipelines(server: SocketAddr, round: usize) {
    let mut connection = http1::Connection::open(server).expect("a connection");
    let requests: Vec<(String, &str)> =
        (0..32).map(|it| (format!("{round}-{it}"), ORIGINS[it % ORIGINS.len()])).collect();
    for (id, origin) in &requests {
        connection
            .send(&[format!("GET /live/{id}"), format!("origin: {origin}")])
            .expect("it is sent");
    }
    for (id, origin) in &requests {
        assert_whole(&connection.receive(false).expect("a response"), origin, id);
    }
}

/// Sends the beginning of a request, or all of it, and closes the connection at once.
fn aborts(server: SocketAddr, round: usize) {
    let request = "GET /live/1 HTTP/1.1\r\nhost: a\r\norigin: https://always.example\r\n\r\n";
    let mut stream = TcpStream::connect(server).expect("a connection");
    let end = 1 + round % request.len();
    let _ = stream.write_all(&request.as_bytes()[..end]);
    drop(stream);
    // The system reserves the port of a closed connection for a while. The pause keeps the client from using up all
    // ports.
    thread::sleep(Duration::from_millis(2));
}

/// Sends requests with header values of 16 KiB.
fn sends_much(server: SocketAddr, _: usize) {
    let mut connection = http1::Connection::open(server).expect("a connection");
    let much = "a.".repeat(8 * 1024);
    let names = format!("access-control-request-headers: {}", "x-a,".repeat(4 * 1024));
    let (origin, site) = (format!("origin: https://{much}"), format!("sec-fetch-site: {much}"));
    let content_type = format!("content-type: {much}");
    let (named, put) = ("host: soaked.example", "access-control-request-method: PUT");
    let (always, never) = ("origin: https://always.example", "origin: https://never.example");
    let cases = [
        (vec!["GET /live/1", &*origin], "403"),
        (vec!["GET /live/1", &site], "200 1"),
        (vec!["PUT /named/1", named, &content_type], "200 1"),
        (vec!["OPTIONS /named/1", named, always, put, &names], "204"),
        (vec!["OPTIONS /named/1", named, never, put, &names], "403"),
        (vec!["OPTIONS /named/1", "host: evil.example", always, put, &names], "403"),
    ];
    for (lines, expected) in cases {
        let response = connection.exchange(&lines).expect("a response");
        assert_eq!(response.0[0], expected, "{}", lines[0]);
    }
}

/// Sends requests over HTTP/2, where `hosts` checks `:authority` instead of `Host`.
fn sends_http_2(server: SocketAddr, round: usize) {
    rt::System::new().block_on(async move {
        let mut connection = http2::Connection::open(server).await.expect("a connection");
        for it in 0..16 {
            let (named, other) = ("soaked.example", "evil.example");
            let (authority, host) = if it % 2 == 0 { (named, other) } else { (other, named) };
            // The client in `http2.rs` sends a line `host` as `:authority`, and a line `Host` as a header.
            let lines = [
                format!("PUT /named/{round}-{it}"),
                format!("host: {authority}"),
                format!("Host: {host}"),
                "origin: https://always.example".to_owned(),
            ];
            let response = connection.exchange(&lines).await.expect("a response");
            let ran = format!("200 {round}-{it}");
            assert_eq!(response.0[0], if it % 2 == 0 { &ran } else { "403" });
            let origin = ORIGINS[it % ORIGINS.len()];
            let lines = [format!("GET /live/{it}"), format!("origin: {origin}")];
            assert_whole(
                &connection.exchange(&lines).await.expect("a response"),
                origin,
                &it.to_string(),
            );
        }
    });
}
