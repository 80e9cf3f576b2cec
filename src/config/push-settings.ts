export interface PushConfig {
  /** `VAPID_PUBLIC_KEY` and `VAPID_PRIVATE_KEY`; undefined: a pair that the database keeps. */
  vapid: VapidPair | undefined;
  /** `VAPID_SUBJECT`. */
  vapidSubject: string;
  /** `FCM_SERVICE_ACCOUNT`; undefined: nothing is pushed by FCM. */
  fcm: FcmServiceAccount | undefined;
}

/** In base64url, as browsers and push services have them. */
export interface VapidPair {
  publicKey: string;
  privateKey: string;
}

export interface FcmServiceAccount {
  projectId: string;
  clientEmail: string;
  /** PEM. */
  privateKey: string;
}
