//! The server of the example as a separate process, and requests to the server.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

pub const BACK_OFFICE: &str = "http://localhost:4000";
pub const TOKEN: &str = "the-administrators-token";
/// The time limit for each wait, long enough for a slow machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Returns the command that starts a server. The caller sets the environment variable for the database.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tenants"));
    program
        .env_remove("DATABASE_URL")
        .env("TENANTS_PORT", "0")
        .env("TENANTS_ADMIN_TOKEN", TOKEN)
        .env("TENANTS_SESSION_SECRET", "one secret for all servers of this test, ".repeat(2))
        .env("BACK_OFFICE_ORIGINS", BACK_OFFICE);
    program
}

/// Runs a program that must fail to start, and returns its standard error.
pub fn start_error(program: &mut Command) -> String {
    let program = program.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = program.spawn().expect("the program runs");
    let deadline = Instant::now() + TIMEOUT;
    while child.try_wait().expect("the process has a status").is_none() && Instant::now() < deadline
    {
        thread::sleep(Duration::from_millis(20));
    }
    // A server that starts, against the expectation of the test, does not exit by itself.
    child.kill().expect("the process can be killed");
    let Output { status, stderr, .. } = child.wait_with_output().expect("the process has ended");
    assert_eq!(status.code(), Some(1), "the start fails");
    String::from_utf8(stderr).expect("the output is UTF-8")
}

pub struct Server {
    child: Child,
    port: u16,
    errors: Receiver<String>,
}

impl Server {
    pub fn start(program: &mut Command) -> Self {
        let mut child = program
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let errors = lines(child.stderr.take().expect("a pipe"));
        let guide = lines(child.stdout.take().expect("a pipe"));
        let status = guide.iter().find(|line| line.ends_with("/status"));
        let port = status.as_deref().and_then(|line| line.rsplit([':', '/']).nth(1)?.parse().ok());
        let port =
            port.unwrap_or_else(|| panic!("no port: {:?}", errors.iter().collect::<Vec<_>>()));
        Self { child, port, errors }
    }

    /// Sends a request of a page at `origin`, and returns the whole response.
    pub fn send(&self, request: &str, origin: &str, headers: &[&str], body: &str) -> String {
        let mut stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the server listens");
        let (port, length) = (self.port, body.len());
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let request = format!(
            "{request} HTTP/1.1\r\nhost: localhost:{port}\r\norigin: {origin}\r\n{headers}\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}",
        );
        stream.write_all(request.as_bytes()).expect("the server reads the request");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("the server responds");
        response
    }

    /// Returns the response to a visit by a tenant's page.
    pub fn visit(&self, origin: &str) -> String {
        self.send("POST /visits", origin, &[], "")
    }

    pub fn wait_for_status(&self, origin: &str, status: u16) {
        let deadline = Instant::now() + TIMEOUT;
        while self::status(&self.visit(origin)) != status {
            assert!(Instant::now() < deadline, "no {status} for {origin}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Returns the response to an edit that a page of the back office sends with `token`.
    pub fn edit(&self, token: &str, tenant: &str, origins: &str) -> String {
        let headers =
            [&*format!("authorization: Bearer {token}"), "content-type: application/json"];
        self.send(&format!("PUT /tenants/{tenant}/origins"), BACK_OFFICE, &headers, origins)
    }

    /// Returns the origins of a tenant, as JSON.
    pub fn origins_of(&self, tenant: &str) -> String {
        let bearer = format!("authorization: Bearer {TOKEN}");
        let response =
            self.send(&format!("GET /tenants/{tenant}/origins"), BACK_OFFICE, &[&bearer], "");
        response.rsplit("\r\n").next().unwrap_or_default().to_owned()
    }

    /// Returns the lines of the log after the last call of this method, up to the line that contains `last`.
    pub fn log_until(&self, last: &str) -> String {
        let mut log = String::new();
        while !log.contains(last) {
            match self.errors.recv_timeout(TIMEOUT) {
                Ok(line) => log += &(line + "\n"),
                Err(_) => panic!("no `{last}` in: {log}"),
            }
        }
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process has ended");
    }
}

pub fn status(response: &str) -> u16 {
    let status = response.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status: {response}"))
}

pub fn header<'a>(response: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = response.split_once("\r\n\r\n")?;
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
}

/// Returns the lines of a pipe. A thread reads the pipe to its end, because a process that writes to a full pipe is
/// blocked.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(pipe).lines().map_while(Result::ok);
        // After the test has dropped the receiver, `send` fails, and the line is ignored.
        lines.for_each(|line| drop(sender.send(line)));
    });
    receiver
}
