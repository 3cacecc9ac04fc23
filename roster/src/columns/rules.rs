//! The rules by which a heading names its field: the first that fits counts.

use std::sync::LazyLock;

use super::Field;
use super::rule_table::RULES;
use super::words::{Key, Words};

/// A rule with its keys read.
struct Read {
    field: Field,
    all: Vec<Vec<Key>>,
    none: Vec<Key>,
}

static READ: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let keys = |keys: &str| {
        let keys = keys.split('|').map(str::trim);
        let keys = keys.filter(|key| !key.is_empty());
        keys.map(Key::new).collect()
    };
    RULES
        .iter()
        .map(|rule| Read {
            field: rule.field,
            all: rule.all.iter().map(|group| keys(group)).collect(),
            none: keys(rule.none),
        })
        .collect()
});

/// Bytes a heading may have; what is longer is a title.
const LONGEST: usize = 200;

/// The field that a heading names, if any.
pub(crate) fn field(header: &str) -> Option<Field> {
    if header.len() > LONGEST {
        return None;
    }
    let words = Words::new(header);
    if words.is_empty() {
        return None;
    }
    let fits = |rule: &&Read| {
        rule.all.iter().all(|keys| keys.iter().any(|key| words.has(key)))
            && !rule.none.iter().any(|key| words.has(key))
    };
    READ.iter().find(fits).map(|rule| rule.field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_headings_districts_write() {
        for (field, headers) in [
            (
                Field::Aadhaar,
                &[
                    "आधार",
                    "आधार नंबर",
                    "आधार क्रमांक",
                    "Aadhaar No.",
                    "AADHAR_NO",
                    "UID",
                    "Adhar Number",
                    "aadhaarNumber",
                    "UID No",
                    "आधार नं.",
                    "Aadhaar Number (Verified)",
                    "हितग्राही आधार नंबर",
                ][..],
            ),
            (Field::Vid, &["VID", "Virtual ID", "वर्चुअल आईडी"]),
            (Field::Serial, &["क्र.", "स.क्र.", "S.No.", "Sl No", "क्रमांक", "सरल क्रमांक"]),
            (
                Field::SourceId,
                &[
                    "Member ID",
                    "member_id",
                    "MEMBERID",
                    "हितग्राही आईडी",
                    "हितग्राही आई.डी.",
                    "Person Id",
                    "सदस्य आईडी",
                    "Beneficiary ID",
                    "हितग्राही क्रमांक",
                    "AHL TIN",
                    "Ration Card Member ID",
                    "राशनकार्ड सदस्य आईडी",
                    "Source ID",
                ],
            ),
            (
                Field::RationCard,
                &[
                    "Ration Card No",
                    "RATIONCARDNO",
                    "राशन कार्ड नंबर",
                    "राशनकार्ड क्रमांक",
                    "RC No.",
                    "राशन कार्ड नं.",
                    "rationCardNumber",
                ],
            ),
            (
                Field::FamilyId,
                &["HHID", "HH ID", "Family ID", "परिवार आईडी", "परिवार क्रमांक", "household_id", "Job Card No"],
            ),
            (
                Field::Name,
                &[
                    "नाम",
                    "Name",
                    "हितग्राही का नाम",
                    "सदस्य का नाम",
                    "Beneficiary Name",
                    "MEMBER_NAME",
                    "नाम (हिन्दी)",
                    "Name (English)",
                    "name_hi_hindi",
                    "आधार के अनुसार नाम",
                    "Name as per Aadhaar",
                    "हितग्राही",
                ],
            ),
            (
                Field::Father,
                &[
                    "पिता का नाम",
                    "पिता/पति का नाम",
                    "Father's Name",
                    "Father/Husband Name",
                    "FATHERNAME",
                    "पिता / पति",
                ],
            ),
            (Field::Husband, &["पति का नाम", "Husband Name", "Spouse Name"]),
            (Field::Mother, &["माता का नाम", "Mother Name"]),
            (Field::HeadName, &["मुखिया का नाम", "Head of Family Name", "परिवार के मुखिया का नाम", "HOF Name"]),
            (Field::Relation, &["मुखिया से संबंध", "सम्बन्ध", "Relation with Head", "RELATIONSHIP", "रिश्ता"]),
            (Field::Sex, &["लिंग", "Gender", "SEX", "लिंग (म/पु)"]),
            (Field::Age, &["आयु", "उम्र", "Age", "आयु (वर्ष में)", "Age (in years)"]),
            (
                Field::BirthDate,
                &["जन्मतिथि", "जन्म तिथि", "जन्म दिनांक", "DOB", "Date of Birth", "D.O.B.", "DateOfBirth"],
            ),
            (Field::BirthYear, &["जन्म वर्ष", "Year of Birth", "YOB", "Birth Year"]),
            (Field::District, &["जिला", "ज़िला", "District", "जिले का नाम", "District Name"]),
            (Field::Block, &["विकासखण्ड", "विकासखंड", "जनपद पंचायत", "जनपद", "Block", "Block Name", "ब्लॉक"]),
            (
                Field::Panchayat,
                &[
                    "ग्राम पंचायत",
                    "Gram Panchayat",
                    "पंचायत",
                    "GP Name",
                    "नगर पालिका",
                    "Urban Body",
                    "ग्रा.पं.",
                    "नगरीय निकाय",
                ],
            ),
            (Field::Ward, &["वार्ड", "Ward No", "वार्ड क्रमांक"]),
            (
                Field::Village,
                &["ग्राम", "गांव", "गाँव का नाम", "Village", "VILLAGENAME", "ग्राम का नाम", "village_name"],
            ),
            (Field::Para, &["पारा", "मोहल्ला/पारा", "Mohalla", "टोला", "Hamlet"]),
            (Field::Mobile, &["मोबाइल", "मोबाईल नंबर", "Mobile No.", "MOBILENO", "Phone", "संपर्क नंबर"]),
            (
                Field::CardStatus,
                &[
                    "कार्ड की स्थिति",
                    "Card Status",
                    "आयुष्मान कार्ड बना (हाँ/नहीं)",
                    "आयुष्मान कार्ड",
                    "Status",
                    "PMJAY Card Generated",
                ],
            ),
            (Field::CardId, &["आयुष्मान कार्ड नंबर", "PMJAY ID", "Card No", "Ayushman Card Number", "pmjayId"]),
            (
                Field::Scheme,
                &["राशन कार्ड का प्रकार", "Scheme", "योजना", "श्रेणी", "Ration Card Type", "Category", "Source"],
            ),
            (Field::Pvtg, &["PVTG", "विशेष पिछड़ी जनजाति"]),
            (Field::Divyang, &["दिव्यांग", "Disability"]),
        ] {
            for header in headers {
                assert_eq!(super::field(header), Some(field), "{header}");
            }
        }
    }

    #[test]
    fn leaves_other_headings_alone() {
        for header in [
            "Bank Name",
            "तहसील",
            "Village Code",
            "District Code",
            "रिमार्क",
            "Remarks",
            "आधार लिंक स्थिति",
            "Registration No",
            "जाति",
            "",
            "---",
            "Anganwadi Centre Name",
            "राशन दुकान",
            "1",
            "राम",
        ] {
            assert_eq!(super::field(header), None, "{header}");
        }
    }
}
