//! IndexedDB as futures: open, read and write inside one transaction, and know when it is really kept.
//!
//! Why our own: the app needs six operations, and `strict` durability, so that "saved" is true also when the phone's
//! battery falls out. Values are JSON texts. A transaction must not be kept open over anything but its own requests.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Object, Promise, Reflect};
use phieu_form::{json, record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use crate::browser;

const NAME: &str = "phieu";
const VERSION: u32 = 1;

/// The stores of the database; keys are texts.
pub const STORES: [&str; 6] = ["kv", "drafts", "outbox", "receipts", "forms", "files"];

/// The phone could not keep or read something. People are told that it is so; why stands in the browser's console.
#[derive(Clone, Copy, Debug)]
pub struct Error;

impl From<JsValue> for Error {
    fn from(value: JsValue) -> Self {
        browser::complain(&value);
        Error
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        browser::complain(&JsValue::from_str(&error.to_string()));
        Error
    }
}

thread_local! {
    static DATABASE: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    /// The transactions at work just now.
    static AT_WORK: RefCell<Vec<IdbTransaction>> = const { RefCell::new(Vec::new()) };
    /// The page is left: nothing is begun.
    static LEFT: Cell<bool> = const { Cell::new(false) };
}

/// The page is being left. A browser may freeze it for Back with its transactions open, and then no other page ever writes again
/// (seen in WebKit): they are given up. What is being committed is not.
pub fn let_go() {
    LEFT.set(true);
    for transaction in AT_WORK.take() {
        let _ = transaction.abort();
    }
    if let Some(database) = DATABASE.take() {
        database.close();
    }
}

/// The page is shown, for the first time or again.
pub fn take_up() {
    LEFT.set(false);
}

/// One transaction. It commits by itself once nothing more is asked of it; [`Transaction::done`] tells when.
pub struct Transaction(IdbTransaction);

/// Text as JSON: records are read from values, so that each is compiled for one source. What is no JSON is null, and no record.
fn parsed(text: &str) -> serde_json::Value {
    json::read(text).unwrap_or_default()
}

/// A transaction that only reads.
pub async fn read(stores: &[&str]) -> Result<Transaction, Error> {
    begin(stores, "readonly").await
}

/// A transaction that writes, to the disk before it says so where the browser can.
pub async fn write(stores: &[&str]) -> Result<Transaction, Error> {
    begin(stores, "readwrite").await
}

impl Drop for Transaction {
    fn drop(&mut self) {
        AT_WORK.with_borrow_mut(|all| all.retain(|each| *each != self.0));
        // What was read needs no end, and of what was not written to the end nothing is kept. Where it has ended this does nothing.
        self.abort();
    }
}

impl Transaction {
    fn store(&self, name: &str) -> Result<IdbObjectStore, Error> {
        Ok(self.0.object_store(name)?)
    }

    /// A record; `None` where there is none.
    pub async fn get<T: DeserializeOwned>(&self, store: &str, key: &str) -> Result<Option<T>, Error> {
        let value = finished(&self.store(store)?.get(&JsValue::from_str(key))?).await?;
        let Some(text) = value.as_string() else { return Ok(None) };
        let found = record(parsed(&text));
        if found.is_none() {
            browser::complain(&[store, key].join(" ").into());
        }
        found.map(Some).ok_or(Error)
    }

    /// A value of the browser's own; undefined where there is none.
    pub async fn value(&self, store: &str, key: &str) -> Result<JsValue, Error> {
        finished(&self.store(store)?.get(&JsValue::from_str(key))?).await
    }

    /// Every record of a store, in the order of the keys. What cannot be read any more is left where it is, and left out.
    pub async fn all<T: DeserializeOwned>(&self, store: &str) -> Result<Vec<T>, Error> {
        let values: Array = finished(&self.store(store)?.get_all()?).await?.unchecked_into();
        Ok(values.iter().filter_map(|value| record(parsed(&value.as_string()?))).collect())
    }

    /// The keys of a store that begin with a text.
    pub async fn keys(&self, store: &str, beginning: &str) -> Result<Vec<String>, Error> {
        let range = IdbKeyRange::bound(&beginning.into(), &[beginning, "\u{ffff}"].concat().into())?;
        let keys: Array = finished(&self.store(store)?.get_all_keys_with_key(&range)?).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// How many records a store has.
    pub async fn count(&self, store: &str) -> Result<usize, Error> {
        Ok(finished(&self.store(store)?.count()?).await?.as_f64().unwrap_or_default() as usize)
    }

    /// Whether a store has a record.
    pub async fn has(&self, store: &str, key: &str) -> Result<bool, Error> {
        Ok(!self.value(store, key).await?.is_undefined())
    }

    /// Keeps a record.
    pub fn put<T: Serialize>(&self, store: &str, key: &str, record: &T) -> Result<(), Error> {
        self.put_value(store, key, &JsValue::from_str(&json::text(&serde_json::to_value(record)?)))
    }

    /// Keeps a value of the browser's own, such as a file.
    pub fn put_value(&self, store: &str, key: &str, value: &JsValue) -> Result<(), Error> {
        self.store(store)?.put_with_key(value, &JsValue::from_str(key))?;
        Ok(())
    }

    /// Removes a record.
    pub fn delete(&self, store: &str, key: &str) -> Result<(), Error> {
        self.store(store)?.delete(&JsValue::from_str(key))?;
        Ok(())
    }

    /// Gives up: nothing of this transaction is kept.
    pub fn abort(&self) {
        let _ = self.0.abort();
    }

    /// Waits until everything is kept; an error where nothing was.
    pub async fn done(self) -> Result<(), Error> {
        let transaction = self.0.clone();
        let promise = Promise::new(&mut |resolve: Function, reject: Function| {
            let failed = transaction.clone();
            let fail = Closure::once_into_js(move || {
                let reason = failed.error().map_or(JsValue::UNDEFINED, JsValue::from);
                let _ = reject.call1(&JsValue::UNDEFINED, &reason);
            });
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(fail.unchecked_ref()));
        });
        // Nothing more is asked of it: where the browser takes that, it does not wait for this page any more.
        let _ = browser::call(&transaction, "commit", &[]);
        JsFuture::from(promise).await?;
        Ok(())
    }
}

/// Begins a transaction; a connection that the browser closed meanwhile is opened again.
async fn begin(stores: &[&str], mode: &str) -> Result<Transaction, Error> {
    if LEFT.get() {
        return Err(Error);
    }
    if let Some(open) = DATABASE.with_borrow(Clone::clone) {
        match transaction(&open, stores, mode) {
            Ok(transaction) => return Ok(transaction),
            Err(_) => DATABASE.set(None),
        }
    }
    let opened = open().await?;
    if LEFT.get() {
        // Left while it was being opened.
        opened.close();
        return Err(Error);
    }
    let transaction = transaction(&opened, stores, mode);
    DATABASE.set(Some(opened));
    transaction
}

fn transaction(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Transaction, Error> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let made = browser::call(database, "transaction", &[names.into(), mode.into(), options.into()])?;
    let made: IdbTransaction = made.unchecked_into();
    AT_WORK.with_borrow_mut(|all| all.push(made.clone()));
    Ok(Transaction(made))
}

async fn open() -> Result<IdbDatabase, Error> {
    let factory: IdbFactory = browser::property(&browser::window(), "indexedDB").dyn_into().map_err(|_| Error)?;
    let request = factory.open_with_u32(NAME, VERSION)?;
    let upgrade = upgrade(&request);
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database: IdbDatabase = finished(&request).await?.unchecked_into();
    // A newer version of the app in another window must be able to change the stores.
    let closing = database.clone();
    let close = Closure::once_into_js(move || {
        closing.close();
        DATABASE.set(None);
    });
    database.set_onversionchange(Some(close.unchecked_ref()));
    Ok(database)
}

fn upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let request = request.clone();
    Closure::new(move || {
        let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
        let existing = database.object_store_names();
        for store in STORES {
            if !existing.contains(store) {
                let _ = database.create_object_store(store);
            }
        }
    })
}

/// Waits for one request.
async fn finished(request: &IdbRequest) -> Result<JsValue, Error> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let failed = request.clone();
        let fail = Closure::once_into_js(move || {
            let reason = failed.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
            let _ = reject.call1(&JsValue::UNDEFINED, &reason);
        });
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(fail.unchecked_ref()));
    });
    JsFuture::from(promise).await?;
    Ok(request.result()?)
}
