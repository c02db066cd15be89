use cors_browser::{
    Browser, Engine, FetchError, HttpClient, HttpError, PageRequest, Trace,
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
};
use url::Url;

/// A page and a request: may the page send the request and read the response?
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// A page that [`Browser`] accepts.
    pub(crate) from: String,
    pub(crate) url: Url,
    pub(crate) method: Method,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) credentials: bool,
    pub(crate) engine: Engine,
}

pub(crate) type HttpTrace = Trace<HttpError>;
pub(crate) type HttpFetchError = FetchError<HttpError>;

/// Sends the requests that a browser with an empty cache would send.
pub(crate) async fn ask(client: &HttpClient, question: &Question) -> HttpTrace {
    let page = Browser::at(&question.from).with_engine(question.engine);
    let page = if question.credentials { page.with_credentials() } else { page };
    let mut request = PageRequest::new(question.method.clone(), question.url.as_str());
    for (name, value) in &question.headers {
        request = request.header(name.clone(), value.clone());
    }
    page.trace(client, request).await
}
