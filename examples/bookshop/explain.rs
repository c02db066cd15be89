//! What the page cannot see. A script that is refused gets a bare `TypeError`, on purpose, and
//! never a preflight's answer. So the page's own server asks the API the same question, without a
//! browser in between, and tells the page what came back.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::http::{Method, Uri};
use actix_web::{HttpResponse, Responder, error, get, web};
use serde::{Deserialize, Serialize};

const PATIENCE: Duration = Duration::from_secs(5);

pub fn routes(page: &mut web::ServiceConfig) {
    page.service(explain);
}

#[derive(Deserialize)]
struct Question {
    path: String,
    origin: String,
    /// The method of the request to come, which makes this a preflight; without it, a plain GET.
    requested_method: Option<String>,
    requested_headers: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
}

#[get("/explain")]
async fn explain(
    question: web::Query<Question>,
    api: web::Data<SocketAddr>,
) -> actix_web::Result<impl Responder> {
    let request = question
        .to_request(**api)
        .ok_or_else(|| error::ErrorBadRequest("not a question that HTTP can carry"))?;
    let answer = web::block(move || ask(**api, &request)).await?.map_err(error::ErrorBadGateway)?;
    Ok(HttpResponse::Ok().json(answer))
}

impl Question {
    /// The request as text, unless a part of it could smuggle in more than one line.
    fn to_request(&self, api: SocketAddr) -> Option<String> {
        let path = self.path.parse::<Uri>().ok()?;
        let path = path.path_and_query()?;
        let mut headers = vec![("Host", api.to_string()), ("Origin", self.origin.clone())];
        let mut method = Method::GET;
        if let Some(requested) = &self.requested_method {
            method = Method::OPTIONS;
            headers.push(("Access-Control-Request-Method", requested.clone()));
        }
        if let Some(requested) = &self.requested_headers {
            headers.push(("Access-Control-Request-Headers", requested.clone()));
        }
        headers.push(("Connection", "close".to_owned()));

        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        for (name, value) in headers {
            if value.contains(|c: char| c.is_control()) {
                return None;
            }
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        Some(request)
    }
}

/// One blocking exchange with our own API: enough for an example, and no HTTP client to learn.
fn ask(api: SocketAddr, request: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&api, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let response = String::from_utf8_lossy(&response);
    parse(&response).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

fn parse(response: &str) -> Option<Answer> {
    let (head, _body) = response.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Some(Answer { status, headers })
}
