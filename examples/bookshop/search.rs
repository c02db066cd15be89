//! Search over a WebSocket: each text message is a query, and each reply lists the titles that match.

use actix_web::{HttpRequest, Responder, get, rt, web};
use actix_ws::Message;
use cors_runtime::cors;

use crate::policies::FIRST_PARTY;
use crate::store::Store;

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(search);
}

// Browsers apply no CORS to a WebSocket, so `enforce` makes the server reject handshakes of pages that the policy does
// not allow.
#[cors(policy = FIRST_PARTY, enforce)]
#[get("/search")]
async fn search(
    request: HttpRequest,
    body: web::Payload,
    store: web::Data<Store>,
) -> actix_web::Result<impl Responder> {
    let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
    rt::spawn(async move {
        while let Some(Ok(message)) = messages.recv().await {
            let sent = match message {
                Message::Text(query) => session.text(store.search(&query).join("\n")).await,
                Message::Ping(bytes) => session.pong(&bytes).await,
                Message::Close(_) => break,
                _ => Ok(()),
            };
            if sent.is_err() {
                return;
            }
        }
        // `close` fails if the visitor has already disconnected. This error needs no handling.
        let _ = session.close(None).await;
    });
    Ok(response)
}
