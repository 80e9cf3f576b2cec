import { Injectable } from '@nestjs/common';
import { AppError, type OutboxEvent } from '../../common/index.js';
import { Lanes } from '../../common/lanes.js';
import { Database, Outbox, retryIdempotent, type Transaction } from '../../database/index.js';
import type { Message, User } from '../../protocol/index.js';
import type { Audience } from '../../realtime/index.js';
import { audienceOf } from '../../rooms/index.js';
import { presentMessage, presentSender } from '../message.presenter.js';
import { digestOf } from '../said-digest.js';
import { ChangeRepository } from './change.repository.js';
import type { Alteration, Scene } from './scene.js';

/** One at a time in a room: who would only wait for the room's lock must not keep a database connection meanwhile. */
const BOUNDS = { waitMs: 2_700, length: 500 };
/** A change that is tried again may take as long as one attempt beyond it, and is still answered within 3 s. */
const RETRY = { withinMs: 1_500 };

/** What is to become of the message: null where it is so already. Throws the refusal. May be asked more than once. */
export type Decide = (scene: Scene, tx: Transaction) => Promise<Alteration | null> | Alteration | null;

/** Told of a message that is another now, and of everybody who must hear it. */
export type Changed = (message: Message, audience: Audience) => void;

/** Makes changes of messages: each takes the next number of its room, in one transaction, under the room's lock. */
@Injectable()
export class Changer {
  private readonly lanes = new Lanes(BOUNDS);

  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Gives the message as it is then. `changed` is called when the change is committed, before this resolves, also when the caller was
   * answered `UNAVAILABLE` meanwhile; not where nothing changed, which takes no number either.
   *
   * Errors: `MESSAGE_NOT_FOUND` also where the person does not belong; what `decide` throws; `UNAVAILABLE` within 3 s: the outcome
   * is unknown, and the same again is safe.
   */
  async change(messageId: string, user: User, decide: Decide, changed: Changed): Promise<Message> {
    const roomId = await retryIdempotent(() => this.changes.roomOf(messageId, user.id), RETRY);
    if (roomId === undefined) throw new AppError('MESSAGE_NOT_FOUND');
    return this.lanes.run(roomId, async () => {
      const attempt = new Attempt(this.changes, this.outbox, { roomId, messageId, user }, decide);
      const message = await retryIdempotent(() => this.database.transaction((tx) => attempt.make(tx)), RETRY);
      if (attempt.isOurs(message)) changed(message, attempt.audience);
      return message;
    });
  }
}

/** One change, over all the times it is tried. */
class Attempt {
  /** The number that it took the last time it was made. */
  private takenSeq: number | undefined;
  private pair: Scene['pair'] = null;

  constructor(
    private readonly changes: ChangeRepository,
    private readonly outbox: Outbox,
    private readonly target: { readonly roomId: string; readonly messageId: string; readonly user: User },
    private readonly decide: Decide,
  ) {}

  async make(tx: Transaction): Promise<Message> {
    const { roomId, messageId, user } = this.target;
    const scene = await this.changes.enter(tx, roomId, messageId, user);
    if (scene === undefined) throw new AppError('MESSAGE_NOT_FOUND');
    const { message, room, nextSeq } = scene;
    this.pair = scene.pair;
    const alteration = await this.decide(scene, tx);
    const after = alteration === null ? message : { ...message, ...alteration, revisionSeq: nextSeq };
    const shown = presentMessage(after, room, presentSender(after, after));
    if (alteration !== null) {
      await this.changes.save(tx, scene, after, digestToKeep(scene));
      await this.outbox.append(tx, eventsOf(alteration, shown));
      this.takenSeq = nextSeq;
    }
    return shown;
  }

  get audience(): Audience {
    return audienceOf(this.target.roomId, this.pair);
  }

  /** Also where an earlier try was committed, its answer was lost, and the last one found nothing left to do. */
  isOurs({ revisionSeq }: Message): boolean {
    return revisionSeq === this.takenSeq;
  }
}

/** What apps' own backends are told; reactions and pins are for those in the room. */
function eventsOf({ editedAt, deletedAt }: Alteration, message: Message): OutboxEvent[] {
  if (deletedAt !== undefined) return [{ name: 'message.deleted', data: { message } }];
  return editedAt === undefined ? [] : [{ name: 'message.edited', data: { message } }];
}

/** From the first change on the row does not tell any more what was sent, which a repeat of its `clientId` is compared with. */
function digestToKeep({ message, saidDigest }: Scene): string | null {
  return message.clientId === null ? null : (saidDigest ?? digestOf(message));
}
