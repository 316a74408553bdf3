//! `phieu preview`: the author's page for one form, on this machine alone.
//!
//! It reads the form's file and the built app; it keeps nothing and opens nothing unless it is asked to.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use phieu_server::{Previewed, serve_preview};
use tokio::net::TcpListener;

use crate::serve::{cannot_listen, stop};

/// What `phieu preview` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's file, or a form's id in the catalogue
    form: String,
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The folder of the built app (default: where the build puts it)
    #[arg(long)]
    app: Option<PathBuf>,
    /// Open the page in this machine's browser
    #[arg(long)]
    open: bool,
}

/// Shows the form until it is told to stop.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let form = form(&arguments.form)?;
    let app = app(arguments.app.as_deref())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("no threads to run on: {error}"))?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
        let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let url = format!("http://{address}/preview");
        crate::print(&format!("{} is at {url} (Ctrl+C stops it)\n", arguments.form))?;
        if arguments.open {
            open(&url);
        }
        serve_preview(listener, &app, form, stop()).await.map_err(|error| error.to_string())
    })
}

/// A file where there is one of this name, else a form of the catalogue.
fn form(name: &str) -> Result<Previewed, String> {
    let path = Path::new(name);
    match (path.is_file(), phieu_catalog::form(name)) {
        (true, _) => Ok(Previewed::File(path.to_owned())),
        (false, Some(form)) => Ok(Previewed::Text { name: form.file.to_owned(), text: form.text.to_owned() }),
        (false, None) => Err(format!("{name}: there is no such file, and no such form in the catalogue (`phieu forms` lists it)")),
    }
}

/// The folder of the built app: as given, or beside the folder of this program, or below this folder.
fn app(given: Option<&Path>) -> Result<PathBuf, String> {
    let is_built = |folder: &Path| folder.join("author/index.html").is_file();
    if let Some(folder) = given {
        return if is_built(folder) { Ok(folder.to_owned()) } else { Err(format!("{} {NOT_BUILT}", folder.display())) };
    }
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.ancestors().nth(2).map(|folder| folder.join("dist"));
    let below = PathBuf::from("target/dist");
    beside.into_iter().chain([below]).find(|folder| is_built(folder)).ok_or_else(|| format!("the folder of the app {NOT_BUILT}"))
}

const NOT_BUILT: &str = "has no author/index.html: build the app first with `cargo xtask build`, or name its folder with --app";

/// Asks the system to open an address; where it cannot, the address stands on the screen.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = Command::new(program).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
