use crate::access::{Ctx, Developer};
use crate::shell::charts::{
    CalibrationBand, CalibrationChart, ColumnsChart, Dots, ForecastChart, FunnelChart, Plan, RangeMark,
    TargetBar, TargetsChart,
};
use crate::shell::{Frame, Result, show};
use askama::Template;

#[derive(Template)]
#[template(path = "features/styleguide/page.html")]
struct StyleGuide {
    frame: Frame,
    targets: String,
    forecast: String,
    many: String,
    few: String,
    columns: String,
    calibration: String,
    dots: String,
    bars: String,
    range: String,
}

/// `GET /styleguide`
pub async fn page(ctx: Ctx<Developer>) -> Result {
    let weeks = ["4 Jan", "11 Jan", "18 Jan", "25 Jan", "1 Feb", "8 Feb"].into_iter().zip([1, 4, 3, 6, 0, 5]);
    let columns = ColumnsChart {
        id: "sg-columns".to_owned(),
        title: "Sessions held in each of the last six weeks".to_owned(),
        counted: "Sessions held".to_owned(),
        columns: weeks.map(|(week, n)| (week.to_owned(), n)).collect(),
    };
    show(&StyleGuide {
        frame: ctx.frame("Style guide", "/styleguide"),
        targets: targets().html()?,
        forecast: forecast().html()?,
        many: funnel("sg-many", [32, 19, 16, 14, 11, 4]).html()?,
        few: funnel("sg-few", [9, 6, 5, 4, 2, 1]).html()?,
        columns: columns.html()?,
        calibration: calibration().html()?,
        dots: Dots { joined: 2, other: 1, waiting: 1 }.html("2 joined, 1 another answer, 1 waiting", 4)?,
        bars: Dots { joined: 12, other: 7, waiting: 5 }.html("12 joined, 7 another answer, 5 waiting", 30)?,
        range: RangeMark { expected: 5.0, low: 2.0, high: 9.0, most: 12.0 }.html()?,
    })
}

fn calibration() -> CalibrationChart {
    let band = |(expected, asked, yes, range)| CalibrationBand { expected, asked, yes, range };
    let bands = [(0.31, 12, 4, (0.19, 0.51)), (0.52, 12, 5, (0.26, 0.60)), (0.74, 13, 8, (0.44, 0.77))];
    CalibrationChart { id: "sg-calibration".to_owned(), bands: bands.into_iter().map(band).collect() }
}

fn targets() -> TargetsChart {
    let bar = |name: &str, people, joined, active, percent, needed, forecast| TargetBar {
        name: name.to_owned(),
        people,
        joined,
        active,
        percent,
        needed,
        due: "31 March".to_owned(),
        forecast,
    };
    let bars = vec![
        bar("Partners", 36, 4, 4, 20, 8, Some((6, 11))),
        bar("Associates", 35, 9, 4, 30, 11, Some((9, 14))),
        bar("Counsel", 12, 0, 0, 25, 3, None),
    ];
    TargetsChart { id: "sg-targets".to_owned(), bars }
}

fn forecast() -> ForecastChart {
    let plan = |name: &str, expected: &str, range: &str, chance: &str| Plan {
        name: name.to_owned(),
        expected: expected.to_owned(),
        range: range.to_owned(),
        chance: chance.to_owned(),
    };
    ForecastChart {
        id: "sg-forecast".to_owned(),
        title: "4 Partners have joined. With these 6 asks about 9 are expected, between 6 and 11. The target is 8.".to_owned(),
        joined: 4,
        expected: 8.6,
        low: 6,
        high: 11,
        people: 36,
        needed: Some(8),
        needed_words: "8 Partners, 20\u{a0}%".to_owned(),
        needed_short: "8, or 20\u{a0}%".to_owned(),
        caption: "Forecast of Partners who have joined by 31 March".to_owned(),
        chance_of: "Chance of 20\u{a0}%".to_owned(),
        plans: vec![plan("No further ask", "5", "4 to 7", "9\u{a0}%"), plan("These 6", "9", "6 to 11", "74\u{a0}%")],
    }
}

fn funnel(id: &str, counts: [i64; 6]) -> FunnelChart {
    let steps = ["Identified", "Introduced", "Met", "Asked", "Answered", "Joined"];
    let steps = steps.map(str::to_owned).into_iter().zip(counts).collect();
    FunnelChart { id: id.to_owned(), title: "How far leaders came".to_owned(), steps }
}
