// Shows pushes while no page of the app is open. A push is what docs/notifications.md says: { id, kind, title, body, data, tag }.
/* global caches, clients, Response, self */

const WORDS = {
  fallback: 'There is something new',
  withdrawn: 'No longer needed',
  answer: 'Answer',
  decline: 'Decline',
};
/** Kept over the worker's own end: services do not promise the order, and a call that is over must not ring again. */
const ENDED = 'lyceum-ended-calls';
const ENDED_KEPT = 20;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(show(read(event.data))));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(pressed(event.action, event.notification.data ?? {}));
});

/** Something is always shown: browsers take the leave to push from pages that show nothing. */
function read(data) {
  try {
    const message = data.json();
    return { ...message, data: message.data ?? {} };
  } catch {
    return { kind: 'announcement', title: WORDS.fallback, body: '', data: {}, tag: null };
  }
}

async function show({ id, kind, title, body, data, tag }) {
  if (data.withdrawn === true) {
    if (typeof data.callId === 'string') await rememberEnded(data.callId);
    await takeAway(tag);
    return;
  }
  const isCall = kind === 'call' && typeof data.token === 'string';
  if (isCall && (Date.parse(data.expiresAt) <= Date.now() || (await hasEnded(data.callId)))) {
    await takeAway(tag);
    return;
  }
  await self.registration.showNotification(title, {
    body,
    data: { ...data, id, kind },
    ...(tag && { tag, renotify: true }),
    ...(isCall && { requireInteraction: true, actions: actionsOfCalls() }),
  });
}

/** In place of what was shown, and without a sound. */
async function takeAway(tag) {
  await self.registration.showNotification(WORDS.withdrawn, { silent: true, data: {}, ...(tag && { tag }) });
}

function actionsOfCalls() {
  return [
    { action: 'answer', title: WORDS.answer },
    { action: 'decline', title: WORDS.decline },
  ];
}

/** Declining needs no page; everything else leads to where it happened, which the app knows. */
async function pressed(action, data) {
  if (action === 'decline') {
    await fetch(data.rejectUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: data.token }),
    });
    return;
  }
  const ids = Object.entries(data).filter(([name, value]) => isShown(name) && typeof value === 'string');
  const path = data.kind === undefined ? '/notifications' : `/notifications/open?${new URLSearchParams(ids)}`;
  const [page] = await clients.matchAll({ type: 'window' });
  if (page === undefined) {
    await clients.openWindow(path);
    return;
  }
  await page.focus();
  await page.navigate(path);
}

/** What may stand in an address: no secrets. */
function isShown(name) {
  return ['id', 'kind', 'roomId', 'userId', 'callId', 'requestId', 'messageId'].includes(name);
}

async function rememberEnded(callId) {
  const ended = await caches.open(ENDED);
  await ended.put(keyOf(callId), new Response());
  const kept = await ended.keys();
  await Promise.all(kept.slice(0, -ENDED_KEPT).map((key) => ended.delete(key)));
}

async function hasEnded(callId) {
  return (await (await caches.open(ENDED)).match(keyOf(callId))) !== undefined;
}

function keyOf(callId) {
  return `/ended-calls/${encodeURIComponent(callId)}`;
}
