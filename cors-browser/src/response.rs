use http::StatusCode;

use crate::{header_list::HeaderList, server_note::ServerNote, transport::Body};

/// A response before it is filtered for the page.
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderList,
    pub(crate) body: Body,
    pub(crate) note: Option<ServerNote>,
}

impl From<http::Response<Body>> for Response {
    fn from(received: http::Response<Body>) -> Self {
        let (mut head, body) = received.into_parts();
        Self {
            status: head.status,
            headers: head.headers.iter().map(|(n, v)| (n.clone(), v.clone())).collect(),
            body,
            note: head.extensions.remove(),
        }
    }
}
