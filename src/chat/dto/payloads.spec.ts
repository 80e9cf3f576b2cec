import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { newId, type AppError } from '../../common/index.js';
import { validatePayload } from '../../common/validation.js';
import { HistoryRequestDto } from './history-request.dto.js';
import { SendMessageDto } from './send-message.dto.js';
import { SyncRequestDto } from './sync-request.dto.js';
import { TypingDto } from './typing.dto.js';

const ID = '019a0000-0000-7000-8000-00000000000a';
const WHOLE_ROOM = { id: ID, key: 'maths', code: null, kind: 'session', title: null, lastSeq: 7, expiresAt: null };
const room = { key: 'maths' };

function taken(dto: Type, payload: object): unknown {
  return JSON.parse(JSON.stringify(validatePayload(dto, payload, { maxDepth: 16 })));
}

function refusedField(dto: Type, payload: object): string | undefined {
  try {
    validatePayload(dto, payload, { maxDepth: 16 });
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID' });
    return (error as AppError).field;
  }
  throw new Error('It was taken');
}

describe('payloads of the chat', () => {
  it('chat:send takes everything it knows and nothing else', () => {
    const known = { text: ' Hi ', clientId: 'c1', kind: 'question_2', metadata: { b: [1, { c: null }], a: 1 }, replyTo: ID, attachments: [ID] };
    const spoofed = { id: ID, seq: 9, sender: { id: 'ben' }, senderId: 'ben', createdAt: 'yesterday' };
    expect(taken(SendMessageDto, { room: WHOLE_ROOM, ...known, ...spoofed })).toEqual({
      room: { id: ID, key: 'maths' },
      ...known,
    });
  });

  it('null counts as absent', () => {
    const absent = { clientId: null, kind: null, metadata: null, replyTo: null };
    expect(taken(SendMessageDto, { room, text: 'Hi', ...absent })).toEqual({ room, text: 'Hi' });
  });

  it.each<[Type, object, string]>([
    [SendMessageDto, { to: 'ben', text: 'Hi' }, 'to'],
    [SendMessageDto, { to: { id: '' }, text: 'Hi' }, 'to.id'],
    [SendMessageDto, { to: { username: 'x'.repeat(257) }, text: 'Hi' }, 'to.username'],
    [SendMessageDto, { room: 'maths', text: 'Hi' }, 'room'],
    [SendMessageDto, { room: [room], text: 'Hi' }, 'room'],
    [SendMessageDto, { room: { id: 'maths' }, text: 'Hi' }, 'room.id'],
    [SendMessageDto, { room: { key: '' }, text: 'Hi' }, 'room.key'],
    [SendMessageDto, { room: { key: 'x'.repeat(129) }, text: 'Hi' }, 'room.key'],
    [SendMessageDto, { room: { code: 7 }, text: 'Hi' }, 'room.code'],
    [SendMessageDto, { room }, 'text'],
    [SendMessageDto, { room, text: 7 }, 'text'],
    [SendMessageDto, { room, text: ['Hi'] }, 'text'],
    [SendMessageDto, { room, text: 'Hi', clientId: '' }, 'clientId'],
    [SendMessageDto, { room, text: 'Hi', clientId: 'x'.repeat(129) }, 'clientId'],
    [SendMessageDto, { room, text: 'Hi', kind: 'a b' }, 'kind'],
    [SendMessageDto, { room, text: 'Hi', kind: 'x'.repeat(33) }, 'kind'],
    [SendMessageDto, { room, text: 'Hi', kind: 'text\n' }, 'kind'],
    [SendMessageDto, { room, text: 'Hi', metadata: 'x' }, 'metadata'],
    [SendMessageDto, { room, text: 'Hi', metadata: [1] }, 'metadata'],
    [SendMessageDto, { room, text: 'Hi', replyTo: '7' }, 'replyTo'],
    [SendMessageDto, { room, text: 'Hi', attachments: ID }, 'attachments'],
    [SendMessageDto, { room, text: 'Hi', attachments: ['file-7'] }, 'attachments'],
    [SendMessageDto, { room, text: 'Hi', attachments: [ID, ID.toUpperCase()] }, 'attachments'],
    [SendMessageDto, { room, text: 'Hi', attachments: Array.from({ length: 11 }, newId) }, 'attachments'],
    [HistoryRequestDto, {}, 'room'],
    [HistoryRequestDto, { room, before: -1 }, 'before'],
    [HistoryRequestDto, { room, after: '12' }, 'after'],
    [HistoryRequestDto, { room, around: 1.5 }, 'around'],
    [HistoryRequestDto, { room, before: 2 ** 53 }, 'before'],
    [HistoryRequestDto, { room, limit: 0 }, 'limit'],
    [HistoryRequestDto, { room, limit: 101 }, 'limit'],
    [SyncRequestDto, {}, 'rooms'],
    [SyncRequestDto, { rooms: [] }, 'rooms'],
    [SyncRequestDto, { rooms: { room, afterSeq: 0 } }, 'rooms'],
    [SyncRequestDto, { rooms: Array(201).fill({ room, afterSeq: 0 }) }, 'rooms'],
    [SyncRequestDto, { rooms: [{ room, afterSeq: 0 }, { room }] }, 'rooms.1.afterSeq'],
    [SyncRequestDto, { rooms: [{ afterSeq: 0 }] }, 'rooms.0.room'],
    [SyncRequestDto, { rooms: [{ room: null, afterSeq: 0 }] }, 'rooms.0.room'],
    [SyncRequestDto, { rooms: [{ room: [], afterSeq: 0 }] }, 'rooms.0.room'],
    [TypingDto, { room }, 'on'],
    [TypingDto, { room, on: 'yes' }, 'on'],
  ])('%p refuses %j and names the field', (dto, payload, field) => {
    expect(refusedField(dto, payload)).toBe(field);
  });

  it('chat:history and chat:sync take numbers from 0 on', () => {
    expect(taken(HistoryRequestDto, { room, after: 0, limit: 100 })).toEqual({ room, after: 0, limit: 100 });
    const rooms = Array.from({ length: 200 }, (_, afterSeq) => ({ room, afterSeq }));
    expect(taken(SyncRequestDto, { rooms })).toEqual({ rooms });
  });
});
