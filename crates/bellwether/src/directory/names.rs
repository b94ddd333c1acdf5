//! Names in the scripts that people of one firm write them in. Each list is invented from common names.

use super::Draw;

/// The names of one country: given names, family names, and how the two are put together.
pub struct Names {
    given: &'static [&'static str],
    family: &'static [&'static str],
    family_first: bool,
    between: &'static str,
}

const fn western(given: &'static [&'static str], family: &'static [&'static str]) -> Names {
    Names { given, family, family_first: false, between: " " }
}

const fn eastern(
    given: &'static [&'static str],
    family: &'static [&'static str],
    between: &'static str,
) -> Names {
    Names { given, family, family_first: true, between }
}

/// Everywhere that somebody may come from.
pub static ALL: [Names; 14] = [
    western(
        &[
            "Amelia",
            "Oliver",
            "Grace",
            "Harry",
            "Imogen",
            "Rhys",
            "Saoirse",
            "Callum",
            "Niamh",
            "Edwin",
            "Josephine",
            "Marcus",
        ],
        &[
            "Whitlock",
            "O’Connor",
            "Fairweather",
            "Llewellyn",
            "MacDonald",
            "Ashdown",
            "Byrne",
            "Calloway",
            "Drummond",
            "Okafor",
            "Mbeki",
            "Hale",
        ],
    ),
    western(
        &[
            "Zoë",
            "Jürgen",
            "Käthe",
            "Søren",
            "Åsa",
            "Håkon",
            "François",
            "Éloïse",
            "Anaïs",
            "Björn",
            "Günter",
            "Solveig",
        ],
        &[
            "Müller",
            "Grünwald",
            "Größe",
            "Ångström",
            "Engström",
            "Lefèvre",
            "Désirée-Moreau",
            "Sørensen",
            "Øverland",
            "Brändle",
            "Köhler",
            "Nyström",
        ],
    ),
    western(
        &["José María", "Inês", "Luís", "Begoña", "Ximena", "João", "Concepción", "Tomás", "Núria", "Íñigo"],
        &[
            "Ñíguez",
            "García Márquez",
            "da Conceição",
            "Fernández-Villaverde",
            "Gonçalves",
            "Cañizares",
            "Araújo",
            "Peña",
            "Muñoz",
            "de la Cruz",
        ],
    ),
    western(
        &["Łukasz", "Żaneta", "Božena", "Jiří", "Željko", "Dušan", "Ștefan", "Ágnes", "Győző", "Katarína"],
        &[
            "Wójcik",
            "Dvořák",
            "Novák",
            "Jovanović",
            "Țurcanu",
            "Szőke",
            "Krč",
            "Błaszczyk",
            "Růžička",
            "Horváth",
        ],
    ),
    western(
        &[
            "İpek",
            "Çağla",
            "Oğuz",
            "Şirin",
            "Ömer",
            "Nguyễn Thị",
            "Đặng Văn",
            "Trần Minh",
            "Lê Hồng",
            "Phạm Quốc",
        ],
        &["Yılmaz", "Öztürk", "Çelik", "Aydın", "Şahin", "Ánh", "Hùng", "Phượng", "Đức", "Thảo"],
    ),
    western(
        &["Ελένη", "Γιώργος", "Αικατερίνη", "Νίκος", "Δήμητρα", "Σπύρος", "Ιωάννα", "Χρήστος"],
        &[
            "Παπαδόπουλος",
            "Νικολαΐδης",
            "Οικονόμου",
            "Γεωργίου",
            "Αντωνίου",
            "Μακρής",
            "Σαμαράς",
            "Βασιλείου",
        ],
    ),
    western(
        &[
            "Екатерина",
            "Алексей",
            "Ольга",
            "Дмитрий",
            "Їванна",
            "Світлана",
            "Тарас",
            "Љубица",
            "Ђорђе",
            "Пётр",
        ],
        &[
            "Коваленко",
            "Шевченко",
            "Щербак",
            "Николаев",
            "Цветков",
            "Ћирић",
            "Журавль",
            "Богданович",
            "Мельник",
            "Ткач",
        ],
    ),
    western(
        &["عبد الرحمن", "فاطمة", "محمد", "ليلى", "خالد", "نور الهدى", "يوسف", "زينب"],
        &["الفاروقي", "حداد", "بن سليمان", "المصري", "القحطاني", "منصور", "الشريف", "عثمان"],
    ),
    western(
        &["נועה", "אברהם", "יעל", "דוד", "תמר", "אייל", "שירה", "משה"],
        &["כהן", "לוי", "בן־דוד", "מזרחי", "פרידמן", "אזולאי", "שפירא", "ברק"],
    ),
    western(
        &["प्रिया", "राजेश", "अंजलि", "विक्रम", "सुनीता", "अर्जुन", "लक्ष्मी", "संजय"],
        &["शर्मा", "गुप्ता", "पटेल", "चतुर्वेदी", "मिश्रा", "देशपांडे", "जोशी", "त्रिपाठी"],
    ),
    eastern(
        &["明月", "伟", "秀英", "建国", "晓燕", "子轩", "丽华", "海涛"],
        &["欧阳", "王", "李", "张", "陈", "司马", "黄", "周"],
        "",
    ),
    eastern(
        &["민준", "서연", "지훈", "하은", "도윤", "수빈", "예준", "은지"],
        &["김", "이", "박", "최", "정", "남궁", "강", "윤"],
        "",
    ),
    eastern(
        &["さくら", "大輔", "ひかり", "健一", "あゆみ", "翔太", "ユリ", "直樹"],
        &["佐藤", "鈴木", "高橋", "勅使河原", "井上", "サトウ", "山本", "小林"],
        " ",
    ),
    western(
        &["สมชาย", "พิมพ์ชนก", "ณัฐพล", "Թամար", "Արամ", "ნინო", "გიორგი", "கவிதா", "முருகன்", "Suharto"],
        &[
            "ศรีสุข",
            "วงศ์สวัสดิ์",
            "Սարգսյան",
            "Պետրոսյան",
            "ბერიძე",
            "კაპანაძე",
            "சுந்தரம்",
            "Wijaya",
            "ราชวงศ์",
            "பிள்ளை",
        ],
    ),
];

impl Names {
    /// Somebody's name.
    pub fn draw(&self, draw: &mut Draw) -> String {
        let (given, family) = (draw.of(self.given), draw.of(self.family));
        let (first, last) = if self.family_first { (family, given) } else { (given, family) };
        format!("{first}{}{last}", self.between)
    }
}
