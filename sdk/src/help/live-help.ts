import {
  URGENCIES,
  type HelpRequest,
  type HelpState as RequestState,
  type RequestHelp,
  type ResolveHelp,
} from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { Help, HelpOffer, HelpState } from './help.js';

const EMPTY: HelpState = {
  own: undefined,
  position: undefined,
  last: undefined,
  offers: [],
  active: [],
  loaded: false,
  error: undefined,
};
const IS_OVER: Record<RequestState, boolean> = {
  waiting: false,
  offered: false,
  active: false,
  resolved: true,
  cancelled: true,
  expired: true,
  declined: true,
};
/** An offer that ran out is asked about a moment later: the server's clock decides. */
const AFTER_OFFER_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Help, loaded once for each connection and kept up to date from facts. */
export class LiveHelp extends Cell<HelpState> implements Help {
  private isWanted = false;
  private loading: Promise<void> | undefined;
  /** What was heard while the queue is on its way, and is newer than it. */
  private readonly heard = new Map<string, HelpRequest>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** How far this device's clock is before the server's: people's are wrong by minutes, and offers last for seconds. */
  private aheadMs = 0;

  constructor(private readonly wire: Wire) {
    super(EMPTY);
    wire.onConnected(({ serverTime }) => {
      this.aheadMs = Date.now() - Date.parse(serverTime);
      if (this.isWanted) void this.load();
    });
    wire.on('help:offered', ({ request, until }) => {
      const end = until === null ? null : Date.parse(until) + this.aheadMs;
      // Asked once more is asked anew.
      this.show(request, end === null ? null : new Date(end).toISOString());
      if (end !== null) this.lookAgainAt(end);
    });
    wire.on('help:updated', (request) => this.show(request));
    wire.on('help:position', (position) => {
      const { own } = this.get();
      if (own?.id === position.requestId && own.state !== 'active') this.patch({ position });
    });
  }

  protected override subscribed(): void {
    if (!this.isWanted) void this.load();
  }

  load(): Promise<void> {
    this.isWanted = true;
    return (this.loading ??= this.read().finally(() => (this.loading = undefined)));
  }

  async request(request: RequestHelp): Promise<HelpRequest> {
    const made = this.shown(await this.wire.request('help:request', request));
    // Its place in the queue comes by itself only when it changes.
    if (!IS_OVER[made.state]) void this.load();
    return made;
  }

  async cancel(requestId = this.get().own?.id): Promise<HelpRequest> {
    if (requestId === undefined) {
      throw new LyceumError({ code: 'HELP_NOT_FOUND', message: 'You have not asked for help.', retryable: false });
    }
    return this.shown(await this.wire.request('help:cancel', { requestId }));
  }

  async accept(requestId: string): Promise<HelpRequest> {
    try {
      return this.shown(await this.wire.request('help:accept', { requestId }));
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      if (error.code === 'HELP_TAKEN' || error.code === 'HELP_OVER') this.forget(requestId);
      throw error;
    }
  }

  async decline(requestId: string): Promise<HelpRequest> {
    const declined = await this.wire.request('help:decline', { requestId });
    this.forget(requestId);
    return declined;
  }

  async resolve(wish: ResolveHelp): Promise<HelpRequest> {
    return this.shown(await this.wire.request('help:resolve', wish));
  }

  private async read(): Promise<void> {
    if (this.wire.connection.get().state !== 'connected') return;
    this.heard.clear();
    try {
      const { requests, position } = await this.wire.request('help:queue', {});
      const before = this.get().own;
      const { own, offers, active } = this.sorted(requests.map((request) => ({ request, until: this.untilOf(request.id) })));
      this.patch({ own, offers, active, position: position ?? undefined, loaded: true, error: undefined });
      for (const request of this.heard.values()) this.show(request);
      if (before !== undefined && this.get().own?.id !== before.id) this.patch({ last: this.get().last ?? before });
    } catch (thrown) {
      this.patch({ error: LyceumError.from(thrown) });
    }
  }

  private shown(request: HelpRequest): HelpRequest {
    this.show(request);
    return request;
  }

  private show(request: HelpRequest, until = this.untilOf(request.id)): void {
    this.heard.set(request.id, request);
    const state = this.get();
    const others = [...state.offers, ...[...state.active, ...(state.own === undefined ? [] : [state.own])].map(asOffer)];
    const { own, offers, active } = this.sorted([...others.filter((one) => one.request.id !== request.id), { request, until }]);
    const isOwn = request.student.id === this.wire.me.get()?.id;
    this.patch({
      own,
      offers,
      active,
      position: own === undefined || own.state === 'active' ? undefined : state.position,
      ...(isOwn && IS_OVER[request.state] ? { last: request } : {}),
    });
  }

  private forget(requestId: string): void {
    this.patch({ offers: this.get().offers.filter(({ request }) => request.id !== requestId) });
  }

  private sorted(all: readonly HelpOffer[]): Pick<HelpState, 'own' | 'offers' | 'active'> {
    const meId = this.wire.me.get()?.id;
    const open = all.filter(({ request }) => !IS_OVER[request.state]);
    const asked = open.filter(({ request }) => request.student.id !== meId);
    return {
      own: open.find(({ request }) => request.student.id === meId)?.request,
      // What somebody else helps with is nobody's offer any more.
      offers: asked.filter(({ request }) => request.state !== 'active').sort((one, other) => order(one.request, other.request)),
      active: asked.map(({ request }) => request).filter(({ state, mentor }) => state === 'active' && mentor?.id === meId),
    };
  }

  private untilOf(requestId: string): string | null {
    return this.get().offers.find(({ request }) => request.id === requestId)?.until ?? null;
  }

  private lookAgainAt(time: number): void {
    clearTimeout(this.timer);
    const wait = Math.max(0, time - Date.now()) + AFTER_OFFER_MS;
    this.timer = setTimeout(() => void this.load(), Math.min(wait, LONGEST_TIMER_MS));
  }
}

function asOffer(request: HelpRequest): HelpOffer {
  return { request, until: null };
}

function order(one: HelpRequest, other: HelpRequest): number {
  const urgency = URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency);
  return urgency || Date.parse(one.requestedAt) - Date.parse(other.requestedAt);
}
