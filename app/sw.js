// Serves the whole app with no network.
//
// Why so: every file of a version is fetched together at installation, and served from there; half of one version never
// meets half of another. A new version waits until a person asks for it ("use"). Requests under /api are never touched,
// nor is the author's page, which is a program of its own and not kept. The desk is another; where it cannot be
// loaded, the app is opened in its place and says so.
// The two lines before this program, made by the build, hold the version and the list of files.

// A file with its content's digest in its name is never another: what the page has just fetched is not fetched again.
const HASHED = /\.[0-9a-f]{16}\./;
const CACHE = `phieu-${self.__VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(self.__PRECACHE.map((path) => new Request(path, { cache: HASHED.test(path) ? "default" : "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("phieu-") && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
      await wake();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || /^\/(api|author|preview)(\/|$)/.test(url.pathname)) return;
  if (!/^\/desk(\/|$)/.test(url.pathname)) event.respondWith(request.mode === "navigate" ? page(request) : file(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => page(request)));
});

self.addEventListener("message", (event) => {
  if (event.data === "use") self.skipWaiting();
});

// Where the browser can wake a sleeping app once there is a network.
self.addEventListener("sync", (event) => {
  event.waitUntil(deliver());
});

async function page(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch(request);
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

// The open windows look into the outbox; one of them sends.
async function wake() {
  const windows = await self.clients.matchAll({ type: "window" });
  for (const client of windows) client.postMessage("outbox");
  return windows.length > 0;
}

// With no window open, what waits is sent from here, the same bytes to the same address, under the same lock. The answer
// is not read: the app asks again when it is opened, and gets the same receipt or refusal, because a report's id and
// revision make sending it twice the same as once.
async function deliver() {
  if ((await wake()) || !self.navigator.locks) return;
  await self.navigator.locks.request("phieu-outbox", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const { draft, body } of await waiting()) {
      const path = `/api/v1/reports/${encodeURIComponent(draft.report_id)}/revisions/${draft.revision}`;
      const answer = await fetch(path, { method: "PUT", headers: { "content-type": "application/json" }, body });
      if (answer.status >= 500) throw new Error(`status ${answer.status}`);
    }
  });
}

// The signed-in account's reports on their way, as the app keeps them: JSON texts in IndexedDB.
function waiting() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("phieu");
    opening.onerror = () => reject(opening.error);
    // No database yet: nothing to send, and not ours to make.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(["kv", "outbox"]);
      const me = reading.objectStore("kv").get("me");
      const parcels = reading.objectStore("outbox").getAll();
      reading.onabort = () => reject(reading.error);
      reading.oncomplete = () => {
        database.close();
        const account = me.result && JSON.parse(me.result).account;
        const all = parcels.result.map((text) => JSON.parse(text));
        resolve(all.filter((parcel) => !parcel.stopped && parcel.draft.account === account));
      };
    };
  });
}
