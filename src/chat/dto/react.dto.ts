import { IsBoolean, IsUUID, Matches, MaxLength } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

/** Exactly one, as Unicode recommends them for interchange: a family of four is one, a digit or a bare heart is none. */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');
const EMOJI_CODE_UNITS = 64;

export class ReactDto implements PayloadOf<'chat:react'> {
  @IsUUID()
  messageId!: string;

  @MaxLength(EMOJI_CODE_UNITS)
  @Matches(ONE_EMOJI, { message: 'emoji must be exactly one emoji' })
  emoji!: string;

  @IsBoolean()
  on!: boolean;
}
