// The data source of the TypeORM command line: the same options, migrations and lock as the gateway's.
//   node --import ./scripts/typescript.mjs node_modules/typeorm/cli.js migration:show -d ormconfig.ts
import 'reflect-metadata';
import { AuditEventEntity } from './src/auth/audit/audit-event.entity.js';
import { GuestEntity } from './src/auth/guests/guest.entity.js';
import { MentorInvitationEntity } from './src/auth/mentor-signup/mentor-invitation.entity.js';
import { RevocationEntity } from './src/auth/revocations/revocation.entity.js';
import { LoginSessionEntity } from './src/auth/sessions/login-session.entity.js';
import { RefreshTokenEntity } from './src/auth/sessions/refresh-token.entity.js';
import { UserEntity } from './src/auth/user.entity.js';
import { CallEntity } from './src/calls/call.entity.js';
import { CallParticipantEntity } from './src/calls/call-participant.entity.js';
import { CallSignalEntity } from './src/calls/signals/call-signal.entity.js';
import { MessageEntity } from './src/chat/message.entity.js';
import { ReactionEntity } from './src/chat/reaction.entity.js';
import { loadConfig, readEnvironment } from './src/config/index.js';
import { LyceumDataSource } from './src/database/lyceum-data-source.js';
import { OutboxEventEntity } from './src/database/outbox/outbox-event.entity.js';
import { HelpOfferEntity } from './src/mentor-status/help/help-offer.entity.js';
import { HelpRequestEntity } from './src/mentor-status/help/help-request.entity.js';
import { MentorStatusEntity } from './src/mentor-status/mentor-status.entity.js';
import { DeliveryEntity } from './src/notifications/delivery/delivery.entity.js';
import { WebhookEntity } from './src/notifications/webhooks/webhook.entity.js';
import { PresenceEntity } from './src/presence/stored/presence.entity.js';
import { BlockEntity } from './src/rooms/doors/block.entity.js';
import { RoomAdmissionEntity } from './src/rooms/doors/room-admission.entity.js';
import { KeptMuteEntity } from './src/rooms/kept-mute.entity.js';
import { RoomMemberEntity } from './src/rooms/room-member.entity.js';
import { RoomEntity } from './src/rooms/room.entity.js';
import { IdempotencyKeyEntity } from './src/server-api/idempotency/idempotency-key.entity.js';
import { ApiKeyEntity } from './src/server-api/keys/api-key.entity.js';

const accounts = [UserEntity, LoginSessionEntity, RefreshTokenEntity, MentorInvitationEntity, RevocationEntity];
const entities = [
  ...accounts,
  RoomEntity,
  RoomMemberEntity,
  KeptMuteEntity,
  RoomAdmissionEntity,
  BlockEntity,
  MessageEntity,
  ReactionEntity,
  PresenceEntity,
  CallEntity,
  CallParticipantEntity,
  CallSignalEntity,
  MentorStatusEntity,
  HelpRequestEntity,
  HelpOfferEntity,
  GuestEntity,
  OutboxEventEntity,
  DeliveryEntity,
  WebhookEntity,
  AuditEventEntity,
  ApiKeyEntity,
  IdempotencyKeyEntity,
];

// Its answers belong on the terminal, and not in the gateway's log.
export default new LyceumDataSource(loadConfig(readEnvironment()), entities).setOptions({ logger: 'simple-console' });
