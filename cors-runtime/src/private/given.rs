//! Const expressions that stand for one value: what each has to be.

use std::mem::ManuallyDrop;

use crate::Policy;

/// A value, of the type that its key takes or of another one. Const evaluation cannot drop it.
pub struct Given<T>(ManuallyDrop<T>);

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `u32` of seconds\n\
               help: write seconds as a number, with `as u32` behind one of another type, or a \
               duration such as `\"2h\"`\n\
               rule: cors::invalid_value",
    label = "`max_age` takes a const `u32`"
)]
pub trait Seconds {}

impl Seconds for u32 {}

#[must_use]
pub const fn seconds<T: Seconds>(value: T) -> Given<T> {
    Given(ManuallyDrop::new(value))
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy\n\
               help: write the path of a const `Policy`, as in `policy = FIRST_PARTY`\n\
               rule: cors::invalid_value",
    label = "`policy` takes a const `Policy`"
)]
pub trait Shared {}

impl Shared for Policy {}

#[must_use]
pub const fn shared<T: Shared>(value: T) -> Given<T> {
    Given(ManuallyDrop::new(value))
}

impl Given<u32> {
    #[must_use]
    pub const fn value(self) -> u32 {
        ManuallyDrop::into_inner(self.0)
    }
}

impl Given<Policy> {
    #[must_use]
    pub const fn value(self) -> Policy {
        ManuallyDrop::into_inner(self.0)
    }
}

/// Found by the compiler for a type that has no method above, which is told already.
pub trait NotAsked: Sized {
    fn value<V>(self) -> V {
        unreachable!("the build has failed")
    }
}

impl<T> NotAsked for Given<T> {}
