import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { RoomEntity } from './room.entity.js';

/** Somebody who was muted when their membership ended, and has no voice either when they come back. */
@Entity('kept_mutes')
export class KeptMuteEntity {
  @ForeignKey(() => RoomEntity, { name: 'kept_mutes_room_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'room_id', type: 'uuid', primaryKeyConstraintName: 'kept_mutes_pkey' })
  roomId!: string;

  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'kept_mutes_pkey' })
  userId!: string;
}
