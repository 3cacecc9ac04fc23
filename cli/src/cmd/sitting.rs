//! Who sits at the table, where and when: options shared by every command that writes.

use clap::Args;
use shivir_core::Core;
use shivir_core::facts::{OnPaper, Sitting};
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, CampId};

use super::worker;
use crate::fail::Fail;
use crate::parse;

/// Who sits at the table, where and when.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Who, where, when")]
pub(crate) struct SittingArgs {
    /// किसने काम किया: पहचान या नाम · Who did the work: id or name [default: the only worker]
    #[arg(long, value_name = "ID|NAME")]
    pub worker: Option<String>,
    /// किसने लिखा, यदि दूसरा हो · Who types, where another
    #[arg(long, value_name = "ID|NAME")]
    pub typist: Option<String>,
    /// शिविर का क्रमांक · Number of the camp
    #[arg(long, value_name = "N")]
    pub camp: Option<u32>,
    /// ग्राम पंचायत या वार्ड का कोड · Code of the gram panchayat or ward [default: the worker's first]
    #[arg(long, value_name = "N")]
    pub area: Option<u64>,
    /// कागज़ की तारीख · The day on the paper sheet, where it is not now
    #[arg(long, value_name = "DAY", value_parser = parse::day)]
    pub day: Option<Day>,
    /// कागज़ पर समय · The time on the paper sheet
    #[arg(long, value_name = "HH:MM", value_parser = parse::time, requires = "day")]
    pub time: Option<u16>,
}

impl SittingArgs {
    /// The sitting that goes with every fact.
    pub fn sitting(&self, core: &Core) -> Result<Sitting, Fail> {
        let author = worker::find(core, self.worker.as_deref())?;
        let typist = match &self.typist {
            Some(named) => worker::find(core, Some(named))?.id,
            None => author.id,
        };
        let area = self.area.map(AreaId).or(author.areas.first().copied());
        Ok(Sitting {
            author: author.id,
            typist,
            camp: self.camp.map(CampId),
            area: area.unwrap_or_default(),
            on: self.day.map(|day| OnPaper { day, minute: self.time }),
        })
    }
}
