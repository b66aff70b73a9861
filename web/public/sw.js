/**
 * Starts the app without a network: its files by their hashed names, its one page as last seen. Answers of the server are
 * none of its business: what a member has read is kept by the app itself, for that member only.
 */
const CACHE = "omniflow-app-1";
const mostFiles = 400;
const patienceMs = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(start()));
async function start() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepAll());
});
/** Everything this version consists of. The list is kept last: where it is, all of it is. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  const list = await fetch("/files.json");
  if (!list.ok) return;
  const paths = await list.clone().json();
  for (const path of ["/", "/theme.js", "/favicon.svg", ...paths]) {
    if (path === "/" || !(await cache.match(path))) await cache.add(path);
  }
  await cache.put("/files.json", list);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (url.pathname === "/theme.js" || url.pathname === "/favicon.svg") event.respondWith(freshFile(request));
  else if (request.mode === "navigate" && isAppPage(url.pathname)) event.respondWith(page(request));
});

const isAppPage = (path) =>
  path === "/" || /^\/(w|sign-in|setup|invite|forgot-password|reset-password)(\/|$)/.test(path);

/** Named by content: what is here is right. The oldest go when there are too many. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const all = (await cache.keys()).filter((one) => new URL(one.url).pathname.startsWith("/assets/"));
    for (const old of all.slice(0, Math.max(0, all.length - mostFiles))) await cache.delete(old);
  }
  return answer;
}

async function freshFile(request) {
  const cache = await caches.open(CACHE);
  return fetch(request).catch(async () => (await cache.match(request)) ?? Response.error());
}

/** The server's page when it answers in time; else the last one. A page of the app is the same for every address. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match("/");
  const asked = fetch(request);
  if (!known) return asked;
  const late = new Promise((done) => setTimeout(() => done(null), patienceMs));
  const answer = await Promise.race([asked.catch(() => null), late]);
  if (!answer || answer.status >= 502) return known;
  if (answer.ok && !answer.redirected) await cache.put("/", answer.clone());
  return answer;
}
