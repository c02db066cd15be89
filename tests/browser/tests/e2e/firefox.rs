//! One headless Firefox, which the tests control through the Marionette protocol:
//! <https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html>.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{chromium::installed, process::Process};

const START: Duration = Duration::from_secs(90);
const COMMAND: Duration = Duration::from_secs(30);

/// Preferences that prevent requests of Firefox itself, and turn off proxies. With port 0, Marionette uses a free port.
const PREFERENCES: &str = r#"
user_pref("marionette.port", 0);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.proxy.type", 0);
user_pref("toolkit.telemetry.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("services.settings.server", "data:,");
"#;

pub(crate) struct Firefox {
    connection: Mutex<Connection>,
    // Fields are dropped in this order, so the browser ends before its folder is removed.
    _process: Process,
    _profile: TempDir,
}

struct Connection {
    stream: BufReader<TcpStream>,
    commands: u64,
}

impl Firefox {
    pub(crate) fn start() -> Result<Self, String> {
        let browser = installed("firefox-esr")?;
        let text = |error: io::Error| format!("Firefox does not start: {error}");
        let profile = TempDir::new().map_err(text)?;
        fs::write(profile.path().join("user.js"), PREFERENCES).map_err(text)?;
        let mut command = Command::new(browser);
        command.args(["--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]);
        command.arg("--profile").arg(profile.path()).env("HOME", profile.path());
        let process = Process::spawn(&mut command)?;
        let port = port(profile.path())?;
        let mut connection = Connection::open(port).map_err(text)?;
        connection.command("WebDriver:NewSession", &json!({})).map_err(text)?;
        Ok(Self { connection: Mutex::new(connection), _process: process, _profile: profile })
    }

    /// Opens a page if Firefox does not show it yet.
    pub(crate) fn goto(&self, url: &str) {
        if self.command("WebDriver:GetCurrentURL", &json!({})) != url {
            self.command("WebDriver:Navigate", &json!({ "url": url }));
        }
    }

    /// Runs an asynchronous script, and returns its result. The last argument of the script is the callback for the
    /// result.
    pub(crate) fn run(&self, script: &str, arguments: &[&str]) -> Value {
        let parameters = json!({ "script": script, "args": arguments });
        self.command("WebDriver:ExecuteAsyncScript", &parameters)
    }

    /// Returns the new messages of the console.
    pub(crate) fn console(&self) -> Vec<String> {
        const READ: &str = "const messages = Services.console.getMessageArray().map(String);
            Services.console.reset();
            return messages";
        self.command("Marionette:SetContext", &json!({ "value": "chrome" }));
        let parameters = json!({ "script": READ, "args": [] });
        let messages = self.command("WebDriver:ExecuteScript", &parameters);
        self.command("Marionette:SetContext", &json!({ "value": "content" }));
        let messages = messages.as_array().cloned().unwrap_or_default();
        messages.iter().filter_map(|message| message.as_str().map(str::to_owned)).collect()
    }

    fn command(&self, name: &str, parameters: &Value) -> Value {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let result = connection.command(name, parameters);
        result.unwrap_or_else(|error| panic!("Firefox does not run {name}: {error}"))
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        // If quitting fails, dropping the process kills Firefox.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let quit = connection.command("Marionette:Quit", &json!({ "flags": ["eForceQuit"] }));
        if quit.is_ok() {
            // Firefox may write to its folder until it closes the connection, so `read_to_end` waits for the end.
            let _ = connection.stream.read_to_end(&mut Vec::new());
        }
    }
}

/// Waits for Firefox to listen, and returns the port, which Firefox writes to its folder.
fn port(profile: &Path) -> Result<u16, String> {
    let file = profile.join("MarionetteActivePort");
    let end = Instant::now() + START;
    while Instant::now() < end {
        if let Some(port) = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok())
        {
            return Ok(port);
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!("Firefox has not started within {START:?}"))
}

impl Connection {
    fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(COMMAND))?;
        let mut connection = Self { stream: BufReader::new(stream), commands: 0 };
        // The first message of Firefox is a greeting.
        connection.receive()?;
        Ok(connection)
    }

    fn command(&mut self, name: &str, parameters: &Value) -> io::Result<Value> {
        self.commands += 1;
        let message = json!([0, self.commands, name, parameters]).to_string();
        write!(self.stream.get_mut(), "{}:{message}", message.len())?;
        match self.receive()?.as_array().map(Vec::as_slice) {
            Some([_, _, Value::Null, result]) => {
                Ok(result.get("value").cloned().unwrap_or_default())
            }
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// Reads a message: its length, a colon, and then that number of bytes.
    fn receive(&mut self) -> io::Result<Value> {
        let mut length = Vec::new();
        self.stream.read_until(b':', &mut length)?;
        let length = String::from_utf8_lossy(&length);
        let length = length.trim_end_matches(':').parse().map_err(io::Error::other)?;
        let mut message = vec![0; length];
        self.stream.read_exact(&mut message)?;
        serde_json::from_slice(&message).map_err(io::Error::other)
    }
}
