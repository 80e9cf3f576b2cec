import { expect } from '@jest/globals';
import type { JsonObject } from '../support/inbox.js';
import type { Answer, Device } from './devices.js';

/** The data of an answer that must be a success. */
export async function succeed(device: Device, command: string, payload: JsonObject): Promise<JsonObject> {
  const answer = await device.request(command, payload);
  expect({ command, payload, answer }).toMatchObject({ answer: { ok: true } });
  return answer.data;
}

/** It must be refused with that code. */
export async function fail(device: Device, command: string, payload: JsonObject, code: string): Promise<void> {
  const answer: Answer = await device.request(command, payload);
  expect({ command, payload, answer }).toMatchObject({ answer: { ok: false, error: { code } } });
}

/** What was answered, in one word: `ok`, or the code of the refusal. */
export async function outcomeOf(device: Device, command: string, payload: JsonObject): Promise<string> {
  const answer = await device.request(command, payload);
  return answer.ok ? 'ok' : answer.error.code;
}
