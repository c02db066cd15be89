//! A client that calls this server over loopback, as a service that `explain` can call like an application in a test.

use std::{
    cell::RefCell,
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use actix_http::Request;
use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Service, ServiceResponse},
    error::ErrorBadGateway,
    http::{
        StatusCode,
        header::{HOST, HeaderName, HeaderValue},
    },
    test::TestRequest,
    web::{self, Bytes},
};
use cors_browser::ServerNote;
use cors_runtime::{Refusal, RefusalTap};

/// The timeout for the connection, each read and each write. A handler that is stopped in a debugger does not
/// respond.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum length of a response head in bytes.
const MAX_HEAD_LENGTH: u64 = 64 * 1024;

/// The server that received the request of the Explorer.
pub(super) struct Loopback {
    server: SocketAddr,
    /// A request with another `Host` is not sent.
    host: String,
    failure: Rc<RefCell<Option<String>>>,
}

impl Loopback {
    /// Returns the server that received `request`. A request to the server is sent only if its `Host` is `host`.
    ///
    /// # Errors
    /// A sentence, if the server cannot be reached over plain TCP.
    pub(super) fn of(request: &HttpRequest, host: String) -> Result<Self, &'static str> {
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
        Ok(Self { server, host, failure: Rc::default() })
    }

    /// Returns the reason why a request was not sent or got no response. The explanation is then meaningless.
    pub(super) fn failure(&self) -> Option<String> {
        self.failure.borrow().clone()
    }
}

impl Service<Request> for Loopback {
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, request: Request) -> Self::Future {
        let (server, failure) = (self.server, Rc::clone(&self.failure));
        let host = request.headers().get(HOST).cloned();
        let is_for_other_host = host.as_ref().is_none_or(|host| *host != self.host);
        let head = head(&request);
        Box::pin(async move {
            let result = if is_for_other_host {
                let host = host.as_ref().and_then(|host| host.to_str().ok()).unwrap_or_default();
                Err(format!(
                    "the response redirects to `{host}`, which is not this server: the Explorer does \
                     not follow"
                ))
            } else {
                match web::block(move || exchange(server, &head)).await {
                    Ok(Ok(answer)) => Ok(answer),
                    Ok(Err(error)) => Err(format!("no HTTP/1 response from {server}: {error}")),
                    Err(error) => Err(error.to_string()),
                }
            };
            match result {
                Ok(answer) => Ok(answer.into_response()),
                Err(reason) => {
                    *failure.borrow_mut() = Some(reason.clone());
                    Err(ErrorBadGateway(reason))
                }
            }
        })
    }
}

/// Returns the request's head in HTTP/1.1. The types of its parts do not allow a line break.
fn head(request: &Request) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut head = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"connection: close\r\n\r\n");
    head
}

/// The head of the response, and the refusal of the request.
struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    refusal: Option<Refusal>,
}

fn exchange(server: SocketAddr, head: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&server, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let tap = RefusalTap::of(stream.local_addr()?);
    stream.write_all(head)?;
    let (status, headers) = parse(&read_head(stream)?).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, headers, refusal: tap.last() })
}

/// Reads only the head, because the body is not needed and may be endless.
fn read_head(stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut stream = stream.take(MAX_HEAD_LENGTH);
    let (mut received, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut chunk)?;
        received.extend_from_slice(chunk.get(..length).unwrap_or_default());
        let end = received.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            received.truncate(end);
            return Ok(received);
        }
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn parse(head: &[u8]) -> Option<(StatusCode, Vec<(HeaderName, HeaderValue)>)> {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let status = lines.next()?.strip_prefix(b"HTTP/1.")?.split(|byte| *byte == b' ').nth(1)?;
    let headers = lines.map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = line.split_at(colon);
        let name = HeaderName::from_bytes(name).ok()?;
        Some((name, HeaderValue::from_bytes(value.get(1..)?.trim_ascii()).ok()?))
    });
    Some((StatusCode::from_bytes(status).ok()?, headers.collect::<Option<_>>()?))
}

impl Answer {
    fn into_response(self) -> ServiceResponse {
        let mut response = HttpResponse::with_body(self.status, BoxBody::new(Unread));
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        if let Some(refusal) = self.refusal {
            response.extensions_mut().insert(ServerNote::new(refusal));
        }
        ServiceResponse::new(TestRequest::default().to_http_request(), response)
    }
}

/// A body that is not read. Its length is unknown, so that the response gets no `Content-Length`.
struct Unread;

impl MessageBody for Unread {
    type Error = Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        Poll::Ready(None)
    }
}
