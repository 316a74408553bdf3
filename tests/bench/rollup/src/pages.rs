//! What the pages ask of the server, over HTTP as they do.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use phieu_server::{Options, Server};
use serde_json::json;
use tokio::net::TcpListener;

/// How often each is asked for.
const TIMES: usize = 15;

/// What is asked for: a name, who asks, and the address.
const PAGES: [(&str, &str, &str); 8] = [
    ("a province's page of a monthly form", "68", "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=68"),
    ("the same with what is not approved yet", "68", "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=68&include=submitted"),
    ("a commune's page", "68", "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=24848"),
    (
        "a province's figure, looked into",
        "68",
        "/api/v1/totals/figure?form=clb-thang&period=2026-10&org_unit=68&path=members/members_closing",
    ),
    ("the centre's page of a monthly form", "vn", "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=VN"),
    ("the centre's page of a communes' form", "vn", "/api/v1/totals?form=tk-tch&period=2026-H1&org_unit=VN"),
    (
        "the centre's figure, looked into",
        "vn",
        "/api/v1/totals/figure?form=clb-thang&period=2026-10&org_unit=VN&path=members/members_closing",
    ),
    ("the centre's targets", "vn", "/api/v1/targets?org_unit=VN&year=2026"),
];

/// Seconds of each page.
pub async fn measure(folder: &Path) -> Result<Vec<(String, Vec<f64>)>> {
    let server = Server::start(Options::new(folder)).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.serve(listener, async move {
        let _ = stopped.await;
    }));
    let folder = folder.to_owned();
    let measured =
        tokio::task::spawn_blocking(move || PAGES.iter().map(|page| one(&folder, &address, page)).collect::<Result<Vec<_>>>()).await?;
    let _ = stop.send(());
    running.await??;
    measured
}

fn one(folder: &Path, address: &str, (name, login, path): &(&str, &str, &str)) -> Result<(String, Vec<f64>)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let password = std::fs::read_to_string(folder.join(format!("{login}.txt")))?;
    let answer = agent
        .post(format!("http://{address}/api/v1/session"))
        .header("content-type", "application/json")
        .send(json!({ "account": login, "password": password }).to_string())?;
    let cookie = answer.headers().get("set-cookie").context("no cookie")?.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let mut answer = agent.get(format!("http://{address}{path}")).header("cookie", &cookie).call()?;
        let body = answer.body_mut().read_to_vec()?;
        times.push(began.elapsed().as_secs_f64());
        ensure!(answer.status() == 200, "{path}: {}", String::from_utf8_lossy(&body));
    }
    Ok(((*name).to_owned(), times))
}
