import { Injectable } from '@nestjs/common';
import { AppPeople } from '../../auth/index.js';
import { ChatService } from '../../chat/index.js';
import type { AnswerOf, RoomTarget, SendMessage, UserTarget } from '../../protocol/index.js';
import { HostedRooms, inNameOf } from '../../rooms/index.js';

/** Something to be said in somebody's name. */
export type BackendMessage = SendMessage & { readonly senderId: string };

/** Says things in people's names, by the rules that hold for them. */
@Injectable()
export class BackendMessages {
  constructor(
    private readonly people: AppPeople,
    private readonly rooms: HostedRooms,
    private readonly chat: ChatService,
  ) {}

  /** `operation`: stands in for a `clientId`, so that what an attempt that died has said is not said again. */
  async toRoom(name: string, message: BackendMessage, operation: string | undefined): Promise<AnswerOf<'chat:send'>> {
    const { id } = await this.rooms.refOf(name);
    return this.send({ room: { id } }, message, operation);
  }

  async toPerson(userId: string, message: BackendMessage, operation: string | undefined): Promise<AnswerOf<'chat:send'>> {
    return this.send({ to: { id: userId } }, message, operation);
  }

  private async send(
    where: { room: RoomTarget } | { to: UserTarget },
    { senderId, ...said }: BackendMessage,
    operation: string | undefined,
  ): Promise<AnswerOf<'chat:send'>> {
    const sender = await this.people.actor(senderId);
    const named = operation === undefined ? {} : { clientId: operation };
    return this.chat.send(inNameOf(sender), { ...named, ...said, ...where });
  }
}
