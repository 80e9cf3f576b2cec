import { SetMetadata } from '@nestjs/common';

export const SCOPE = Symbol('scope of the server API');
export const MADE_ANEW = Symbol('made anew for a repeated request');

/** A repeated request makes its answer anew: it holds a secret, which is kept nowhere. */
export const MadeAnew = (): MethodDecorator => SetMetadata(MADE_ANEW, true);
