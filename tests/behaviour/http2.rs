//! An HTTP/2 client without TLS, which starts HTTP/2 with prior knowledge:
//! <https://www.rfc-editor.org/rfc/rfc9113#section-3.3>.

use std::{error::Error, net::SocketAddr};

use actix_web::{
    rt::{self, net::TcpStream},
    web::Bytes,
};
use h2::client::{SendRequest, handshake};
use http::Request;

use crate::case::{Received, Response, bytes, split};

pub struct Connection {
    requests: SendRequest<Bytes>,
    server: SocketAddr,
}

impl Connection {
    pub async fn open(server: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let (requests, connection) = handshake(TcpStream::connect(server).await?).await?;
        rt::spawn(async { drop(connection.await) });
        Ok(Self { requests, server })
    }

    /// Sends the request that the lines of a `Case` describe, and reads the response. A `host` line sets `:authority`.
    pub async fn exchange(
        &mut self,
        lines: &[impl AsRef<str>],
    ) -> Result<Response, Box<dyn Error>> {
        let mut lines = lines.iter().map(AsRef::as_ref);
        let (method, path) = split(lines.next().expect("a request line"), " ");
        let mut authority = self.server.to_string();
        let mut request = Request::builder().method(method);
        for line in lines {
            match split(line, ": ") {
                ("host", host) => authority = host.to_owned(),
                (name, value) => request = request.header(name, bytes(value)),
            }
        }
        let request = request.uri(format!("http://{authority}{path}")).body(())?;

        let mut requests = self.requests.clone().ready().await?;
        let (head, mut body) = requests.send_request(request, true)?.0.await?.into_parts();
        let mut read = Vec::new();
        while let Some(piece) = body.data().await {
            let piece = piece?;
            body.flow_control().release_capacity(piece.len())?;
            read.extend_from_slice(&piece);
        }
        let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Ok(Received::new(head.status.as_u16(), headers, &read).into())
    }
}
