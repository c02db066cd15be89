//! A policy's settings, owned: what a policy and a settings file come to.

#[cfg(feature = "serde")]
mod file;

use std::{borrow::Cow, fmt, hash::Hash, sync::Arc};

use cors_rules::{combination::Dangers, enforce::Enforce};

use crate::{
    allow_origin::{AllowOrigin, AllowOriginAsync, Origins, PolicyErrors},
    policy::{List, OriginSource, Policy},
};

pub(crate) type Texts = Vec<Cow<'static, str>>;

/// The settings of a policy: what [`Cors::new`](crate::Cors::new) takes.
///
/// It is made of a [`Policy`], or, with the feature `serde`, read from a settings file or the
/// environment under the attribute's keys: a list may be one text, with commas or spaces between
/// its items, and a flag or a number may be a text, since environment variables are. The rules are
/// those of the attribute, and all errors are told at once, each with the path of its field.
/// A key without a value (`methods:` in YAML) is an error, and no default. `debug_origins` are
/// checked in every build, and left out of one without `debug_assertions`.
///
/// Settings stand under a key of your own configuration, or alone in a file; `#[serde(flatten)]`
/// would have them take every other key for one of theirs.
///
#[cfg_attr(feature = "serde", doc = "```")]
#[cfg_attr(not(feature = "serde"), doc = "```ignore")]
/// use actix_web::{App, web};
/// use cors_runtime::{Cors, Settings};
///
/// let file = r#"{
///     "origins": ["https://app.example.com", "https://*.example.org"],
///     "methods": "GET, PUT",
///     "allow_credentials": true,
///     "max_age": "2h"
/// }"#;
/// let settings: Settings = serde_json::from_str(file)?;
/// let app = App::new().service(web::scope("/files").wrap(Cors::new(settings)));
///
/// let mistaken = r#"{"origins": ["https://app.example.com/"], "max_age": "2 days"}"#;
/// let error = serde_json::from_str::<Settings>(mistaken).unwrap_err().to_string();
/// assert!(error.contains("origins[0]: `https://app.example.com/` is not an origin"));
/// assert!(error.contains("max_age: `2 days` is not a duration"));
/// # Ok::<_, serde_json::Error>(())
/// ```
///
/// Standard: [HTTP responses of the CORS protocol](https://fetch.spec.whatwg.org/#http-responses).
#[derive(Clone)]
pub struct Settings {
    pub(crate) origins: Option<SettledOrigins>,
    pub(crate) debug_origins: Texts,
    /// `None` where none were written: the default depends on where the policy stands.
    pub(crate) methods: Option<Texts>,
    pub(crate) allow_headers: Texts,
    pub(crate) expose_headers: Texts,
    pub(crate) allow_credentials: bool,
    pub(crate) max_age: Option<u32>,
    pub(crate) enforce: Enforce,
    pub(crate) hosts: Texts,
    pub(crate) dangers: Dangers,
}

/// Where the origins are.
#[derive(Clone)]
pub(crate) enum SettledOrigins {
    Listed(Texts),
    /// `#[cors(none)]`
    Nobody,
    /// A value given to a layer.
    Set(Arc<dyn AllowOrigin + Send + Sync>),
    Dynamic(fn() -> Box<dyn AllowOrigin>),
    DynamicAsync(fn() -> Box<dyn AllowOriginAsync>),
}

impl From<Policy> for Settings {
    fn from(policy: Policy) -> Self {
        Self {
            origins: policy.source().map(|source| match source {
                OriginSource::Listed(origins) => SettledOrigins::Listed(texts(origins)),
                OriginSource::Nobody => SettledOrigins::Nobody,
                OriginSource::Dynamic(_, make) => SettledOrigins::Dynamic(make),
                OriginSource::DynamicAsync(_, make) => SettledOrigins::DynamicAsync(make),
            }),
            debug_origins: texts(policy.debug_origins()),
            methods: policy.listed_methods().map(texts),
            allow_headers: texts(policy.allow_headers()),
            expose_headers: texts(policy.expose_headers()),
            allow_credentials: policy.allow_credentials(),
            max_age: policy.max_age(),
            enforce: policy.enforce(),
            hosts: texts(policy.hosts()),
            dangers: policy.dangers(),
        }
    }
}

impl Settings {
    /// All that they say, to compare; `None` where origins are known at run time only.
    pub(crate) fn content(&self) -> Option<impl Hash + PartialEq + '_> {
        let listed = match &self.origins {
            None | Some(SettledOrigins::Nobody) => None,
            Some(SettledOrigins::Listed(origins)) => Some(origins),
            Some(_) => return None,
        };
        let Dangers { insecure_origins, public_suffixes, null_origin } = self.dangers;
        Some((
            (listed, self.origins.is_none(), &self.debug_origins),
            (&self.methods, &self.allow_headers, &self.expose_headers, &self.hosts),
            (self.allow_credentials, self.max_age, self.enforce),
            [insecure_origins, public_suffixes, null_origin],
        ))
    }
}

fn texts(list: List) -> Texts {
    list.iter().copied().map(Cow::Borrowed).collect()
}

/// The origins of a settings file as a set for `dynamic(…)`.
///
/// # Errors
/// As [`Origins::parse`], under the dangers that the settings take on: a set cannot know which
/// policy will use it, so what credentials forbid is refused here. `*` is no set, and neither is
/// what is known at run time only.
impl TryFrom<&Settings> for Origins {
    type Error = PolicyErrors;

    fn try_from(settings: &Settings) -> Result<Self, PolicyErrors> {
        let listed = match &settings.origins {
            Some(SettledOrigins::Listed(origins)) => origins.as_slice(),
            _ => &[],
        };
        // In both lists is no mistake.
        let debug = settings.debug_origins.iter().filter(|origin| !listed.contains(origin));
        Origins::builder().with_dangers(settings.dangers).parse(listed.iter().chain(debug))
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Settings");
        match &self.origins {
            Some(SettledOrigins::Listed(origins)) => debug.field("origins", origins),
            Some(SettledOrigins::Nobody) => debug.field("origins", &format_args!("none")),
            Some(SettledOrigins::Set(_)) => debug.field("origins", &format_args!("a set")),
            Some(SettledOrigins::Dynamic(_)) => {
                debug.field("origins", &format_args!("dynamic(..)"))
            }
            Some(SettledOrigins::DynamicAsync(_)) => {
                debug.field("origins", &format_args!("dynamic_async(..)"))
            }
            None => debug.field("origins", &None::<Texts>),
        };
        debug
            .field("debug_origins", &self.debug_origins)
            .field("methods", &self.methods)
            .field("allow_headers", &self.allow_headers)
            .field("expose_headers", &self.expose_headers)
            .field("allow_credentials", &self.allow_credentials)
            .field("max_age", &self.max_age)
            .field("enforce", &self.enforce)
            .field("hosts", &self.hosts)
            .field("danger_allow_insecure_origins", &self.dangers.insecure_origins)
            .field("danger_allow_public_suffixes", &self.dangers.public_suffixes)
            .field("danger_allow_null_origin", &self.dangers.null_origin)
            .finish()
    }
}
