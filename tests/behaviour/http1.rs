//! An HTTP/1.1 client that sends and receives raw bytes. A client library would reject, join or reorder the header
//! lines of some cases.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::case::{Received, Response, bytes, split};

type HeaderLine = (String, Vec<u8>);

/// A persistent connection, which can carry many requests.
pub struct Connection {
    stream: TcpStream,
    server: SocketAddr,
    /// Received bytes that are not parsed yet.
    arrived: Vec<u8>,
}

impl Connection {
    pub fn open(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self { stream, server, arrived: Vec::new() })
    }

    /// Sends the request that the lines of a `Case` describe, and reads the response.
    pub fn exchange(&mut self, lines: &[impl AsRef<str>]) -> io::Result<Response> {
        self.send(lines)?;
        self.receive(lines[0].as_ref().starts_with("HEAD "))
    }

    /// Sends one request without waiting for the responses to earlier requests. Adds a `Host` with the server's address
    /// if the lines have no `Host`. A request whose first line ends with `HTTP/1.0` gets no `Host`.
    pub fn send(&mut self, lines: &[impl AsRef<str>]) -> io::Result<()> {
        let mut lines = lines.iter().map(AsRef::as_ref);
        let request_line = lines.next().expect("a request line");
        let is_http_1_0 = request_line.ends_with(" HTTP/1.0");
        let version = if is_http_1_0 { "" } else { " HTTP/1.1" };
        let mut text = format!("{request_line}{version}\r\n");
        let mut has_host = is_http_1_0;
        for line in lines {
            has_host |= split(line, ": ").0.eq_ignore_ascii_case("host");
            text += &format!("{line}\r\n");
        }
        if !has_host {
            text += &format!("host: {}\r\n", self.server);
        }
        text += "\r\n";
        self.stream.write_all(&bytes(&text))
    }

    pub fn receive(&mut self, to_head: bool) -> io::Result<Response> {
        self.receive_all(to_head).map(Response::from)
    }

    /// Receives the next response with all its headers.
    pub fn receive_all(&mut self, to_head: bool) -> io::Result<Received> {
        let (status, headers) = self.head()?;
        let value = |name: &str| {
            let mut lines = headers.iter().filter(|(sent, _)| sent.eq_ignore_ascii_case(name));
            lines.next().map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        };
        let body = if to_head || matches!(status, 101 | 204 | 304) {
            Vec::new()
        } else if value("transfer-encoding").is_some() {
            self.chunks()?
        } else {
            let length = value("content-length").and_then(|length| length.parse().ok());
            self.take(length.ok_or_else(|| io::Error::other("a body without a length"))?)?
        };
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        Ok(Received::new(status, headers, &body))
    }

    fn head(&mut self) -> io::Result<(u16, Vec<HeaderLine>)> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut head = httparse::Response::new(&mut headers);
            let parsed = head.parse(&self.arrived).map_err(io::Error::other)?;
            if let httparse::Status::Complete(length) = parsed {
                let status = head.code.expect("a complete head has a status");
                let owned = |header: &httparse::Header<'_>| {
                    (header.name.to_owned(), header.value.to_owned())
                };
                let headers = head.headers.iter().map(owned).collect();
                self.arrived.drain(..length);
                return Ok((status, headers));
            }
            self.read()?;
        }
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                match self.arrived.windows(2).position(|end| end == b"\r\n") {
                    Some(end) => break self.take(end + 2)?,
                    None => self.read()?,
                }
            };
            let length = str::from_utf8(&line).map_err(io::Error::other)?;
            let length = usize::from_str_radix(length.trim(), 16).map_err(io::Error::other)?;
            body.extend(self.take(length)?);
            self.take(2)?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    /// Reads `length` bytes, for example of a WebSocket message after an upgrade of the connection.
    pub fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.arrived.len() < length {
            self.read()?;
        }
        Ok(self.arrived.drain(..length).collect())
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    fn read(&mut self) -> io::Result<()> {
        let mut chunk = [0; 4096];
        match self.stream.read(&mut chunk)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            length => {
                self.arrived.extend_from_slice(&chunk[..length]);
                Ok(())
            }
        }
    }
}
