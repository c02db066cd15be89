//! The values of const expressions for `max_age` and `policy`, the keys that take one value.

use std::mem::ManuallyDrop;

use crate::Policy;

/// The value of the expression for `max_age` or `policy`. `T` can be a wrong type: after the error about the type, the
/// compiler still checks the rest of the expansion. The field is a `ManuallyDrop`, since const evaluation cannot run
/// the destructor of `T`.
pub struct Scalar<T>(ManuallyDrop<T>);

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `u32` of seconds\n\
               help: write seconds as a number (`as u32` converts other integers), or a duration \
               such as `\"2h\"`\n\
               rule: cors::invalid_value",
    label = "`max_age` takes a const `u32`"
)]
pub trait Seconds {}

impl Seconds for u32 {}

#[must_use]
pub const fn seconds<T: Seconds>(value: T) -> Scalar<T> {
    Scalar(ManuallyDrop::new(value))
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy\n\
               help: write the path of a const `Policy`, as in `policy = FIRST_PARTY`\n\
               rule: cors::invalid_value",
    label = "`policy` takes a const `Policy`"
)]
pub trait Shared {}

#[diagnostic::do_not_recommend]
impl Shared for Policy {}
#[diagnostic::do_not_recommend]
impl Shared for &'static Policy {}

#[must_use]
pub const fn shared<T: Shared>(value: T) -> Scalar<T> {
    Scalar(ManuallyDrop::new(value))
}

impl Scalar<u32> {
    #[must_use]
    pub const fn value(self) -> u32 {
        ManuallyDrop::into_inner(self.0)
    }
}

impl Scalar<Policy> {
    #[must_use]
    pub const fn value(self) -> Policy {
        ManuallyDrop::into_inner(self.0)
    }
}

impl Scalar<&'static Policy> {
    #[must_use]
    pub const fn value(self) -> Policy {
        ManuallyDrop::into_inner(self.0).const_clone()
    }
}

/// Adds the method `value` to types that the key does not take. Without the method, the compiler would report a missing
/// method in addition to the unmet bound of [`seconds`] or [`shared`].
pub trait WrongScalar: Sized {
    fn value<V>(self) -> V {
        unreachable!("the build has failed")
    }
}

impl<T> WrongScalar for Scalar<T> {}
