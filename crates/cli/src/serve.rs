//! `phieu serve`: the server, from its options to a clean end.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use phieu_server::{FirstAccount, FirstStart, History, Options, Server};
use tokio::net::TcpListener;

/// What `phieu serve` takes.
#[derive(Args)]
pub struct Arguments {
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder of the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Fill an empty database with units and one administrator instead of the demonstration
    #[arg(long)]
    empty: bool,
    /// Let the demonstration tell of up to two years instead of some months; its first start takes longer
    #[arg(long, conflicts_with = "empty")]
    years: bool,
    /// The folder of the built app; without it only the API is served
    #[arg(long)]
    app: Option<PathBuf>,
    /// Mark cookies for https alone
    #[arg(long)]
    secure: bool,
    /// Let webhooks go to addresses of the server's own network, and without https
    #[arg(long)]
    inside_hooks: bool,
}

/// Serves until it is told to stop.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("no threads to run on: {error}"))?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> Result<(), String> {
    if let Some(folder) = arguments.app.as_ref().filter(|folder| !folder.join("index.html").is_file()) {
        return Err(format!("{} has no index.html: build the app first, or leave --app out", folder.display()));
    }
    let address = SocketAddr::new(arguments.host, arguments.port);
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
    let is_first = !arguments.data.join("phieu.db").exists();
    if is_first {
        crate::print(&format!("First start: filling the database in {} …\n", arguments.data.display()))?;
    }
    let server = Server::start(options(arguments)).await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let accounts = accounts_text(server.accounts(), is_first && arguments.empty);
    // Whoever reads the address may at once ask it to end.
    let stop = stop();
    crate::print(&format!("{accounts}phieu is at http://{address}/ (Ctrl+C stops it)\n"))?;
    server.serve(listener, stop).await.map_err(|error| error.to_string())
}

fn first_start(arguments: &Arguments) -> FirstStart {
    match (arguments.empty, arguments.years) {
        (true, _) => FirstStart::Empty,
        (_, true) => FirstStart::Demo(History::Years),
        (_, false) => FirstStart::Demo(History::Months),
    }
}

fn options(arguments: &Arguments) -> Options {
    Options {
        app: arguments.app.clone(),
        first_start: first_start(arguments),
        secure: arguments.secure,
        inside_hooks: arguments.inside_hooks,
        ..Options::new(&arguments.data)
    }
}

pub(crate) fn cannot_listen(address: SocketAddr, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("port {} is taken by another program: stop that one, or choose another port with --port", address.port())
        }
        io::ErrorKind::PermissionDenied => format!("this user may not listen on {address}: choose a port above 1023 with --port"),
        _ => format!("cannot listen on {address}: {error}"),
    }
}

fn accounts_text(accounts: &[FirstAccount], only_now: bool) -> String {
    let Some(first) = accounts.first() else { return String::new() };
    let heading = if only_now { "The administrator's account; the password is shown only now:" } else { "Accounts of the demonstration:" };
    let line =
        |account: &FirstAccount| format!("  {:<16} {:<18} {}, {}\n", account.login, account.roles.join(" "), account.name, account.unit);
    let lines: String = accounts.iter().map(line).collect();
    format!("{heading}\n{lines}  password: {}\n", first.password)
}

/// Listens from now on for the system's request to end, and waits for it or for Ctrl+C.
pub(crate) fn stop() -> impl Future<Output = ()> {
    let terminated = terminated();
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    async {
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
        // Nobody may be left to read this; stopping goes on.
        let _ = crate::print("phieu stops: finishing what is under way.\n");
    }
}

#[cfg(unix)]
fn terminated() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let asked = signal(SignalKind::terminate());
    async {
        match asked {
            Ok(mut asked) => {
                asked.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
fn terminated() -> impl Future<Output = ()> {
    std::future::pending()
}
