import type { App } from 'firebase-admin/app';
import type { Messaging, TokenMessage } from 'firebase-admin/messaging';
import type { Agent } from 'node:https';
import type { FcmServiceAccount } from '../../../config/index.js';
import { GoogleCredential } from './google-credential.js';

/** Sends by FCM. What it needs for that is loaded when the first message goes out: most servers have none. */
export class FcmClient {
  private starting: Promise<{ app: App; messaging: Messaging }> | undefined;

  /** @param agent makes the connections to Google; by default they are ordinary ones. */
  constructor(
    private readonly account: FcmServiceAccount,
    private readonly agent?: Agent,
  ) {}

  /** Throws an error of Firebase, with its `code`. */
  async send(message: TokenMessage): Promise<void> {
    this.starting ??= this.start();
    const { messaging } = await this.starting;
    await messaging.send(message);
  }

  async stop(): Promise<void> {
    if (this.starting === undefined) return;
    const [{ deleteApp }, { app }] = await Promise.all([import('firebase-admin/app'), this.starting]);
    await deleteApp(app);
  }

  private async start(): Promise<{ app: App; messaging: Messaging }> {
    const [{ initializeApp }, { getMessaging }] = await Promise.all([
      import('firebase-admin/app'),
      import('firebase-admin/messaging'),
    ]);
    const { projectId } = this.account;
    const httpAgent = this.agent;
    const options = { credential: new GoogleCredential(this.account, httpAgent), projectId, ...(httpAgent && { httpAgent }) };
    const app = initializeApp(options, `lyceum ${projectId}`);
    return { app, messaging: getMessaging(app) };
  }
}
