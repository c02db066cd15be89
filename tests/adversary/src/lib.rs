//! The model, random requests, and the entries of the fuzz targets.

pub mod entries;
pub mod model;
pub mod random;
pub mod served;
