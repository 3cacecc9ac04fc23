//! The words by which headings are known, as districts write them.

use super::Field;

/// A heading fits a rule when it has a key of every group in `all` and none of `none`. Keys stand between `|`; for their forms
/// see [`super::words::Key::new`].
pub(super) struct Rule {
    pub field: Field,
    pub all: &'static [&'static str],
    pub none: &'static str,
}

const fn rule(field: Field, all: &'static [&'static str], none: &'static str) -> Rule {
    Rule { field, all, none }
}

const NAME: &str = "नाम | name";
const NUMBER: &str = "=no | number | नंबर | नम्बर | क्रमांक | संख्या | num$ | no$ | =नं | =नं0 | =क्र | =क्रं";
const ID: &str = "=id | id$ | आईडी | =आइ | code | कोड | यूआईडी";
const AADHAAR: &str = "aadhaar | aadhar | adhaar | adhar | aadhr | =uid | =uidno | =uidai | uidno$ | आधार";
const PERSON: &str = "हितग्राही | सदस्य | लाभार्थी | व्यक्ति | member | beneficiary | person | individual | student | छात्र | विद्यार्थी | patient | मरीज | source | स्रोत | =ben | applicant | आवेदक";
const CARD: &str = "आयुष्मान | ayushman | pmjay | =card | card | कार्ड | =abpmjay";
const CODE: &str = "code | कोड | lgd | =id | id$";

/// The rules, the first that fits counts.
pub(super) const RULES: &[Rule] = &[
    rule(Field::Vid, &["=vid | virtualid | वर्चुअल | वीआईडी | vidno$"], ""),
    // Name, mobile and birth date «as in Aadhaar» are not the number; «Aadhaar number verified» is.
    rule(Field::Aadhaar, &[AADHAAR, NUMBER], "नाम | name | मोबाइल | mobile | जन्म | dob | birth | =family"),
    rule(
        Field::Aadhaar,
        &[AADHAAR],
        "नाम | name | मोबाइल | mobile | जन्म | dob | birth | status | स्थिति | seed | सीड | link | लिंक | verif | सत्याप | लिंग | gender | kyc | केवाईसी | पता | address | photo | =family | update | अपडेट",
    ),
    rule(
        Field::Serial,
        &[
            "^क्र | ^क्रं | ^क्रमांक | ^सक्र | ^सक्रं | ^क्रसं | ^सरलक्रमांक | ^अनुक्रमांक | ^अक्र | ^sno | ^sn | ^srno | ^slno | ^sl | ^sr | ^serialno | ^serial | ^serialnumber | ^no | ^सदस्यक्रमांक | ^memberno | ^membersno | ^rowno",
        ],
        "",
    ),
    rule(
        Field::Relation,
        &["संबंध | रिश्ता | रिश्ते | नाता | relation"],
        "संबंधी का नाम | relation name | relative name",
    ),
    rule(Field::Mother, &["माता | mother | =माँ"], "पिता | father | मोबाइल | mobile"),
    rule(
        Field::Father,
        &[
            "पिता | father | guardian | अभिभावक | संरक्षक | =fname | care of | =co | relation name | relative name | संबंधी का नाम",
        ],
        "मोबाइल | mobile | =age | =आयु",
    ),
    rule(Field::Husband, &["=पति | पति का | husband | spouse"], "मोबाइल | mobile | =age | =आयु"),
    rule(
        Field::HeadName,
        &["मुखिया | =head | =hof | head of"],
        "=id | id$ | आईडी | मोबाइल | mobile | =आयु | =age | लिंग | gender",
    ),
    rule(Field::HeadName, &["headname"], ""),
    rule(
        Field::SourceId,
        &[PERSON, ID],
        "नाम | name | परिवार | family | household | =hh | कुल | total | scheme | योजना",
    ),
    rule(
        Field::SourceId,
        &["हितग्राही | लाभार्थी | beneficiary", NUMBER],
        "नाम | name | परिवार | family | कुल | total | मोबाइल | mobile | राशन | ration | कार्ड | card",
    ),
    rule(
        Field::SourceId,
        &["^id | ^आईडी | ^ahltin | ahl tin | ^uniqueid | ^यूनिकआईडी | ^sourceid | ^ahltinno"],
        "",
    ),
    rule(
        Field::FamilyId,
        &[
            "परिवार | family | household | =hh | hhid | कुटुंब | =fid | जॉब | job",
            "=id | id$ | आईडी | code | कोड | =no | number | नंबर | क्रमांक | संख्या | hhid | =fid | no$",
        ],
        "राशन | ration | सदस्य | member | मोबाइल | mobile | कुल | total | नाम | name",
    ),
    rule(
        Field::Scheme,
        &["राशन | ration | कार्ड | card", "प्रकार | type | श्रेणी | category | scheme | योजना"],
        "",
    ),
    rule(
        Field::RationCard,
        &["राशन | ration | =rc | rcno$ | =pds"],
        "registration | दुकान | shop | =fps | status | स्थिति | तिथि | date | मुखिया | head | नाम | name",
    ),
    rule(
        Field::Scheme,
        &[
            "योजना | scheme | श्रेणी | category | पात्रता | eligib | ^source | ^स्रोत | ^group | ^समूह | हितग्राही वर्ग | हितग्राही प्रकार",
        ],
        "नाम की | आधार | =id",
    ),
    rule(
        Field::CardDate,
        &[
            "आयुष्मान | ayushman | pmjay | =card | card | कार्ड | =abpmjay | बनने | बनाने | issue | issued | generat | generated | generation | approval | approved | made | creat | created | creation | अनुमोदन | स्वीकृति",
            "तिथि | date | दिनांक | तारीख | =on",
        ],
        "राशन | ration | जन्म | birth | dob | expiry | valid | वैध | print | deliver | वितरण | नाम | name",
    ),
    rule(
        Field::CardStatus,
        &[
            CARD,
            "स्थिति | status | बना | बन गया | made | generated | जारी | issued | स्टेटस | approved | yes | हाँ",
        ],
        "राशन | ration | तिथि | date | दिनांक",
    ),
    rule(Field::CardStatus, &["^status | ^स्थिति | ^स्टेटस | ^आयुष्मानकार्ड | ^ayushmancard | ^pmjaycard"], ""),
    rule(
        Field::CardId,
        &[CARD, "=id | id$ | आईडी | =no | no$ | number | नंबर | क्रमांक | संख्या"],
        "राशन | ration | जॉब | job | नाम | name",
    ),
    rule(
        Field::Mobile,
        &["मोबाइल | mobile | phone | फोन | दूरभाष | contact | संपर्क | =mob"],
        "नाम | name | लिंक | link",
    ),
    rule(Field::Pvtg, &["pvtg | विशेष पिछड़ी | आदिम जनजाति"], ""),
    rule(
        Field::Divyang,
        &["दिव्यांग | निःशक्त | disab | divyang | handicap"],
        "प्रतिशत | percent | प्रकार | type",
    ),
    rule(Field::BirthYear, &["जन्म | birth", "वर्ष | =सन | year"], "तिथि | date | दिनांक | तारीख"),
    rule(Field::BirthYear, &["=yob | ^birthyear"], ""),
    rule(
        Field::BirthDate,
        &["जन्म | birth | =dob | dob"],
        "स्थान | place | प्रमाण | certificate | पंजी | कार्ड | card",
    ),
    rule(Field::Age, &["=age | =आयु | उम्र | ^age | ageyrs | ^ageinyears"], "समूह | group"),
    rule(Field::Sex, &["लिंग | gender | =sex | जेंडर"], ""),
    rule(Field::District, &["जिला | जिले | district | =dist | =जिल"], CODE),
    rule(
        Field::Block,
        &["जनपद | विकासखंड | विकास खंड | block | ब्लॉक | ब्लाक | janpad | =विख | वि.खं."],
        "code | कोड | lgd | =id",
    ),
    rule(Field::Ward, &["वार्ड | ward"], "नाम की"),
    rule(
        Field::Panchayat,
        &["पंचायत | panchayat | panchyat | =gp | gpname | =ग्रापं | ग्रा.पं."],
        "code | कोड | lgd | =id",
    ),
    rule(
        Field::Panchayat,
        &["नगर | =ulb | urban body | निकाय | municipal"],
        "code | कोड | lgd | =id | urban rural",
    ),
    rule(
        Field::Para,
        &[
            "पारा | मोहल्ला | मुहल्ला | मोहल्‍ला | टोला | बस्ती | mohalla | hamlet | habitation | =para | मजरा | locality",
        ],
        "code | कोड",
    ),
    rule(Field::Village, &["ग्राम | गाँव | village | =gram | =गाव | विलेज"], "code | कोड | lgd | =id | ग्रामीण"),
    rule(
        Field::Name,
        &[
            NAME,
            "^नाम | ^name | हितग्राही | सदस्य | लाभार्थी | व्यक्ति | member | beneficiary | person | student | छात्र | विद्यार्थी | patient | मरीज | applicant | आवेदक | हिंदी | hindi | english | अंग्रेजी | full name | fullname | पूरा नाम | first name | आधार | aadhaar | aadhar | local | citizen | नागरिक | name$",
        ],
        "bank | बैंक | scheme | योजना | school | स्कूल | शाला | hospital | operator | दुकान | shop | आंगनबाड़ी | user | state | राज्य | तहसील | tehsil | center | centre | केंद्र | caste | जाति | last name | surname | middle name | बीमारी | disease | class | document | file | bhaiya | mitanin | मितानिन | vle",
    ),
    rule(Field::Name, &["^हितग्राही | ^सदस्य | ^beneficiary | ^member"], ""),
];
