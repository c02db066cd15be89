use std::{any::Any, fmt, sync::Arc};

/// A server's note about its response, such as the reason for a rejection. The note is not sent over HTTP.
///
/// The handler or the middleware that responds inserts the note into the extensions of the response. The text of a
/// [`Blocked`](crate::Blocked) ends with the note, and [`Blocked::server`](crate::Blocked::server) returns its value.
/// If the feature `testing` of `cors-runtime` is enabled, each `Refusal` is the value of such a note.
///
/// # Examples
///
/// ```
/// use actix_web::{App, HttpResponse, test::{self, TestRequest}, web};
/// use cors_browser::{Browser, ServerNote};
///
/// # #[actix_web::main]
/// # async fn main() {
/// let closed = || async {
///     let mut response = HttpResponse::Forbidden().finish();
///     response.extensions_mut().insert(ServerNote::new("the shop is closed"));
///     response
/// };
/// let app = test::init_service(App::new().route("/books", web::get().to(closed))).await;
///
/// let page = Browser::at("https://app.example.com");
/// let blocked = page.fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
/// assert_eq!(blocked.server::<&str>(), Some(&"the shop is closed"));
/// assert!(blocked.to_string().ends_with(" server: the shop is closed"));
/// # }
/// ```
#[derive(Clone)]
pub struct ServerNote(Arc<dyn Note>);

trait Note: Any + fmt::Display + Send + Sync {}

impl<T: Any + fmt::Display + Send + Sync> Note for T {}

impl ServerNote {
    /// Returns a note with a value. The `Display` of the value is the text of the note.
    #[must_use]
    pub fn new(note: impl Any + fmt::Display + Send + Sync) -> Self {
        Self(Arc::new(note))
    }

    pub(crate) fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        let note: &dyn Any = &*self.0;
        note.downcast_ref()
    }
}

impl fmt::Display for ServerNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ServerNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

/// Two notes are equal if their texts are equal.
impl PartialEq for ServerNote {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for ServerNote {}
