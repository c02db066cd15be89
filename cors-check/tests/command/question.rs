//! Tests of `cors-check URL`, which checks one URL: its output as text and as JSON, its exit status, and its errors.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::{App, HttpResponse, http::StatusCode, web};
use serde_json::{Value, json};

use crate::{APP, is_preflight, request_header, results, serve, serve_responses};

fn actix_cors() -> String {
    let address = serve!(
        App::new()
            .wrap(
                Cors::default()
                    .allowed_origin(APP)
                    .allowed_methods(["GET", "PUT"])
                    .allowed_header("content-type")
                    .expose_headers(["x-total-count"])
                    .supports_credentials()
                    .max_age(600),
            )
            .route(
                "/books/{id}",
                web::route().to(|| async {
                    HttpResponse::Ok()
                        .insert_header(("x-total-count", "2"))
                        .insert_header(("x-cache", "hit"))
                        .body("[]")
                })
            )
    );
    format!("http://{address}/books/1")
}

#[test]
fn each_step_is_shown_in_text() {
    let url = actix_cors();
    let (status, stdout, stderr) = results(&[
        &url,
        "--from",
        APP,
        "-X",
        "PUT",
        "-H",
        "content-type: application/json",
        "-H",
        "cookie: session=1",
        "--credentials",
    ]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    // This is the output for the request after the preflight. `readme.rs` tests the output for a preflight.
    let expected = format!(
        "\
2. The browser sends the request: the preflight allows it.
   PUT {url}
     cookie: …
     origin: https://app.example.com
   The server responds with 200.
     access-control-allow-credentials: true
     access-control-allow-origin: https://app.example.com
     access-control-expose-headers: x-total-count
     vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
   ok    access-control-allow-origin: `https://app.example.com` is the origin of the request
   ok    access-control-allow-credentials: `true` allows credentials

Allowed: the page reads the response (200 OK).
  readable headers: content-length, x-total-count
  hidden headers: x-cache
  help: list those that the page needs in `Access-Control-Expose-Headers`
"
    );
    assert!(stdout.ends_with(&expected), "{stdout}");
}

#[test]
fn each_reason_has_a_fix() {
    let address = serve_responses(|request| {
        let status = request.path().trim_start_matches('/').parse().unwrap_or(200);
        let mut response = HttpResponse::build(StatusCode::from_u16(status).expect("a status"));
        if matches!(request.path(), "/301" | "/500" | "/twice") {
            response.append_header(("access-control-allow-origin", APP));
        }
        if request.path() == "/twice" {
            response.append_header(("access-control-allow-origin", APP));
        }
        response.finish()
    });
    let allow = |response: &str| {
        format!(
            "if this page may call the server, send `Access-Control-Allow-Origin: {APP}` and `Vary: Origin` with \
             {response}"
        )
    };
    let to_options = allow("the response to `OPTIONS`");
    for (path, method, fix) in [
        ("missing", "GET", allow("the response")),
        (
            "twice",
            "GET",
            "send `Access-Control-Allow-Origin` once with the response, and one origin in it: often an application \
             and a proxy both add the header"
                .to_owned(),
        ),
        ("404", "PUT", format!("respond to `OPTIONS` at this URL; {to_options}")),
        ("405", "PUT", format!("respond to `OPTIONS` at this URL; {to_options}")),
        (
            "401",
            "PUT",
            format!(
                "a preflight has neither a cookie nor a token, so exclude `OPTIONS` from the login; {to_options}"
            ),
        ),
        ("301", "PUT", "respond to `OPTIONS` at this URL, without a redirect".to_owned()),
        ("500", "PUT", "respond to the preflight with 204".to_owned()),
    ] {
        let url = format!("http://{address}/{path}");
        let (status, stdout, _) = results(&[&url, "--from", APP, "-X", method]);
        assert_eq!(status, Some(1));
        assert!(stdout.contains(&format!("\n  help: {fix}\n  rule: ")), "{stdout}");
    }
}

#[test]
fn json_has_the_verdict_the_reason_and_each_step() {
    let address = serve_responses(|request| {
        let mut response = HttpResponse::Ok();
        response.insert_header(("access-control-allow-origin", request_header(request, "origin")));
        response.append_header(("vary", "Origin")).append_header(("vary", "Accept"));
        if is_preflight(request) {
            response.insert_header(("access-control-allow-methods", "PUT"));
        }
        response.finish()
    });
    let url = format!("http://{address}/");
    let ask = |method: &str| {
        let (status, stdout, _) = results(&[&url, "--from", APP, "-X", method, "--json"]);
        (status, serde_json::from_str::<Value>(&stdout).expect("JSON"))
    };

    let (status, answer) = ask("PUT");
    assert_eq!(status, Some(0));
    assert_eq!(answer["verdict"], "allowed");
    assert_eq!(answer["reason"], Value::Null);
    assert_eq!(answer["readable_headers"], json!(["content-length"]));
    let steps = answer["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0]["request"]["method"], "OPTIONS");
    assert_eq!(steps[0]["request"]["url"], url);
    assert_eq!(steps[0]["request"]["headers"]["access-control-request-method"], "PUT");
    assert_eq!(steps[1]["request"]["headers"]["origin"], APP);
    assert_eq!(steps[1]["response"]["status"], 200);
    assert_eq!(steps[1]["response"]["headers"]["vary"], "Origin, Accept");
    assert_eq!(
        steps[1]["checks"],
        json!([{
            "name": "access-control-allow-origin",
            "passed": true,
            "message": "`https://app.example.com` is the origin of the request",
        }])
    );
    let keys: Vec<_> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["readable_headers", "reason", "steps", "verdict"]);

    let (status, answer) = ask("DELETE");
    assert_eq!(status, Some(1));
    assert_eq!(answer["verdict"], "blocked");
    assert_eq!(
        answer["reason"],
        "the preflight allows the methods `PUT`, and `DELETE` is not among them"
    );
    assert_eq!(answer["readable_headers"], json!([]));
    let failed = &answer["steps"][0]["checks"][2];
    assert_eq!(failed["name"], "access-control-allow-methods");
    assert_eq!(failed["passed"], false);
    assert_eq!(failed["message"], answer["reason"]);

    let (status, answer) = ask("TRACE");
    assert_eq!((status, &answer["steps"]), (Some(1), &json!([])), "no page sends it");
}

#[test]
fn the_wildcard_covers_authorization_in_browsers_but_not_in_the_standard() {
    let address = serve_responses(|_| {
        HttpResponse::Ok()
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("access-control-allow-headers", "*"))
            .finish()
    });
    let url = format!("http://{address}/");
    let token = [&url, "--from", APP, "-H", "authorization: Bearer x"];
    assert_eq!(results(&token).0, Some(1));
    for browser in ["chromium", "firefox", "safari"] {
        let arguments = [&token[..], &["--browser", browser]].concat();
        assert_eq!(results(&arguments).0, Some(0), "{browser}");
    }
}

#[test]
fn output_without_a_terminal_has_neither_color_nor_control_characters() {
    let address = serve_responses(|_| {
        let value = actix_web::http::header::HeaderValue::from_bytes(b"\x9b31m").expect("a value");
        HttpResponse::Ok().insert_header(("access-control-allow-origin", value)).finish()
    });
    let (status, stdout, _) = results(&[&format!("http://{address}/"), "--from", APP]);
    assert_eq!(status, Some(1));
    assert!(stdout.contains("`Access-Control-Allow-Origin: \\u{9b}31m`"), "{stdout}");
    assert!(!stdout.contains(|c: char| c.is_control() && c != '\n'), "{stdout:?}");
}

#[test]
fn a_missing_response_is_an_error_of_one_line() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed_url = format!("http://{}/", closed.local_addr().expect("an address"));
    drop(closed);
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent_url = format!("http://{}/", silent.local_addr().expect("an address"));
    for (url, reason) in
        [(closed_url, "the connection was refused"), (silent_url, "the request timed out")]
    {
        for json in [&[][..], &["--json"]] {
            let (status, stdout, stderr) =
                results(&[&[&url, "--from", APP, "--timeout", "1"][..], json].concat());
            assert_eq!((status, stdout.as_str()), (Some(2), ""), "{url}");
            assert_eq!(stderr, format!("error: no response from `{url}`: {reason}\n"));
        }
    }
}

#[test]
fn an_error_of_the_command_line_names_the_correction() {
    let url = "http://127.0.0.1:9/";
    for (arguments, message) in [
        (
            &["localhost:8080/books", "--from", APP][..],
            "`localhost:8080/books` is not the URL of a server: write `http://localhost:8080/books`",
        ),
        (
            &[url, "--from", "app.example.com"],
            "`app.example.com` is not the URL of a page: write `https://app.example.com`",
        ),
        (&[url, "--from", APP, "-H", "x-a"], "write `content-type: application/json`"),
        (
            &[url, "--from", APP, "-H", "Origin: https://a.example"],
            "a page cannot set `origin`: the browser sets it",
        ),
        (&[url, "--from", APP, "--browser", "netscape"], "chromium, firefox, safari"),
        (&[url, "--from", APP, "--timeout", "0"], "0 is not in 1..=3600"),
        (&[url], "--from <ORIGIN>"),
        (&["probe", url], "--from <ORIGIN>"),
        (&["run"], "<FILE>"),
        (&[], "Usage: cors-check"),
    ] {
        let (status, stdout, stderr) = results(arguments);
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
}
