//! The files of reports on the phone: kept by account, report and name, until the server has them and they are not needed here.

use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::idb::{self, Error};
use super::records::Receipt;

fn file_key(account: &str, report_id: &str, name: &str) -> String {
    [account, report_id, name].join("|")
}

/// Keeps the bytes of a file of a report.
pub async fn set_file(account: &str, report_id: &str, name: &str, file: &Blob) -> Result<(), Error> {
    let write = idb::write(&["files"]).await?;
    write.put_value("files", &file_key(account, report_id, name), file)?;
    write.done().await
}

/// The bytes of a file of a report, if they are on this phone.
pub async fn file(account: &str, report_id: &str, name: &str) -> Result<Option<Blob>, Error> {
    let file = idb::read(&["files"]).await?.value("files", &file_key(account, report_id, name)).await?;
    Ok(file.dyn_into().ok())
}

/// The server has a file, or it is not to be sent any more.
pub async fn file_gone(report_id: &str, name: &str) -> Result<(), Error> {
    let write = idb::write(&["receipts"]).await?;
    if let Some(mut receipt) = write.get::<Receipt>("receipts", report_id).await? {
        receipt.files.retain(|waiting| waiting != name);
        receipt.stuck.remove(name);
        write.put("receipts", report_id, &receipt)?;
    }
    write.done().await
}

/// Why a file that waits is not sent; a blank where its bytes are gone.
pub async fn file_stuck(report_id: &str, name: &str, why: &str) -> Result<(), Error> {
    let write = idb::write(&["receipts"]).await?;
    if let Some(mut receipt) = write.get::<Receipt>("receipts", report_id).await? {
        receipt.stuck.insert(name.into(), why.into());
        write.put("receipts", report_id, &receipt)?;
    }
    write.done().await
}

/// Removes the files of a report but for those to be kept, and gives these.
pub async fn drop_files(
    write: &idb::Transaction,
    account: &str,
    report_id: &str,
    keep: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Error> {
    let beginning = file_key(account, report_id, "");
    let mut kept = Vec::new();
    for key in write.keys("files", &beginning).await? {
        match key.strip_prefix(&*beginning).filter(|name| keep(name)) {
            Some(name) => kept.push(name.to_string()),
            None => write.delete("files", &key)?,
        }
    }
    Ok(kept)
}
