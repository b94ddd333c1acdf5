//! What a column of a file can become, and by which headings it is known.

use bellwether_db::words;

words! {
    /// Which file it is.
    pub enum Kind {
        /// People, a row each.
        People = "people",
        /// Ties, a row each.
        Ties = "ties",
    }
}

words! {
    /// What a column becomes. The words are those of `--map column=field`.
    pub enum Field {
        /// The personnel number.
        Id = "id",
        /// The whole name.
        Name = "name",
        /// The given name, where the file has two columns.
        FirstName = "first-name",
        /// The family name, where the file has two columns.
        LastName = "last-name",
        /// The mail address.
        Email = "email",
        /// The title, as it is.
        Title = "title",
        /// The title, and the level that it suggests.
        TitleAndLevel = "title-and-level",
        /// The level: a grade or band.
        Level = "level",
        /// Where they work.
        Office = "office",
        /// What they belong to.
        Department = "department",
        /// To whom they report: an ID, an address or a name.
        Manager = "manager",
        /// Who keeps their calendar: an ID, an address or a name.
        Assistant = "assistant",
        /// The IANA time zone.
        TimeZone = "time-zone",
        /// How many years they have been here.
        YearsHere = "years-here",
        /// When they came: a date or a year.
        Since = "since",
        /// The languages they speak.
        Languages = "languages",
        /// Their last day.
        LeftOn = "left-on",
        /// Whether they take part as mentor and mentee both.
        BothRoles = "both-roles",
        /// The person from whom a tie goes.
        From = "from",
        /// The person to whom a tie goes.
        To = "to",
        /// What kind of tie.
        TieKind = "kind",
        /// How strong a tie is.
        Weight = "weight",
        /// Left out.
        NotKept = "not-kept",
    }
}

impl Field {
    /// What it is called on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Name => "Name",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::Email => "E-mail",
            Self::Title => "Title",
            Self::TitleAndLevel => "Title, and Level",
            Self::Level => "Level",
            Self::Office => "Office",
            Self::Department => "Department",
            Self::Manager => "Manager",
            Self::Assistant => "Assistant",
            Self::TimeZone => "Time zone",
            Self::YearsHere => "Years here",
            Self::Since => "Here since",
            Self::Languages => "Languages",
            Self::LeftOn => "Last day",
            Self::BothRoles => "Mentor and mentee both",
            Self::From => "From",
            Self::To => "To",
            Self::TieKind => "Kind of tie",
            Self::Weight => "Weight",
            Self::NotKept => "Not kept",
        }
    }

    /// Whether it belongs in such a file.
    pub fn belongs_in(self, kind: Kind) -> bool {
        let is_of_ties = matches!(self, Self::From | Self::To | Self::TieKind | Self::Weight);
        self == Self::NotKept || is_of_ties == (kind == Kind::Ties)
    }

    /// The headings by which it is known, as [`compact`] writes them.
    fn headings(self) -> &'static str {
        match self {
            Self::Id => {
                "id employeeid employeenumber employeeno employeenum employeecode empid empno empnum personid personnumber \
                 personnelnumber personnelno personnelid personelnumber staffid staffnumber staffno workerid workernumber \
                 userid useridentifier hrid hrisid payrollnumber payrollid payrollno associateid teammemberid memberid \
                 globalid uniqueid externalid badgenumber clocknumber fileno filenumber positionid kerberosid uid key \
                 personalnummer mitarbeiternummer matricule numeroemployee numerodeempleado idempleado"
            }
            Self::Name => {
                "name fullname employeename employeefullname displayname personname staffname workername legalname \
                 preferredname preferredfullname commonname nameoftheemployee nameofemployee completename namefull \
                 nomcomplet nombrecompleto mitarbeiter"
            }
            Self::FirstName => {
                "firstname givenname forename forenames preferredfirstname legalfirstname employeefirstname fname \
                 namefirst vorname prenom nombre"
            }
            Self::LastName => {
                "lastname surname familyname legallastname preferredlastname employeelastname lname secondname namelast \
                 nachname nomdefamille apellido apellidos"
            }
            Self::Email => {
                "email emailaddress mail mailaddress workemail workemailaddress businessemail businessemailaddress \
                 companyemail corporateemail officialemail primaryemail primaryworkemail officeemail employeeemail \
                 useremail emailwork emailprimary emailid contactemail electronicmail userprincipalname upn \
                 adresseemail courriel correoelectronico correo"
            }
            Self::Title => {
                "title jobtitle positiontitle position businesstitle worktitle role jobrole roletitle jobname job \
                 employeetitle jobposition designation postheld currentposition currenttitle workertitle rolename \
                 stellenbezeichnung funktion poste puesto cargo"
            }
            Self::Level => {
                "level grade joblevel jobgrade band jobband paygrade salarygrade careerlevel careerband careerstage \
                 seniority senioritylevel managementlevel employeelevel employeegrade employeeband positionlevel \
                 compensationgrade rank gradelevel levelname gradename stufe niveau nivel"
            }
            Self::Office => {
                "office location worklocation officelocation city site worksite primarylocation locationname locationcity \
                 workcity officename branch campus building workplace baselocation base place standort ort bureau \
                 oficina ciudad sede"
            }
            Self::Department => {
                "department dept departmentname deptname businessunit businessunitname division divisionname practice \
                 practicearea practicegroup organisation organization orgunit organisationalunit organizationalunit \
                 organizationunit unit team teamname function costcenter costcentre costcentername costcenterdescription \
                 servicelane serviceline group directorate supervisoryorganization supervisoryorganisation sector \
                 companydepartment homedepartment abteilung bereich departement service departamento area"
            }
            Self::Manager => {
                "managerid manageremployeeid manageremployeenumber managerno managernumber linemanagerid supervisorid \
                 supervisoremployeeid supervisornumber reportstoid manageremail manageremailaddress managersemail \
                 managersemailaddress linemanageremail linemanageremailaddress supervisoremail supervisoremailaddress \
                 reportstoemail managerworkemail manageruserid managerkey reportsto manager linemanager supervisor \
                 managername linemanagername supervisorname reportstoname directmanager directmanagerid \
                 directmanageremail immediatesupervisor reportingmanager reportingmanagerid reportingmanageremail \
                 reportingto peoplemanager boss managerpersonnelnumber managersid managersname vorgesetzter \
                 superieur jefe"
            }
            Self::Assistant => {
                "assistant assistantid assistantemail assistantemailaddress executiveassistant executiveassistantid \
                 executiveassistantemail personalassistant pa ea paemail eaemail secretary secretaryemail assistantname"
            }
            Self::TimeZone => {
                "timezone tz timezoneid timezonename ianatimezone olsontimezone worktimezone zeitzone"
            }
            Self::YearsHere => {
                "yearswithfirm yearswithcompany yearswiththefirm yearswiththecompany yearshere yearsofservice \
                 serviceyears yearsinservice lengthofservice tenure tenureyears tenureinyears yearsatfirm \
                 yearsatcompany yearsemployed seniorityyears yearsoftenure"
            }
            Self::Since => {
                "since hiredate hired datehired dateofhire originalhiredate latesthiredate startdate dateofjoining \
                 joiningdate joindate datejoined joined joinedon dateofemployment employmentstartdate \
                 employmentdate employedsince companystartdate continuousservicedate servicedate entrydate hireyear \
                 yearhired yearjoined startyear lasthiredate employeestartdate eintrittsdatum fechadeingreso"
            }
            Self::Languages => {
                "languages language spokenlanguages languagesspoken preferredlanguage sprachen langues idiomas"
            }
            Self::LeftOn => {
                "lefton leavingdate leavedate dateleft terminationdate termdate enddate employmentenddate lastday \
                 lastdayofwork lastworkingday lastworkingdate separationdate exitdate leaverdate contractenddate \
                 employmentend austrittsdatum"
            }
            Self::BothRoles => {
                "bothmentorandmentee mentorandmentee bothmenteeandmentor alsomentor alsomentee"
            }
            Self::From => {
                "from fromid fromemail fromperson fromkey source sourceid sourceemail person1 personone ego egoid \
                 employee1 respondent respondentid who person personfrom"
            }
            Self::To => {
                "to toid toemail toperson tokey target targetid targetemail person2 persontwo alter alterid \
                 employee2 nominee nomineeid whom personto colleague"
            }
            Self::TieKind => {
                "kind tie tiekind tietype type relation relationship relationtype relationshiptype edgetype \
                 kindoftie question category network layer"
            }
            Self::Weight => {
                "weight strength tiestrength tieweight frequency score count value intensity hours"
            }
            Self::TitleAndLevel | Self::NotKept => "",
        }
    }
}

/// The field that a heading names, if it names one of a file of this kind; and how far down its
/// list of headings the name stands (the sooner, the surer).
pub fn by_heading(heading: &str, kind: Kind) -> Option<(Field, usize)> {
    let name = compact(heading);
    let known = Field::ALL.iter().copied().filter(|field| field.belongs_in(kind));
    known
        .filter_map(|field| Some((field, field.headings().split_whitespace().position(|h| h == name)?)))
        .next()
}

/// Whether a heading is about somebody's identity: kept only where an administrator switched it on.
/// The attribute as it is stored, `gender`.
pub fn identity_by_heading(heading: &str) -> Option<String> {
    const ATTRIBUTES: [(&str, &str); 9] = [
        ("gender", "gender genderidentity sex pronouns legalgender"),
        ("ethnicity", "ethnicity race ethnicgroup ethnicorigin raceethnicity nationality heritage"),
        ("orientation", "sexualorientation orientation lgbt lgbtq"),
        ("disability", "disability disabled disabilitystatus healthcondition neurodiversity"),
        ("religion", "religion belief religionorbelief faith"),
        ("age", "age birthdate dateofbirth dob birthday yearofbirth agegroup"),
        ("identity", "identity characteristics protectedcharacteristics identitytomatch"),
        ("matching by identity", "matchwithsimilaridentity"),
        (
            "social background",
            "socialbackground socioeconomicbackground caringresponsibilities maritalstatus",
        ),
    ];
    let name = compact(heading);
    let found = ATTRIBUTES.iter().find(|(_, headings)| headings.split_whitespace().any(|h| h == name));
    found.map(|(attribute, _)| (*attribute).to_owned())
}

/// A heading without spaces, signs, accents and case: "Employee ID", "employee_id" and "EmployeeId"
/// are one.
pub fn compact(heading: &str) -> String {
    bellwether_kernel::fold(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(heading: &str) -> Option<Field> {
        by_heading(heading, Kind::People).map(|(field, _)| field)
    }

    #[test]
    fn the_headings_of_personnel_systems_are_known_however_they_are_spelt() {
        let known = [
            ("employee_id", Field::Id),
            ("Employee ID", Field::Id),
            ("Emp. No.", Field::Id),
            ("Personnel Number", Field::Id),
            ("Full Name", Field::Name),
            ("first name", Field::FirstName),
            ("Surname", Field::LastName),
            ("E-Mail Address", Field::Email),
            ("Work Email", Field::Email),
            ("Job Title", Field::Title),
            ("Pay Grade", Field::Level),
            ("Location", Field::Office),
            ("Business unit", Field::Department),
            ("organisation", Field::Department),
            ("practice", Field::Department),
            ("Manager ID", Field::Manager),
            ("Manager Email", Field::Manager),
            ("Line manager", Field::Manager),
            ("Reports To", Field::Manager),
            ("Hire date", Field::Since),
            ("years_with_firm", Field::YearsHere),
            ("Time Zone", Field::TimeZone),
            ("Termination Date", Field::LeftOn),
            ("both mentor and mentee", Field::BothRoles),
        ];
        for (heading, field) in known {
            assert_eq!(people(heading), Some(field), "{heading}");
        }
        for unknown in ["age", "law_school", "biography", "profession", "from_id", ""] {
            assert_eq!(people(unknown), None, "{unknown}");
        }
        assert_eq!(by_heading("from_id", Kind::Ties).map(|f| f.0), Some(Field::From));
        assert_eq!(by_heading("kind", Kind::Ties).map(|f| f.0), Some(Field::TieKind));
    }

    #[test]
    fn no_heading_names_two_fields() {
        for kind in Kind::ALL {
            let fields = Field::ALL.iter().filter(|f| f.belongs_in(*kind));
            let mut all: Vec<&str> = fields.flat_map(|f| f.headings().split_whitespace()).collect();
            all.sort_unstable();
            let twice: Vec<_> = all.windows(2).filter(|w| w[0] == w[1]).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }

    #[test]
    fn what_is_about_identity_is_told_apart() {
        assert_eq!(identity_by_heading("gender").as_deref(), Some("gender"));
        assert_eq!(identity_by_heading("characteristics").as_deref(), Some("identity"));
        assert_eq!(identity_by_heading("Date of Birth").as_deref(), Some("age"));
        assert_eq!(identity_by_heading("grade"), None);
    }
}
