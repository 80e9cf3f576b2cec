import { ValidateBy } from 'class-validator';
import { isTimeZone } from '../quiet-hours.js';

export const IsIanaTimeZone = (): PropertyDecorator =>
  ValidateBy({
    name: 'isIanaTimeZone',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length <= 64 && isTimeZone(value),
      defaultMessage: () => '$property must be the name of a time zone such as Europe/Berlin',
    },
  });
