import type { DialectName } from '../../protocol/index.js';
import type { PersonTopic, Topic } from './audience.js';

/** Names of Socket.IO rooms. Members of one room stand grouped by dialect, so that a fact is encoded once for each. */
export function roomChannel(roomId: string, dialect: DialectName): string {
  return `room:${roomId}@${dialect}`;
}

export function topicChannel(topic: Topic, dialect: DialectName): string {
  return `topic:${topic}@${dialect}`;
}

export function personTopic(userId: string): PersonTopic {
  return `person:${userId}`;
}

export function userChannel(userId: string, dialect: DialectName): string {
  return `user:${userId}@${dialect}`;
}
