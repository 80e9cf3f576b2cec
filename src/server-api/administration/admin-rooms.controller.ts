import { Controller, Get, Header, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { adminOf, BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { SupervisedRoomPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { SupervisedRooms } from '../../rooms/index.js';
import { ListSupervisedRoomsDto } from './dto/list-supervised-rooms.dto.js';

/** All rooms but conversations of two, for administrators. */
@Controller('api/admin/rooms')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN')
export class AdminRoomsController {
  constructor(
    private readonly rooms: SupervisedRooms,
    private readonly rates: RateLimits,
  ) {}

  /** Rooms, newest first, or with `query` those whose title begins so. For administrators. */
  @Get()
  @Header('Cache-Control', 'no-store')
  async listSupervisedRooms(
    @CurrentAsker() asker: Asker,
    @Query(new BodyPipe(ListSupervisedRoomsDto)) { open, ...question }: ListSupervisedRoomsDto,
  ): Promise<SupervisedRoomPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.rooms.page(adminOf(asker), { ...question, ...(open && { open: open === 'true' }) });
  }

  /** Ends a room for everybody. The lobby stays: `FORBIDDEN`. For administrators. */
  @Post(':id/close')
  @Refuses('ROOM_NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async closeSupervisedRoom(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.rooms.close(adminOf(asker), id);
  }
}
