//! Samples of what is compared: marks on a scale, two rounds, combinations, points, a triangle.

use super::*;
use crate::chart::figure::{Combination, Combinations, Points, Rest, Rounds, Triangle};

/// The plot of a kind, if it is one of these.
pub(super) fn plot(kind: &str, t: Tongue) -> Option<Plot> {
    Some(match kind {
        "dots" => dots(t),
        "dot" => dot(t),
        "rounds" => rounds(t, Scale::Share),
        "changes" => rounds(t, Scale::Count),
        "combinations" => combinations(t),
        "bubble" => bubble(t),
        "triangle" => triangle(t),
        _ => return None,
    })
}

fn dots(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (61, &[48, 22, 9, 23]),
        (61, &[37, 37, 12, 23]),
        (58, &[33, -1, 7, 26]),
        (18, &[12, 6, 0, 66]),
        (60, &[9, 3, 21, 24]),
        (60, &[30, 31, 30, 24]),
        (61, &[61, 0, -2, 23]),
        (44, &[40, 38, 5, 40]),
    ];
    let heads = [HELP[0], HELP[1], HELP[2], HELP[4]];
    let roles = [Answer, Answer, Answer, NonResponse];
    Plot::Dot {
        grid: grid(series(&heads, &roles, t), rows(&CRIMES, t, &numbers)),
        scale: Scale::Share,
    }
}

fn dot(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 7] = [
        (84, &[61]),
        (84, &[55]),
        (84, &[47]),
        (84, &[34]),
        (84, &[-1]),
        (84, &[0]),
        (84, &[84]),
    ];
    let mut rows = rows(&CRIMES, t, &numbers);
    rows[6].role = NonResponse;
    rows[6].label = LINKS[4][t.at()].into();
    Plot::Dot {
        grid: grid(series(&LINKS, &[Answer], t), rows),
        scale: Scale::Share,
    }
}

const ROUNDS: [Said; 2] = [
    [
        "First round (2027)",
        "الجولة الأولى (2027)",
        "第一轮（2027年）",
    ],
    [
        "Second round (2029)",
        "الجولة الثانية (2029)",
        "第二轮（2029年）",
    ],
];

fn rounds(t: Tongue, scale: Scale) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (57, &[27, 39]),
        (57, &[31, 35]),
        (57, &[25, 29]),
        (57, &[12, -1]),
        (57, &[0, 19]),
        (57, &[17, 15]),
        (12, &[4, 9]),
        (57, &[55, 55]),
    ];
    let grid = grid(series(&ROUNDS, &[Answer; 2], t), rows(&CRIMES, t, &numbers));
    Plot::Dumbbell {
        grid: Rounds::new(grid).unwrap(),
        scale,
    }
}

fn combinations(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 6] = [
        (84, &[63]),
        (84, &[30]),
        (84, &[48]),
        (84, &[6]),
        (84, &[34]),
        (84, &[-1]),
    ];
    let label = [["States in all", "مجموع الدول", "国家总数"]];
    let sets = grid(series(&label, &[Answer], t), rows(&NATURES, t, &numbers));
    let all: [(&[usize], i32); 12] = [
        (&[0], 11),
        (&[0, 2, 4], 11),
        (&[0, 2], 7),
        (&[0, 1, 2], 6),
        (&[0, 1, 2, 4], 6),
        (&[0, 4], 4),
        (&[0, 1], 4),
        (&[2], 3),
        (&[1], 3),
        (&[2, 4], -1),
        (&[0, 1, 2, 3, 4, 5], -1),
        (&[1, 2, 4], -1),
    ];
    let all = all.iter().map(|(members, count)| Combination {
        members: members.to_vec(),
        count: if *count < 0 {
            Cell::Withheld
        } else {
            Cell::Count(u64::from(count.unsigned_abs()))
        },
    });
    let say = |said: Said| said[t.at()].to_owned();
    let rest = Rest {
        label: say([
            "Other combinations (16)",
            "تركيبات أخرى (16)",
            "其他组合（16）",
        ]),
        sentence: say([
            "Other combinations: 16, reported by 18 States in all",
            "تركيبات أخرى: 16، أبلغت عنها 18 دولة",
            "其他组合：16个，由18个国家报告",
        ]),
        count: Cell::Count(18),
    };
    let label = say([
        "Number of States with this combination",
        "عدد الدول التي لديها هذه التركيبة",
        "有此组合的国家数目",
    ]);
    Plot::Combinations {
        sets: Combinations::new(sets, label, all.collect(), Some(rest)).unwrap(),
    }
}

fn bubble(t: Tongue) -> Plot {
    let labels: Vec<_> = CRIMES.iter().chain(&NATURES).copied().collect();
    let numbers: [(i32, &[i32]); 14] = [
        (84, &[39, 46, 41]),
        (84, &[41, 43, 44]),
        (84, &[52, 59, 48]),
        (84, &[60, 49, 57]),
        (84, &[18, 54, 12]),
        (84, &[16, 50, 11]),
        (84, &[57, 62, 55]),
        (84, &[29, 24, 21]),
        (84, &[32, 26, 18]),
        (84, &[44, 66, -1]),
        (84, &[21, 28, 10]),
        (84, &[-1, 33, 9]),
        (18, &[7, 13, 3]),
        (84, &[5, 12, 0]),
    ];
    let heads = [
        [
            "States that report the link",
            "الدول التي أبلغت عن الصلة",
            "报告存在联系的国家",
        ],
        [
            "States that ask for technical assistance",
            "الدول التي طلبت مساعدة تقنية",
            "请求技术援助的国家",
        ],
        [
            "States with at least one case",
            "الدول التي لديها قضية واحدة على الأقل",
            "至少有一个案件的国家",
        ],
    ];
    let grid = grid(series(&heads, &[Answer; 3], t), rows(&labels, t, &numbers));
    Plot::Bubble {
        grid: Points::new(grid).unwrap(),
        scale: Scale::Share,
    }
}

fn triangle(t: Tongue) -> Plot {
    let numbers: [(i32, &[i32]); 8] = [
        (84, &[44, -2, -2, -2, -2, -2, -2, -2]),
        (84, &[31, 47, -2, -2, -2, -2, -2, -2]),
        (84, &[22, 18, 52, -2, -2, -2, -2, -2]),
        (84, &[29, 33, 41, 69, -2, -2, -2, -2]),
        (84, &[6, -1, 9, 5, 19, -2, -2, -2]),
        (84, &[0, 4, -1, 7, 3, 17, -2, -2]),
        (84, &[38, 30, 36, 58, 15, 11, 67, -2]),
        (84, &[8, 0, 14, 21, -1, -1, 25, 33]),
    ];
    let mut heads = series(&CRIMES, &[Answer; 8], t);
    for (n, s) in heads.iter_mut().enumerate() {
        s.code = format!("r{n}");
    }
    let grid = grid(heads, rows(&CRIMES, t, &numbers));
    Plot::Triangle {
        grid: Triangle::new(grid).unwrap(),
        scale: Scale::Count,
    }
}
