//! The controls every screen is made of. Each takes plain values and gives back what the user did; each has an
//! accessible name, can be reached by keyboard and shows its focus.

pub mod button;
pub mod card;
pub mod chip;
pub mod field;
pub mod focus;
pub mod modal;
pub mod paint;
pub mod select;
pub mod text;

pub use button::Button;
pub use card::Card;
pub use chip::Chip;
pub use field::Field;
pub use modal::Dialog;
pub use select::Select;
