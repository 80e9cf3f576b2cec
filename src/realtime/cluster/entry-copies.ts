import { Logger } from '@nestjs/common';
import type { Elsewhere } from './shared-entries.js';

export type Change = readonly [field: string, value?: unknown];
type Check = (value: unknown) => boolean;

/** What the other nodes say in one area. */
interface Area {
  /** Nearly everything is said by one node alone. */
  readonly said: Map<string, readonly Elsewhere<object>[]>;
  /** Undefined: nobody has asked for the area yet. */
  isValue: Check | undefined;
  readonly listeners: ((key: string) => void)[];
}

/** The copy of what all other nodes say. */
export class EntryCopies {
  private readonly logger = new Logger('Cluster');
  private readonly areas = new Map<string, Area>();
  /** By node, the number of the last batch that is in the copy. */
  private readonly seqs = new Map<string, number>();

  /** From now on only such values count. */
  watch(name: string, isValue: Check): Pick<Area, 'said' | 'listeners'> {
    const area = this.area(name);
    area.isValue = isValue;
    for (const [key, said] of area.said) {
      const valid = said.filter(({ value }) => isValue(value));
      if (valid.length === 0) area.said.delete(key);
      else area.said.set(key, valid);
    }
    return area;
  }

  /** Whether the copy has all that the node has said until that number. */
  isComplete(node: string, seq: number): boolean {
    return (this.seqs.get(node) ?? 0) >= seq;
  }

  /** False where something before it was missed. */
  take(node: string, seq: number, changes: readonly Change[]): boolean {
    if (this.isComplete(node, seq)) return true;
    if (!this.isComplete(node, seq - 1)) return false;
    this.seqs.set(node, seq);
    const touched = changes.filter(([field, value]) => this.put(node, field, value)).map(([field]) => field);
    this.tell(touched);
    return true;
  }

  /** All that the node says; what it said before and does not say any more is gone. */
  replace(node: string, seq: number, entries: ReadonlyMap<string, unknown>): void {
    if (this.isComplete(node, seq + 1)) return;
    this.seqs.set(node, seq);
    const gone = this.fieldsOf(node).filter((field) => !entries.has(field));
    const touched = [...entries].filter(([field, value]) => this.put(node, field, value)).map(([field]) => field);
    for (const field of gone) this.put(node, field, undefined);
    this.tell([...touched, ...gone]);
  }

  forget(node: string): void {
    this.seqs.delete(node);
    const gone = this.fieldsOf(node);
    for (const field of gone) this.put(node, field, undefined);
    this.tell(gone);
  }

  /** Not kept for each node: it is seldom asked for, and there are many. */
  private fieldsOf(node: string): string[] {
    return [...this.areas].flatMap(([name, { said }]) =>
      [...said].filter(([, values]) => values.some((one) => one.node === node)).map(([key]) => `${name}:${key}`),
    );
  }

  /** `undefined`: the node says nothing more. Whether that is news. */
  private put(node: string, field: string, value: unknown): boolean {
    const [name, key] = split(field);
    const { said, isValue } = this.area(name);
    const before = said.get(key) ?? [];
    const others = before.filter((one) => one.node !== node);
    const isSaid = typeof value === 'object' && value !== null && isValue?.(value) !== false;
    if (value !== undefined && !isSaid) this.logger.warn({ node, area: name }, 'An entry of another node could not be taken');
    if (isSaid) said.set(key, [...others, { node, value }]);
    else if (others.length > 0) said.set(key, others);
    else said.delete(key);
    return isSaid || others.length < before.length;
  }

  private area(name: string): Area {
    const area = this.areas.get(name) ?? {
      said: new Map<string, readonly Elsewhere<object>[]>(),
      isValue: undefined,
      listeners: [],
    };
    this.areas.set(name, area);
    return area;
  }

  private tell(fields: readonly string[]): void {
    for (const field of fields) {
      const [name, key] = split(field);
      for (const listener of this.area(name).listeners) {
        try {
          listener(key);
        } catch (error) {
          this.logger.error({ err: error, area: name }, 'What another node said could not be taken in');
        }
      }
    }
  }
}

function split(field: string): [area: string, key: string] {
  const end = field.indexOf(':');
  return [field.slice(0, end), field.slice(end + 1)];
}
