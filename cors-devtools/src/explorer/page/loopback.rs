//! The transport that sends the requests of the simulated browser to this server over loopback.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use actix_web::{HttpRequest, web};
use cors_browser::{
    Body, Bytes, LocalBoxFuture, ServerNote, Transport,
    http::{Request, Response, header::HOST},
};
use cors_runtime::RefusalTap;

/// The timeout for the connection, each read and each write. Without a timeout, the Explorer would wait for a handler
/// that is stopped in a debugger.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum length of a response head in bytes.
const MAX_HEAD_LENGTH: u64 = 64 * 1024;

/// The server of the Explorer, to which the simulated browser sends its requests.
pub(super) struct Loopback {
    server: SocketAddr,
    /// The host in the URL of the form. A request with another `Host`, as after a redirect, is not sent.
    host: String,
}

impl Loopback {
    /// Returns the server that received `request`. Only requests whose `Host` is `host` are sent to this server.
    ///
    /// # Errors
    /// If the server uses TLS, or if `request` did not come over TCP. The error is a sentence.
    pub(super) fn new(request: &HttpRequest, host: String) -> Result<Self, &'static str> {
        if request.app_config().secure() {
            return Err(
                "this port uses TLS, and the Explorer sends plain HTTP: bind the server to a plain \
                 port of 127.0.0.1 too, and open the Explorer there",
            );
        }
        if request.head().peer_addr.is_none() {
            return Err(
                "this request did not come over TCP, and the Explorer needs TCP: bind the server to \
                 a port of 127.0.0.1 too, and open the Explorer there",
            );
        }
        let mut server = request.app_config().local_addr();
        if server.ip().is_unspecified() {
            server.set_ip(match server {
                SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
                SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            });
        }
        Ok(Self { server, host })
    }
}

impl Transport for Loopback {
    /// The reason why a request was not sent or got no response, as a sentence.
    type Error = String;

    fn send(&self, request: Request<Bytes>) -> LocalBoxFuture<'_, Result<Response<Body>, String>> {
        let server = self.server;
        Box::pin(async move {
            let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
            if host != Some(&self.host) {
                return Err(format!(
                    "the response redirects to `{}`, which is not this server: the Explorer does not follow",
                    host.unwrap_or_default()
                ));
            }
            match web::block(move || exchange(server, &head(&request))).await {
                Ok(Ok(response)) => {
                    Ok(response.map(|()| Box::pin(async { Ok(Bytes::new()) }) as Body))
                }
                Ok(Err(error)) => Err(format!("no HTTP/1 response from {server}: {error}")),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}

/// Returns the request's head in HTTP/1.1. The types of the method, the path and the headers allow no line break, so no
/// value can add a header.
fn head(request: &Request<Bytes>) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut head = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    head.extend_from_slice(b"connection: close\r\n\r\n");
    head
}

/// Sends the head of a request, and returns the head of the response. If a policy refused the request, a [`ServerNote`]
/// on the response contains the refusal.
fn exchange(server: SocketAddr, head: &[u8]) -> io::Result<Response<()>> {
    let mut stream = TcpStream::connect_timeout(&server, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let tap = RefusalTap::for_client(stream.local_addr()?);
    stream.write_all(head)?;
    let mut response = parse(&read_head(stream)?).ok_or(io::ErrorKind::InvalidData)?;
    if let Some(refusal) = tap.last() {
        response.extensions_mut().insert(ServerNote::new(refusal));
    }
    Ok(response)
}

/// Reads only the head, because the body is not needed and may be endless.
fn read_head(stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut stream = BufReader::new(stream.take(MAX_HEAD_LENGTH));
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

fn parse(head: &[u8]) -> Option<Response<()>> {
    let mut lines = head.trim_ascii_end().split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let status = lines.next()?.strip_prefix(b"HTTP/1.")?.split(|byte| *byte == b' ').nth(1)?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_at(line.iter().position(|byte| *byte == b':')?);
        response = response.header(name, value.get(1..)?.trim_ascii());
    }
    response.body(()).ok()
}
