//! This very server, asked over loopback: to `explain`, a service as an application in a test is one.

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

use crate::refusal::{Ear, Refusal};

/// A handler under a debugger is none of ours to wait for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest head that is read.
const LONGEST_HEAD: u64 = 64 * 1024;

/// The server that a request came to.
pub(super) struct Loopback {
    server: SocketAddr,
    /// What the page calls it; no other is asked.
    host: String,
    stopped: Rc<RefCell<Option<String>>>,
}

impl Loopback {
    /// # Errors
    /// A sentence, where that server cannot be asked.
    pub(super) fn of(request: &HttpRequest, host: String) -> Result<Self, &'static str> {
        if request.app_config().secure() {
            return Err(
                "this port speaks TLS, and the explorer asks in plain HTTP: bind the server \
                        to a plain port of 127.0.0.1 too, and open the explorer there",
            );
        }
        if request.head().peer_addr.is_none() {
            return Err(
                "this server was not reached by TCP, and the explorer asks by TCP: bind it to \
                        a port of 127.0.0.1 too, and open the explorer there",
            );
        }
        let mut server = request.app_config().local_addr();
        if server.ip().is_unspecified() {
            server.set_ip(match server {
                SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
                SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            });
        }
        Ok(Self { server, host, stopped: Rc::default() })
    }

    /// Why a request was not asked, or had no answer: what was explained then is void.
    pub(super) fn stopped(&self) -> Option<String> {
        self.stopped.borrow().clone()
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
        let (server, stopped) = (self.server, Rc::clone(&self.stopped));
        let host = request.headers().get(HOST).cloned();
        let is_elsewhere = host.as_ref().is_none_or(|host| *host != self.host);
        let head = head(&request);
        Box::pin(async move {
            let answered = if is_elsewhere {
                let host = host.as_ref().and_then(|host| host.to_str().ok()).unwrap_or_default();
                Err(format!(
                    "the answer leads to `{host}`, which is not this server: it is not asked"
                ))
            } else {
                match web::block(move || exchange(server, &head)).await {
                    Ok(Ok(answer)) => Ok(answer),
                    Ok(Err(error)) => Err(format!("no HTTP/1 answer from {server}: {error}")),
                    Err(error) => Err(error.to_string()),
                }
            };
            match answered {
                Ok(answer) => Ok(answer.into_response()),
                Err(says) => {
                    *stopped.borrow_mut() = Some(says.clone());
                    Err(ErrorBadGateway(says))
                }
            }
        })
    }
}

/// The request's head in HTTP/1.1: what it is made of are types that hold no line break.
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

/// What came back, as far as CORS goes.
struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    refusal: Option<Refusal>,
}

fn exchange(server: SocketAddr, head: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let ear = Ear::of(stream.local_addr()?);
    stream.write_all(head)?;
    let (status, headers) = parse(&read_head(stream)?).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, headers, refusal: ear.heard() })
}

/// The body may have no end, and nobody looks at it.
fn read_head(stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut stream = stream.take(LONGEST_HEAD);
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
            refusal.stand_in(&mut response);
        }
        ServiceResponse::new(TestRequest::default().to_http_request(), response)
    }
}

/// A body of some length.
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
