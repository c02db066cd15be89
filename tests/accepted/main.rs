//! Programs that compile, and would not if a rule rejected too much or an expansion used a name of its
//! surroundings.

mod beside_other_attributes;
mod names_of_the_language;
mod next_to_the_rejected;
