//! Invented figures for the tests, one of each kind in three languages. The wording is made for measuring, not for use.

mod compared;

use crate::chart::figure::{
    Cell, Direction, Figure, Grid, Plot, Role, Row, Scale, Series, Stamp, StampKind, Words,
};

/// The kinds of figure that [`figure`] makes.
pub(crate) const KINDS: [&str; 15] = [
    "bars",
    "pairs",
    "stacked",
    "shares",
    "diverging",
    "heat",
    "wide",
    "response",
    "dots",
    "dot",
    "rounds",
    "changes",
    "combinations",
    "bubble",
    "triangle",
];

/// The three ways of writing.
#[derive(Clone, Copy)]
pub(crate) enum Tongue {
    English,
    Arabic,
    Chinese,
}

impl Tongue {
    /// Its place in [`TONGUES`] and in what is said in all of them.
    const fn at(self) -> usize {
        match self {
            Self::English => 0,
            Self::Arabic => 1,
            Self::Chinese => 2,
        }
    }
}
use Role::{Against, Answer, Column, Neutral, NonResponse, Total};
use Tongue::{Arabic, Chinese, English};

pub(crate) const TONGUES: [(&str, Tongue); 3] = [("en", English), ("ar", Arabic), ("zh", Chinese)];

type Said = [&'static str; 3];

const CRIMES: [Said; 8] = [
    [
        "Trafficking in persons, especially women and children",
        "الاتجار بالأشخاص، وبخاصة النساء والأطفال",
        "贩运人口，特别是妇女和儿童",
    ],
    ["Smuggling of migrants", "تهريب المهاجرين", "偷运移民"],
    [
        "Illicit manufacturing of and trafficking in firearms, their parts and ammunition",
        "صنع الأسلحة النارية وأجزائها والذخيرة والاتجار بها بصورة غير مشروعة",
        "非法制造和贩运枪支及其零部件和弹药",
    ],
    [
        "Illicit drug trafficking",
        "الاتجار غير المشروع بالمخدرات",
        "非法贩运毒品",
    ],
    [
        "Trafficking in cultural property",
        "الاتجار بالممتلكات الثقافية",
        "贩运文化财产",
    ],
    [
        "Crimes that affect the environment",
        "الجرائم التي تؤثر على البيئة",
        "影响环境的犯罪",
    ],
    ["Money-laundering", "غسل الأموال", "洗钱"],
    ["Kidnapping for ransom", "الاختطاف طلبا للفدية", "绑架勒索"],
];
const NATURES: [Said; 6] = [
    ["Financing", "التمويل", "资助"],
    ["Supply of weapons", "توريد الأسلحة", "供应武器"],
    ["Transport and logistics", "النقل واللوجستيات", "运输和后勤"],
    ["Recruitment", "التجنيد", "招募"],
    ["Shared territory", "الحيز الإقليمي المشترك", "共用地域"],
    ["Forged documents", "الوثائق المزورة", "伪造文件"],
];
const GROUPS: [Said; 6] = [
    ["African States", "الدول الأفريقية", "非洲国家"],
    ["Asia-Pacific States", "دول آسيا والمحيط الهادئ", "亚太国家"],
    ["Eastern European States", "دول أوروبا الشرقية", "东欧国家"],
    [
        "Latin American and Caribbean States",
        "دول أمريكا اللاتينية ومنطقة البحر الكاريبي",
        "拉丁美洲和加勒比国家",
    ],
    [
        "Western European and other States",
        "دول أوروبا الغربية ودول أخرى",
        "西欧和其他国家",
    ],
    ["All States", "جميع الدول", "所有国家"],
];
const LINKS: [Said; 5] = [
    ["Link established", "ثبتت الصلة", "联系已确定"],
    [
        "Information that indicates a link",
        "معلومات تشير إلى وجود صلة",
        "有信息表明存在联系",
    ],
    ["None found", "لم توجد صلة", "未发现"],
    ["Not examined", "لم تُبحث", "未审查"],
    ["No usable answer", "لا توجد إجابة صالحة", "无可用答复"],
];
const HELP: [Said; 5] = [
    ["Needed", "مطلوبة", "需要"],
    ["Received", "مقدمة", "已获得"],
    ["Offered", "معروضة", "可提供"],
    ["Gap", "الفجوة", "缺口"],
    ["No usable answer", "لا توجد إجابة صالحة", "无可用答复"],
];
const OPINION: [Said; 6] = [
    ["Very poorly", "سيئ جدا", "很差"],
    ["Poorly", "سيئ", "差"],
    ["Neither well nor poorly", "لا جيد ولا سيئ", "一般"],
    ["Well", "جيد", "好"],
    ["Very well", "جيد جدا", "很好"],
    ["No answer", "لا إجابة", "未答复"],
];
const REPLIES: [Said; 3] = [
    ["Full reply", "رد كامل", "完整答复"],
    ["Core questions only", "الأسئلة الأساسية فقط", "仅核心问题"],
    ["No reply", "لا رد", "未答复"],
];

fn series(labels: &[Said], roles: &[Role], tongue: Tongue) -> Vec<Series> {
    let at = tongue.at();
    labels
        .iter()
        .zip(roles)
        .enumerate()
        .map(|(n, (l, role))| Series {
            code: format!("s{n}"),
            label: l[at].into(),
            role: *role,
        })
        .collect()
}

fn rows(labels: &[Said], tongue: Tongue, numbers: &[(i32, &[i32])]) -> Vec<Row> {
    let cell = |n: i32| match n {
        -1 => Cell::Withheld,
        -2 => Cell::NotApplicable,
        n => Cell::Count(u64::from(n.unsigned_abs())),
    };
    let row = |(n, (l, (base, cells))): (usize, (&Said, &(i32, &[i32])))| Row {
        code: format!("r{n}"),
        label: l[tongue.at()].into(),
        role: Role::Answer,
        base: cell(*base),
        cells: cells.iter().map(|n| cell(*n)).collect(),
    };
    labels.iter().zip(numbers).enumerate().map(row).collect()
}

fn grid(series: Vec<Series>, rows: Vec<Row>) -> Grid {
    Grid::new(series, rows).unwrap()
}

fn plot(kind: &str, t: Tongue) -> Plot {
    match kind {
        "bars" => bars(t),
        "pairs" => pairs(t),
        "stacked" | "shares" => stacked(t, kind),
        "diverging" => diverging(t),
        "heat" => heat(t),
        "wide" => wide(t),
        _ => compared::plot(kind, t).unwrap_or_else(|| response(t)),
    }
}

fn bars(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (84, &[61]),
        (84, &[55]),
        (84, &[47]),
        (84, &[34]),
        (84, &[29]),
        (84, &[-1]),
        (84, &[0]),
        (84, &[9]),
    ];
    let mut rows = rows(&CRIMES, t, &numbers);
    rows[7].role = NonResponse;
    rows[7].label = LINKS[4][t.at()].into();
    Plot::Bars {
        grid: grid(series(&LINKS, &[Answer], t), rows),
    }
}

fn pairs(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 5] = [
        (61, &[48, 22, 9, 26, 23]),
        (61, &[37, 30, 12, 11, 23]),
        (58, &[33, -1, 7, -1, 26]),
        (18, &[12, 6, 0, 6, 66]),
        (60, &[9, 3, 21, 6, 24]),
    ];
    let roles = [Answer, Answer, Answer, Column, NonResponse];
    Plot::Bars {
        grid: grid(series(&HELP, &roles, t), rows(&CRIMES, t, &numbers)),
    }
}

fn stacked(t: Tongue, kind: &str) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (71, &[24, 20, 14, 13, 13]),
        (68, &[14, 9, 40, 5, 16]),
        (75, &[41, 22, 3, 9, 9]),
        (80, &[52, 17, 2, 9, 4]),
        (62, &[9, 1, 2, 50, 22]),
        (60, &[7, -1, -1, 38, 24]),
        (77, &[58, 9, 4, 6, 7]),
        (18, &[4, 3, 6, 5, 66]),
    ];
    let roles = [Answer, Answer, Neutral, Answer, NonResponse];
    let grid = grid(series(&LINKS, &roles, t), rows(&CRIMES, t, &numbers));
    let scale = if kind == "shares" {
        Scale::Share
    } else {
        Scale::Count
    };
    Plot::Stacked { grid, scale }
}

fn diverging(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 5] = [
        (80, &[4, 11, 20, 31, 14, 4]),
        (79, &[9, 19, 22, 21, 8, 5]),
        (75, &[12, 25, 17, 15, 6, 9]),
        (70, &[21, 24, 13, 9, 3, 14]),
        (74, &[15, 22, 21, 12, 4, 10]),
    ];
    let roles = [Against, Against, Neutral, Answer, Answer, NonResponse];
    Plot::Diverging {
        grid: grid(series(&OPINION, &roles, t), rows(&CRIMES, t, &numbers)),
    }
}

fn heat(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (44, &[12, -1, 18, 9, 7, 15]),
        (23, &[8, 0, 14, 5, 11, 18]),
        (63, &[15, 41, 22, 0, 17, 4]),
        (69, &[52, 12, 33, 6, 26, -1]),
        (19, &[19, -1, 9, 0, 5, 3]),
        (17, &[14, 0, 7, -1, 13, 0]),
        (67, &[58, 5, 4, 0, 3, 11]),
        (33, &[31, -1, -1, 4, 16, -2]),
    ];
    let grid = grid(
        series(&NATURES, &[Answer; 6], t),
        rows(&CRIMES, t, &numbers),
    );
    Plot::Heat {
        grid,
        scale: Scale::Count,
    }
}

fn wide(t: Tongue) -> Plot {
    let rows: Vec<Row> = (0..20).map(|n| wide_row(n, t)).collect();
    let label = |n: usize| match t {
        English => WIDE[n].to_owned(),
        Arabic | Chinese => NATURES[n % 6][t.at()].to_owned(),
    };
    let series = |n| Series {
        code: format!("s{n}"),
        label: label(n),
        role: Answer,
    };
    Plot::Heat {
        grid: grid((0..14).map(series).collect(), rows),
        scale: Scale::Share,
    }
}

fn response(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 6] = [
        (54, &[21, 9, 24]),
        (54, &[24, 7, 23]),
        (23, &[15, 3, 5]),
        (33, &[14, 6, 13]),
        (29, &[19, 1, 9]),
        (193, &[93, 26, 74]),
    ];
    let mut rows = rows(&GROUPS, t, &numbers);
    rows[5].role = Total;
    Plot::Response {
        grid: grid(series(&REPLIES, &[Answer, Answer, NonResponse], t), rows),
    }
}

/// Heads as long as a questionnaire has them.
const WIDE: [&str; 14] = [
    "Same space, no dealings",
    "Crime committed by terrorist actors themselves",
    "Terror methods used by criminal groups",
    "Single or occasional deal",
    "Lasting co-operation",
    "Levy, taxation or protection",
    "Exchange of skills or know-how",
    "Overlap of people",
    "Shared facilitators",
    "Integration",
    "Change of aim",
    "Rivalry or violence between them",
    "Nature not known",
    "Other",
];

fn wide_row(n: usize, tongue: Tongue) -> Row {
    let crime = CRIMES[n % 8];
    let n = u64::try_from(n).unwrap();
    let base = 70 - n * 3;
    let cell = |m: u64| match (n * 31 + m * 17 + n * m) % 23 {
        0 => Cell::Withheld,
        1 => Cell::Count(0),
        r => Cell::Count(r * base / 24),
    };
    Row {
        code: format!("r{n}"),
        label: crime[tongue.at()].into(),
        role: Role::Answer,
        base: Cell::Count(base),
        cells: (0..14).map(cell).collect(),
    }
}

/// A figure of a kind of [`KINDS`] in a language.
pub(crate) fn figure(kind: &str, tongue: Tongue) -> Figure {
    let say = |said: Said| said[tongue.at()].to_owned();
    let stamp = Stamp {
        kind: StampKind::Sample,
        text: say(["SAMPLE", "عينة", "样本"]),
    };
    Figure {
        id: kind.into(),
        output: "T4".into(),
        number: Some(say(["Figure II", "الشكل الثاني", "图二"])),
        language: TONGUES[tongue.at()].0.into(),
        direction: if matches!(tongue, Arabic) {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        },
        title: say([
            "Links between terrorism and transnational organized crime reported by States, by form of crime",
            "الصلات بين الإرهاب والجريمة المنظمة عبر الوطنية التي أبلغت عنها الدول، حسب شكل الجريمة",
            "各国报告的恐怖主义与跨国有组织犯罪之间的联系，按犯罪形式分列",
        ]),
        unit: say(["Number of States", "عدد الدول", "国家数目"]),
        base: say(["n = 84 of 193", "العدد = 84 من 193", "n = 84（共193国）"]),
        notes: vec![say([
            "Note: Cells with fewer than three States are withheld, so that no reply can be recognized. Percentages are of the States that gave a usable answer and are left out where fewer than 20 did.",
            "ملاحظة: حُجبت الخلايا التي يقل عدد الدول فيها عن ثلاث حتى لا يمكن التعرف على أي رد.",
            "注：国家数目少于三个的单元格不予显示，以免识别出任何答复。",
        ])],
        source: say([
            "Source: replies to the questionnaire, sample round, as at 30 June 2029.",
            "المصدر: الردود على الاستبيان، جولة نموذجية، في 30 حزيران/يونيه 2029.",
            "资料来源：对问卷的答复，样本轮次，截至2029年6月30日。",
        ]),
        alternative: say([
            "Of 84 States, 61 reported a link with trafficking in persons.",
            "أبلغت 61 دولة من 84 دولة عن صلة بالاتجار بالأشخاص.",
            "84个国家中有61个报告了与贩运人口的联系。",
        ]),
        stamps: vec![stamp],
        words: Words {
            row: say(["Form of crime", "شكل الجريمة", "犯罪形式"]),
            count: say(["Number of States", "عدد الدول", "国家数目"]),
            per_cent: say(["Per cent", "النسبة المئوية", "百分比"]),
            count_and_per_cent: say([
                "Number (per cent)",
                "العدد (النسبة المئوية)",
                "数目（百分比）",
            ]),
            base: say(["n", "العدد", "n"]),
            rate: say([
                "Replied (per cent)",
                "نسبة الرد (بالمئة)",
                "答复率（百分比）",
            ]),
            withheld: say(["Withheld", "محجوب", "不予显示"]),
            nil: say(["None", "لا شيء", "无"]),
            not_applicable: say(["Not applicable", "لا ينطبق", "不适用"]),
            change: say(["Change", "التغير", "变化"]),
            change_points: say([
                "Change (percentage points)",
                "التغير (بالنقاط المئوية)",
                "变化（百分点）",
            ]),
        },
        plot: plot(kind, tongue),
    }
}
