use std::{fmt, sync::Arc};

use arc_swap::ArcSwap;
use cors_rules::origin::Origin;

use super::{Origins, PolicyErrors, PolicyTerms};

/// A set of origins that can be replaced while the server runs.
///
/// Readers take no lock, and see the old set or the new one, whole. A clone is the same set: keep one
/// to replace it by, and move the others into the application's factory. One in a `static` stands
/// behind a [`LazyLock`](std::sync::LazyLock).
///
/// ```
/// use std::sync::LazyLock;
/// use actix_web::get;
/// use cors_runtime::{LiveOrigins, Origins, PolicyErrors, cors};
///
/// static PARTNERS: LazyLock<LiveOrigins> = LazyLock::new(|| {
///     LiveOrigins::new(Origins::parse(["https://a.example.com"]).expect("the first set is valid"))
/// });
///
/// #[cors(origins = dynamic(&PARTNERS))]
/// #[get("/prices")]
/// async fn prices() -> &'static str { "[]" }
///
/// fn reload(list: &str) -> Result<(), PolicyErrors> {
///     PARTNERS.store(Origins::parse(list.lines())?)
/// }
/// # reload("https://b.example.com").unwrap();
/// ```
///
/// More in the guide: [origins known only at run time](crate::guide::run_time_origins).
#[derive(Clone)]
#[doc(alias = "reload")]
pub struct LiveOrigins {
    current: Arc<ArcSwap<Origins>>,
}

impl LiveOrigins {
    /// Starts with that set.
    #[must_use]
    pub fn new(origins: Origins) -> Self {
        Self { current: Arc::new(ArcSwap::from_pointee(origins)) }
    }

    /// Replaces the set: requests that come after see the new one.
    ///
    /// # Errors
    /// What the first set's builder would have refused, so that no policy comes to use what it was
    /// not judged for; the set stays as it was.
    pub fn store(&self, origins: Origins) -> Result<(), PolicyErrors> {
        let first = self.current.load().builder_of();
        self.current.store(first.parse(origins.patterns())?.into());
        Ok(())
    }

    /// As [`Origins::contains`], of the set as it is now.
    #[must_use]
    pub fn contains(&self, origin: &Origin<'_>) -> bool {
        self.current.load().contains(origin)
    }

    /// As [`Origins::contains_null`], of the set as it is now.
    #[must_use]
    pub fn contains_null(&self) -> bool {
        self.current.load().contains_null()
    }

    /// As [`Origins::contains_every_origin`], of the set as it is now.
    #[must_use]
    pub fn contains_every_origin(&self) -> bool {
        self.current.load().contains_every_origin()
    }

    pub(crate) fn judge(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        self.current.load().judge(policy)
    }

    pub(crate) fn contains_value(&self, value: &[u8]) -> bool {
        self.current.load().contains_value(value)
    }
}

impl fmt::Debug for LiveOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveOrigins").field(&**self.current.load()).finish()
    }
}
