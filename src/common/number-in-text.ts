const NUMBER_IN_TEXT = Symbol('number in text');

/** A field of a URL's query: all of them are text. Anything but plain digits is left as it is, for the rules of a number to refuse. */
export const NumberInText = (): PropertyDecorator => (target, name) => {
  Reflect.defineMetadata(NUMBER_IN_TEXT, true, target, name);
};

/** Whether the field of these DTOs is marked so. */
export function isNumberInText(prototype: object, name: string): boolean {
  return Reflect.getMetadata(NUMBER_IN_TEXT, prototype, name) === true;
}

export function numberInText(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
}
