//! A function that runs a benchmark of this package and returns its instructions per request, and a function that
//! returns the processor time of the child processes.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::server::REQUESTS;

/// The instructions per request. A key consists of the benchmark function and the contender, for example
/// `actual_allowed/annotated`.
pub type Counts = BTreeMap<String, f64>;

/// Runs one of the callgrind benchmarks, and returns its counts.
///
/// # Errors
/// If the benchmark cannot be built or run, for example without valgrind or `gungraun-runner`, or if its output
/// contains a row without a count.
pub fn counts(bench: &str) -> Result<Counts, Box<dyn Error>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["bench", "-p", "cors-benches", "--bench", bench, "--", "--output-format=json"])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("the benchmark `{bench}` failed").into());
    }
    let text = String::from_utf8(output.stdout)?;
    text.lines().filter(|line| line.starts_with('{')).map(row).collect()
}

fn row(line: &str) -> Result<(String, f64), Box<dyn Error>> {
    let summary: Value = serde_json::from_str(line)?;
    let name = |key: &str| summary.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let count = summary
        .pointer("/profiles/0/data/total/metrics/Ir/values/new")
        .and_then(Value::as_f64)
        .ok_or("a row without an instruction count")?;
    let per_request = count / REQUESTS as f64;
    Ok((format!("{}/{}", name("function_name"), name("id")), per_request.round()))
}

/// Returns the processor time, in seconds, of the child processes that this process has waited for. `/proc/self/stat`
/// contains this time in the [fields 16 and 17](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html), in clock
/// ticks. This function assumes 100 ticks a second, which is the usual rate.
///
/// # Errors
/// If `/proc/self/stat` cannot be read, or a field is not a number.
pub fn processor_time() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(13).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}
