import type { PushSubscribe, PushSubscription as PushTarget, WebPushTarget } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import type { Http } from '../core/http.js';
import type { PushState, WebPush } from './notifications.js';

const SUBSCRIPTIONS = '/api/push/subscriptions';

/** Web Push by the browser's own means. */
export class BrowserPush implements WebPush {
  constructor(
    private readonly http: Http,
    private readonly deviceId: string,
  ) {}

  async state(worker?: ServiceWorkerRegistration): Promise<PushState> {
    if (!isSupported()) return 'unsupported';
    if (globalThis.Notification.permission === 'denied') return 'denied';
    const registration = worker ?? (await navigator.serviceWorker.getRegistration());
    const isSubscribed = Boolean(await registration?.pushManager.getSubscription());
    return isSubscribed && (await this.isKnown()) ? 'on' : 'off';
  }

  async subscribe(worker?: ServiceWorkerRegistration): Promise<PushTarget> {
    if (!isSupported()) throw refused('NOT_SUPPORTED', 'This browser can’t show notifications of a page that is closed.');
    if ((await globalThis.Notification.requestPermission()) !== 'granted') {
      throw refused('PERMISSION_DENIED', 'Allow notifications for this page in your browser’s settings.');
    }
    const { pushManager } = worker ?? (await navigator.serviceWorker.ready);
    const { publicKey } = await this.http.json<{ publicKey: string }>('/api/push/vapid-public-key', { anonymous: true });
    const subscription = await subscribed(pushManager, publicKey);
    const target = { type: 'webpush', ...subscription.toJSON() } as WebPushTarget;
    const { endpoint, keys } = target;
    const body: PushSubscribe = { target: { type: 'webpush', endpoint, keys }, deviceId: this.deviceId };
    return this.http.json<PushTarget>(SUBSCRIPTIONS, { method: 'POST', body });
  }

  async unsubscribe(worker?: ServiceWorkerRegistration): Promise<void> {
    if (!isSupported()) return;
    const registration = worker ?? (await navigator.serviceWorker.getRegistration());
    const subscription = await registration?.pushManager.getSubscription();
    if (!subscription) return;
    const { endpoint } = subscription;
    await subscription.unsubscribe();
    try {
      await this.http.json(SUBSCRIPTIONS, { method: 'DELETE', body: { target: { type: 'webpush', endpoint } } });
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      if (error.code !== 'SUBSCRIPTION_NOT_FOUND') throw error;
    }
  }

  async list(): Promise<PushTarget[]> {
    return (await this.http.json<{ subscriptions: PushTarget[] }>(SUBSCRIPTIONS)).subscriptions;
  }

  async remove(subscriptionId: string): Promise<void> {
    await this.http.json(`${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}`, { method: 'DELETE' });
  }

  /** A browser keeps its subscription when somebody signs out, and with that the server forgets whose it was. */
  private async isKnown(): Promise<boolean> {
    return (await this.list()).some(({ type, deviceId }) => type === 'webpush' && deviceId === this.deviceId);
  }
}

function isSupported(): boolean {
  return 'PushManager' in globalThis && 'Notification' in globalThis && 'serviceWorker' in navigator;
}

/** One that was made with another server's key is of no use any more. */
async function subscribed(manager: PushManager, publicKey: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  try {
    return await manager.subscribe(options);
  } catch (error) {
    const old = await manager.getSubscription();
    if (old === null) throw error;
    await old.unsubscribe();
    return manager.subscribe(options);
  }
}

function refused(code: 'NOT_SUPPORTED' | 'PERMISSION_DENIED', message: string): LyceumError {
  return new LyceumError({ code, message, retryable: false });
}
