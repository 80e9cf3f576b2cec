import { Transform } from 'class-transformer';

/** A field of a URL's query: all of them are text. Anything but plain digits is left as it is, for the rules of a number to refuse. */
export function NumberInText(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value,
  );
}
