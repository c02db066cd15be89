//! Tests of the command `cors-check` with servers on the loopback interface.

mod probe;
mod question;
mod readme;
mod run;

use std::{
    net::SocketAddr,
    process::{Command, Output},
};

use actix_web::{HttpRequest, HttpResponse};

const APP: &str = "https://app.example.com";

/// Starts a server that runs until the tests end, and returns its address.
macro_rules! serve {
    ($app:expr) => {{
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = move || {
            let server = actix_web::HttpServer::new(move || $app).workers(1).disable_signals();
            let server = server.listen(listener).expect("a server").run();
            actix_web::rt::System::new().block_on(server)
        };
        std::thread::spawn(server);
        address
    }};
}
use serve;

/// Starts a server that responds to every request with `respond`, without CORS middleware.
fn serve_responses(
    respond: impl Fn(&HttpRequest) -> HttpResponse + Clone + Send + 'static,
) -> SocketAddr {
    let handler = move |request: HttpRequest| {
        let response = respond(&request);
        async move { response }
    };
    serve!(actix_web::App::new().default_service(actix_web::web::to(handler.clone())))
}

fn request_header<'r>(request: &'r HttpRequest, name: &str) -> &'r str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_preflight(request: &HttpRequest) -> bool {
    request.headers().contains_key("access-control-request-method")
}

/// Runs the command without the environment variables that set a proxy.
fn cors_check(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors-check"));
    for proxy in
        ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        command.env_remove(proxy);
    }
    command.args(arguments).output().expect("the command runs")
}

/// Runs the command, and returns the exit status, the standard output and the standard error.
fn results(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = cors_check(arguments);
    (
        output.status.code(),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}
