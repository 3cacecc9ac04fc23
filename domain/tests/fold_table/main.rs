//! What a person's facts come to, rule by rule (DESIGN.md, Facts and folds; DOMAIN.md, The card, Aadhaar updates, The
//! ledger). Each fold is also checked for facts that it drops.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stand outside of test functions")]

#[path = "../common/mod.rs"]
mod common;

mod aadhaar;
mod blanking;
mod calls;
mod cards;
mod consent;
mod dated;
mod details;
mod likely;
mod merge;
mod newer;
mod order;
mod ration;
mod visits;
