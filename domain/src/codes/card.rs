//! The cards and what the portal says of them.

crate::codes! {
    /// Which card: a person of 70 with a family card is still owed a Vay Vandana card.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum CardKind {
        Family = 1, "FAMILY", "आयुष्मान कार्ड", "Ayushman card";
        VayVandana = 2, "VAY_VANDANA", "वय वंदना कार्ड (70+)", "Vay Vandana card (70 and over)";
    }
}

crate::codes! {
    /// What a card-maker or the portal's list says of a card.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum CardStatus {
        NotMade = 1, "NOT_MADE", "कार्ड नहीं बना", "not made";
        Pending = 2, "PENDING", "स्वीकृति लंबित", "approval pending";
        Approved = 3, "APPROVED", "कार्ड बना", "made";
        Rejected = 4, "REJECTED", "अस्वीकृत", "rejected";
        Delivered = 5, "DELIVERED", "कार्ड हाथ में मिला", "in the holder's hand";
    }
}

impl CardStatus {
    /// The card exists.
    pub fn is_made(self) -> bool {
        matches!(self, Self::Approved | Self::Delivered)
    }
}
