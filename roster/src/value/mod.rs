//! The values of cells: text, numbers, ages, dates, mobile numbers, states and groups.

pub(crate) mod birth;
pub(crate) mod digits;
pub(crate) mod groups;
pub(crate) mod memo;
pub(crate) mod status;
pub(crate) mod text;
