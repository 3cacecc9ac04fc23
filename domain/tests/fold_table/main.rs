//! What a person's facts come to, rule by rule (DESIGN.md, Facts and folds; DOMAIN.md, The card, Aadhaar updates, The
//! ledger). Each fold is also checked for facts that it drops.

#[path = "../common/mod.rs"]
mod common;

mod aadhaar;
mod blanking;
mod cards;
mod details;
mod newer;
mod order;
mod ration;
mod visits;
