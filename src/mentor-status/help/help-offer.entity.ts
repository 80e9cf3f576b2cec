import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { HelpRequestEntity } from './help-request.entity.js';

/**
 * `missed`: the time for it passed. `withdrawn`: somebody else accepted, or the request was over. `left`: they accepted and were gone
 * before the end.
 */
export type OfferAnswer = 'pending' | 'accepted' | 'declined' | 'missed' | 'withdrawn' | 'left';

/** That a mentor was asked to take a help request, and what they said. Asked once more, it is the same offer anew. */
@Entity('help_offers')
@Index('help_offers_pending_idx', ['mentorId'], { where: `"answer" = 'pending'` })
export class HelpOfferEntity {
  @ForeignKey(() => HelpRequestEntity, { name: 'help_offers_request_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'request_id', type: 'uuid', primaryKeyConstraintName: 'help_offers_pkey' })
  requestId!: string;

  /** No foreign key: guests help too. */
  @PrimaryColumn({ name: 'mentor_id', type: 'text', primaryKeyConstraintName: 'help_offers_pkey' })
  mentorId!: string;

  @CreateDateColumn({ name: 'offered_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  offeredAt!: Date;

  /** When it passes to the next one; null: all are asked at once. Of `left` when they did. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  until!: Date | null;

  @Column({ type: 'text', default: 'pending' })
  answer!: OfferAnswer;

  /** How often they let it pass. */
  @Column({ type: 'smallint', default: 0 })
  misses!: number;
}
