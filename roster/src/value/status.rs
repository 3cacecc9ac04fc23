//! What a list says of a person's card, and yes or no.

/// What a list says of a person's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardStatus {
    /// Made.
    Made,
    /// Applied for, not yet approved.
    Pending,
    /// Refused.
    Rejected,
    /// Not made.
    NotMade,
}

impl CardStatus {
    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            CardStatus::Made => "MADE",
            CardStatus::Pending => "PENDING",
            CardStatus::Rejected => "REJECTED",
            CardStatus::NotMade => "NOT_MADE",
        }
    }
}

/// A word in lower case, without spaces and stops, where it is no longer than a status can be.
fn plain<'b>(cell: &str, buffer: &'b mut [u8; 48]) -> Option<&'b str> {
    let mut length = 0;
    for letter in cell.chars() {
        let letter = match letter {
            'ँ' => 'ं',
            '\u{93c}' => continue,
            letter if letter.is_whitespace() || letter.is_ascii_punctuation() => continue,
            letter => letter.to_ascii_lowercase(),
        };
        let end = length + letter.len_utf8();
        letter.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    std::str::from_utf8(buffer.get(..length)?).ok()
}

/// Reads yes and no.
pub(crate) fn yes(cell: &str) -> Option<bool> {
    Some(match plain(cell, &mut [0; 48])? {
        "yes" | "y" | "true" | "1" | "हां" | "हा" | "है" | "हांजी" => true,
        "no" | "n" | "false" | "0" | "नहीं" | "नही" | "ना" | "नहि" | "नहिं" => {
            false
        }
        _ => return None,
    })
}

/// Reads the state of a card.
pub(crate) fn status(cell: &str) -> Option<CardStatus> {
    if let Some(yes) = yes(cell) {
        return Some(if yes { CardStatus::Made } else { CardStatus::NotMade });
    }
    Some(match plain(cell, &mut [0; 48])? {
        "made"
        | "approved"
        | "approve"
        | "generated"
        | "cardgenerated"
        | "issued"
        | "delivered"
        | "printed"
        | "completed"
        | "complete"
        | "done"
        | "verified"
        | "active"
        | "cardmade"
        | "approvedcard"
        | "autoapproved"
        | "बना"
        | "बनगया"
        | "बनाहै"
        | "बनगयाहै"
        | "बनचुका"
        | "बनचुकाहै"
        | "बनाहुआ"
        | "बनाहुआहै"
        | "कार्डबना"
        | "कार्डबनगया"
        | "कार्डबनाहै"
        | "जारी"
        | "स्वीकृत"
        | "पूर्ण"
        | "वितरित"
        | "अनुमोदित"
        | "प्राप्त" => CardStatus::Made,
        "pending"
        | "applied"
        | "submitted"
        | "inprocess"
        | "inprogress"
        | "underprocess"
        | "pendingforapproval"
        | "approvalpending"
        | "लंबित"
        | "लम्बित"
        | "स्वीकृतिलंबित"
        | "प्रक्रियाधीन"
        | "पेंडिंग"
        | "आवेदित"
        | "प्रक्रियामें" => CardStatus::Pending,
        "rejected" | "reject" | "cancelled" | "disabled" | "अस्वीकृत" | "निरस्त" | "रिजेक्ट" | "रद्द" => {
            CardStatus::Rejected
        }
        "notmade"
        | "notgenerated"
        | "notissued"
        | "notcreated"
        | "remaining"
        | "left"
        | "leftout"
        | "unverified"
        | "notverified"
        | "ekycnotdone"
        | "notdone"
        | "बनानहीं"
        | "नहींबना"
        | "नहीबना"
        | "नहींबनाहै"
        | "नहीबनाहै"
        | "शेष"
        | "बाकी"
        | "बननाशेष"
        | "कार्डनहींबना"
        | "अप्राप्त"
        | "वंचित"
        | "छूटे"
        | "बनानाशेष" => CardStatus::NotMade,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_states_lists_write() {
        for (cell, expected) in [
            ("बना", Some(CardStatus::Made)),
            ("हाँ", Some(CardStatus::Made)),
            ("Yes", Some(CardStatus::Made)),
            ("APPROVED", Some(CardStatus::Made)),
            ("नहीं", Some(CardStatus::NotMade)),
            ("नहीं बना", Some(CardStatus::NotMade)),
            ("Not Generated", Some(CardStatus::NotMade)),
            ("Pending", Some(CardStatus::Pending)),
            ("लंबित", Some(CardStatus::Pending)),
            ("Rejected", Some(CardStatus::Rejected)),
            ("शायद", None),
            ("", None),
        ] {
            assert_eq!(status(cell), expected, "{cell}");
        }
    }
}
