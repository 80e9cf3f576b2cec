import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { configOf } from '../../../test/support/realtime/live.js';
import { AddressLimits } from './address-limits.js';

class FakeConnection extends EventEmitter {
  constructor(readonly request: IncomingMessage) {
    super();
  }
}

describe('AddressLimits', () => {
  let limits: AddressLimits;
  const open = (address = '10.0.0.1'): FakeConnection => {
    const connection = new FakeConnection({} as IncomingMessage);
    limits.watch(() => address)(connection);
    return connection;
  };

  beforeEach(() => {
    limits = new AddressLimits(configOf({ MAX_CONNECTIONS_PER_ADDRESS: '3', MAX_UNAUTHENTICATED_PER_ADDRESS: '2' }));
  });

  it('is full when an address has as many connections as it may', () => {
    for (let count = 0; count < 3; count += 1) {
      expect(limits.isFull('10.0.0.1')).toBe(false);
      limits.authenticate(open());
    }
    expect(limits.isFull('10.0.0.1')).toBe(true);
    expect(limits.isFull('10.0.0.2')).toBe(false);
  });

  it('is full earlier when they have not shown who they are', () => {
    const [first] = [open(), open()];
    expect(limits.isFull('10.0.0.1')).toBe(true);
    limits.authenticate(first);
    expect(limits.isFull('10.0.0.1')).toBe(false);
  });

  it('counts a connection that authenticates twice once', () => {
    const [first] = [open(), open()];
    limits.authenticate(first);
    limits.authenticate(first);
    open();
    expect(limits.isFull('10.0.0.1')).toBe(true);
  });

  it('has room again when connections close, authenticated or not', () => {
    const [first, second] = [open(), open()];
    first.emit('close');
    expect(limits.isFull('10.0.0.1')).toBe(false);
    limits.authenticate(second);
    second.emit('close');
    const [third] = [open(), open()];
    expect(limits.isFull('10.0.0.1')).toBe(true);
    third.emit('close');
    expect(limits.isFull('10.0.0.1')).toBe(false);
  });

  it('is not deceived by a connection that closed while its token was being checked', () => {
    open();
    const gone = open();
    gone.emit('close');
    limits.authenticate(gone);
    open();
    expect(limits.isFull('10.0.0.1')).toBe(true);
  });
});
