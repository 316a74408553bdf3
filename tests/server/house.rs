//! A server with a few units and accounts, started for one test and gone with it; what is asked of it; what stands in its database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::thread::JoinHandle;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use phieu_report::{Date, OrgUnitCode};
use phieu_server::{FirstStart, HashCost, Options, Server};
use phieu_store::{Account, Duty, Moment, SqliteStore, Store, Unit};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// 2026-11-22T08:00 in Viet Nam.
pub const NOW: i64 = 1_795_309_200_000;
pub const PASSWORD: &str = "mật khẩu thử";

pub const CLUB: &str = "24848-C01";
pub const OTHER_CLUB: &str = "24848-C02";
pub const BRANCH: &str = "24848-H01";

/// A running server.
pub struct House {
    pub folder: PathBuf,
    pub address: String,
    clock: Arc<AtomicI64>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl House {
    /// A new house, without the app's files.
    pub fn new() -> House {
        House::with_app(None)
    }

    pub fn with_app(app: Option<PathBuf>) -> House {
        House::with(|options| options.app = app)
    }

    /// A new house, built as is said.
    pub fn with(change: impl FnOnce(&mut Options)) -> House {
        let folder = fresh_folder();
        let clock = Arc::new(AtomicI64::new(NOW));
        let (address, stop, thread) = start(&folder, change, Arc::clone(&clock), true);
        House { folder, address, clock, stop: Some(stop), thread: Some(thread) }
    }

    /// Stops the server and starts it again on the same database.
    pub fn restart(&mut self) {
        self.end();
        let (address, stop, thread) = start(&self.folder, |_| {}, Arc::clone(&self.clock), false);
        (self.address, self.stop, self.thread) = (address, Some(stop), Some(thread));
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends cleanly");
        }
    }

    /// Moves the server's clock forward.
    pub fn wait(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Lets a unit and those below it report from a day on.
    pub fn begin(&self, unit: &str, day: &str) {
        block_on(async {
            let store = SqliteStore::open(&self.folder.join("phieu.db")).await.expect("the database opens");
            let mut unit = store.unit(&OrgUnitCode::parse(unit).expect("a code")).await.expect("the database answers").expect("the unit");
            unit.attributes.insert("asked_from".to_owned(), day.into());
            store.put_units(&[unit]).await.expect("the unit");
            store.close().await.expect("closed");
        });
    }

    /// Changes an account's duties, as somebody who manages people would. Its sessions go on.
    pub fn with_duties(&self, login: &str, change: impl FnOnce(&mut Vec<Duty>)) {
        block_on(async {
            let store = SqliteStore::open(&self.folder.join("phieu.db")).await.expect("the database opens");
            let mut account = store.account(login).await.expect("the database answers").expect("the account");
            change(&mut account.duties);
            store.put_account(&account).await.expect("the account");
            store.close().await.expect("closed");
        });
    }

    /// Any request.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answered = match body {
            Some(bytes) => agent.run(request.body(bytes.to_vec()).expect("a request")),
            None => agent.run(request.body(()).expect("a request")),
        };
        let mut response = answered.expect("an answer");
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
        let bytes = response.body_mut().read_to_vec().expect("a body");
        Answer { status: response.status().as_u16(), headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), bytes }
    }

    /// Signs in and gives the visitor.
    pub fn visitor(&self, login: &str) -> Visitor<'_> {
        let credentials = json!({ "account": login, "password": PASSWORD }).to_string();
        let answer = self.ask("POST", "/api/v1/session", &[("content-type", "application/json")], Some(credentials.as_bytes()));
        assert_eq!(answer.status, 200, "{login} signs in: {}", answer.body);
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        Visitor { house: self, cookie }
    }

    /// A request with a program's key.
    pub fn with_key(&self, key: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let line = format!("Bearer {key}");
        let body = body.map(Value::to_string);
        self.ask(method, path, &[("authorization", &line), ("content-type", "application/json")], body.as_deref().map(str::as_bytes))
    }

    /// A request without sign-in.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None)
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.ask(method, path, &[("content-type", "application/json")], Some(body.to_string().as_bytes()))
    }

    /// Changes the database beside the server.
    pub fn execute(&self, statement: &'static str) {
        block_on(async {
            let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", self.folder.join("phieu.db").display())).await.expect("it opens");
            sqlx::query(statement).execute(&pool).await.expect("it is done");
            pool.close().await;
        });
    }

    /// Every row of every table, but the sessions, as lines: what must not change when something is refused.
    pub fn dump(&self) -> Vec<String> {
        block_on(dump(&self.folder.join("phieu.db")))
    }

    /// Makes a request that must be refused with a status and code, and must not have stored anything.
    pub fn refused(&self, status: u16, code: &str, request: impl FnOnce() -> Answer) -> Value {
        let before = self.dump();
        let answer = request();
        assert_eq!((answer.status, answer.code()), (status, code), "{}", answer.body);
        assert!(answer.body["message"].as_str().is_some_and(|message| message.ends_with('.')), "{}", answer.body);
        assert_eq!(self.dump(), before, "{code} must change nothing");
        answer.body
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.end();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Someone who has signed in.
pub struct Visitor<'a> {
    pub house: &'a House,
    pub cookie: String,
}

impl Visitor<'_> {
    pub fn get(&self, path: &str) -> Answer {
        self.house.ask("GET", path, &[("cookie", &self.cookie)], None)
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send_bytes(method, path, body.to_string().as_bytes())
    }

    pub fn send_bytes(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.house.ask(method, path, &[("cookie", &self.cookie), ("content-type", "application/json")], Some(body))
    }

    pub fn put(&self, id: &str, revision: u32, report: &Value) -> Answer {
        self.send("PUT", &format!("/api/v1/reports/{id}/revisions/{revision}"), report)
    }

    pub fn decide(&self, id: &str, decision: &Value) -> Answer {
        self.send("POST", &format!("/api/v1/reports/{id}/decisions"), decision)
    }
}

/// A report that is right in every way, of the form's own example.
pub fn report(unit: &str, period: &str) -> Value {
    let base: Value = serde_json::from_str(include_str!("../forms/clb-thang/base.json")).expect("the example");
    let mut report = base["report"].clone();
    report["org_unit"] = unit.into();
    report["period"] = period.into();
    report["answers"]["meeting"]["meeting_on"] = format!("{period}-05").into();
    report
}

/// The same for the fund's quarter.
pub fn fund_report(unit: &str, period: &str) -> Value {
    let base: Value = serde_json::from_str(include_str!("../forms/quy/base.json")).expect("the example");
    let mut report = base["report"].clone();
    report["org_unit"] = unit.into();
    report["period"] = period.into();
    report
}

/// The example of a commune's form, with its own unit and period.
pub fn commune_report(base: &str, period: &str) -> Value {
    let base: Value = serde_json::from_str(base).expect("the example");
    let mut report = base["report"].clone();
    report["period"] = period.into();
    report
}

/// A report id that no other call has given.
pub fn new_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("0190c3a2-0000-7000-8000-{:012x}", NEXT.fetch_add(1, Ordering::SeqCst))
}

fn fresh_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("phieu-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    std::env::temp_dir().join(name)
}

type Running = (String, oneshot::Sender<()>, JoinHandle<()>);

fn start(folder: &Path, change: impl FnOnce(&mut Options), clock: Arc<AtomicI64>, is_new: bool) -> Running {
    let mut options = Options {
        first_start: FirstStart::Empty,
        // The receivers of the tests stand on this machine.
        inside_hooks: true,
        clock: Arc::new(move || Moment(clock.load(Ordering::SeqCst))),
        hash_cost: HashCost::Test,
        ..Options::new(folder)
    };
    change(&mut options);
    let database = folder.join("phieu.db");
    let (ready, started) = std::sync::mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        block_on(async move {
            let server = Server::start(options).await.expect("the server starts");
            if is_new {
                move_in(&database).await;
            }
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            ready.send(listener.local_addr().expect("an address").to_string()).expect("the test waits");
            let stopped = async {
                let _ = stopped.await;
            };
            server.serve(listener, stopped).await.expect("the server serves");
        });
    });
    (started.recv().expect("the server is up"), stop, thread)
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(future)
}

/// Units and accounts as an administrator would have made them.
async fn move_in(database: &Path) {
    let store = SqliteStore::open(database).await.expect("the database opens");
    let unit = |code: &str, name: &str, kind: &str, parent: &str| Unit {
        code: OrgUnitCode::parse(code).expect("a code"),
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent: Some(OrgUnitCode::parse(parent).expect("a code")),
        attributes: Map::new(),
    };
    let units = [
        unit(CLUB, "CLB Một", "club", "24848"),
        unit(OTHER_CLUB, "CLB Hai", "club", "24848"),
        unit("24846-C01", "CLB Ba", "club", "24846"),
        unit(BRANCH, "Chi hội Một", "branch", "24848"),
        unit("24848-Q01", "Quỹ Một", "fund", "24848"),
    ];
    store.put_units(&units).await.expect("units");
    let centre = store.unit(&OrgUnitCode::parse("VN").expect("a code")).await.expect("the database answers").expect("the centre");
    // The house stands for a server that has run for years.
    store.put_units(&[Unit { attributes: Map::new(), ..centre }]).await.expect("the centre");
    let accounts = [
        ("club", CLUB, "club_secretary"),
        ("other-club", OTHER_CLUB, "club_secretary"),
        ("third-club", "24846-C01", "club_secretary"),
        ("branch", BRANCH, "volunteer"),
        ("fund", "24848-Q01", "treasurer"),
        ("commune", "24848", "commune_chair"),
        ("other-commune", "24846", "commune_chair"),
        ("province", "68", "province_officer"),
        ("other-province", "66", "province_officer"),
        ("centre", "VN", "centre_officer"),
        ("onlooker", CLUB, "viewer"),
        ("admin", "VN", "administrator"),
    ];
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(Params::MIN_M_COST, 1, 1, None).expect("parameters"));
    for (login, unit, role) in accounts {
        let account = Account {
            login: login.to_owned(),
            name: format!("Người {login}"),
            phone: None,
            duties: vec![duty(unit, role)],
            language: "vi".to_owned(),
            password_hash: cheap.hash_password(PASSWORD.as_bytes()).expect("a hash").to_string(),
        };
        store.put_account(&account).await.expect("an account");
    }
    store.close().await.expect("closed");
}

/// A duty from long ago on.
pub fn duty(unit: &str, role: &str) -> Duty {
    let from = Date::parse("2000-01-01").expect("a day");
    Duty { unit: OrgUnitCode::parse(unit).expect("a code"), role: role.to_owned(), from, to: None }
}

async fn dump(database: &Path) -> Vec<String> {
    use sqlx::Row;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", database.display())).await.expect("the database opens");
    let queries = [
        "select code || name || kind || coalesce(parent, '') || attributes || valid_from || coalesce(valid_to, '') from unit_version order by 1",
        "select predecessor || successor || since from succession order by 1",
        "select id || change from unit_change order by id",
        "select id || login || since || change || state || coalesce(done, '') || fault from unit_plan order by id",
        "select login || name || coalesce(phone, '') || language || password_hash || coalesce(erased_at, '') from account order by login",
        "select id || login || unit || role || valid_from || coalesce(valid_to, '') from duty order by id",
        "select id || secret_hash || state || coalesce(used_by, '') from invitation order by id",
        "select login || subject || version || at from consent order by 1",
        "select id || at || login || event || details || digest from people_audit order by id",
        "select report || number || content_digest || context_digest || line from redaction order by 1",
        "select line || coalesce(told, '') from redacted_line order by 1",
        "select id || form || unit || period || status || revision || approvals || warnings || coalesce(flag, '') || coalesce(replaced_by, '')
         from report order by id",
        "select form || unit || period || closed || line from closing order by 1",
        "select login || key from calendar order by 1",
        "select id || hash || login || name || scopes || expires_at || coalesce(revoked_at, '') from api_key order by id",
        "select id || login || url || secret || events || is_on from webhook order by id",
        "select report || number || version || digest || hex(content) || hex(context) || coalesce(sealed_at, '') || received_at from revision order by 1",
        "select report || path || value from fact order by 1",
        "select report || position || path || text from fact_text order by 1",
        "select id || line || path || text from remark order by id",
        "select form || period || unit || path || whole || ' ' || part || ' ' || given from total order by 1",
        "select id || unit || year || form || path || coalesce(least, '') || coalesce(most, '') || source || login from target order by id",
        "select unit || form || headings || columns || login || at from matching order by 1",
        "select digest || kind || size from file order by 1",
        "select id || report || name || digest || login || at from attachment order by id",
        "select id || report || name || digest || size || received || at || ' ' || start || hex(bytes)
         from upload join upload_piece on upload = id order by 1",
        "select login || key || digest || at || coalesce(hex(answer), '') from once order by 1",
        "select id || at || login || event || coalesce(report || revision || status, '') || coalesce(about, '') || digest from audit order by id",
    ];
    let mut lines = Vec::new();
    for query in queries {
        let rows = sqlx::query(query).fetch_all(&pool).await.expect("rows");
        lines.extend(rows.iter().map(|row| row.get::<String, _>(0)));
        lines.push(format!("{} rows", rows.len()));
    }
    pool.close().await;
    lines
}
