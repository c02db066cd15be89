//! Shared code of the adversarial tests: the model of the specification, random policies and requests, and the
//! functions of the fuzz targets.

pub mod entries;
pub mod model;
pub mod random;
pub mod served;
