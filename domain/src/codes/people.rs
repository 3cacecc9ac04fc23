//! Cadres, and the groups through which a person is on a list (DOMAIN.md, People; The card).

crate::codes! {
    /// The cadre of a worker: what she is in the orders.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Cadre {
        Mitanin = 1, "MITANIN", "मितानिन", "mitanin";
        MitaninTrainer = 2, "MITANIN_TRAINER", "मितानिन प्रशिक्षक", "mitanin trainer";
        Aww = 3, "AWW", "आंगनबाड़ी कार्यकर्ता", "anganwadi worker";
        Awh = 4, "AWH", "आंगनबाड़ी सहायिका", "anganwadi helper";
        WcdSupervisor = 5, "WCD_SUPERVISOR", "पर्यवेक्षक, महिला एवं बाल विकास", "supervisor, Women and Child Development";
        Rho = 6, "RHO", "ग्रामीण स्वास्थ्य संयोजक", "rural health organiser";
        Cho = 7, "CHO", "सामुदायिक स्वास्थ्य अधिकारी", "community health officer";
        Mo = 8, "MO", "चिकित्सा अधिकारी", "medical officer";
        Bmo = 9, "BMO", "खण्ड चिकित्सा अधिकारी", "block medical officer";
        Bpm = 10, "BPM", "विकासखण्ड कार्यक्रम प्रबंधक", "block programme manager";
        Sarpanch = 11, "SARPANCH", "सरपंच", "sarpanch";
        Representative = 12, "REPRESENTATIVE", "जनप्रतिनिधि", "public representative";
        Sachiv = 13, "SACHIV", "ग्राम पंचायत सचिव", "gram panchayat secretary";
        RozgarSahayak = 14, "ROZGAR_SAHAYAK", "रोजगार सहायक", "employment assistant";
        AwasMitra = 15, "AWAS_MITRA", "आवास मित्र", "housing assistant";
        Kotwar = 16, "KOTWAR", "कोटवार", "kotwar";
        Vle = 17, "VLE", "चॉइस सेंटर संचालक", "Choice Centre operator";
        PdsOperator = 18, "PDS_OPERATOR", "राशन (पीडीएस) दुकान संचालक", "ration shop operator";
        RationOperator = 19, "RATION_OPERATOR", "राशनकार्ड ऑपरेटर", "ration card operator";
        Teacher = 20, "TEACHER", "कक्षा शिक्षक", "class teacher";
        Professor = 21, "PROFESSOR", "प्राध्यापक", "professor";
        AshramSuperintendent = 22, "ASHRAM_SUPERINTENDENT", "आश्रम/छात्रावास अधीक्षक", "ashram or hostel superintendent";
        WardStaff = 23, "WARD_STAFF", "वार्ड/जोन तकनीकी कर्मचारी", "ward or zone technical staff";
        HospitalOperator = 24, "HOSPITAL_OPERATOR", "अनुबंधित अस्पताल संचालक", "empanelled hospital operator";
        AyushmanMitra = 25, "AYUSHMAN_MITRA", "आयुष्मान मित्र", "Ayushman mitra";
        CeoJanpad = 26, "CEO_JANPAD", "मुख्य कार्यपालन अधिकारी, जनपद पंचायत", "CEO, Janpad Panchayat";
        Sdm = 27, "SDM", "अनुविभागीय अधिकारी", "sub-divisional magistrate";
        Tahsildar = 28, "TAHSILDAR", "तहसीलदार", "tahsildar";
        CmoNagar = 29, "CMO_NAGAR", "मुख्य नगर पालिका अधिकारी", "chief municipal officer";
        DcMitanin = 30, "DC_MITANIN", "जिला समन्वयक, मितानिन कार्यक्रम", "district coordinator, Mitanin programme";
        Dpc = 31, "DPC", "जिला कार्यक्रम समन्वयक", "district programme coordinator";
        DistrictNodal = 32, "DISTRICT_NODAL", "जिला नोडल अधिकारी", "district nodal officer";
        Cmho = 33, "CMHO", "मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी", "chief medical and health officer";
    }
}

impl Cadre {
    /// Holds an operator login on the national portal, so may say that a card is approved: Choice Centre, hospital
    /// operator and help desk.
    pub fn is_card_maker(self) -> bool {
        matches!(self, Self::Vle | Self::HospitalOperator | Self::AyushmanMitra)
    }
}

crate::codes! {
    /// A group or scheme through which a person is a beneficiary.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Group {
        Secc2011 = 1, "SECC2011", "सामाजिक-आर्थिक जनगणना 2011", "SECC 2011";
        Antyodaya = 2, "ANTYODAYA", "अंत्योदय", "Antyodaya ration card";
        Priority = 3, "PRIORITY", "प्राथमिकता", "Priority ration card";
        Nirashrit = 4, "NIRASHRIT", "निराश्रित", "destitute";
        Divyang = 5, "DIVYANG", "निःशक्तजन", "person with a disability";
        General = 6, "GENERAL", "सामान्य (APL)", "General (APL) ration card";
        VayVandana = 7, "VAY_VANDANA", "वय वंदना 70+", "Vay Vandana, 70 and over";
        Pvtg = 8, "PVTG", "विशेष पिछड़ी जनजाति", "particularly vulnerable tribal group";
        Rsby = 9, "RSBY", "RSBY", "RSBY";
        Mgnrega = 10, "MGNREGA", "मनरेगा", "MGNREGA";
        PmAwas = 11, "PM_AWAS", "पीएम आवास", "PM Awas";
        School = 12, "SCHOOL", "स्कूली विद्यार्थी", "school student";
        College = 13, "COLLEGE", "महाविद्यालय", "college";
        Ashram = 14, "ASHRAM", "आश्रम/छात्रावास", "ashram or hostel";
        AnganwadiChild = 15, "ANGANWADI_CHILD", "0–5 वर्ष बच्चा", "child of 0–5";
        Maternal = 16, "MATERNAL", "गर्भवती/शिशुवती", "pregnant or nursing";
        UrbanStaff = 17, "URBAN_STAFF", "नगरीय निकाय कर्मी", "urban body's staff";
        HospitalPatient = 18, "HOSPITAL_PATIENT", "मरीज", "patient";
        NewRationCard = 19, "NEW_RATION_CARD", "नवीन राशन कार्ड", "new ration card";
        Other = 20, "OTHER", "अन्य", "other";
    }
}

impl Group {
    /// Marks that reach only the holders of that duty (DESIGN.md, rule 7); shared lists leave them out.
    pub fn is_sensitive(self) -> bool {
        matches!(self, Self::Divyang | Self::Pvtg | Self::Maternal | Self::HospitalPatient)
    }
}
