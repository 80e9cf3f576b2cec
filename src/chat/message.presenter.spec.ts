import { describe, expect, it } from '@jest/globals';
import { presentMessage, presentSender } from './message.presenter.js';

const NOBODY = { username: null, name: null, avatarUrl: null, role: null };
const STORED = {
  id: '019a0000-0000-7000-8000-000000000001',
  seq: 7,
  revisionSeq: 9,
  senderId: 'u1',
  senderName: null,
  clientId: 'c1',
  kind: 'text',
  text: 'Hello',
  metadata: { slide: 2 },
  replyTo: null,
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
  editedAt: new Date('2026-01-02T03:05:00.000Z'),
  deletedAt: null,
  pinnedAt: new Date('2026-01-02T03:06:00.000Z'),
  mentions: ['u2'],
  reactions: [{ emoji: '👍', count: 1, userIds: ['u2'] }],
  attachments: [{ id: 'f1', name: 'plan.pdf', size: 7, contentType: 'application/pdf', width: null, height: null }],
};

describe('a message as clients see it', () => {
  it('has its times as ISO strings', () => {
    const room = { id: 'r1', key: 'session_42', code: null };
    const sender = presentSender(STORED, { username: 'ana', name: 'Ana', avatarUrl: '/ana.png', role: 'mentor' });
    expect(presentMessage(STORED, room, sender)).toEqual({
      id: '019a0000-0000-7000-8000-000000000001',
      room,
      seq: 7,
      revisionSeq: 9,
      sender: { id: 'u1', username: 'ana', name: 'Ana', avatarUrl: '/ana.png', role: 'mentor', guest: false },
      kind: 'text',
      text: 'Hello',
      metadata: { slide: 2 },
      clientId: 'c1',
      replyTo: null,
      attachments: [
        { id: 'f1', name: 'plan.pdf', size: 7, contentType: 'application/pdf', width: null, height: null, url: '/api/files/f1' },
      ],
      mentions: ['u2'],
      reactions: [{ emoji: '👍', count: 1, userIds: ['u2'] }],
      createdAt: '2026-01-02T03:04:05.678Z',
      editedAt: '2026-01-02T03:05:00.000Z',
      deletedAt: null,
      pinnedAt: '2026-01-02T03:06:00.000Z',
    });
  });

  it('shows a guest by the name used in the room', () => {
    expect(presentSender({ ...STORED, senderId: 'guest:5', senderName: 'Mia' }, NOBODY)).toEqual({
      id: 'guest:5',
      username: null,
      name: 'Mia',
      avatarUrl: null,
      role: 'student',
      guest: true,
    });
  });

  it('shows a person even where the sender is not known any more', () => {
    const nobody = { id: 'u1', username: null, name: 'u1', avatarUrl: null, role: 'student', guest: false };
    expect(presentSender(STORED, NOBODY)).toEqual(nobody);
  });
});
