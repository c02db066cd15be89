//! A policy from values that are known at run time.

use std::time::Duration;

use cors_rules::{
    Rule, Violation,
    cross_checks::Credentials,
    each_setting,
    enforce::Enforce,
    header_name::Direction,
    key::Key,
    list::{self as rules, Rules},
    max_age,
};

use super::{List, OriginSource, Policy, PolicyError, PolicyErrors};

/// Builds a [`Policy`] from values that are known at run time, under the rules of
/// [`#[cors]`](macro@crate::cors).
///
/// It has a method for each key of the attribute except `policy` and `crate`. A method replaces the
/// setting of an earlier call. [`build`](Self::build) checks everything.
///
/// ```
/// use std::time::Duration;
/// use cors_runtime::{Enforce, Policy};
///
/// let policy = Policy::builder()
///     .origins(["https://app.example.com", "https://*.example.org"])
///     .methods(["GET", "PUT"])
///     .allow_credentials(true)
///     .enforce(Enforce::On)
///     .max_age(Duration::from_secs(7_200))
///     .build()?;
/// assert_eq!(policy.methods(), ["GET", "PUT"]);
///
/// let errors = Policy::builder().origins(["https://app.example.com/"]).build().unwrap_err();
/// assert_eq!(errors.first().field(), Some("origins[0]"));
/// assert_eq!(errors.first().rule(), "cors::invalid_origin");
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// Standard: [HTTP responses of the CORS protocol](https://fetch.spec.whatwg.org/#http-responses).
#[derive(Clone, Debug)]
pub struct PolicyBuilder {
    pub(super) policy: Policy,
    /// The errors of values that no setting can hold.
    pub(super) errors: Vec<PolicyError>,
    /// The keys whose list was one string.
    pub(super) split: Vec<Key>,
    /// The indices in the file, for a list of which some items are not strings.
    pub(super) indices: Vec<(Key, Vec<usize>)>,
}

macro_rules! setter {
    ($name:ident Origins $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ".")]
        #[must_use]
        pub fn $name(mut self, values: impl IntoIterator<Item: AsRef<str>>) -> Self {
            self.policy.$name = Some(OriginSource::Listed(list(values)));
            self
        }
    };
    ($name:ident Flag $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ".")]
        #[must_use]
        pub fn $name(mut self, is_set: bool) -> Self {
            self.policy.$name = Some(is_set);
            self
        }
    };
    ($name:ident Danger $takes:literal) => {
        setter! { $name Flag $takes }
    };
    ($name:ident Duration $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ". Whole seconds, at most a day.")]
        #[must_use]
        pub fn $name(mut self, duration: Duration) -> Self {
            self.errors.retain(|error| error.field() != Some(stringify!($name)));
            match seconds(duration) {
                Ok(seconds) => self.policy.$name = Some(seconds),
                Err(violation) => self.add_error(stringify!($name), violation),
            }
            self
        }
    };
    ($name:ident Enforce $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ".")]
        #[must_use]
        pub fn $name(mut self, enforce: Enforce) -> Self {
            self.policy.$name = Some(enforce);
            self
        }
    };
    ($name:ident $list:ident $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ".")]
        #[must_use]
        pub fn $name(mut self, values: impl IntoIterator<Item: AsRef<str>>) -> Self {
            self.policy.$name = Some(list(values));
            self
        }
    };
}

macro_rules! setters {
    ($($key:ident $name:ident $kind:ident { takes: $takes:literal, $($about:tt)* })*) => {
        impl PolicyBuilder {
            $(setter! { $name $kind $takes })*
        }
    };
}

each_setting!(setters);

impl PolicyBuilder {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, errors: Vec::new(), split: Vec::new(), indices: Vec::new() }
    }

    /// Checks the settings, and makes the policy.
    ///
    /// The origins may be missing: [`Cors::origins`](crate::Cors::origins) can set them. The debug
    /// origins are checked in every build, and are not in the policy of a build without
    /// `debug_assertions`.
    ///
    /// # Errors
    /// Every violation of a rule, with the [`field`](PolicyError::field) that holds the value.
    pub fn build(mut self) -> Result<Policy, PolicyErrors> {
        for key in Key::SETTINGS {
            self.check_list(*key);
        }
        PolicyErrors::check(self.errors)?;
        if !cfg!(debug_assertions) {
            self.policy.debug_origins = None;
        }
        Ok(self.policy)
    }

    fn check_list(&mut self, key: Key) {
        let (Some(list), Some(rules)) = (self.policy.list(key), self.rules(key)) else { return };
        let values: Vec<&str> = list.iter().collect();
        let indices = self.indices.iter().find(|(list, _)| *list == key);
        let field = |index: usize| match self.split.contains(&key) {
            true => key.name().to_owned(),
            false => {
                let in_file = indices.and_then(|(_, indices)| indices.get(index));
                format!("{}[{}]", key.name(), in_file.unwrap_or(&index))
            }
        };
        let has_debug_origins = !self.policy.debug_origins().is_empty();
        let empty = rules::empty(key.name()).filter(|_| values.is_empty());
        let walk = rules::List::new(&values, rules).with_others_beside(match key {
            Key::Origins => has_debug_origins,
            key => key == Key::DebugOrigins,
        });
        let in_list = walk.violations().map(|(index, violation)| (field(index), violation));
        let errors: Vec<PolicyError> = empty
            .map(|violation| (key.name().to_owned(), violation))
            .into_iter()
            .chain(in_list)
            .take(PolicyErrors::MOST + 1)
            .map(|(field, violation)| PolicyError::from(violation).in_field(field))
            .collect();
        self.errors.extend(errors);
    }

    /// The rules of that key's list beside the other settings.
    fn rules(&self, key: Key) -> Option<Rules<'static>> {
        let policy = &self.policy;
        let (credentials, dangers) = (policy.allow_credentials(), policy.dangers());
        Some(match key {
            Key::Origins | Key::DebugOrigins => Rules::Origins {
                null: dangers.null_origin,
                credentials: credentials.then_some(Credentials { dangers }),
                enforces: policy.enforce().is_on(),
            },
            Key::Methods => Rules::Methods { served: None },
            Key::AllowHeaders => Rules::Headers { direction: Direction::Allow, credentials },
            Key::ExposeHeaders => Rules::Headers { direction: Direction::Expose, credentials },
            Key::Hosts => Rules::Hosts,
            Key::AllowCredentials
            | Key::MaxAge
            | Key::Enforce
            | Key::DangerAllowInsecureOrigins
            | Key::DangerAllowPublicSuffixes
            | Key::DangerAllowNullOrigin
            | Key::Policy
            | Key::Crate => return None,
        })
    }

    pub(super) fn add_error(&mut self, field: &str, violation: Violation) {
        self.errors.push(PolicyError::from(violation).in_field(field.to_owned()));
    }
}

fn list(values: impl IntoIterator<Item: AsRef<str>>) -> List {
    values.into_iter().map(|value| Box::from(value.as_ref())).collect()
}

#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn seconds(duration: Duration) -> Result<u32, Violation> {
    if duration.subsec_nanos() == 0 {
        return max_age::check(duration.as_secs());
    }
    let value = format!("{duration:?}");
    let seconds = duration.as_secs();
    Err(Violation::new(Rule::InvalidMaxAge, &value, "is not a whole number of seconds")
        .help(&format!("write `Duration::from_secs({seconds})`")))
}
