//! A child process that is killed when its handle is dropped.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

pub(crate) struct Process(Child);

impl Process {
    /// Starts a process without reading its output.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(Self).map_err(|error| format!("`{name}` does not start: {error}"))
    }

    /// Starts a process, and waits at most `limit` for an output line from which `find` returns a value.
    pub(crate) fn start<T: Send + 'static>(
        command: &mut Command,
        limit: Duration,
        mut find: impl FnMut(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Self, T), String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{name}` does not start: {error}"))?;
        let stdout = child.stdout.take();
        let process = Self(child);

        let (found, ready) = mpsc::channel();
        thread::spawn(move || {
            // The thread reads to the end, because a process blocks on a full pipe.
            for line in stdout.into_iter().flat_map(|out| BufReader::new(out).lines()).flatten() {
                if let Some(value) = find(&line) {
                    let _ = found.send(value);
                }
            }
        });
        match ready.recv_timeout(limit) {
            Ok(value) => Ok((process, value)),
            Err(RecvTimeoutError::Timeout) => Err(format!("`{name}` is not ready after {limit:?}")),
            Err(RecvTimeoutError::Disconnected) => {
                Err(format!("`{name}` has ended without being ready"))
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Errors are ignored, because `drop` cannot return them. `wait` reaps the process.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
