//! Who may read, where a policy stands: what it lists, and what is known at run time only.

use std::{rc::Rc, sync::Arc};

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::origin::{self, Origin, OriginBuf};

use crate::{
    allow_origin::{AllowOrigin, AllowOriginAsync, PolicyErrors, PolicyTerms},
    known_origins::KnownOrigins,
    place::Place,
    prepared::Prepared,
    request::{CorsRequest, Lines},
    settings::SettledOrigins,
};

/// The origins of a policy where it stands: what is known at run time only is evaluated once for
/// each application instance.
pub(crate) struct AllowedOrigins {
    pub(crate) policy: Arc<Prepared>,
    run_time: RunTime,
}

enum RunTime {
    Nothing,
    Asked(Arc<dyn AllowOrigin>),
    Awaited(Rc<dyn AllowOriginAsync>),
}

/// What only a future can answer.
pub(crate) struct Question {
    decide: Rc<dyn AllowOriginAsync>,
    origin: OriginBuf,
}

impl Question {
    pub(crate) async fn ask(self, request: &HttpRequest) -> bool {
        self.decide.allow_origin_async(self.origin, request.clone()).await
    }
}

impl AllowedOrigins {
    /// # Errors
    /// Where the policy names no origins, or a set that may not be used under it.
    pub(crate) fn new(policy: Arc<Prepared>, place: Place) -> Result<Self, PolicyErrors> {
        let settings = &policy.settings;
        let run_time = match &settings.origins {
            None => return Err(origin::missing("policy").into()),
            Some(SettledOrigins::Listed(_) | SettledOrigins::Nobody) => RunTime::Nothing,
            Some(SettledOrigins::Dynamic(make)) => RunTime::Asked(make().into()),
            Some(SettledOrigins::Set(set)) => RunTime::Asked(Arc::clone(set) as _),
            Some(SettledOrigins::DynamicAsync(make)) => RunTime::Awaited(make().into()),
        };
        if let RunTime::Asked(decide) = &run_time {
            let enforces = settings.enforce.is_on();
            decide.prepare(PolicyTerms::new(settings.allow_credentials, enforces, &place))?;
        }
        Ok(Self { policy, run_time })
    }

    /// Whether every page may read the response to the request.
    #[inline]
    pub(crate) fn allow_any(&self, request: &HttpRequest) -> bool {
        match &self.run_time {
            RunTime::Nothing => matches!(self.policy.origins, KnownOrigins::Any),
            RunTime::Asked(decide) => decide.allow_any_origin(request),
            RunTime::Awaited(_) => false,
        }
    }

    /// Whether a page of that origin may read the response; the answer to a [`Question`] is awaited
    /// elsewhere.
    #[inline]
    pub(crate) fn allow(&self, value: &HeaderValue, request: &HttpRequest) -> bool {
        let is_listed = match &self.policy.origins {
            KnownOrigins::Any => true,
            KnownOrigins::Nobody => false,
            KnownOrigins::Listed(matcher) => matcher.matches_value(value.as_bytes()),
        };
        is_listed
            || match &self.run_time {
                RunTime::Asked(decide) => decide.allow_header(value.as_bytes(), request),
                RunTime::Nothing | RunTime::Awaited(_) => false,
            }
    }

    /// What only a future can answer of an origin, if anything.
    #[inline]
    pub(crate) fn question(&self, request: CorsRequest<'_>) -> Option<Question> {
        match &self.run_time {
            RunTime::Nothing | RunTime::Asked(_) => None,
            RunTime::Awaited(decide) => self.question_to(decide, request),
        }
    }

    fn question_to(
        &self,
        decide: &Rc<dyn AllowOriginAsync>,
        request: CorsRequest<'_>,
    ) -> Option<Question> {
        let Lines::One(value) = request.origin() else { return None };
        let origin = Origin::parse(value.as_bytes())?;
        if let KnownOrigins::Listed(debug) = &self.policy.origins
            && debug.matches(&origin)
        {
            return None;
        }
        Some(Question { decide: Rc::clone(decide), origin: origin.into() })
    }
}
