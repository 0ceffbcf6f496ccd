//! The controls every screen is made of. Each takes plain values and gives back what the user did; each has an
//! accessible name, can be reached by keyboard and shows its focus.

pub mod answer_cell;
pub mod banner;
pub mod button;
pub mod card;
pub mod check;
pub mod chip;
pub mod choice;
pub mod clock;
pub mod date_field;
pub mod empty;
pub mod field;
pub mod focus;
pub mod grade;
pub mod grid;
mod grid_keys;
pub mod group;
pub mod menu;
pub mod modal;
pub mod number_field;
pub mod paint;
pub mod palette;
pub mod path_field;
pub mod progress;
pub mod question;
pub mod radio;
pub mod rail;
pub mod row;
pub mod rows;
mod scroll;
pub mod select;
pub mod table;
pub mod tabs;
pub mod text;
pub mod toast;
pub mod typeahead;

#[cfg(test)]
mod behaviour;
#[cfg(test)]
mod gallery;

pub use button::Button;
pub use card::Card;
pub use chip::Chip;
pub use field::Field;
pub use modal::Dialog;
pub use select::Select;
