//! What the adversary's tests share: the model, random requests, and the entries that take bytes.

pub mod entries;
pub mod model;
pub mod random;
pub mod served;
