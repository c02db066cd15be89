//! Measures, and draws cost against origins and against handlers: `cargo run -p cors-benches --bin
//! plots` writes the SVG files beside the README.

use std::{error::Error, path::Path};

use cors_benches::measured::{self, Counts};
use plotters::{
    coord::ranged1d::{AsRangedCoord, ValueFormatter},
    prelude::*,
};

struct Plot {
    bench: &'static str,
    title: &'static str,
    /// What the last part of a row's name begins with, before the number.
    axis: &'static str,
    /// Whether the router's own cost grows along the axis, by decades.
    grows: bool,
    lines: &'static [(&'static str, &'static str)],
}

const PLOTS: [Plot; 2] = [
    Plot {
        bench: "origins",
        title: "instructions per request, by origins in the policy",
        axis: "origins",
        grows: false,
        lines: &[
            ("literal", "#[cors], literal"),
            ("run_time", "#[cors], run time"),
            ("run_time_subdomains", "#[cors], run time, *.subdomains"),
            ("actix_cors_names", "actix-cors"),
        ],
    },
    Plot {
        bench: "handlers",
        title: "instructions per request, by handlers in the application",
        axis: "handlers",
        grows: true,
        lines: &[
            ("bare_handlers", "bare"),
            ("annotated_handlers", "#[cors]"),
            ("actix_cors_handlers", "actix-cors"),
        ],
    },
];

/// Distinct for the colour-blind: <https://jfly.uni-koeln.de/color/>.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(0, 0, 0)];

fn main() -> Result<(), Box<dyn Error>> {
    for plot in PLOTS {
        let counts = measured::counts(plot.bench)?;
        for (row, count) in &counts {
            println!("{row:40}{count:9}");
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{}.svg", plot.bench));
        let most = counts.values().fold(0.0, |most: f64, count| most.max(*count));
        let least = counts.values().fold(most, |least: f64, count| least.min(*count));
        if plot.grows {
            draw(&plot, &counts, &path, (least * 0.8..most * 1.2).log_scale())?;
        } else {
            draw(&plot, &counts, &path, 0.0..most * 1.3)?;
        }
    }
    Ok(())
}

fn draw<Y>(plot: &Plot, counts: &Counts, path: &Path, y: Y) -> Result<(), Box<dyn Error>>
where
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let lines: Vec<(&str, Vec<(f64, f64)>)> =
        plot.lines.iter().map(|(row, label)| (*label, points(plot, counts, row))).collect();
    let points = lines.iter().flat_map(|(_, points)| points);
    let widest = points.fold(1.0, |most: f64, point| most.max(point.0));

    let area = SVGBackend::new(path, (720, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(plot.title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(64)
        .build_cartesian_2d((1.0..widest).log_scale(), y)?;
    chart
        .configure_mesh()
        .x_desc(plot.axis)
        .y_desc("instructions")
        .light_line_style(TRANSPARENT)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .y_label_formatter(&|y| format!("{y:.0}"))
        .draw()?;
    for ((label, points), colour) in lines.into_iter().zip(COLOURS) {
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)).point_size(3))?
            .label(label)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE)
        .border_style(BLACK)
        .draw()?;
    area.present()?;
    Ok(())
}

/// The rows `row/axis_N`, by N.
fn points(plot: &Plot, counts: &Counts, row: &str) -> Vec<(f64, f64)> {
    let prefix = format!("{row}/{}_", plot.axis);
    let mut points: Vec<(f64, f64)> = counts
        .iter()
        .filter_map(|(name, count)| Some((name.strip_prefix(&prefix)?.parse().ok()?, *count)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}
