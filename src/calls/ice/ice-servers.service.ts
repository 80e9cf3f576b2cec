import { Injectable } from '@nestjs/common';
import { AppConfig, type CallsConfig } from '../../config/index.js';
import type { IceServer, IceServers } from '../../protocol/index.js';
import { turnCredentials } from './turn-credentials.js';

/** By which servers a person's browser finds a way to another's. */
@Injectable()
export class IceServersService {
  private readonly calls: CallsConfig;

  constructor(config: AppConfig) {
    this.calls = config.calls;
  }

  /** Credentials are the person's own, so that a TURN server can count what each of them uses. */
  of(userId: string): IceServers {
    const { stunUrls, turnUrls, turnSecret, turnTtlSeconds } = this.calls;
    const stun: IceServer[] = stunUrls.length === 0 ? [] : [{ urls: [...stunUrls] }];
    if (turnSecret === undefined) return { iceServers: stun, expiresAt: null };

    const expiresAt = Math.floor(Date.now() / 1000) + turnTtlSeconds;
    const turn: IceServer = { urls: [...turnUrls], ...turnCredentials(turnSecret, userId, expiresAt) };
    return { iceServers: [...stun, turn], expiresAt: new Date(expiresAt * 1000).toISOString() };
  }
}
