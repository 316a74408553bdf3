//! What the pages ask of the server, over HTTP as they do.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::asking::Asker;

/// How often each is asked for after the first time.
pub const TIMES: usize = 7;

/// What is asked for: a name, who asks, and the address.
pub type Page = (&'static str, &'static str, &'static str);

/// The name of what is put together once, and not looked at again and again.
pub const COMPOSED: &str = "a review put together";

pub const PAGES: &[Page] = &[
    ("duties", "24848", "/api/v1/duties"),
    ("duties", "68", "/api/v1/duties"),
    ("duties", "vn", "/api/v1/duties"),
    ("reports to review, counted", "24848", "/api/v1/reports?limit=20"),
    ("reports to review, counted", "68", "/api/v1/reports?limit=20"),
    ("reports to review, counted", "vn", "/api/v1/reports?limit=20"),
    ("reports that wait", "24848", "/api/v1/reports?group=waiting&limit=20"),
    ("reports that wait", "68", "/api/v1/reports?group=waiting&limit=20"),
    ("reports that wait", "vn", "/api/v1/reports?group=waiting&limit=20"),
    ("reports to look at again (none)", "vn", "/api/v1/reports?group=again&limit=20"),
    ("approved reports, from 2025 on", "68", "/api/v1/reports?group=approved&limit=100&after=2025-07-14~2025-06-15~tk-tch~2025-H1~24848"),
    ("approved reports, from 2025 on", "vn", "/api/v1/reports?group=approved&limit=100&after=2025-07-14~2025-06-15~tk-tch~2025-H1~24848"),
    ("reports of a form and period", "vn", "/api/v1/reports?form=tk-tch&period=2026-H1&limit=100"),
    ("periods of the clubs' form", "68", "/api/v1/periods?form=clb-thang"),
    ("periods of the clubs' form", "vn", "/api/v1/periods?form=clb-thang"),
    ("totals of a clubs' form", "24848", "/api/v1/totals?form=clb-thang&period=2026-10"),
    ("totals of a clubs' form", "68", "/api/v1/totals?form=clb-thang&period=2026-10"),
    ("totals of a clubs' form", "vn", "/api/v1/totals?form=clb-thang&period=2026-10"),
    ("with what is not approved", "68", "/api/v1/totals?form=clb-thang&period=2026-10&include=submitted"),
    ("with what is not approved", "vn", "/api/v1/totals?form=clb-thang&period=2026-10&include=submitted"),
    ("totals of a communes' form", "68", "/api/v1/totals?form=tk-tch&period=2026-H1"),
    ("totals of a communes' form", "vn", "/api/v1/totals?form=tk-tch&period=2026-H1"),
    ("with estimates", "vn", "/api/v1/totals?form=cs-nct&period=2026&include=estimate"),
    ("totals of a list with names (small counts hidden)", "vn", "/api/v1/totals?form=mt&period=2026&org_unit=68"),
    ("a figure looked into", "68", "/api/v1/totals/figure?form=clb-thang&period=2026-10&path=members/members_closing"),
    ("a figure looked into", "vn", "/api/v1/totals/figure?form=clb-thang&period=2026-10&path=members/members_closing"),
    ("a rate looked into", "68", "/api/v1/totals/figure?form=clb-thang&period=2026-10&path=composition/women_share"),
    ("a rate looked into", "vn", "/api/v1/totals/figure?form=clb-thang&period=2026-10&path=composition/women_share"),
    ("targets", "68", "/api/v1/targets?year=2026"),
    ("targets", "vn", "/api/v1/targets?year=2026"),
    ("registers", "24848", "/api/v1/registers?year=2026"),
    ("registers", "68", "/api/v1/registers?year=2026"),
    ("registers", "vn", "/api/v1/registers?year=2026"),
    ("one register", "68", "/api/v1/registers/nhiem-vu?year=2026"),
    ("one register", "vn", "/api/v1/registers/nhiem-vu?year=2026"),
    ("clubs that are silent", "68", "/api/v1/activity?kind=club&limit=100"),
    ("clubs that are silent", "vn", "/api/v1/activity?kind=club&limit=100"),
    (COMPOSED, "24848", "/api/v1/reviews/so-ket?number=1&year=2026"),
    (COMPOSED, "68", "/api/v1/reviews/so-ket?number=1&year=2026"),
    ("closed periods", "vn", "/api/v1/closings?form=clb-thang"),
    ("units below", "vn", "/api/v1/units"),
    ("people", "68", "/api/v1/people"),
];

/// Seconds, the first asked of a server that has just started, and the bytes of the last answer.
pub struct Measured {
    cold: f64,
    times: Vec<f64>,
    bytes: usize,
}

impl Measured {
    fn of(mut times: Vec<(f64, usize)>) -> Measured {
        let bytes = times.last().map_or(0, |(_, bytes)| *bytes);
        let rest = times.split_off(1.min(times.len().saturating_sub(1)));
        let mut rest: Vec<f64> = rest.into_iter().map(|(seconds, _)| seconds).collect();
        rest.sort_by(f64::total_cmp);
        Measured { cold: times.first().map_or(0.0, |(seconds, _)| *seconds), times: rest, bytes }
    }

    /// The median of all but the first.
    pub fn median(&self) -> f64 {
        self.times.get(self.times.len() / 2).copied().unwrap_or(self.cold)
    }

    /// As a line of the table says it.
    pub fn line(&mut self) -> String {
        let most = self.times.last().copied().unwrap_or(self.cold);
        let [cold, median, most] = [self.cold, self.median(), most].map(|seconds| format!("{:.1} ms", seconds * 1000.0));
        format!("{cold} | {median} | {most} | {:.1} kB", self.bytes as f64 / 1000.0)
    }
}

/// A page asked of a server that starts for it.
pub fn measure(runtime: &Runtime, folder: &Path, (_, login, path): &Page) -> Result<Measured> {
    let asker = Asker::new(runtime, folder, login)?;
    let times = (0..=TIMES).map(|_| asker.get(path)).collect::<Result<_>>()?;
    asker.done()?;
    Ok(Measured::of(times))
}

/// Approvals, one after the other.
pub fn approve(runtime: &Runtime, folder: &Path, login: &str, reports: &[String]) -> Result<Measured> {
    let asker = Asker::new(runtime, folder, login)?;
    let decision = json!({ "revision": 1, "action": "approve" });
    let approve = |id: &String| asker.post(&format!("/api/v1/reports/{id}/decisions"), &decision);
    let times = reports.iter().map(approve).collect::<Result<_>>()?;
    asker.done()?;
    Ok(Measured::of(times))
}
