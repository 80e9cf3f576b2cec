import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NotificationKind } from '../../protocol/index.js';

/** What somebody chose about being told; who never chose has none. */
@Entity('notification_preferences')
export class PreferencesEntity {
  /** No foreign key: people of other issuers may not be known here yet. */
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'notification_preferences_pkey' })
  userId!: string;

  /** Kinds that are not pushed. */
  @Column({ name: 'unpushed', type: 'text', array: true, default: '{}' })
  unpushed!: NotificationKind[];

  /** Kinds that are not in the feed. */
  @Column({ name: 'unlisted', type: 'text', array: true, default: '{}' })
  unlisted!: NotificationKind[];

  /** `HH:MM`; all three or none. */
  @Column({ name: 'quiet_from', type: 'text', nullable: true })
  quietFrom!: string | null;

  @Column({ name: 'quiet_to', type: 'text', nullable: true })
  quietTo!: string | null;

  @Column({ name: 'quiet_zone', type: 'text', nullable: true })
  quietZone!: string | null;
}
