//! Taking a file that somebody chose: a picture is made smaller first, which also leaves out what its camera wrote about it, such as the
//! place where it was taken.

use js_sys::{Array, Function, Promise, Uint8Array};
use phieu_ui::dom::{call, el, member, set_member};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::going::{is_taken, name};
use crate::state::App;
use crate::{browser, storage};

/// The longest side of a picture, in dots: a page of a book can be read.
const LONGEST: f64 = 1_600.0;

/// How much of a picture's quality is kept.
const QUALITY: f64 = 0.8;

/// How long the browser may take over a picture, in milliseconds: one that it never answers about counts as one that it cannot read.
const PATIENCE: i32 = 30_000;

/// The most bytes of a file that the server takes.
const LARGEST: f64 = 8_388_608.0;

/// What the server takes, for the browser's window of files.
pub const KINDS: &str = "application/pdf,image/jpeg,image/png";

/// Keeps a file of a report and gives the name under which it is kept, or why it could not be. Where a picture is asked for it is made
/// smaller whatever the file says of itself: one that cannot be read might carry the place where it was taken.
pub async fn take(app: App, account: &str, report_id: &str, file: File, is_picture: bool) -> Result<String, &'static str> {
    let texts = app.texts();
    let own = file.name();
    let (blob, own) = match is_picture || file.type_().starts_with("image/") {
        true => (smaller(&file).await.ok_or(texts.photo_unreadable)?, [own.split('.').next().unwrap_or_default(), ".jpg"].concat()),
        false => (Blob::from(file), own),
    };
    if blob.size() > LARGEST {
        return Err(texts.file_too_large);
    }
    if !is_taken(&beginning(&blob).await) {
        return Err(texts.file_kind);
    }
    let digest = digest(&blob).await.ok_or(texts.trouble)?;
    let name = name(&own, &digest);
    storage::set_file(account, report_id, &name, &blob).await.map_err(|_| texts.trouble)?;
    Ok(name)
}

/// The first bytes of a file; none where it cannot be read.
async fn beginning(blob: &Blob) -> Vec<u8> {
    let Ok(first) = blob.slice_with_f64_and_f64(0.0, 8.0) else { return Vec::new() };
    JsFuture::from(first.array_buffer()).await.map(|bytes| Uint8Array::new(&bytes).to_vec()).unwrap_or_default()
}

/// The SHA-256 of a file, hexadecimal; none where it cannot be read.
pub async fn digest(blob: &Blob) -> Option<String> {
    let bytes = Uint8Array::new(&JsFuture::from(blob.array_buffer()).await.ok()?).to_vec();
    let mut digest = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        digest.extend([byte >> 4, byte & 15].iter().filter_map(|half| char::from_digit(u32::from(*half), 16)));
    }
    Some(digest)
}

/// A picture as a JPEG that is not larger than needed, turned as it was seen; none where this browser cannot read it.
async fn smaller(file: &File) -> Option<Blob> {
    let picture = in_time(call(&js_sys::global(), "createImageBitmap", &[file.into()]).dyn_into().ok()?).await?;
    let side = |name| member(&picture, name).as_f64().unwrap_or_default();
    let scale = (LONGEST / side("width").max(side("height"))).min(1.0);
    let sides = [side("width"), side("height")].map(|side| (side * scale).round().max(1.0));
    let canvas = el("canvas").attr("width", &sides[0].to_string()).attr("height", &sides[1].to_string());
    let canvas = canvas.element();
    let context = call(canvas, "getContext", &["2d".into()]);
    let [wide, high] = sides.map(JsValue::from);
    // What is clear in a picture is white as paper.
    set_member(&context, "fillStyle", "#fff".into());
    call(&context, "fillRect", &[0.into(), 0.into(), wide.clone(), high.clone()]);
    call(&context, "drawImage", &[picture.clone(), 0.into(), 0.into(), wide, high]);
    call(&picture, "close", &[]);
    let made = Promise::new(&mut |done: Function, _| drop(call(canvas, "toBlob", &[done.into(), "image/jpeg".into(), QUALITY.into()])));
    in_time(made).await?.dyn_into().ok()
}

/// What a promise brings; none where it fails or takes too long.
async fn in_time(promise: Promise) -> Option<JsValue> {
    let over = Promise::new(&mut |_, fail| {
        let _ = browser::window().set_timeout_with_callback_and_timeout_and_arguments_0(&fail, PATIENCE);
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &over))).await.ok()
}
