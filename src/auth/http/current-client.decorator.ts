import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { isStorable } from '../../common/index.js';
import type { Client } from '../sessions/login-sessions.service.js';

const USER_AGENT_CHARACTERS = 256;

/** Where the request comes from, as a login session remembers it. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const request = context.switchToHttp().getRequest<Request>();
  const userAgent = request.headers['user-agent']?.slice(0, USER_AGENT_CHARACTERS);
  return { address: request.ip ?? '', userAgent: userAgent !== undefined && isStorable(userAgent) ? userAgent : null };
});
