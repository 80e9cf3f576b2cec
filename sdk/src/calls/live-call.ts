import type { Call as CallDetails, CallEndReason, CallParty, CallsFacts, SfuAccess, User } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import { Cell } from '../core/store.js';
import type { AcceptOptions, Call, CallMeasure, CallSnapshot, ChosenDevices } from './call.js';
import { callIsOver, otherIn, presentIn, reasonToHangUp, withParty } from './call-rules.js';
import { endCall } from './end-call.js';
import { MediaDesk, type CallGround } from './media-desk.js';
import { factsOf, shownOf, type CallFacts, type CallOrigin } from './shown-call.js';

/** A call as the server tells of it, put together with its media. */
export class LiveCall extends Cell<CallSnapshot> implements Call {
  readonly id: string;
  readonly measured = new Cell<CallMeasure | undefined>(undefined);
  private readonly offer: unknown;
  private facts: CallFacts;
  private desk: MediaDesk | undefined;
  private accepting: Promise<void> | undefined;
  private unsubscribe: (() => void)[] = [];

  constructor(
    private readonly ground: CallGround,
    { desk, ...origin }: CallOrigin,
    /** It begins to be ours, or is over. */
    private readonly turned: (call: LiveCall) => void,
  ) {
    const facts = factsOf(origin, ground.wire.connection.get().state !== 'connected');
    super(shownOf(facts, undefined, ground.wire.me.get()?.id));
    this.id = origin.details.id;
    this.facts = facts;
    this.offer = origin.offer ?? null;
    if (desk !== undefined) this.sitAt(desk);
    const { connection } = ground.wire;
    this.unsubscribe.push(connection.subscribe(() => this.know({ offline: connection.get().state !== 'connected' })));
    if (origin.details.state === 'ended') this.over();
  }

  /** We take part by this client. `offering`: to all who are there. */
  begin({ offering }: { offering: boolean }): void {
    if (this.get().state === 'ended') return;
    this.know({ isOurs: true });
    const { isRoomCall, state } = this.facts.details;
    this.desk?.begin(this.id, isRoomCall);
    if (isRoomCall) for (const id of presentIn(this.facts.details, this.me)) this.desk?.media?.meet(id, offering);
    else {
      const other = otherIn(this.facts.details, this.me);
      if (other !== undefined) this.desk?.media?.name(other.id);
      if (other !== undefined && state !== 'ringing') this.desk?.media?.meet(other.id, offering);
    }
    this.turned(this);
  }

  /** Opens the media for it, when there is none yet. */
  async openMedia(options: AcceptOptions): Promise<void> {
    if (this.facts.isSfu) return;
    const desk = new MediaDesk(this.ground, this.facts.details.kind, (error) => this.refused(error));
    await desk.open(options);
    if (this.get().state === 'ended') {
      desk.close();
      throw callIsOver();
    }
    this.sitAt(desk);
  }

  accept(options: AcceptOptions = {}): Promise<void> {
    return (this.accepting ??= this.take(options).finally(() => (this.accepting = undefined)));
  }

  async decline(reason?: string): Promise<void> {
    await this.leave('declined', () =>
      endCall(this.ground.wire, 'calls:reject', { callId: this.id, ...(reason === undefined ? {} : { reason }) }),
    );
  }

  async hangUp(): Promise<void> {
    await this.leave(reasonToHangUp(this.get()), () => endCall(this.ground.wire, 'calls:end', { callId: this.id }));
  }

  mute(isMuted = true): void {
    this.desk?.media?.mute(isMuted);
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.change(() => this.desk?.media?.setCamera(isOn));
  }

  shareScreen(): Promise<void> {
    return this.change(() => this.desk?.media?.share());
  }

  async stopSharing(): Promise<void> {
    await this.desk?.media?.stopSharing();
  }

  async choose(devices: ChosenDevices): Promise<void> {
    await this.change(() => this.desk?.media?.choose(devices));
    const view = this.desk?.view;
    view?.patch({ devices: { ...view.get().devices, ...devices } });
  }

  joinSfu(): Promise<SfuAccess> {
    return this.ground.wire.request('calls:join-sfu', { callId: this.id });
  }

  // What the server tells.

  accepted({ call, by, answer }: CallsFacts['calls:accepted']): void {
    this.learn(call);
    // Twice where our connection was lost about then.
    if (by.id === this.me || !this.facts.isOurs) return;
    const { media } = this.desk ?? {};
    // In a room who comes offers; among two we did with the ringing, unless that was before a reload of the page.
    media?.meet(by.id, !call.isRoomCall);
    if (answer !== null) media?.take(by.id, 'answer', answer);
  }

  rejected({ reason }: CallsFacts['calls:rejected']): void {
    this.know({ declineReason: reason });
  }

  ended({ call, endReason, endedBy }: CallsFacts['calls:ended']): void {
    // Not where it was this device that answered.
    if (endReason !== 'answered_elsewhere' || !this.facts.isOurs) this.finish(endReason, endedBy, call);
  }

  signal({ from, type, data }: CallsFacts['calls:signal']): void {
    this.desk?.media?.take(from.id, type, data);
  }

  peerReconnecting({ user, until }: CallsFacts['calls:peer-reconnecting']): void {
    this.know({ until: new Map(this.facts.until).set(user.id, until) });
    this.party(user, 'reconnecting');
  }

  peerReturned({ user }: CallsFacts['calls:peer-returned']): void {
    this.party(user, 'joined');
    this.desk?.media?.remind(user.id);
  }

  peerLeft({ call, user }: CallsFacts['calls:peer-left']): void {
    // By another device of ours, or with the room that we were removed from.
    if (user.id === this.me) this.finish('completed', null, call);
    this.learn(call);
    this.desk?.media?.part(user.id);
  }

  /** Our connection is back, and the call goes on. */
  returned(details: CallDetails): void {
    this.learn(details);
    const { isOurs } = this.facts;
    // Another device took it meanwhile, or this one did, and never heard that it may.
    if (!isOurs && details.state !== 'ringing' && this.accepting === undefined) this.finish('answered_elsewhere');
    if (!isOurs) return;
    const { media } = this.desk ?? {};
    if (details.isRoomCall || details.state !== 'ringing')
      for (const id of presentIn(this.facts.details, this.me)) media?.meet(id, false);
    media?.restart();
  }

  finish(reason: CallEndReason, by: User | null = null, details = this.facts.details): void {
    if (this.get().state === 'ended') return;
    const endedAt = details.endedAt ?? new Date().toISOString();
    this.know({ details: { ...details, state: 'ended', endReason: reason, endedBy: by, endedAt } });
    this.over();
  }

  /** The server lets this connection say nothing more in it. */
  refused(error: LyceumError): void {
    this.know({ error });
    this.finish(error.code === 'FORBIDDEN' ? 'answered_elsewhere' : 'connection_lost');
  }

  private get me(): string | undefined {
    return this.ground.wire.me.get()?.id;
  }

  private async take(options: AcceptOptions): Promise<void> {
    const { state, direction, isRoomCall, caller } = this.get();
    if (state === 'ended') throw callIsOver();
    if (direction !== 'incoming' || this.facts.isOurs) return;
    try {
      await this.openMedia(options);
      const isAnswered = this.offer !== null && !isRoomCall && this.desk?.media !== undefined;
      const answer = isAnswered ? await this.desk?.media?.firstAnswer(caller.id, this.offer) : undefined;
      const payload = { callId: this.id, ...(answer === undefined ? {} : { answer }) };
      const { offer: _offer, ...details } = await this.ground.wire.request('calls:accept', payload);
      this.learn(details);
      this.begin({ offering: false });
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      this.know({ error });
      this.desk?.close();
      this.desk = undefined;
      if (error.code === 'CALL_ANSWERED') this.finish('answered_elsewhere');
      else if (error.code === 'CALL_ENDED' || error.code === 'CALL_NOT_FOUND') this.finish('cancelled');
      throw error;
    }
  }

  private async leave(reason: CallEndReason, tell: () => Promise<void>): Promise<void> {
    if (this.get().state === 'ended') return;
    this.finish(reason, this.ground.wire.me.get() ?? null);
    await tell();
  }

  private async change(work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      this.know({ error });
      throw error;
    }
  }

  private sitAt(desk: MediaDesk): void {
    this.desk = desk;
    this.unsubscribe.push(
      desk.view.subscribe(() => this.show()),
      desk.seen.subscribe(() => this.measured.set(desk.seen.get())),
    );
    this.show();
  }

  private learn(details: CallDetails): void {
    // What is over stays so, and what we left is over for us.
    if (this.get().state !== 'ended') this.know({ details });
  }

  private party(user: User, state: CallParty['state']): void {
    this.know({ details: withParty(this.facts.details, user, state) });
  }

  private know(changes: Partial<CallFacts>): void {
    this.facts = { ...this.facts, ...changes };
    this.show();
  }

  private show(): void {
    this.set(shownOf(this.facts, this.desk?.view.get(), this.me));
  }

  private over(): void {
    for (const unsubscribe of this.unsubscribe.splice(0)) unsubscribe();
    this.desk?.close();
    this.show();
    this.turned(this);
  }
}
