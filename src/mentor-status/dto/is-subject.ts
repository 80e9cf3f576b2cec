import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, type ValidationOptions } from 'class-validator';
import { SUBJECT_CHARACTERS } from '../../protocol/index.js';

/** Something beside blanks; counts code points. */
const SUBJECT = new RegExp(`^(?=[^]*\\S)[^]{1,${SUBJECT_CHARACTERS}}$`, 'u');

/** The name of a subject. */
export function IsSubject({ each = false }: ValidationOptions = {}): PropertyDecorator {
  const message = `${each ? 'each value in ' : ''}$property must have 1 to ${SUBJECT_CHARACTERS} characters and not only blanks`;
  return applyDecorators(Matches(SUBJECT, { each, message }), IsString({ each }));
}
