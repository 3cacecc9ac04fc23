//! Bringing people to the camp: who was called at the house, and who holds a call slip. Whom to call is
//! [`crate::Core::left_out`].

mod call;
