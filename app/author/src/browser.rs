//! The little that the page asks of the browser itself: files, downloads, the clock, the form that `phieu preview` serves.

use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Document, File, Headers, HtmlAnchorElement, HtmlElement, RequestCache, RequestInit, Response, Url, Window,
};

/// The window; the page runs nowhere else.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document, where there is one.
pub fn document() -> Option<Document> {
    window().document()
}

/// The path of the page's address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Sets the page's language and title.
pub fn set_language(tag: &str, title: &str) {
    let Some(document) = document() else { return };
    document.set_title(&[title, " – Phiếu"].concat());
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Now by this machine's clock, `YYYY-MM-DDThh:mm:ss.sss+hh:mm`; its first ten characters are today.
pub fn now() -> String {
    let ahead = -Date::new_0().get_timezone_offset();
    let local = Date::new(&JsValue::from_f64(Date::now() + ahead * 60_000.0));
    let text = String::from(local.to_iso_string());
    let two = |number: u32| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    let (sign, minutes) = (if ahead < 0.0 { "-" } else { "+" }, ahead.abs() as u32);
    [text.trim_end_matches('Z'), sign, &two(minutes / 60), ":", &two(minutes % 60)].concat()
}

/// What random numbers are made from.
pub fn seed() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

/// A file's bytes.
pub async fn bytes(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The address of a picture, sound or film, good for as long as the page is open; nothing for other files.
pub fn address_of_medium(file: &File) -> Option<String> {
    let kind = file.type_();
    let is_medium = ["image/", "audio/", "video/"].iter().any(|each| kind.starts_with(each));
    is_medium.then(|| Url::create_object_url_with_blob(file).ok()).flatten()
}

/// Hands a file to the person.
pub fn download(name: &str, kind: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let (Ok(url), Some(document)) = (Url::create_object_url_with_blob(&blob), document()) else { return };
    if let Some(link) = document.create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

/// Puts the focus on the first element that a selector finds, and brings it into sight.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: js_sys::Function, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether the page is in sight.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// What `phieu preview` answered.
pub enum Served {
    /// The file is another than the one with the known tag.
    File {
        /// Its name.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
        /// The tag to ask with the next time.
        tag: String,
    },
    /// Nothing has changed.
    Same,
    /// There is no file, or nobody who answers.
    Lost,
}

/// Asks `phieu preview` for the form, unless it is still the one with this tag.
pub async fn served(tag: &str) -> Served {
    fetched(tag).await.unwrap_or(Served::Lost)
}

async fn fetched(tag: &str) -> Option<Served> {
    let headers = Headers::new().ok()?;
    if !tag.is_empty() {
        headers.set("if-none-match", tag).ok()?;
    }
    let options = RequestInit::new();
    options.set_headers(&headers);
    options.set_cache(RequestCache::NoStore);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init("/preview/form", &options)).await.ok()?.dyn_into().ok()?;
    if response.status() == 304 {
        return Some(Served::Same);
    }
    let header = |name: &str| response.headers().get(name).ok().flatten().unwrap_or_default();
    let (tag, name) = (header("etag"), header("content-disposition"));
    let name = name.split_once("''").map_or("", |(_, name)| name);
    let name = js_sys::decode_uri_component(name).map(String::from).ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
    Some(Served::File { name, bytes: Uint8Array::new(&buffer).to_vec(), tag })
}
