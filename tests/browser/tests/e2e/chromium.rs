//! One headless Chromium, which the tests control through WebDriver: <https://www.w3.org/TR/webdriver2/>.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;

const START: Duration = Duration::from_secs(60);
const COMMAND: Duration = Duration::from_secs(60);

const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Every name resolves to this machine, so no request leaves the machine, and host names need no DNS.
    "--host-resolver-rules=MAP * 127.0.0.1",
    "--no-proxy-server",
    "--window-size=1280,900",
];

const EXTENSION_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/page/extension");

pub(crate) struct Chromium {
    driver: Driver,
    /// The path of the WebDriver session.
    session: String,
    /// `true` after a command has timed out, so that later commands fail at once.
    has_timed_out: AtomicBool,
    // Fields are dropped in this order, so the driver ends before the folder of the browser is removed.
    _process: Process,
    _profile: Profile,
}

/// The folder of one browser. Dropping the folder kills a browser that still runs.
struct Profile(TempDir);

impl Profile {
    fn path(&self) -> PathBuf {
        self.0.path().join("profile")
    }

    /// Returns the process that uses the folder. Chromium locks the folder with a symbolic link, whose target is the
    /// host name, a `-`, and the process id.
    fn process(&self) -> Option<Pid> {
        let lock = fs::read_link(self.path().join("SingletonLock")).ok()?;
        let (_, id) = lock.to_str()?.rsplit_once('-')?;
        Pid::from_raw(id.parse().ok()?)
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // A browser that closes removes its lock. If the driver has failed, the browser still runs and has the lock.
        if let Some(browser) = self.process()
            && kill_process(browser, Signal::KILL).is_ok()
        {
            // The killed browser may still write to the folder until its process has ended. The folder is removed next,
            // so this function waits.
            thread::sleep(Duration::from_millis(500));
        }
    }
}

impl Chromium {
    pub(crate) fn start() -> Result<Self, String> {
        let (browser, driver) = (installed("chromium")?, installed("chromedriver")?);
        let folder = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
        let profile = Profile(folder);
        let mut command = Command::new(driver);
        command.arg("--port=0").env("TMPDIR", profile.0.path());
        let (process, port) = Process::start(&mut command, START, driver_port)?;
        let driver = Driver(port);
        let capabilities = capabilities(&browser, &profile.path());
        let session = driver
            .send("POST", "/session", &capabilities)
            .map_err(|error| format!("Chromium does not start: {error}"))?;
        let id = session["sessionId"].as_str().ok_or("the driver opens no session")?;
        let session = format!("/session/{id}");
        let has_timed_out = AtomicBool::new(false);
        Ok(Self { driver, session, has_timed_out, _process: process, _profile: profile })
    }

    pub(crate) fn goto(&self, url: &str) {
        self.command("url", &json!({ "url": url }));
    }

    /// Runs an asynchronous script, and returns its result. The last argument of the script is the callback for the
    /// result.
    pub(crate) fn run(&self, script: &str, arguments: Value) -> Value {
        self.command("execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a synchronous script, and returns its result.
    pub(crate) fn script(&self, script: &str, arguments: Value) -> Value {
        self.command("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Presses and releases a key.
    pub(crate) fn press(&self, key: char) {
        let actions = ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key }));
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.command("actions", &json!({ "actions": [keyboard] }));
    }

    /// Sets the width of the page, which may be narrower than the minimum of a desktop window.
    pub(crate) fn set_width(&self, width: u32) {
        let parameters =
            json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600 });
        // The driver forwards this command of the DevTools protocol:
        // <https://chromedevtools.github.io/devtools-protocol/>.
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": parameters });
        self.command("goog/cdp/execute", &command);
    }

    /// Returns the new messages of the console.
    pub(crate) fn console(&self) -> Vec<String> {
        self.log("browser")
    }

    /// Returns the new entries of a log of the driver: `browser` is the console, and `performance` contains the
    /// events of the DevTools protocol.
    pub(crate) fn log(&self, name: &str) -> Vec<String> {
        let entries = self.command("se/log", &json!({ "type": name }));
        let entries = entries.as_array().cloned().unwrap_or_default();
        let message = |entry: Value| entry["message"].as_str().map(str::to_owned);
        entries.into_iter().filter_map(message).collect()
    }

    fn command(&self, name: &str, parameters: &Value) -> Value {
        assert!(!self.has_timed_out.load(Ordering::Relaxed), "an earlier command has timed out");
        let path = format!("{}/{name}", self.session);
        self.driver.send("POST", &path, parameters).unwrap_or_else(|error| {
            let is_timeout = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
            self.has_timed_out.store(is_timeout, Ordering::Relaxed);
            panic!("Chromium does not run {name}: {error}")
        })
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // If closing fails, dropping the profile kills the browser.
        let _ = self.driver.send("DELETE", &self.session, &Value::Null);
    }
}

/// The port on which the driver listens.
struct Driver(u16);

impl Driver {
    /// Sends a command on a new connection, and returns the value of the response.
    fn send(&self, method: &str, path: &str, parameters: &Value) -> io::Result<Value> {
        let body = if parameters.is_null() { String::new() } else { parameters.to_string() };
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.0))?;
        stream.set_read_timeout(Some(COMMAND))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut stream = BufReader::new(stream);
        let mut length = 0;
        let mut line = String::new();
        while stream.read_line(&mut line)? > 0 && line != "\r\n" {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            line.clear();
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        let response: Value = serde_json::from_slice(&body).map_err(io::Error::other)?;
        match response["value"].get("error") {
            Some(_) => Err(io::Error::other(response["value"].to_string())),
            None => Ok(response["value"].clone()),
        }
    }
}

fn capabilities(browser: &Path, profile: &Path) -> Value {
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--load-extension={EXTENSION_FOLDER}"));
    json!({ "capabilities": { "alwaysMatch": {
        "timeouts": { "script": 30_000, "pageLoad": 30_000, "implicit": 0 },
        "goog:chromeOptions": {
            "binary": browser,
            "args": arguments,
            "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    } } })
}

fn driver_port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

pub(crate) fn installed(name: &str) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut files = env::split_paths(&path).map(|folder| folder.join(name));
    files.find(|file| file.is_file()).ok_or_else(|| {
        format!(
            "`{name}` is not on `PATH`; these tests need two browsers: \
             apt-get install chromium chromium-driver firefox-esr"
        )
    })
}
