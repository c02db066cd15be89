//! A function that runs a server during a test.

use std::net::SocketAddr;

use actix_web::{
    App, HttpServer,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    rt,
};

/// Serves an application on a free port, over HTTP/1.1 and HTTP/2, while `client` runs.
pub async fn serve<A, B, T>(
    app: impl Fn() -> App<A> + Send + Clone + 'static,
    workers: usize,
    client: impl AsyncFnOnce(SocketAddr) -> T,
) -> T
where
    A: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
            Future: 'static,
        > + 'static,
    B: MessageBody + 'static,
{
    // actix-web creates an instance of the application for each worker and each socket. The second socket receives
    // no request, but the instances for this socket exist and must not change a response. A server that binds
    // `localhost` can have two sockets in the same way.
    let bound = HttpServer::new(app)
        .workers(workers)
        .disable_signals()
        .bind_auto_h2c("127.0.0.1:0")
        .and_then(|server| server.bind_auto_h2c("127.0.0.1:0"));
    let server = bound.expect("a port is free");
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    let result = client(address).await;
    handle.stop(false).await;
    result
}
