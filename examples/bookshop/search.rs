//! Search as one types: each text message is a query, each answer the titles that match.

use actix_web::{HttpRequest, Responder, get, rt, web};
use actix_ws::Message;
use cors_runtime::cors;

use crate::policies::FIRST_PARTY;
use crate::store::Store;

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(search);
}

// Browsers apply no CORS to a WebSocket: `enforce` makes the server turn other sites' pages away.
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
        // The visitor may be gone already, and then there is nobody to say goodbye to.
        let _ = session.close(None).await;
    });
    Ok(response)
}
