//! A server, as a process of its own.

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
/// Longer than anything here takes on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program with a whole environment, but for its database.
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

/// What a program tells that does not start.
pub fn refused(program: &mut Command) -> String {
    let mut child = program.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("it can be waited for").is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    // One that serves is no failure to wait for any longer.
    child.kill().expect("it can be ended");
    let Output { status, stderr, .. } = child.wait_with_output().expect("it has ended");
    assert_eq!(status.code(), Some(1), "it starts");
    String::from_utf8(stderr).expect("it prints UTF-8")
}

pub struct Server {
    child: Child,
    port: u16,
    errors: Receiver<String>,
}

impl Server {
    pub fn start(program: &mut Command) -> Self {
        let mut child =
            program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let errors = lines(child.stderr.take().expect("it is piped"));
        let guide = lines(child.stdout.take().expect("it is piped"));
        let status = guide.iter().find(|line| line.ends_with("/status"));
        let port = status.as_deref().and_then(|line| line.rsplit([':', '/']).nth(1)?.parse().ok());
        let port =
            port.unwrap_or_else(|| panic!("no port: {:?}", errors.iter().collect::<Vec<_>>()));
        Self { child, port, errors }
    }

    /// The whole answer to a request of a page of that origin.
    pub fn ask(&self, request: &str, origin: &str, headers: &[&str], body: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        let (port, length) = (self.port, body.len());
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let request = format!(
            "{request} HTTP/1.1\r\nhost: localhost:{port}\r\norigin: {origin}\r\n{headers}\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}",
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    /// The answer to a visit by a tenant's page.
    pub fn visit(&self, origin: &str) -> String {
        self.ask("POST /visits", origin, &[], "")
    }

    pub fn wait_until(&self, origin: &str, status: u16) {
        let deadline = Instant::now() + PATIENCE;
        while self::status(&self.visit(origin)) != status {
            assert!(Instant::now() < deadline, "no {status} for {origin}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// An edit by a page of the back office, by whoever has that token.
    pub fn edit(&self, token: &str, tenant: &str, origins: &str) -> String {
        let headers =
            [&*format!("authorization: Bearer {token}"), "content-type: application/json"];
        self.ask(&format!("PUT /tenants/{tenant}/origins"), BACK_OFFICE, &headers, origins)
    }

    /// The lines on its standard error, up to the one that holds `last`.
    pub fn told_until(&self, last: &str) -> String {
        let mut told = String::new();
        while !told.contains(last) {
            match self.errors.recv_timeout(PATIENCE) {
                Ok(line) => told += &(line + "\n"),
                Err(_) => panic!("no `{last}` in: {told}"),
            }
        }
        told
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("it has ended");
    }
}

pub fn status(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status: {answer}"))
}

pub fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
}

/// The lines of a pipe, which must find a reader as long as the process runs.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        // Nobody may be listening any more.
        BufReader::new(pipe).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
    });
    receiver
}
