//! WebKit, as Debian has it: the third engine of the tests. Its driver, its small browser, and a display that nobody sees.

use super::{Tool, apt};
use crate::command;
use anyhow::{Context, Result};

pub static TOOL: Tool = Tool {
    name: "webkit",
    takes: "about a minute",
    check,
    install: || apt::install(&["webkit2gtk-driver", "xvfb", "xauth"]),
    remedy: "install WebKitGTK's driver and Xvfb (on Debian: `apt-get install webkit2gtk-driver xvfb xauth`)",
};

fn check() -> Result<String> {
    for name in ["xvfb-run", "xauth", "WebKitWebDriver"] {
        command::on_path(name).with_context(|| format!("no {name}"))?;
    }
    Ok("its driver and a display".to_owned())
}
