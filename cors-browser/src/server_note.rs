use std::{any::Any, fmt, sync::Arc};

/// What a server has to say of its own answer, and tells no browser: why it refused, say.
///
/// Whoever answers puts it into the extensions of the response. A [`Blocked`](crate::Blocked) shows it
/// behind what the browser has to say, so that both sides tell one story, and
/// [`Blocked::server`](crate::Blocked::server) gives the value back. `cors-runtime`, with its feature
/// `testing`, does so with each `Refusal`.
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
/// let no = page.fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
/// assert_eq!(no.server::<&str>(), Some(&"the shop is closed"));
/// assert!(no.to_string().ends_with(" server: the shop is closed"));
/// # }
/// ```
#[derive(Clone)]
pub struct ServerNote(Arc<dyn Note>);

trait Note: Any + fmt::Display + Send + Sync {}

impl<T: Any + fmt::Display + Send + Sync> Note for T {}

impl ServerNote {
    /// That value, whose `Display` is what a test shows.
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

/// By what they say.
impl PartialEq for ServerNote {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for ServerNote {}
