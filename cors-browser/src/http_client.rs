//! The transport that sends requests over HTTP.

use std::{error::Error, fmt, io, iter, sync::Arc, time::Duration};

use bytes::Bytes;
use rustls::CertificateError;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::transport::{Body, LocalBoxFuture, Transport};

/// The transport that sends requests over HTTP/1.1, with TLS for `https`.
///
/// The certificate verifier of the operating system checks certificates. The client follows no redirects, because
/// [`Browser`](crate::Browser) follows them. The client stores no cookies, and needs a running Tokio runtime. The
/// environment variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` configure a proxy.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use cors_browser::{Browser, HttpClient, PageRequest};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = HttpClient::new("smoke-test/1.0", Duration::from_secs(10))?;
/// let page = Browser::at("https://app.example.com");
/// let trace = page.trace(&client, PageRequest::get("https://api.example.com/books")).await;
/// println!("{}", trace.into_outcome()?.status());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HttpClient {
    client: reqwest::Client,
}

impl HttpClient {
    /// Returns a client that sends `user_agent` in the header `User-Agent`, and waits at most `timeout` for each
    /// response and its body.
    ///
    /// # Errors
    ///
    /// If `user_agent` is not a valid header value, or if the client cannot be created, such as on a system without
    /// certificates.
    pub fn new(user_agent: &str, timeout: Duration) -> Result<Self, HttpError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|tls| tls.with_platform_verifier())
            .map_err(HttpError::setup)?
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(timeout)
            .tls_backend_preconfigured(tls)
            .user_agent(user_agent)
            .build()
            .map_err(HttpError::setup)?;
        Ok(Self { client })
    }
}

impl Transport for HttpClient {
    type Error = HttpError;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> LocalBoxFuture<'_, Result<http::Response<Body>, HttpError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let method = reqwest::Method::from_bytes(head.method.as_str().as_bytes());
            let method = method.map_err(HttpError::other)?;
            let mut builder = self.client.request(method, head.uri.to_string());
            for (name, value) in &head.headers {
                builder = builder.header(name.as_str(), value.as_bytes());
            }
            let received = builder.body(body).send().await?;
            to_response(received)
        })
    }
}

/// Converts a response, because reqwest and actix-web use different versions of the crate `http`.
fn to_response(received: reqwest::Response) -> Result<http::Response<Body>, HttpError> {
    let mut response = http::Response::builder().status(received.status().as_u16());
    for (name, value) in received.headers() {
        response = response.header(name.as_str(), value.as_bytes());
    }
    let body: Body = Box::pin(async move { Ok(received.bytes().await.map_err(HttpError::from)?) });
    response.body(body).map_err(HttpError::other)
}

/// The error of an [`HttpClient`]: the client could not be created, or a request got no complete response.
#[derive(Debug)]
pub struct HttpError {
    kind: Kind,
    /// The requested URL, if the error belongs to a request.
    url: Option<String>,
    source: Box<dyn Error + Send + Sync>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The client was not created, so no request was sent.
    Setup,
    Dns,
    Refused,
    Tls,
    Timeout,
    Other,
}

impl HttpError {
    fn other(source: impl Error + Send + Sync + 'static) -> Self {
        Self { kind: Kind::Other, url: None, source: source.into() }
    }

    fn setup(source: impl Error + Send + Sync + 'static) -> Self {
        Self { kind: Kind::Setup, url: None, source: source.into() }
    }

    /// Returns the innermost error, which names the cause.
    fn cause(&self) -> &(dyn Error + 'static) {
        chain(&*self.source).last().unwrap_or(&*self.source)
    }
}

impl From<reqwest::Error> for HttpError {
    fn from(error: reqwest::Error) -> Self {
        let kind = if error.is_timeout() { Kind::Timeout } else { kind_of(&error) };
        Self { kind, url: error.url().map(ToString::to_string), source: error.into() }
    }
}

/// Searches an error and its sources for the first error of a known kind, and returns this kind.
fn kind_of(error: &(dyn Error + 'static)) -> Kind {
    let known_kind = |error: &(dyn Error + 'static)| {
        let io_error = error.downcast_ref::<io::Error>();
        if error.is::<rustls::Error>() {
            Some(Kind::Tls)
        } else if io_error.is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            Some(Kind::Refused)
        } else {
            // The type of a DNS error is private to the HTTP connector, so the text of the error is compared.
            error.to_string().starts_with("dns error").then_some(Kind::Dns)
        }
    };
    chain(error).find_map(known_kind).unwrap_or(Kind::Other)
}

/// Returns an error and all of its sources. `io::Error::source` would skip the error that an `io::Error` wraps.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

/// Writes one sentence without the final period.
impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(url) = &self.url {
            write!(f, "no response from `{url}`: ")?;
        }
        match self.kind {
            Kind::Setup => write!(f, "the HTTP client cannot start: {}", self.cause()),
            Kind::Dns => f.write_str("the host name does not resolve"),
            Kind::Refused => f.write_str("the connection was refused"),
            Kind::Tls => match self.cause().downcast_ref() {
                Some(rustls::Error::InvalidCertificate(error)) => {
                    write!(f, "its certificate {}", certificate_defect(error))
                }
                _ => write!(f, "the TLS handshake failed: {}", self.cause()),
            },
            Kind::Timeout => f.write_str("the request timed out"),
            Kind::Other => write!(f, "the connection failed: {}", self.cause()),
        }
    }
}

fn certificate_defect(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "is expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet"
        }
        CertificateError::Revoked => "is revoked",
        CertificateError::UnknownIssuer => "has an unknown issuer",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another host"
        }
        _ => "is not valid for a server",
    }
}

impl Error for HttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

#[cfg(test)]
mod tests {
    use rustls::{CertificateError, Error};

    use super::{HttpError, Kind};

    #[test]
    fn an_error_about_a_certificate_is_one_sentence() {
        for (error, defect) in [
            (CertificateError::Expired, "is expired"),
            (CertificateError::NotValidForName, "is for another host"),
            (CertificateError::UnknownIssuer, "has an unknown issuer"),
            (CertificateError::BadSignature, "is not valid for a server"),
        ] {
            let error = HttpError {
                kind: Kind::Tls,
                url: Some("https://a.example/".to_owned()),
                source: std::io::Error::other(Error::InvalidCertificate(error)).into(),
            };
            let sentence =
                format!("no response from `https://a.example/`: its certificate {defect}");
            assert_eq!(error.to_string(), sentence);
        }
    }
}
