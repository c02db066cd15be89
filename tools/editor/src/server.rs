//! A client for rust-analyzer, which implements the part of the
//! [language server protocol](https://microsoft.github.io/language-server-protocol/) that the cases in `cases.rs` need.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// A running rust-analyzer with one file open.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    file: String,
    last_request_id: u64,
    version: u64,
}

impl Server {
    /// Starts rust-analyzer in a folder, and waits until rust-analyzer has read the application.
    pub(crate) fn start(folder: &Path, file: &Path, text: &str) -> Self {
        let command = env::var("RUST_ANALYZER").unwrap_or_else(|_| "rust-analyzer".to_owned());
        // rustup installs a command with this name even if rust-analyzer is not installed. This command then fails.
        let version = Command::new(&command).arg("--version").stderr(Stdio::null()).output();
        assert!(
            version.is_ok_and(|version| version.status.success()),
            "`{command}` does not run: install it with `rustup component add rust-analyzer rust-src`",
        );
        let mut process = Command::new(&command)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer starts");
        let input = process.stdin.take().expect("its input is a pipe");
        let output = BufReader::new(process.stdout.take().expect("its output is a pipe"));
        let file = format!("file://{}", file.display());
        let mut server = Self { process, input, output, file, last_request_id: 0, version: 0 };
        server.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": format!("file://{}", folder.display()),
                "capabilities": {
                    "experimental": { "serverStatusNotification": true },
                    "textDocument": { "hover": { "contentFormat": ["markdown"] } },
                },
                "initializationOptions": {
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                    "cargo": { "extraArgs": ["--offline"] },
                    "procMacro": { "server": proc_macro_server() },
                },
            }),
        );
        server.notify("initialized", &json!({}));
        let document = json!({
            "uri": server.file, "languageId": "rust", "version": 0, "text": text,
        });
        server.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        server.wait_until_quiet();
        server
    }

    /// Replaces the text of the open file.
    pub(crate) fn write(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.file, "version": self.version });
        self.notify(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }

    /// Sends a request about a position in the open file, and returns the result.
    pub(crate) fn request_at(&mut self, method: &str, (line, character): (usize, usize)) -> Value {
        let file = self.file.clone();
        self.request(
            method,
            &json!({
                "textDocument": { "uri": file },
                "position": { "line": line, "character": character },
            }),
        )
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.last_request_id += 1;
        let id = self.last_request_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn wait_until_quiet(&mut self) {
        loop {
            let message = self.receive();
            if message["method"] == "experimental/serverStatus" {
                let status = &message["params"];
                assert_ne!(status["health"], "error", "rust-analyzer: {}", status["message"]);
                if status["quiescent"] == true {
                    return;
                }
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let message = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{message}", message.len())
            .and_then(|()| self.input.flush())
            .expect("rust-analyzer reads its input");
    }

    /// Receives the next message. If the message is a request of rust-analyzer, responds to it with `null`.
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("rust-analyzer writes messages");
            assert_ne!(read, 0, "rust-analyzer has stopped");
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("a length"),
                _ if line.trim().is_empty() => break,
                _ => {}
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).expect("rust-analyzer sends whole messages");
        let message: Value = serde_json::from_slice(&message).expect("a message is JSON");
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
        message
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the path of the proc-macro server of the active compiler. The proc-macro server and the compiler must be
/// from the same toolchain. The program rust-analyzer itself may be from another toolchain.
fn proc_macro_server() -> String {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc runs");
    let sysroot = String::from_utf8_lossy(&output.stdout);
    format!("{}/libexec/rust-analyzer-proc-macro-srv", sysroot.trim())
}
