use std::{rc::Rc, sync::Arc};

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{
    Rule, Violation,
    list::ANY,
    origin::{self, Origin, OriginBuf},
};

use super::{AllowOrigin, AllowOriginAsync, Matcher, PolicyTerms};
use crate::{
    decision::AllowedOrigin,
    policy::{OriginSource, PolicyErrors},
    policy_owner::PolicyOwner,
    request::one,
};

/// The origins that a policy allows in one application instance.
pub(crate) enum CompiledOrigins {
    Any,
    None,
    /// The patterns in `origins` and `debug_origins`.
    Listed(Arc<Matcher>),
    /// The value of `dynamic(…)` or [`Cors::origins`](crate::Cors::origins), and the patterns in `debug_origins`.
    Dynamic(Arc<dyn AllowOrigin>, Arc<Matcher>),
    /// The value of `dynamic_async(…)`, and the patterns in `debug_origins`.
    DynamicAsync(Rc<dyn AllowOriginAsync>, Arc<Matcher>),
}

/// The result of [`CompiledOrigins::check`].
pub(crate) enum OriginCheck {
    /// The origins that may read the response; `None` if no origin may.
    Done(Option<AllowedOrigin>),
    Pending(PendingCheck),
}

/// A `dynamic_async` check of an origin. The check has not run yet.
pub(crate) struct PendingCheck {
    check: Rc<dyn AllowOriginAsync>,
    origin: OriginBuf,
}

impl PendingCheck {
    pub(crate) async fn run(self, request: &HttpRequest) -> Option<AllowedOrigin> {
        let is_allowed = self.check.allow_origin_async(self.origin, request.clone()).await;
        is_allowed.then_some(AllowedOrigin::RequestOrigin)
    }
}

impl CompiledOrigins {
    /// Compiles the origins of a policy, and checks that the policy may use them.
    ///
    /// # Errors
    /// If the policy has no origins, or must not use its set of origins.
    pub(crate) fn new(owner: &PolicyOwner) -> Result<Self, PolicyErrors> {
        let policy = owner.policy();
        let debug: Vec<&str> = policy.debug_origins().iter().collect();
        Ok(match policy.origin_source() {
            None if owner.is_layer() => return Err(missing_in_layer().into()),
            None => return Err(origin::missing("policy").into()),
            Some(OriginSource::None) => Self::None,
            Some(OriginSource::Listed(listed)) if listed.contains(ANY) => Self::Any,
            Some(OriginSource::Listed(listed)) => {
                // A pattern may be in both lists, but `Matcher::shared` must get each pattern only once.
                let debug = debug.into_iter().filter(|origin| !listed.contains(origin));
                let patterns: Vec<&str> = listed.iter().chain(debug).collect();
                Self::Listed(Matcher::shared(&patterns))
            }
            Some(OriginSource::Dynamic(_, create)) => {
                Self::dynamic(create().into(), owner, &debug)?
            }
            Some(OriginSource::Value(set)) => Self::dynamic(Arc::clone(set) as _, owner, &debug)?,
            Some(OriginSource::DynamicAsync(_, create)) => {
                Self::DynamicAsync(create().into(), Matcher::shared(&debug))
            }
        })
    }

    fn dynamic(
        check: Arc<dyn AllowOrigin>,
        owner: &PolicyOwner,
        debug: &[&str],
    ) -> Result<Self, PolicyErrors> {
        check.prepare(PolicyTerms::new(owner))?;
        Ok(Self::Dynamic(check, Matcher::shared(debug)))
    }

    /// Checks the `Origin` of a request. A `dynamic_async` check does not run yet.
    #[inline]
    pub(crate) fn check(&self, origin: &[HeaderValue], request: &HttpRequest) -> OriginCheck {
        let value = one(origin).map(HeaderValue::as_bytes);
        let is_allowed = match self {
            Self::Any => return OriginCheck::Done(Some(AllowedOrigin::Any)),
            Self::None => false,
            Self::Listed(matcher) => value.is_some_and(|value| matcher.matches_value(value)),
            Self::Dynamic(check, debug) => {
                if check.allow_any_origin(request) {
                    return OriginCheck::Done(Some(AllowedOrigin::Any));
                }
                value.is_some_and(|value| {
                    debug.matches_value(value) || check.allow_header(value, request)
                })
            }
            Self::DynamicAsync(check, debug) => match value.and_then(Origin::parse) {
                Some(origin) if !debug.matches(&origin) => {
                    let (check, origin) = (Rc::clone(check), origin.into());
                    return OriginCheck::Pending(PendingCheck { check, origin });
                }
                origin => origin.is_some(),
            },
        };
        OriginCheck::Done(is_allowed.then_some(AllowedOrigin::RequestOrigin))
    }
}

fn missing_in_layer() -> Violation {
    Violation::new(Rule::MissingOrigins, "Cors", "has no origins").help(
        "list `origins` in its policy, or call `.origins(…)`; to allow none, use `Policy::NONE`",
    )
}
