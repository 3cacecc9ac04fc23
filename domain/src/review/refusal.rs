//! Why an item cannot be settled so.

use super::{Rank, Settler, may_settle, needed};
use crate::codes::{Lang, ReviewKind};
use crate::id::{FactId, WorkerId};

/// A rule that a settlement breaks. The item stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    /// It is settled; what comes later and was not seen reopens it by itself.
    #[error("{}", self.sentence(Lang::En))]
    Settled,
    /// Facts came to it, or left it, since it was shown.
    #[error("{}", self.sentence(Lang::En))]
    Changed,
    /// The fact to keep is none of those in the item.
    #[error("{}", self.sentence(Lang::En))]
    NotInIt,
    /// Her cadre does not settle items of this kind; who does, where this version knows.
    #[error("{}", self.sentence(Lang::En))]
    NotHers(Option<Rank>),
    /// The two entries are shown as one person already, or are one entry.
    #[error("{}", self.sentence(Lang::En))]
    OneAlready,
    /// Of a listed and a new entry the listed is kept.
    #[error("{}", self.sentence(Lang::En))]
    ListedIsKept,
    /// No merge of just these two entries holds.
    #[error("{}", self.sentence(Lang::En))]
    NotJoined,
}

impl ReviewRefusal {
    /// The sentence for the worker: what is wrong and what to do; nothing was changed.
    pub fn sentence(self, lang: Lang) -> String {
        let safe = lang.pick(" सभी अभिलेख जैसे थे वैसे ही सुरक्षित हैं।", " The records are safe as they were.");
        let text = match self {
            Self::Settled => lang
                .pick(
                    "इसका निपटारा हो चुका है। नया अभिलेख आने पर यह अपने आप फिर खुलेगा।",
                    "This is settled already. It opens again by itself when a new record comes.",
                )
                .to_owned(),
            Self::Changed => lang
                .pick(
                    "दिखाए जाने के बाद इसमें कुछ बदला है। फिर से देखें, तब निपटाएँ।",
                    "Something has changed in it since it was shown. Look at it again, then settle it.",
                )
                .to_owned(),
            Self::NotInIt => lang
                .pick(
                    "चुना हुआ अभिलेख इस जाँच में नहीं है। दिखाए गए अभिलेखों में से एक चुनें।",
                    "The chosen record is not in this item. Choose one of those that are shown.",
                )
                .to_owned(),
            Self::NotHers(None) => lang
                .pick(
                    "यह जाँच ऐप के नए संस्करण की है। ऐप को अपडेट करें।",
                    "This item is of a newer version of the application. Update it.",
                )
                .to_owned(),
            Self::OneAlready => lang
                .pick(
                    "ये दोनों पहले से एक ही व्यक्ति के रूप में दर्ज हैं।",
                    "These two are shown as one person already.",
                )
                .to_owned(),
            Self::ListedIsKept => lang
                .pick(
                    "सूची वाली प्रविष्टि ही रखी जाती है। सूची वाले व्यक्ति को पहले लिखें।",
                    "The entry on the list is the one that is kept. Name the listed person first.",
                )
                .to_owned(),
            Self::NotJoined => lang
                .pick(
                    "ये दो प्रविष्टियाँ सीधे जोड़ी हुई नहीं हैं। व्यक्ति का इतिहास देखें कि कौन सी जोड़ी गई थीं।",
                    "These two entries were not joined with each other. See in the person's history which were.",
                )
                .to_owned(),
            Self::NotHers(Some(rank)) => match lang {
                Lang::Hi => format!("इसका निपटारा कर सकते हैं: {}। उन्हें दिखाएँ।", rank.word(lang)),
                Lang::En => format!("This is settled by {}. Show it to them.", rank.word(lang)),
            },
        };
        text + safe
    }
}

/// An item as it stands, and how it is to be settled.
pub struct Settling<'a> {
    /// What it is about.
    pub kind: ReviewKind,
    /// It waits for someone.
    pub open: bool,
    /// The facts in it.
    pub facts: &'a [FactId],
    /// Their authors.
    pub authors: &'a [WorkerId],
    /// The facts that were shown.
    pub seen: &'a [FactId],
    /// The fact to keep.
    pub keep: FactId,
}

impl Settling<'_> {
    /// Whether all of these may settle it so: who decides, and who types it. Whoever types another's decision has to be one who
    /// could take it, for nobody can tell afterwards whose it was.
    ///
    /// # Errors
    /// [`ReviewRefusal`].
    pub fn judge(&self, settlers: &[Settler]) -> Result<(), ReviewRefusal> {
        if self.facts != self.seen {
            return Err(ReviewRefusal::Changed);
        }
        if !self.open {
            return Err(ReviewRefusal::Settled);
        }
        if !self.facts.contains(&self.keep) {
            return Err(ReviewRefusal::NotInIt);
        }
        let may = |settler: &Settler| may_settle(self.kind, settler, self.authors);
        if settlers.iter().all(may) { Ok(()) } else { Err(ReviewRefusal::NotHers(needed(self.kind))) }
    }
}
