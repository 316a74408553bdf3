//! A real server on a real port, and somebody signed in who asks it.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use phieu_server::{Options, Server};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A server that runs until the asker is done.
pub struct Asker<'r> {
    runtime: &'r Runtime,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
    stop: tokio::sync::oneshot::Sender<()>,
    agent: ureq::Agent,
    address: String,
    cookie: String,
}

impl<'r> Asker<'r> {
    /// Starts the server over a folder and signs in.
    pub fn new(runtime: &'r Runtime, folder: &Path, login: &str) -> Result<Asker<'r>> {
        let (running, stop, address) = runtime.block_on(async {
            let server = Server::start(Options::new(folder)).await?;
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?.to_string();
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let running = tokio::spawn(server.serve(listener, async move {
                let _ = stopped.await;
            }));
            anyhow::Ok((running, stop, address))
        })?;
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let password = std::fs::read_to_string(folder.join(format!("{login}.txt")))?;
        let answer = agent
            .post(format!("http://{address}/api/v1/session"))
            .header("content-type", "application/json")
            .send(json!({ "account": login, "password": password }).to_string())?;
        let cookie = answer.headers().get("set-cookie").context("no cookie")?.to_str()?.split(';').next().unwrap_or_default().to_owned();
        Ok(Asker { runtime, running, stop, agent, address, cookie })
    }

    /// Seconds and bytes of an answer, which must be good.
    pub fn get(&self, path: &str) -> Result<(f64, usize)> {
        let began = Instant::now();
        let mut answer = self.agent.get(format!("http://{}{path}", self.address)).header("cookie", &self.cookie).call()?;
        let body = answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        let seconds = began.elapsed().as_secs_f64();
        ensure!(answer.status() == 200, "{path}: {}", String::from_utf8_lossy(&body));
        Ok((seconds, body.len()))
    }

    /// The same of something that is sent.
    pub fn post(&self, path: &str, body: &Value) -> Result<(f64, usize)> {
        let began = Instant::now();
        let ask = self.agent.post(format!("http://{}{path}", self.address)).header("cookie", &self.cookie);
        let mut answer = ask.header("content-type", "application/json").send(body.to_string())?;
        let body = answer.body_mut().read_to_vec()?;
        let seconds = began.elapsed().as_secs_f64();
        ensure!(answer.status() == 200, "{path}: {}", String::from_utf8_lossy(&body));
        Ok((seconds, body.len()))
    }

    /// Stops the server.
    pub fn done(self) -> Result<()> {
        let _ = self.stop.send(());
        // An open connection would keep it waiting.
        drop(self.agent);
        Ok(self.runtime.block_on(self.running)??)
    }
}
