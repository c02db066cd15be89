//! Tests of `cors-check run`, which compares the responses of servers with the expectations in a TOML file.

use std::{io::Write as _, net::TcpListener, path::Path};

use actix_web::HttpResponse;
use tempfile::NamedTempFile;

use crate::{APP, request_header, results, serve_responses};

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::with_suffix(".toml").expect("a file");
    file.write_all(text.as_bytes()).expect("a file");
    file
}

fn run(path: &Path) -> (Option<i32>, String, String) {
    results(&["run", path.to_str().expect("UTF-8"), "--timeout", "5"])
}

/// Starts a server that allows only the origin [`APP`], and returns a URL of the server.
fn server_url() -> String {
    let address = serve_responses(|request| {
        let mut response = HttpResponse::Ok();
        response.insert_header(("vary", "Origin")).insert_header(("etag", "\"1\""));
        if request_header(request, "origin") == APP {
            response
                .insert_header(("access-control-allow-origin", APP))
                .insert_header(("access-control-allow-credentials", "true"))
                .insert_header(("access-control-allow-methods", "PUT"))
                .insert_header(("access-control-allow-headers", "content-type"))
                .insert_header(("access-control-expose-headers", "x-total-count"))
                .insert_header(("x-total-count", "2"));
        }
        response.finish()
    });
    format!("http://{address}/books")
}

#[test]
fn an_expectation_that_holds_exits_with_zero() {
    let text = format!(
        "[[expect]]
from = \"{APP}\"
url = \"{}\"
method = \"PUT\"
headers = {{ content-type = \"application/json\" }}
credentials = true
verdict = \"allowed\"
reads = [\"X-Total-Count\"]
",
        server_url()
    );
    let (status, _, stderr) = run(file(&text).path());
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_difference_exits_with_one_and_names_the_change() {
    let url = server_url();
    let text = format!(
        "[[expect]]
from = \"{APP}\"
url = \"{url}\"
verdict = \"blocked\"

[[expect]]
from = \"https://evil.example\"
url = \"{url}\"
verdict = \"allowed\"

[[expect]]
from = \"{APP}\"
url = \"{url}\"
verdict = \"allowed\"
reads = [\"etag\", \"x-request-id\"]
"
    );
    let file = file(&text);
    let (status, stdout, _) = run(file.path());
    let path = file.path().display();
    assert_eq!(
        stdout,
        format!(
            "FAIL   blocked  GET {url} from {APP}  ({path}:1)
       allowed: the page reads the response (200)
       if this is intended, write `verdict = \"allowed\"` in line 4
FAIL   allowed  GET {url} from https://evil.example  ({path}:6)
       blocked: the response (200) has no `Access-Control-Allow-Origin`
       if this page may call the server, send `Access-Control-Allow-Origin: https://evil.example` and \
             `Vary: Origin` with the response
       if this is intended, write `verdict = \"blocked\"` in line 9
FAIL   allowed  GET {url} from {APP}  ({path}:11)
       the page cannot read `etag`: list it in `Access-Control-Expose-Headers`
       the response has no `x-request-id`

0 as expected, 3 different
"
        )
    );
    assert_eq!(status, Some(1));
}

#[test]
fn a_missing_response_exits_with_two() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed_url = format!("http://{}/", closed.local_addr().expect("an address"));
    drop(closed);
    let text = format!(
        "[[expect]]\nfrom = '{APP}'\nurl = '{closed_url}'\nverdict = 'blocked'\n\
         [[expect]]\nfrom = '{APP}'\nurl = '{}'\nverdict = 'blocked'\n",
        server_url()
    );
    let (status, stdout, _) = run(file(&text).path());
    assert_eq!(status, Some(2));
    let missing = format!("no response from `{closed_url}`: the connection was refused");
    assert!(stdout.contains(&missing), "{stdout}");
    assert!(stdout.ends_with("0 as expected, 1 different, 1 without a response\n"), "{stdout}");
}

#[test]
fn an_invalid_file_exits_with_two_and_names_the_line() {
    let text =
        format!("[[expect]]\nfrom = '{APP}'\nurl = 'http://127.0.0.1:9/'\nverdict = 'allow'\n");
    let file = file(&text);
    let (status, stdout, stderr) = run(file.path());
    assert_eq!((status, stdout.as_str()), (Some(2), ""));
    let path = file.path().display();
    assert_eq!(
        stderr,
        format!("error: {path}:4: `allow` is not a verdict: write `verdict = \"allowed\"`\n")
    );
    let (status, _, stderr) = run(Path::new("no-such.toml"));
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("error: `no-such.toml` cannot be read: "), "{stderr}");
}
