//! The rules in const evaluation: an expansion calls these for what the macro cannot read.
//!
//! Each is `#[track_caller]`, so that the build error stands on the user's own expression.

use cors_rules::{
    Violation,
    header_name::{self, List},
    max_age as seconds, method as methods_, origin as origins_,
};

use crate::policy::Policy;

#[track_caller]
const fn none(violation: Option<Violation>) {
    if let Some(violation) = violation {
        violation.fail()
    }
}

#[track_caller]
pub const fn origin(value: &str) {
    none(origins_::check(value));
}

#[track_caller]
pub const fn origins(values: &[&str]) {
    if values.is_empty() {
        origins_::missing("origins").fail()
    }
    none(origins_::check_list(values));
}

#[track_caller]
pub const fn debug_origins(values: &[&str]) {
    none(origins_::check_list(values));
}

#[track_caller]
pub const fn method(value: &str) {
    none(methods_::check(value));
}

#[track_caller]
pub const fn methods(values: &[&str]) {
    if values.is_empty() {
        methods_::none().fail()
    }
    none(methods_::check_list(values));
}

/// A method written on the handler itself: its route must serve it.
#[track_caller]
pub const fn routed_method(value: &str, served: &[&str]) {
    method(value);
    if !methods_::share_any(&[value], served) {
        methods_::unrouted(value, served).fail()
    }
}

#[track_caller]
pub const fn routed_methods(values: &[&str], _: &[&str]) {
    methods(values);
}

#[track_caller]
pub const fn header(value: &str, list: List) {
    none(header_name::check(value, list));
}

#[track_caller]
pub const fn headers(values: &[&str], list: List) {
    none(header_name::check_list(values, list));
}

#[track_caller]
pub const fn max_age(value: u32) {
    if let Err(violation) = seconds::check(value as u64) {
        violation.fail()
    }
}

/// What only the merge of two policies shows.
#[track_caller]
pub const fn combination(policy: &Policy) {
    none(policy.violation());
}

/// Likewise, on a route that serves those methods.
#[track_caller]
pub const fn on_route(policy: &Policy, served: &[&str]) {
    none(policy.violation_on_route(served));
    none(policy.violation());
}

/// Of lists that the macro cannot take apart.
pub mod each {
    use cors_rules::header_name::List;

    #[track_caller]
    pub const fn origins(values: &[&str]) {
        let mut i = 0;
        while i < values.len() {
            super::origin(values[i]);
            i += 1;
        }
        super::origins(values);
    }

    #[track_caller]
    pub const fn debug_origins(values: &[&str]) {
        let mut i = 0;
        while i < values.len() {
            super::origin(values[i]);
            i += 1;
        }
        super::debug_origins(values);
    }

    #[track_caller]
    pub const fn methods(values: &[&str]) {
        let mut i = 0;
        while i < values.len() {
            super::method(values[i]);
            i += 1;
        }
        super::methods(values);
    }

    #[track_caller]
    pub const fn routed_methods(values: &[&str], served: &[&str]) {
        let mut i = 0;
        while i < values.len() {
            super::routed_method(values[i], served);
            i += 1;
        }
        super::methods(values);
    }

    #[track_caller]
    pub const fn headers(values: &[&str], list: List) {
        let mut i = 0;
        while i < values.len() {
            super::header(values[i], list);
            i += 1;
        }
        super::headers(values, list);
    }
}
