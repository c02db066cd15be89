use actix_web::{body::BoxBody, http::StatusCode};

use crate::{header_list::HeaderList, server_note::ServerNote};

/// What came back, before anything is kept from the page.
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderList,
    pub(crate) body: BoxBody,
    pub(crate) note: Option<ServerNote>,
}
