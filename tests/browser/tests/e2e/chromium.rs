//! One headless Chromium, driven through WebDriver: <https://www.w3.org/TR/webdriver2/>.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, error::CmdError, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::timeout;

use crate::process::Process;

const START: Duration = Duration::from_secs(60);
const CLOSE: Duration = Duration::from_secs(20);

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
    // Every name resolves to this machine, so that no request leaves it and host names need no DNS.
    "--host-resolver-rules=MAP * 127.0.0.1",
    "--no-proxy-server",
    "--window-size=1280,900",
];

/// The id of the extension in `page/extension/`, which Chromium derives from the `key` in the manifest.
pub(crate) const EXTENSION: &str = "ajclbbfckhjihcjcdhbommkihiijhnnm";
const EXTENSION_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/page/extension");

pub(crate) struct Chromium {
    client: Client,
    // Fields are dropped in this order: the driver ends before the browser's folder.
    _driver: Process,
    _profile: Profile,
}

/// The folder of one browser. Dropping it kills a browser that still runs.
struct Profile(TempDir);

impl Profile {
    fn path(&self) -> PathBuf {
        self.0.path().join("profile")
    }

    /// Returns the process that uses the folder. The lock links to the host name, a `-`, and the process id.
    fn process(&self) -> Option<Pid> {
        let lock = fs::read_link(self.path().join("SingletonLock")).ok()?;
        let (_, id) = lock.to_str()?.rsplit_once('-')?;
        Pid::from_raw(id.parse().ok()?)
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // A closed browser has removed its lock. A browser that lost its driver still runs.
        if let Some(browser) = self.process()
            && kill_process(browser, Signal::KILL).is_ok()
        {
            // The browser may write to the folder until it ends.
            thread::sleep(Duration::from_millis(500));
        }
    }
}

impl Chromium {
    pub(crate) async fn start() -> Result<Self, String> {
        let (browser, driver) = (installed("chromium")?, installed("chromedriver")?);
        let folder = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
        let profile = Profile(folder);
        let mut command = Command::new(driver);
        command.arg("--port=0").env("TMPDIR", profile.0.path());
        let (driver, port) = Process::start(&mut command, START, driver_port)?;
        let webdriver = format!("http://127.0.0.1:{port}");
        let mut session = ClientBuilder::new(HttpConnector::new());
        session.capabilities(capabilities(&browser, &profile.path()));
        let client = timeout(START, session.connect(&webdriver))
            .await
            .map_err(|_| format!("Chromium has not started within {START:?}"))?
            .map_err(|error| format!("Chromium does not start: {error}"))?;
        Ok(Self { client, _driver: driver, _profile: profile })
    }

    pub(crate) fn page(&self) -> &Client {
        &self.client
    }

    /// Returns the result of a script, which passes it to its last argument.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, CmdError> {
        self.client.execute_async(script, arguments).await
    }

    /// Sets the width of the page, which may be narrower than the minimum of a desktop window.
    pub(crate) async fn set_width(&self, width: u32) -> Result<(), CmdError> {
        let parameters =
            json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600 });
        let command = DevTools("Emulation.setDeviceMetricsOverride", parameters);
        self.client.issue_cmd(command).await.map(drop)
    }

    /// Returns the new entries of a log of the driver: `browser` is the console, and `performance` contains the
    /// events of the DevTools protocol.
    pub(crate) async fn log(&self, name: &'static str) -> Vec<String> {
        let entries = self.client.issue_cmd(Log(name)).await.expect("the driver has the log");
        let entries = entries.as_array().cloned().unwrap_or_default();
        let message = |entry: Value| entry["message"].as_str().map(str::to_owned);
        entries.into_iter().filter_map(message).collect()
    }

    /// Returns the new messages of the console.
    pub(crate) async fn console(&self) -> Vec<String> {
        self.log("browser").await
    }

    pub(crate) async fn close(self) {
        // If closing fails, dropping `self` kills the browser.
        let _ = timeout(CLOSE, self.client.clone().close()).await;
    }
}

/// A command of <https://chromedevtools.github.io/devtools-protocol/>, sent through the driver.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (http::Method::POST, Some(body.to_string()))
    }
}

/// A command that reads a log:
/// <https://www.selenium.dev/documentation/legacy/json_wire_protocol/#sessionsessionidlog>
#[derive(Debug)]
struct Log(&'static str);

impl WebDriverCompatibleCommand for Log {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}

fn capabilities(browser: &Path, profile: &Path) -> serde_json::Map<String, Value> {
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--load-extension={EXTENSION_FOLDER}"));
    let capabilities = json!({
        "timeouts": { "script": 30_000, "pageLoad": 30_000, "implicit": 0 },
        "goog:chromeOptions": {
            "binary": browser,
            "args": arguments,
            "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    });
    match capabilities {
        Value::Object(map) => map,
        _ => unreachable!("the JSON above is an object"),
    }
}

fn driver_port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

pub(crate) fn installed(name: &str) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()).ok_or_else(
        || {
            format!(
                "`{name}` is not on `PATH`; these tests need two browsers: \
                 apt-get install chromium chromium-driver firefox-esr"
            )
        },
    )
}
