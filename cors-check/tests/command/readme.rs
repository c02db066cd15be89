//! Tests that the README and the guide contain the output that `cors-check` prints.

use std::{io::Write as _, net::SocketAddr};

use actix_web::{App, HttpResponse};
use cors_runtime::cors;
use tempfile::NamedTempFile;

use crate::{APP, is_preflight, request_header, results, serve, serve_responses};

const README: &str = include_str!("../../README.md");

/// Starts a server with a common mistake: it allows every origin that begins with the origin of the page.
fn server() -> SocketAddr {
    serve_responses(|request| {
        let origin = request_header(request, "origin");
        let mut response = HttpResponse::Ok();
        response.insert_header(("vary", "Origin")).insert_header(("x-total-count", "2"));
        if origin.starts_with(APP) {
            response
                .insert_header(("access-control-allow-origin", origin))
                .insert_header(("access-control-allow-credentials", "true"));
        }
        if is_preflight(request) {
            response
                .insert_header(("access-control-allow-methods", "GET, POST"))
                .insert_header(("access-control-allow-headers", "content-type"));
            return response.finish();
        }
        response.content_type("application/json").body("[]")
    })
}

/// Asserts that the README contains the output, with a host name instead of the address of the server.
#[track_caller]
fn assert_in_readme(address: SocketAddr, output: &str) {
    let output = output.replace(&format!("http://{address}"), "https://api.example.com");
    assert!(README.contains(&output), "not in README.md:\n{output}");
}

#[test]
fn the_steps_of_a_question_are_in_the_readme() {
    let address = server();
    let url = format!("http://{address}/books/1");
    let (status, stdout, _) = results(&[
        &url,
        "--from",
        APP,
        "-X",
        "PUT",
        "-H",
        "content-type: application/json",
        "--credentials",
    ]);
    assert_eq!(status, Some(1));
    assert_in_readme(address, &stdout);
}

#[test]
fn the_expectations_and_their_results_are_in_the_readme() {
    let address = server();
    let blocks = README.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = blocks.expect("an example");
    let text = example.replace("https://api.example.com", &format!("http://{address}"));
    let mut file = NamedTempFile::with_suffix(".toml").expect("a file");
    file.write_all(text.as_bytes()).expect("a file");
    let path = file.path().to_str().expect("UTF-8");
    let (status, stdout, _) = results(&["run", path]);
    assert_eq!(status, Some(1));
    assert_in_readme(address, &stdout.replace(path, "expectations.toml"));
}

#[test]
fn the_findings_of_a_probe_are_in_the_readme() {
    let address = server();
    let (status, stdout, _) =
        results(&["probe", &format!("http://{address}/books"), "--from", APP]);
    assert_eq!(status, Some(1));
    assert_in_readme(address, &stdout);
}

/// A handler that responds to pages on `localhost` as the example `bookshop` does in a debug build.
#[cors(origins = "http://localhost:*", allow_headers = ["content-type", "x-request-id"], max_age = "10m")]
#[actix_web::put("/books/{id}")]
async fn replace() -> &'static str {
    ""
}

#[test]
fn the_steps_in_the_guide_are_those_of_the_command() {
    const GUIDE: &str = include_str!("../../../cors-runtime/docs/guide/cors_check.md");
    let address = serve!(App::new().service(replace));
    let url = format!("http://{address}/books/1");
    let question = [&url, "--from", "http://localhost:3000", "-X", "PUT"];
    let headers = ["-H", "content-type: application/json", "-H", "x-debug: 1"];
    let (status, stdout, _) = results(&[&question[..], &headers].concat());
    assert_eq!(status, Some(1));
    let stdout = stdout.replace(&format!("http://{address}"), "http://localhost:8080");
    assert!(GUIDE.contains(&stdout), "not in the guide:\n{stdout}");
}
