#[cfg(test)]
mod tests;

use std::{
    env::{self, VarError},
    fmt,
    str::FromStr,
    sync::Arc,
};

use cors_rules::{
    Rule, Violation,
    cross_checks::{Context, Dangers},
    key::Key,
    list::{ANY, ListCheck},
    origin::{NULL, Origin},
};

use super::{Matcher, PolicyTerms};
use crate::policy::{Policy, PolicyError, PolicyErrors, split, with_run_time_help};

/// A set of origin patterns from run-time values, under the rules of [`#[cors]`](macro@crate::cors).
///
/// Any policy may use a set, so the rules are those of a policy with credentials: `*`, `null`, insecure patterns and
/// public suffixes are rejected. [`Origins::builder`] can permit them. A lookup in a set of ten thousand patterns takes
/// hardly longer than in a set of ten, and never allocates. Clones of a set share the patterns in memory. Sets with
/// equal lists of patterns usually share them too.
///
/// Create a set in `main`, and pass it to [`Cors::origins`](crate::Cors::origins), or to the data of the
/// application for [`app_data`](crate::app_data).
///
/// ```
/// use cors_runtime::{Origin, Origins};
///
/// let partners = Origins::parse(["https://a.example.com", "https://*.b.example:*"])?;
/// assert!(partners.contains(&Origin::parse(b"https://eu.b.example:8443").unwrap()));
/// assert!(!partners.contains(&Origin::parse(b"https://b.example").unwrap()));
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// Standard: [`Access-Control-Allow-Origin`](https://fetch.spec.whatwg.org/#http-access-control-allow-origin) contains
/// at most one origin, so the server looks up the origin of each request in the set.
#[derive(Clone)]
#[doc(alias = "allowlist")]
#[doc(alias = "whitelist")]
pub struct Origins {
    matcher: Arc<Matcher>,
    has_any: bool,
    /// The builder of the set. When the application starts, a policy is checked against this builder, not against the
    /// patterns, because [`LiveOrigins`](super::LiveOrigins) can replace the patterns later.
    pub(super) builder: OriginsBuilder,
}

impl Origins {
    /// Parses a set of patterns.
    ///
    /// # Errors
    /// Every violation of a rule, at most a hundred: invalid patterns, duplicates, `*`, `null`, insecure
    /// patterns, public suffixes, and an empty list.
    pub fn parse(patterns: impl IntoIterator<Item: AsRef<str>>) -> Result<Self, PolicyErrors> {
        Self::builder().parse(patterns)
    }

    /// Reads a set from an environment variable: patterns, separated by commas or white space.
    ///
    /// ```no_run
    /// use cors_runtime::Origins;
    ///
    /// // PARTNER_ORIGINS="https://a.example.com, https://*.b.example"
    /// let partners = Origins::from_env("PARTNER_ORIGINS")?;
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Origins::parse`], and if the variable is missing or not Unicode. Without this error, a forgotten
    /// variable could silently allow no origin, or every origin.
    pub fn from_env(name: &str) -> Result<Self, PolicyErrors> {
        Self::builder().from_env(name)
    }

    /// Returns the empty set, which allows no origin. Use this set if the configuration switches CORS off.
    ///
    /// ```
    /// use cors_runtime::Origins;
    ///
    /// fn allowed(configured: Option<&str>) -> Result<Origins, cors_runtime::PolicyErrors> {
    ///     configured.map_or_else(|| Ok(Origins::none()), str::parse)
    /// }
    /// assert_eq!(allowed(None)?.patterns().count(), 0);
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self { matcher: Matcher::shared(&[]), has_any: false, builder: OriginsBuilder::default() }
    }

    /// Returns a builder, which can permit patterns that [`Origins::parse`] rejects.
    ///
    /// ```
    /// use cors_runtime::Origins;
    ///
    /// let previews = Origins::builder()
    ///     .danger_allow_public_suffixes()
    ///     .parse(["https://*.vercel.app"])?;
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn builder() -> OriginsBuilder {
        OriginsBuilder::default()
    }

    /// Returns whether a pattern of the set matches.
    #[must_use]
    pub fn contains(&self, origin: &Origin<'_>) -> bool {
        self.has_any || self.matcher.matches(origin)
    }

    /// Iterates over the patterns of the set, in an unspecified order.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.has_any.then_some(ANY).into_iter().chain(self.matcher.patterns())
    }

    /// Returns whether the set allows the opaque origin `null`: it contains `null` or `*`.
    #[must_use]
    pub fn contains_null(&self) -> bool {
        self.has_any || self.matcher.matches_null()
    }

    /// Returns whether the set contains `*`, which allows every origin. Only [`OriginsBuilder::without_credentials`]
    /// permits `*`.
    #[must_use]
    pub fn contains_every_origin(&self) -> bool {
        self.has_any
    }

    /// Returns this set. [`LiveOrigins`](super::LiveOrigins) has the same method, so that one macro implements
    /// `AllowOrigin` for both.
    pub(super) fn current(&self) -> &Self {
        self
    }

    pub(super) fn contains_value(&self, value: &[u8]) -> bool {
        self.has_any || self.matcher.matches_value(value)
    }

    /// Builds a set of the same patterns with this builder. Returns the errors if the builder does not permit a
    /// pattern.
    pub(super) fn rebuilt_by(&self, builder: OriginsBuilder) -> Result<Self, PolicyErrors> {
        // `Origins::none()` has no patterns, and `parse` would reject an empty list.
        match self.patterns().next() {
            Some(_) => builder.parse(self.patterns()),
            None => Ok(Self { builder, ..self.clone() }),
        }
    }
}

impl fmt::Debug for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.patterns()).finish()
    }
}

/// Builds an [`Origins`] set, which may contain dangerous patterns: see [`Origins::builder`].
#[derive(Clone, Copy, Debug, Default)]
pub struct OriginsBuilder {
    dangers: Dangers,
    without_credentials: bool,
}

impl OriginsBuilder {
    /// Permits insecure patterns, such as `http://app.example.com`: the scheme is not `https`, and the host is not a
    /// loopback host. An attacker on the network can imitate a page of such an origin, and act with the credentials of
    /// the user.
    #[must_use]
    pub fn danger_allow_insecure_origins(mut self) -> Self {
        self.dangers.insecure_origins = true;
        self
    }

    /// Permits `*.` or `*-name.` before a public suffix, as in `https://*.github.io`. An attacker can register a
    /// matching name, and then act with the credentials of the user.
    #[must_use]
    pub fn danger_allow_public_suffixes(mut self) -> Self {
        self.dangers.public_suffixes = true;
        self
    }

    /// Permits `null`, the origin of a frame with `sandbox` and without `allow-same-origin`. Any page can
    /// create such a frame.
    #[must_use]
    pub fn danger_allow_null_origin(mut self) -> Self {
        self.dangers.null_origin = true;
        self
    }

    /// Permits insecure patterns, patterns below public suffixes, and `*`, which means every origin. `*` may be alone
    /// or beside other patterns. The set is for policies without credentials.
    ///
    /// If a policy with `allow_credentials` or `enforce` uses the set, the application does not start, whatever the set
    /// contains. A set in [`app_data`](crate::app_data) allows no origin instead.
    ///
    /// ```
    /// use cors_runtime::Origins;
    ///
    /// let readers = Origins::builder().without_credentials().parse(["*", "http://intranet"])?;
    /// assert!(readers.contains_every_origin());
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.without_credentials = true;
        self
    }

    /// Checks that a policy may use every set that this builder can build.
    pub(super) fn check_terms(self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        if !self.without_credentials {
            return Ok(());
        }
        let forbidden = [
            (
                policy.allow_credentials,
                Rule::AnyOriginWithCredentials,
                "builds sets that may contain `*`, which `allow_credentials` forbids",
                "build the set without `without_credentials()`, or leave `allow_credentials` out",
            ),
            (
                policy.is_enforced,
                Rule::AnyOriginWithEnforce,
                "builds sets that may contain `*`, with which `enforce` would reject nothing",
                "build the set without `without_credentials()`, or leave `enforce` out",
            ),
        ];
        let errors = forbidden.into_iter().filter(|(is_set, ..)| *is_set);
        PolicyErrors::ok_if_empty(errors.map(|(_, rule, sentence, help)| {
            let value = "Origins::builder().without_credentials()";
            Violation::new(rule, value, sentence).help(help).into()
        }))
    }

    /// Parses a set of patterns, as [`Origins::parse`] does.
    ///
    /// # Errors
    /// The errors of [`Origins::parse`], without those about patterns that this builder permits.
    pub fn parse(
        self,
        patterns: impl IntoIterator<Item: AsRef<str>>,
    ) -> Result<Origins, PolicyErrors> {
        let patterns: Vec<_> = patterns.into_iter().collect();
        let values: Vec<&str> = patterns.iter().map(AsRef::as_ref).collect();
        if values.is_empty() {
            let empty = Violation::new(Rule::MissingOrigins, "[]", "lists no origin");
            let help = "list origins, such as `https://app.example.com`; for an empty set, use \
                        `Origins::none()`";
            return Err(empty.help(help).into());
        }
        let context = Context {
            allow_credentials: !self.without_credentials,
            dangers: self.dangers,
            ..Context::UNKNOWN
        };
        let list = ListCheck {
            allows_mixed_any: self.without_credentials,
            ..ListCheck::new(Key::Origins, &values, context)
        };
        let errors = list.violations().filter_map(|(_, violation)| Self::with_set_help(violation));
        PolicyErrors::ok_if_empty(errors.map(PolicyError::from))?;
        let patterns: Vec<&str> = values.iter().copied().filter(|value| *value != ANY).collect();
        let has_any = patterns.len() < values.len();
        Ok(Origins { matcher: Matcher::shared(&patterns), has_any, builder: self })
    }

    /// Reads a set from an environment variable, as [`Origins::from_env`] does.
    ///
    /// # Errors
    /// The errors of [`Origins::from_env`], without those about patterns that this builder permits.
    pub fn from_env(self, name: &str) -> Result<Origins, PolicyErrors> {
        let defect = match env::var(name) {
            Ok(value) => return self.parse(split(&value)).map_err(|errors| errors.in_field(name)),
            Err(VarError::NotPresent) => "is not set, so there are no origins",
            Err(VarError::NotUnicode(_)) => "is not Unicode, so there are no origins",
        };
        let help =
            format!("set it, for example `{name}=https://app.example.com,https://*.example.org`");
        Err(Violation::new(Rule::MissingOrigins, name, defect).help(&help).into())
    }

    /// Adapts the help of a violation to sets: the help names the methods of the builder, not the keys of the
    /// attribute. Returns `None` if the violation is that `null` is insecure: in a set, `null` needs only
    /// `danger_allow_null_origin`.
    fn with_set_help(violation: Violation) -> Option<Violation> {
        let help = match violation.rule() {
            Rule::InsecureOriginWithCredentials if violation.value() == NULL => return None,
            Rule::AnyOriginMixed | Rule::AnyOriginWithCredentials => {
                "list the origins; if no policy that uses the set has credentials, build it with \
                 `Origins::builder().without_credentials()`"
            }
            Rule::InsecureOriginWithCredentials => {
                "if no policy that uses the set has credentials, build it with \
                 `Origins::builder().without_credentials()`; otherwise list an `https` origin, or call \
                 `.danger_allow_insecure_origins()`"
            }
            Rule::PublicSuffixWithCredentials => {
                "if no policy that uses the set has credentials, build it with \
                 `Origins::builder().without_credentials()`; otherwise list the sites that are yours, \
                 or call `.danger_allow_public_suffixes()`"
            }
            Rule::NullOrigin => {
                "leave it out, or build the set with `Origins::builder().danger_allow_null_origin()`"
            }
            _ => {
                let instead = "use `Origins::none()` in place of this set";
                return Some(with_run_time_help(violation, instead));
            }
        };
        Some(violation.help(help))
    }
}

/// Parses patterns that are separated by commas or white space.
///
/// ```
/// let partners: cors_runtime::Origins = "https://a.example.com, https://*.b.example".parse()?;
/// assert_eq!(partners.patterns().count(), 2);
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// # Errors
/// As for [`Origins::parse`].
impl FromStr for Origins {
    type Err = PolicyErrors;

    fn from_str(list: &str) -> Result<Self, PolicyErrors> {
        Self::parse(split(list))
    }
}

/// Converts the listed origins of a policy, debug origins included, to a set for `dynamic(…)`.
///
/// # Errors
/// As for [`Origins::parse`], under the `danger_` settings of the policy. Any policy may use the set later, so `*` is
/// an error. A policy that lists neither origins nor debug origins is an error too.
impl TryFrom<&Policy> for Origins {
    type Error = PolicyErrors;

    fn try_from(policy: &Policy) -> Result<Self, PolicyErrors> {
        let builder = OriginsBuilder { dangers: policy.dangers(), without_credentials: false };
        builder.parse(policy.listed_origins())
    }
}
