//! The example `bookshop`, built by cargo and run on free ports.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::process::Process;

/// The time limit for a first build on a small machine.
const BUILD: Duration = Duration::from_secs(15 * 60);
const START: Duration = Duration::from_secs(30);

pub(crate) struct Shop {
    urls: [String; 3],
    _process: Process,
}

impl Shop {
    pub(crate) fn start() -> Result<Self, String> {
        let mut command = Command::new(build()?);
        command.env("BOOKSHOP_API_PORT", "0").env("BOOKSHOP_PAGE_PORT", "0");
        // The log of refusals is not part of the tests.
        command.stderr(Stdio::null());
        let mut found = Vec::new();
        let (process, urls) = Process::start(&mut command, START, move |line| {
            let names = ["Shop page", "Staff page", "Other site"];
            if names.iter().any(|name| line.starts_with(name)) {
                found.extend(
                    line.split(' ').find(|word| word.starts_with("http")).map(str::to_owned),
                );
            }
            found.clone().try_into().ok()
        })?;
        Ok(Self { urls, _process: process })
    }

    pub(crate) fn url(&self, page: &str) -> &str {
        let [shop, staff, other_site] = &self.urls;
        match page {
            "shop" => shop,
            "staff" => staff,
            _ => other_site,
        }
    }
}

/// Builds the example and returns the path of its binary, which only cargo knows.
fn build() -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--package=cors-workspace", "--example=bookshop"]);
    command.arg("--message-format=json-render-diagnostics");
    let (_process, path) = Process::start(&mut command, BUILD, |line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_example = message.pointer("/target/name")? == "bookshop";
        let path = message.get("executable")?.as_str()?;
        is_example.then(|| PathBuf::from(path))
    })?;
    Ok(path)
}
