//! How the types that are no plain struct or code list cross to Kotlin: ids as their text, days as their number, of which
//! the generated code makes dates. The others derive where they are defined.

use uniffi::deps::anyhow::anyhow;

use crate::aadhaar::Last4;
use crate::day::Day;
use crate::fact::CaseRef;
use crate::fold::ReviewId;
use crate::hlc::Hlc;
use crate::id::{AreaId, CampId, DeviceId, FactId, HouseholdId, PersonId, StreamId, SubjectId, WorkerId};
use crate::wire::Cursor;

// What is refused is not quoted: it may be personal.
macro_rules! as_text {
    ($($name:ident)+) => {$(
        uniffi::custom_type!($name, String, {
            lower: |id| id.to_string(),
            try_lift: |text| $name::parse(&text).ok_or_else(|| anyhow!("not an id")),
        });
    )+};
}

as_text!(PersonId WorkerId StreamId SubjectId HouseholdId DeviceId ReviewId);

uniffi::custom_newtype!(Hlc, u64);
uniffi::custom_newtype!(AreaId, u64);
uniffi::custom_newtype!(CampId, u32);
uniffi::custom_newtype!(CaseRef, FactId);
uniffi::custom_newtype!(Cursor, u64);

uniffi::custom_type!(Day, i32, {
    lower: |day| day.days(),
    try_lift: |days| Day::from_days(days).ok_or_else(|| anyhow!("not a day of the years 1 to 9999")),
});

uniffi::custom_type!(Last4, String, {
    lower: |digits| digits.to_string(),
    try_lift: |text| Last4::new(&text).ok_or_else(|| anyhow!("not the last 4 digits")),
});
