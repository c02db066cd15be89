use std::sync::Arc;

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{Rule, Violation, list::ANY, origin::Origin};

use super::{AllowOrigin, AllowOriginAsync, Matcher, PolicyTerms, VerdictFuture};
use crate::{
    decision::AllowedOrigin,
    policy::{OriginSource, PolicyErrors},
    policy_owner::PolicyOwner,
    request::one,
};

/// The origins that a policy allows in one application instance.
pub(crate) struct CompiledOrigins {
    source: Source,
    /// The listed patterns in `origins` and `debug_origins`.
    listed: Arc<Matcher>,
}

enum Source {
    Any,
    None,
    Listed,
    /// The value of `dynamic(…)` or [`Cors::origins`](crate::Cors::origins).
    Dynamic(Arc<dyn AllowOrigin>),
    /// The value of `dynamic_async(…)`.
    DynamicAsync(Box<dyn AllowOriginAsync>),
}

/// The result of [`CompiledOrigins::check`].
pub(crate) enum OriginCheck {
    /// The origins that may read the response; `None` if no origin may.
    Done(Option<AllowedOrigin>),
    /// The future of `dynamic_async` resolves to `true` if the origin of the request may read the response.
    Pending(VerdictFuture),
}

impl CompiledOrigins {
    /// Compiles the origins of a policy, and checks that the policy may use them.
    ///
    /// # Errors
    /// If the policy has no origins, or must not use its set of origins.
    pub(crate) fn new(owner: &PolicyOwner) -> Result<Self, PolicyErrors> {
        let policy = owner.policy();
        let source = match policy.origin_source() {
            None => return Err(missing_in_layer().into()),
            Some(OriginSource::None) => Source::None,
            Some(OriginSource::Listed(origins)) if origins.contains(ANY) => Source::Any,
            Some(OriginSource::Listed(_)) => Source::Listed,
            Some(OriginSource::Dynamic(_, create)) => Source::Dynamic(create().into()),
            Some(OriginSource::Value(set)) => Source::Dynamic(Arc::clone(set) as _),
            Some(OriginSource::DynamicAsync(_, create)) => Source::DynamicAsync(create()),
        };
        if let Source::Dynamic(check) = &source {
            check.prepare(PolicyTerms::new(owner))?;
        }
        Ok(Self { source, listed: Matcher::shared(&policy.listed_origins()) })
    }

    /// Returns whether the result of [`check`](Self::check) depends on the request.
    pub(crate) fn depend_on_request(&self) -> bool {
        !matches!(self.source, Source::Any | Source::None)
    }

    /// Checks the `Origin` of a request.
    #[inline]
    pub(crate) fn check(&self, origin: &[HeaderValue], request: &HttpRequest) -> OriginCheck {
        let value = one(origin).map(HeaderValue::as_bytes);
        let is_listed = || value.is_some_and(|value| self.listed.matches_value(value));
        let is_allowed = match &self.source {
            Source::Any => return OriginCheck::Done(Some(AllowedOrigin::Any)),
            Source::None => false,
            Source::Listed => is_listed(),
            Source::Dynamic(check) if check.allow_any_origin(request) => {
                return OriginCheck::Done(Some(AllowedOrigin::Any));
            }
            Source::Dynamic(check) => {
                is_listed() || value.is_some_and(|value| check.allow_header(value, request))
            }
            Source::DynamicAsync(_) if is_listed() => true,
            Source::DynamicAsync(check) => match value.and_then(Origin::parse) {
                Some(origin) => {
                    let future = check.allow_origin_async(origin.into(), request.clone());
                    return OriginCheck::Pending(future);
                }
                None => false,
            },
        };
        OriginCheck::Done(is_allowed.then_some(AllowedOrigin::RequestOrigin))
    }
}

/// Returns the error for a layer without origins. A handler without origins fails the build.
fn missing_in_layer() -> Violation {
    Violation::new(Rule::MissingOrigins, "Cors", "has no origins").help(
        "list `origins` in its policy, or call `.origins(…)`; to allow none, use `Policy::NONE`",
    )
}
