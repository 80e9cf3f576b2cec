import { applyDecorators, SetMetadata, UseFilters, UseGuards, UsePipes, type Type } from '@nestjs/common';
import type { AnswerOf, CommandName, PayloadOf } from '../../protocol/index.js';
import type { Connection } from '../connection/connection.js';
import { AuthenticatedGuard } from './authenticated.guard.js';
import { CommandErrorFilter } from './command-error.filter.js';
import { payloadPipe } from './payload.pipe.js';

export const COMMAND_METADATA = 'lyceum:command';
/** The DTO of a handler's payload, for whoever wants to know what the command takes. */
export const PAYLOAD_METADATA = 'lyceum:payload';

type Handler<C extends CommandName> = (connection: Connection, payload: PayloadOf<C>) => Promise<AnswerOf<C>> | AnswerOf<C>;

/**
 * Makes a gateway's method the one handler of a command. It brings validation of the payload by its DTO, the size,
 * depth and rate limits, exactly one answer, error mapping, metrics and logging; guards, pipes, filters and
 * interceptors of Nest apply on top. The types tie payload and answer to the command map.
 *
 * ```ts
 * @Command('chat:send', SendMessageDto)
 * send(@ConnectedSocket() connection: Connection, @MessageBody() message: SendMessageDto): Promise<Message> { … }
 * ```
 */
export function Command<C extends CommandName>(name: C, dto: Type<PayloadOf<C>>) {
  const enhance = applyDecorators(
    SetMetadata(COMMAND_METADATA, name),
    SetMetadata(PAYLOAD_METADATA, dto),
    UseGuards(AuthenticatedGuard),
    UsePipes(payloadPipe(dto)),
    UseFilters(CommandErrorFilter),
  );
  return <H extends Handler<C>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    enhance(target, key, descriptor);
  };
}
