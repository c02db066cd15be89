//! `examples/tenants` run as its users run it: started, asked, its file edited under it.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::PathBuf,
    process::{self, Child, ChildStderr, Command, Output, Stdio},
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

const ACME: &str = "http://localhost:5173";
const GLOBEX: &str = "http://localhost:5174";
const BACK_OFFICE: &str = "http://localhost:4000";

const BOTH: &str = r#"{"acme": ["http://localhost:5173"], "globex": ["http://localhost:5174"]}"#;
const GLOBEX_ALONE: &str = r#"{"globex": ["http://localhost:5174"]}"#;

/// The program, built under the features of the whole test run, so that nothing is built twice.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--workspace", "--all-features", "--example", "tenants"]);
    cargo.arg("--message-format=json-render-diagnostics");
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let output = cargo.stderr(Stdio::inherit()).output().expect("cargo runs");
    let told = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    let mut messages = told.lines().filter_map(|line| serde_json::from_str(line).ok());
    let path = messages.find_map(|message: serde_json::Value| {
        let is_it = message["target"]["name"] == "tenants";
        message["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
    });
    path.expect("the example is built")
});

#[test]
fn a_tenant_that_is_taken_out_of_the_file_is_refused_without_a_restart() {
    let file = File::holding("taken_out", BOTH);
    let server = Server::start(&file);
    for origin in [ACME, GLOBEX] {
        let answer = server.ask("POST /visits", origin, None);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(header(&answer, "access-control-allow-origin"), Some(origin));
        assert_eq!(header(&answer, "access-control-allow-credentials"), Some("true"));
    }
    file.write(GLOBEX_ALONE);
    server.wait_until(ACME, "HTTP/1.1 403");
    let answer = server.ask("POST /visits", GLOBEX, None);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(GLOBEX));
    file.write(BOTH);
    server.wait_until(ACME, "HTTP/1.1 200");
}

#[test]
fn a_file_with_mistakes_in_it_changes_nothing_and_each_of_them_is_told() {
    let file = File::holding("mistakes", BOTH);
    let mut server = Server::start(&file);
    file.write(r#"{"acme": ["https://acme.example/", "*"]}"#);
    let told = server.told_until("cors::any_origin_mixed");
    assert!(told.contains("`https://acme.example/` is not an origin: it has a path"), "{told}");
    assert!(told.contains(&file.path.display().to_string()), "{told}");
    let answer = server.ask("POST /visits", ACME, None);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(ACME));
}

#[test]
fn the_session_goes_with_the_requests_of_a_tenants_page() {
    let file = File::holding("session", BOTH);
    let server = Server::start(&file);
    let first = server.ask("POST /visits", ACME, None);
    let cookie = header(&first, "set-cookie").expect("a session begins");
    assert!(cookie.contains("SameSite=None; Secure"), "{cookie}");
    let session = cookie.split(';').next();
    let second = server.ask("POST /visits", GLOBEX, session);
    assert!(second.ends_with("2 visits\n"), "{second}");
}

#[test]
fn the_back_office_reads_the_status_and_a_tenant_does_not() {
    let file = File::holding("status", BOTH);
    let server = Server::start(&file);
    let answer = server.ask("GET /status", BACK_OFFICE, None);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(BACK_OFFICE));
    let answer = server.ask("GET /status", ACME, None);
    assert_eq!(header(&answer, "access-control-allow-origin"), None);
}

#[test]
fn a_start_without_the_variable_fails_and_tells_the_mistakes_of_the_file_too() {
    let file = File::holding("no_variable", r#"{"acme": ["https://acme.example/", "null"]}"#);
    let told = refused(program(&file).env_remove("BACK_OFFICE_ORIGINS"));
    for mistake in [
        "`BACK_OFFICE_ORIGINS` is not set",
        "`https://acme.example/` is not an origin",
        "`null` is the origin of every sandboxed frame",
    ] {
        assert!(told.contains(mistake), "{mistake}: {told}");
    }
}

#[test]
fn a_start_with_a_wrong_or_empty_variable_fails() {
    let file = File::holding("wrong_variable", BOTH);
    for (value, rules) in [
        ("*", &["cors::any_origin_with_credentials"][..]),
        ("", &["cors::missing_origins"]),
        (" , ", &["cors::missing_origins"]),
        ("http://a.example:80,a.example", &["http://a.example", "https://a.example"]),
    ] {
        let told = refused(program(&file).env("BACK_OFFICE_ORIGINS", value));
        for rule in rules {
            assert!(told.contains(rule), "{value}: {told}");
        }
    }
}

#[test]
fn a_start_without_the_file_or_with_an_empty_one_fails() {
    let file = File::holding("empty", "{}");
    assert!(refused(&mut program(&file)).contains("cors::missing_origins"));
    fs::remove_file(&file.path).expect("the file is there");
    assert!(refused(&mut program(&file)).contains(&file.path.display().to_string()));
}

fn program(file: &File) -> Command {
    let mut program = Command::new(&*PROGRAM);
    program.env("TENANTS_FILE", &file.path).env("TENANTS_PORT", "0");
    program.env("BACK_OFFICE_ORIGINS", BACK_OFFICE);
    program
}

/// What a program tells that does not start.
fn refused(program: &mut Command) -> String {
    let mut child = program.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    let deadline = Instant::now() + Duration::from_secs(30);
    while child.try_wait().expect("it can be waited for").is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    // One that serves is no failure to wait for any longer.
    child.kill().expect("it can be ended");
    let Output { status, stderr, .. } = child.wait_with_output().expect("it has ended");
    assert_eq!(status.code(), Some(1), "it starts");
    String::from_utf8(stderr).expect("it prints UTF-8")
}

/// A file of tenants of one test.
struct File {
    path: PathBuf,
}

impl File {
    fn holding(test: &str, text: &str) -> Self {
        let name = format!("tenants-{}-{test}.json", process::id());
        let file = Self { path: env::temp_dir().join(name) };
        file.write(text);
        file
    }

    /// At once, as editors do: half of a file is never read.
    fn write(&self, text: &str) {
        let draft = self.path.with_extension("draft");
        fs::write(&draft, text).expect("the file can be written");
        fs::rename(draft, &self.path).expect("the file can be replaced");
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A test may have removed it.
        let _ = fs::remove_file(&self.path);
    }
}

struct Server {
    child: Child,
    port: u16,
    errors: BufReader<ChildStderr>,
}

impl Server {
    fn start(file: &File) -> Self {
        let mut program = program(file);
        let mut child =
            program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let errors = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut guide = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = guide.find_map(|line| line.ok().filter(|line| line.ends_with("/status")));
        // What it prints from here on must find a reader.
        thread::spawn(move || guide.for_each(drop));
        let port = line.as_deref().and_then(|line| line.rsplit([':', '/']).nth(1)?.parse().ok());
        Self { child, port: port.expect("it prints its port"), errors }
    }

    fn ask(&self, method_and_path: &str, origin: &str, cookie: Option<&str>) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
        let request = format!(
            "{method_and_path} HTTP/1.1\r\nhost: localhost:{}\r\norigin: {origin}\r\n{cookie}\
             content-length: 0\r\nconnection: close\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn wait_until(&self, origin: &str, status: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let answer = self.ask("POST /visits", origin, None);
            if answer.starts_with(status) {
                return;
            }
            assert!(Instant::now() < deadline, "no {status}: {answer}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The lines on its standard error, up to the one that holds `last`.
    fn told_until(&mut self, last: &str) -> String {
        let mut told = String::new();
        while !told.contains(last) {
            let read = self.errors.read_line(&mut told).expect("it prints UTF-8");
            assert_ne!(read, 0, "it has ended: {told}");
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

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
}
