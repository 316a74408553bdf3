//! From options to a running server, and its end.

use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use phieu_catalog::demo::History;
use phieu_catalog::{Calendar, Parameters};
use phieu_store::SqliteStore;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::app_files;
use crate::clock::{Clock, system_clock};
use crate::daily::{CarriedOut, on_the_day};
use crate::first_start::{self, FirstAccount, FirstStart};
use crate::forms::{FormError, Forms};
use crate::headers::{not_stored, protect, same_site};
use crate::password::{HashCost, HashError, Passwords};
use crate::programs::deliver;
use crate::refusal::{Code, Refusal, speak};
use crate::routes;
use crate::throttle::Throttle;

/// How long requests under way may still take after the server was told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a server is to be built.
pub struct Options {
    /// The folder of the database; made if it does not exist.
    pub data: PathBuf,
    /// The folder of the built app; without one only the API is served.
    pub app: Option<PathBuf>,
    /// What an empty folder is filled with.
    pub first_start: FirstStart,
    /// Whether cookies are marked `Secure` even where no proxy says https.
    pub secure: bool,
    /// Whether webhooks may be sent to addresses of the server's own network, and without https.
    pub inside_hooks: bool,
    /// The calendar, where it is not the catalogue's: a province's own days and windows.
    pub calendar: Option<Calendar>,
    /// What the country and its provinces set, where it is not what the catalogue says.
    pub parameters: Option<Parameters>,
    /// The clock.
    pub clock: Clock,
    /// How much work a password hash is.
    pub hash_cost: HashCost,
}

impl Options {
    /// The usual: the demonstration on first start, the machine's clock, full password hashing, no app.
    pub fn new(data: impl Into<PathBuf>) -> Options {
        Options {
            data: data.into(),
            app: None,
            first_start: FirstStart::Demo(History::Months),
            secure: false,
            inside_hooks: false,
            calendar: None,
            parameters: None,
            clock: system_clock(),
            hash_cost: HashCost::Normal,
        }
    }
}

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A folder or file cannot be used.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] phieu_store::Error),
    /// A form is wrong.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The catalogue's data is wrong.
    #[error("{0}")]
    Data(String),
    /// No password could be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// A report of the demonstration was refused.
    #[error("the demonstration's report {report} was refused: {refusal}")]
    Demo {
        /// Form, unit and period.
        report: String,
        /// The refusal.
        refusal: String,
    },
}

/// A server that is ready to serve.
pub struct Server {
    app: Arc<App>,
    router: Router,
    store: SqliteStore,
    accounts: Vec<FirstAccount>,
}

impl Server {
    /// Makes the forms ready, opens the database, fills it on first start.
    pub async fn start(options: Options) -> Result<Server, StartError> {
        let forms = Forms::from_catalog()?.with(options.calendar, options.parameters);
        let passwords = Passwords::new(options.hash_cost)?;
        let file = options.data.join("phieu.db");
        let folder_problem = |error| StartError::File { path: options.data.clone(), error };
        make_folder(&options.data).map_err(folder_problem)?;
        let is_first = !file.exists();
        // A first start that is broken off leaves only a part behind, and the next one begins anew.
        let opened = if is_first { file.with_extension("part") } else { file.clone() };
        if is_first {
            remove_part(&opened).map_err(folder_problem)?;
        }
        let store = SqliteStore::open(&opened).await?;
        let app = |forms, store: SqliteStore, passwords| App {
            store: Arc::new(store),
            forms,
            clock: Arc::clone(&options.clock),
            passwords,
            throttle: Throttle::default(),
            secure: options.secure,
            carried_out: CarriedOut::default(),
            inside_hooks: options.inside_hooks,
        };
        if !is_first {
            first_start::take_up_catalogue(&store).await?;
            let accounts = first_start::demo_accounts(&store).await?;
            let app = Arc::new(app(forms, store.clone(), passwords));
            let router = router(&app, options.app.as_deref());
            return Ok(Server { app, router, store, accounts });
        }
        let filling = app(forms, store.clone(), passwords);
        let accounts = first_start::fill(&filling, options.first_start).await?;
        store.close().await?;
        std::fs::rename(&opened, &file).map_err(folder_problem)?;
        let store = SqliteStore::open(&file).await?;
        let app = Arc::new(App { store: Arc::new(store.clone()), ..filling });
        let router = router(&app, options.app.as_deref());
        Ok(Server { app, router, store, accounts })
    }

    /// The accounts that may be told: those of the demonstration, or the one that a first start without it has made.
    pub fn accounts(&self) -> &[FirstAccount] {
        &self.accounts
    }

    /// Serves until `stop` is done; then requests under way are answered, if they end within ten seconds, and the database is closed.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (tell, told) = oneshot::channel();
        let stop = async move {
            stop.await;
            let _ = tell.send(());
        };
        let impatient = async {
            let _ = told.await;
            tokio::time::sleep(PATIENCE).await;
        };
        let telling = tokio::spawn(deliver::tell(self.app));
        let served = tokio::select! {
            served = axum::serve(listener, self.router).with_graceful_shutdown(stop).into_future() => served,
            () = impatient => Ok(()),
        };
        // What is being told stays to be told; it is begun again at the next start.
        telling.abort();
        let _ = telling.await;
        // A log that somebody else still reads stays beside the database and is taken up at the next start.
        let _ = self.store.close().await;
        served
    }
}

/// Makes the folder, for its owner alone: what people report is nobody else's on the machine.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn remove_part(part: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = part.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn router(app: &Arc<App>, folder: Option<&Path>) -> Router {
    let not_found = || async { Refusal::from(Code::NotFound) };
    let api = routes::router(app)
        .layer(from_fn_with_state(Arc::clone(app), on_the_day))
        .route("/api/", any(not_found))
        .route("/api/{*rest}", any(not_found))
        .method_not_allowed_fallback(|| async { Refusal::from(Code::MethodNotAllowed) })
        .layer(CompressionLayer::new())
        .layer(from_fn(not_stored))
        .with_state(Arc::clone(app));
    let all = match folder {
        Some(folder) => api.fallback_service(app_files::router(folder, &[app_files::DESK, app_files::AUTHOR])),
        None => api.fallback(not_found),
    };
    all.layer(from_fn(same_site)).layer(from_fn(speak)).layer(from_fn(protect))
}
