//! The sample pictures: rendered scenes that stand in for photographs.

pub mod cat;
mod cat_form;
mod country;
mod figures;
mod fruit;
mod house;
pub mod lake;
pub mod still_life;
pub mod street;
mod tableware;
