import { Body, Controller, Header, HttpCode, HttpStatus, Ip, Param, Post } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { Call } from '../../protocol/index.js';
import { PublicReads } from '../../realtime/index.js';
import { AnswerByToken } from './answer-by-token.js';
import { CallTokenDto } from './dto/call-token.dto.js';
import { PushedCallDto } from './dto/pushed-call.dto.js';

/** `calls:accept` and `calls:reject` for an app that a push has just woken: by the push's token, without a login. */
@Controller('api/calls/:id')
export class PushedCallsController {
  constructor(
    private readonly answering: AnswerByToken,
    private readonly limits: PublicReads,
  ) {}

  /** Accepts a call by the token of its push. The call then waits some seconds for the person's next connection, and goes on there. */
  @Post('accept')
  @Refuses('UNAUTHENTICATED', 'CALL_ANSWERED', 'CALL_ENDED', 'CALL_NOT_FOUND')
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  async accept(
    @Ip() address: string,
    @Param(new BodyPipe(PushedCallDto)) { id }: PushedCallDto,
    @Body(new BodyPipe(CallTokenDto)) { token }: CallTokenDto,
  ): Promise<Call> {
    await this.limits.admit(address);
    return this.answering.accept(id.toLowerCase(), token);
  }

  /** Rejects a call by the token of its push. */
  @Post('reject')
  @Refuses('UNAUTHENTICATED', 'CALL_ANSWERED', 'CALL_ENDED', 'CALL_NOT_FOUND')
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  async reject(
    @Ip() address: string,
    @Param(new BodyPipe(PushedCallDto)) { id }: PushedCallDto,
    @Body(new BodyPipe(CallTokenDto)) { token }: CallTokenDto,
  ): Promise<Call> {
    await this.limits.admit(address);
    return this.answering.reject(id.toLowerCase(), token);
  }
}
