//! One HTTP/1.1 request and response in raw bytes. A client library would reject, join or reorder the
//! header lines of some cases.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::{
    body::MessageBody,
    dev::ServiceResponse,
    test::{self, TestRequest},
};
use serde::Deserialize;

/// A header line; each character of its value is one byte.
pub type HeaderLine = (String, String);

#[derive(Clone, Deserialize)]
pub struct Request {
    method: String,
    /// The request target in absolute form, if the case has one.
    target: Option<String>,
    headers: Vec<HeaderLine>,
}

pub struct Response {
    pub status: u16,
    pub body: String,
    headers: Vec<HeaderLine>,
}

impl Request {
    /// Sends the request and reads the response.
    pub fn send(&self, server: SocketAddr) -> io::Result<Response> {
        let mut connection = TcpStream::connect(server)?;
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        connection.write_all(&self.to_bytes())?;

        let mut received = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let length = connection.read(&mut chunk)?;
            received.extend_from_slice(&chunk[..length]);
            if let Some(response) = Response::parse(&received, length == 0)? {
                return Ok(response);
            }
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Returns whether actix-web's HTTP/1 rejects the request before routing: it does so for two `Host`
    /// lines.
    pub fn is_rejected_by_http1(&self) -> bool {
        self.count("host") > 1
    }

    pub fn in_process(&self) -> TestRequest {
        let method = self.method.parse().expect("a case has a valid method");
        let request = TestRequest::with_uri("/x").method(method);
        self.headers.iter().fold(request, |request, (name, value)| {
            request.append_header((name.as_str(), value.as_str()))
        })
    }

    fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(sent, _)| sent.eq_ignore_ascii_case(name)).count()
    }

    fn to_bytes(&self) -> Vec<u8> {
        let target = self.target.as_deref().unwrap_or("/x");
        // actix-web rejects HTTP/1.1 without a `Host`.
        let version = if self.count("host") == 0 { "HTTP/1.0" } else { "HTTP/1.1" };
        let mut text = format!("{} {target} {version}\r\n", self.method);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        if self.count("connection") == 0 {
            text += "Connection: close\r\n";
        }
        if version == "HTTP/1.0" {
            text += "Content-Length: 0\r\n";
        }
        text += "\r\n";
        text.chars()
            .map(|character| u8::try_from(character).expect("a case is written in latin-1"))
            .collect()
    }
}

impl Response {
    pub async fn read(response: ServiceResponse<impl MessageBody>) -> Self {
        let headers = response.headers().iter();
        Self {
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), latin1(value.as_bytes())))
                .collect(),
            body: latin1(&test::read_body(response).await),
        }
    }

    /// The lines of one header, in order.
    pub fn lines(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(sent, _)| sent.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Returns `None` until the whole response has arrived. A body without a length ends with the
    /// connection, which detects an unexpected body. A switched protocol has no end.
    fn parse(received: &[u8], closed: bool) -> io::Result<Option<Response>> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Response::new(&mut headers);
        let parsed = head.parse(received).map_err(io::Error::other)?;
        let httparse::Status::Complete(head_length) = parsed else {
            return Ok(None);
        };
        let response = Response {
            status: head.code.expect("a complete head has a status"),
            headers: head
                .headers
                .iter()
                .map(|header| (header.name.to_owned(), latin1(header.value)))
                .collect(),
            body: latin1(&received[head_length..]),
        };
        let length =
            response.lines("content-length").first().and_then(|length| length.parse().ok());
        let complete =
            closed || response.status == 101 || length == Some(response.body.chars().count());
        Ok(complete.then_some(response))
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
