import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ActorKind } from './audit-event.js';

/** Something that was done, or tried, with more rights than a person has. */
@Entity('audit_events')
@Index('audit_events_actor_idx', ['actorId', 'id'])
@Index('audit_events_target_idx', ['target', 'id'])
@Index('audit_events_action_idx', ['action', 'id'])
export class AuditEventEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'audit_events_pkey' })
  id!: string;

  @Index('audit_events_at_idx')
  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  at!: Date;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind!: ActorKind;

  @Column({ name: 'actor_id', type: 'text', nullable: true })
  actorId!: string | null;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', nullable: true })
  target!: string | null;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  /** `done`, or the code of the error that it was refused with. */
  @Column({ type: 'text' })
  outcome!: string;
}
