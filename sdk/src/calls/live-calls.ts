import type {
  AnswerOf,
  Call as CallDetails,
  CallHistoryPage,
  CallHistoryRequest,
  CallsFacts,
} from '../../../src/protocol/index.js';
import { AskedCell } from '../core/asked-cell.js';
import { LyceumError } from '../core/error.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { AcceptOptions, Call } from './call.js';
import type { Calls, StartOptions } from './calls.js';
import { LiveDevices } from './devices.js';
import { EarlyFacts } from './early-facts.js';
import { IceServers } from './ice-servers.js';
import { LiveCall } from './live-call.js';
import { MediaDesk, type CallGround } from './media-desk.js';
import { browserMedia, type CallMediaSource } from './media-source.js';

/** How long the ringing of a call that crossed ours may take to arrive. */
const CROSSED_MS = 5_000;
/** Among so many of the last calls is one that ended while we were away. */
const LAST_CALLS = 20;

/** Makes calls, and brings what the server tells of them to the one that it is about. */
export class LiveCalls implements Calls {
  readonly incoming = new Cell<LiveCall | undefined>(undefined);
  readonly current = new Cell<LiveCall | undefined>(undefined);
  readonly inRooms = new Cell<ReadonlyMap<string, CallDetails>>(new Map());
  readonly resumable = new AskedCell<CallDetails | undefined>(undefined, () => void this.catchUp());
  readonly devices: LiveDevices;
  private readonly ground: CallGround;
  private readonly early: EarlyFacts;
  private isStarting = false;
  /** The room call whose end was told last. */
  private lastOver: string | undefined;

  constructor(
    private readonly wire: Wire,
    source: CallMediaSource = browserMedia,
  ) {
    this.devices = new LiveDevices(source);
    this.ground = { wire, source, iceServers: new IceServers(wire), allowed: () => void this.devices.look() };
    this.early = new EarlyFacts((id) => this.find(id));
    wire.on('calls:incoming', (fact) => this.rings(fact));
    wire.on('calls:in-room', ({ call }) => this.inRoom(call));
    wire.on('calls:accepted', (fact) => this.early.bring(fact.call.id, (call) => call.accepted(fact)));
    wire.on('calls:rejected', (fact) => this.early.bring(fact.call.id, (call) => call.rejected(fact)));
    wire.on('calls:ended', (fact) => this.ended(fact));
    wire.on('calls:signal', (fact) => this.early.bring(fact.callId, (call) => call.signal(fact)));
    wire.on('calls:peer-reconnecting', (fact) => this.early.bring(fact.callId, (call) => call.peerReconnecting(fact)));
    wire.on('calls:peer-returned', (fact) => this.early.bring(fact.callId, (call) => call.peerReturned(fact)));
    wire.on('calls:peer-left', (fact) => this.early.bring(fact.call.id, (call) => call.peerLeft(fact)));
    wire.onConnected(() => {
      // Told anew of each room that is entered again.
      this.inRooms.set(new Map());
      if (this.resumable.isWanted || this.current.get() !== undefined || this.incoming.get() !== undefined) void this.catchUp();
    });
    wire.connection.subscribe(() => {
      if (wire.connection.get().state !== 'closed') return;
      for (const call of [this.current.get(), this.incoming.get()]) call?.finish('connection_lost');
    });
  }

  async start(options: StartOptions): Promise<Call> {
    return this.oneAtATime(() => this.make(options));
  }

  async resume(options: AcceptOptions = {}): Promise<Call> {
    return this.oneAtATime(async () => {
      if (this.resumable.get() === undefined) await this.catchUp();
      const details = this.resumable.get();
      if (details === undefined) {
        throw new LyceumError({ code: 'CALL_NOT_FOUND', message: 'There is no call to go on with.', retryable: false });
      }
      const direction = details.caller.id === this.wire.me.get()?.id ? 'outgoing' : 'incoming';
      const call = this.known({ details, direction });
      await call.openMedia(options);
      call.begin({ offering: true });
      this.early.replay(call);
      return call;
    });
  }

  history(page: CallHistoryRequest = {}): Promise<CallHistoryPage> {
    return this.wire.request('calls:history', page);
  }

  private async make({ to, room, kind, metadata, sfu = false, ...options }: StartOptions): Promise<Call> {
    let call: LiveCall | undefined;
    const desk = sfu ? undefined : new MediaDesk(this.ground, kind, (error) => call?.refused(error));
    try {
      const media = await desk?.open(options);
      // Older clients can be rung only with an offer; in a room each gets one of their own.
      const offer = room === undefined ? await media?.firstOffer() : undefined;
      const details = await this.wire.request('calls:start', {
        kind,
        ...(to === undefined ? {} : { to }),
        ...(room === undefined ? {} : { room }),
        ...(metadata === undefined ? {} : { metadata }),
        ...(offer === undefined ? {} : { offer }),
      });
      call = this.known({
        details,
        direction: 'outgoing',
        metadata: metadata ?? null,
        sfu,
        ...(desk === undefined ? {} : { desk }),
      });
      call.begin({ offering: true });
      this.early.replay(call);
      return call;
    } catch (thrown) {
      desk?.close();
      const error = LyceumError.from(thrown);
      if (error.code !== 'CALL_CROSSED' || error.callId === undefined) throw error;
      return this.takeCrossing(error.callId, options, error);
    }
  }

  /** They call us as we call them: both want to talk. */
  private async takeCrossing(callId: string, options: AcceptOptions, error: LyceumError): Promise<Call> {
    const crossing = await new Promise<LiveCall | undefined>((resolve) => {
      const look = (): void => {
        const ringing = this.incoming.get();
        if (ringing?.id === callId) end(ringing);
      };
      const end = (ringing?: LiveCall): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve(ringing);
      };
      const timer = setTimeout(end, CROSSED_MS);
      const unsubscribe = this.incoming.subscribe(look);
      look();
    });
    if (crossing === undefined) throw error;
    await crossing.accept(options);
    return crossing;
  }

  /** A second click is not a second call. */
  private async oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const current = this.current.get();
    if (current !== undefined || this.isStarting) {
      const message = 'You are in a call already. End that one first.';
      const callId = current === undefined ? {} : { callId: current.id };
      throw new LyceumError({ code: 'LIMIT_REACHED', message, retryable: false, ...callId });
    }
    this.isStarting = true;
    this.early.isKeeping = true;
    try {
      return await work();
    } finally {
      this.isStarting = false;
      this.early.isKeeping = false;
    }
  }

  private known(origin: ConstructorParameters<typeof LiveCall>[1]): LiveCall {
    return new LiveCall(this.ground, origin, (call) => this.turned(call));
  }

  private turned(call: LiveCall): void {
    const isOver = call.get().state === 'ended';
    if (this.incoming.get() === call) this.incoming.set(undefined);
    if (this.resumable.get()?.id === call.id) this.resumable.set(undefined);
    if (!isOver) this.current.set(call);
    else if (this.current.get() === call) this.current.set(undefined);
  }

  private rings({ call: details, offer, metadata }: CallsFacts['calls:incoming']): void {
    if (!details.isRoomCall && this.find(details.id) === undefined)
      this.incoming.set(this.known({ details, direction: 'incoming', metadata, offer }));
  }

  private ended(fact: CallsFacts['calls:ended']): void {
    const { callId, endReason } = fact;
    if (endReason !== 'answered_elsewhere' && this.resumable.get()?.id === callId) this.resumable.set(undefined);
    this.early.bring(callId, (call) => call.ended(fact));
  }

  private find(callId: string): LiveCall | undefined {
    return [this.current.get(), this.incoming.get()].find((call) => call?.id === callId);
  }

  /** We are out of the room: nobody tells us any more what becomes of its call. */
  leftRoom(roomId: string | undefined): void {
    const calls = new Map(this.inRooms.get());
    if (roomId !== undefined && calls.delete(roomId)) this.inRooms.set(calls);
  }

  private inRoom(details: CallDetails): void {
    const { id, room, state } = details;
    // What is told of it after its end was looked up before.
    if (state === 'ended') this.lastOver = id;
    if (state !== 'ended' && id !== this.lastOver) this.inRooms.set(new Map(this.inRooms.get()).set(room.id, details));
    else if (this.inRooms.get().get(room.id)?.id === id) this.leftRoom(room.id);
  }

  /** What became of our calls while the connection was away. */
  private async catchUp(): Promise<void> {
    // Asked for after the connect.
    if (this.wire.connection.get().state !== 'connected') return;
    const [current, incoming] = [this.current.get(), this.incoming.get()];
    try {
      const { calls } = await this.wire.request('calls:current', {});
      for (const call of [current, incoming]) {
        if (call === undefined || call.get().state === 'ended') continue;
        const details = calls.find(({ id }) => id === call.id);
        if (details === undefined) await this.close(call);
        else call.returned(details);
      }
      this.resumable.set(calls.find((details) => this.find(details.id) === undefined && this.isIn(details)));
    } catch (error) {
      this.wire.logger.warn('It could not be asked what became of calls', error);
    }
  }

  private async close(call: LiveCall): Promise<void> {
    const { calls } = await this.history({ limit: LAST_CALLS }).catch((): AnswerOf<'calls:history'> => ({
      calls: [],
      cursor: null,
    }));
    const details = calls.find(({ id }) => id === call.id);
    call.finish(details?.endReason ?? 'connection_lost', details?.endedBy ?? null, details);
  }

  private isIn({ parties }: CallDetails): boolean {
    const own = parties.find(({ user }) => user.id === this.wire.me.get()?.id);
    return own?.state === 'joined' || own?.state === 'reconnecting';
  }
}
