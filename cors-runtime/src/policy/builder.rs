use std::{collections::HashSet, time::Duration};

use cors_rules::{
    Rule, Violation, each_setting, enforce::Enforce, key::Key, list as rules, max_age, origin,
};

use super::{List, OriginSource, Policy, PolicyError, PolicyErrors, errors::with_run_time_help};

/// Builds a [`Policy`] from values that are known at run time, under the rules of
/// [`#[cors]`](macro@crate::cors).
///
/// The builder has a method for each key of the attribute except `policy` and `crate`. A method replaces the setting of
/// an earlier call. [`build`](Self::build) returns the errors.
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
    /// The errors that were found before [`build`](Self::build) checks the lists. Each error has the key of its
    /// setting, or `None` if the error is about an unknown name in a file.
    errors: Vec<(Option<Key>, PolicyError)>,
    /// The lists that a file writes as one string. An error in such a list names no index.
    pub(super) in_one_string: Vec<Key>,
    /// `true` if missing origins are an error: the settings are from a file, and the file has no unknown key that may
    /// mean `origins`.
    pub(super) requires_origins: bool,
}

/// Defines the setter of a key. The kind of the key determines the type of the argument and the conversion to the
/// setting.
macro_rules! setter {
    ($key:ident $name:ident $takes:literal $type:ty, $convert:expr) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ".")]
        #[must_use]
        pub fn $name(mut self, value: $type) -> Self {
            self.reset(Key::$key);
            self.policy.$name = Some($convert(value));
            self
        }
    };
    ($key:ident $name:ident Origins $takes:literal) => {
        setter! { $key $name $takes impl IntoIterator<Item: AsRef<str>>, |value| {
            OriginSource::Listed(list(value))
        } }
    };
    ($key:ident $name:ident Flag $takes:literal) => {
        setter! { $key $name $takes bool, |value| value }
    };
    ($key:ident $name:ident Danger $takes:literal) => {
        setter! { $key $name $takes bool, |value| value }
    };
    ($key:ident $name:ident Enforce $takes:literal) => {
        setter! { $key $name $takes Enforce, |value| value }
    };
    ($key:ident $name:ident Duration $takes:literal) => {
        #[doc = concat!("Sets `", stringify!($name), "`: ", $takes, ". Whole seconds, at most a day.")]
        #[must_use]
        pub fn $name(mut self, value: Duration) -> Self {
            self.reset(Key::$key);
            match whole_seconds(value) {
                Ok(seconds) => self.policy.$name = Some(seconds),
                Err(violation) => self.add_error(Some(Key::$key), stringify!($name), violation),
            }
            self
        }
    };
    ($key:ident $name:ident $list:ident $takes:literal) => {
        setter! { $key $name $takes impl IntoIterator<Item: AsRef<str>>, list }
    };
}

macro_rules! setters {
    ($($key:ident $name:ident $kind:ident { takes: $takes:literal, $($about:tt)* })*) => {
        impl PolicyBuilder {
            $(setter! { $key $name $kind $takes })*
        }
    };
}

each_setting!(setters);

impl PolicyBuilder {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, errors: Vec::new(), in_one_string: Vec::new(), requires_origins: false }
    }

    /// Checks the settings, and builds the policy.
    ///
    /// The origins may be missing, since [`Cors::origins`](crate::Cors::origins) can set them. For a builder that was
    /// read from a file, missing origins are an error. The debug origins are checked in every build, and are not in the
    /// policy of a build without `debug_assertions`.
    ///
    /// # Errors
    /// Every violation of a rule, at most a hundred, with the [`field`](PolicyError::field) of the value.
    pub fn build(mut self) -> Result<Policy, PolicyErrors> {
        let has_error = |key| self.errors.iter().any(|(other, _)| *other == Some(key));
        if self.requires_origins && self.policy.origins.is_none() && !has_error(Key::Origins) {
            let help = "list the origins, or write `*` for every page; to allow none, use \
                        `Policy::NONE` in place of the file";
            let violation = origin::missing("origins").help(help);
            self.add_error(Some(Key::Origins), "origins", violation);
        }
        let in_lists: Vec<PolicyError> =
            Key::SETTINGS.iter().flat_map(|key| self.list_errors(*key)).collect();
        let errors = self.errors.into_iter().map(|(_, error)| error).chain(in_lists);
        PolicyErrors::ok_if_empty(errors)?;
        if !cfg!(debug_assertions) {
            self.policy.debug_origins = None;
        }
        Ok(self.policy)
    }

    /// Returns the errors in the list of a key. Stops after `MAX_REPORTED + 1` errors, since the last one only shows
    /// that there are more errors than the report contains.
    fn list_errors(&self, key: Key) -> Vec<PolicyError> {
        let policy = &self.policy;
        let Some(list) = policy.list(key) else { return Vec::new() };
        let values: Vec<&str> = list.iter().collect();
        // In a list from a file, each item that is not a string already has an error.
        let fields = self.errors.iter().filter_map(|(_, error)| error.field());
        let items_with_error: HashSet<&str> = fields.filter(|field| *field != key.name()).collect();
        let has_other_values = match key {
            Key::Origins => !policy.debug_origins().is_empty(),
            key => key == Key::DebugOrigins,
        };
        let check = rules::ListCheck {
            has_other_values,
            ..rules::ListCheck::new(key, &values, policy.context())
        };
        let empty = rules::empty(key).filter(|_| values.is_empty()).map(|violation| match key {
            Key::Origins => violation.help("list the origins, or use `Policy::NONE` to allow none"),
            _ => violation,
        });
        let in_values = check.violations().map(|(index, violation)| (Some(index), violation));
        empty
            .map(|violation| (None, violation))
            .into_iter()
            .chain(in_values)
            .map(|(index, violation)| (self.field(key, index), violation))
            .filter(|(field, _)| !items_with_error.contains(field.as_str()))
            .take(PolicyErrors::MAX_REPORTED + 1)
            .map(|(field, violation)| {
                let violation =
                    with_run_time_help(violation, "use `Policy::NONE` in place of this policy");
                PolicyError::from(violation).in_field(field)
            })
            .collect()
    }

    /// Returns the field that an error names for a value of a list, such as `origins[2]`. Returns only the name of the
    /// key if the error is about the whole list, or if a file writes the list as one string.
    fn field(&self, key: Key, index: Option<usize>) -> String {
        match index {
            Some(index) if !self.in_one_string.contains(&key) => format!("{}[{index}]", key.name()),
            _ => key.name().to_owned(),
        }
    }

    /// Forgets what the builder and the policy store about an earlier value of the key.
    fn reset(&mut self, key: Key) {
        self.policy.inherited &= !(1 << key as u16);
        self.errors.retain(|(other, _)| *other != Some(key));
        self.in_one_string.retain(|other| *other != key);
    }

    pub(super) fn add_error(&mut self, key: Option<Key>, field: &str, violation: Violation) {
        self.errors.push((key, PolicyError::from(violation).in_field(field.to_owned())));
    }
}

fn list(values: impl IntoIterator<Item: AsRef<str>>) -> List {
    values.into_iter().map(|value| Box::from(value.as_ref())).collect()
}

#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn whole_seconds(duration: Duration) -> Result<u32, Violation> {
    if duration.subsec_nanos() == 0 {
        return max_age::check(duration.as_secs());
    }
    let value = format!("{duration:?}");
    let violation = Violation::new(Rule::InvalidMaxAge, &value, "is not a whole number of seconds");
    Err(violation.write(&format!("Duration::from_secs({})", duration.as_secs())))
}
