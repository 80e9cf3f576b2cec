import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/index.js';
import { IceController } from './ice.controller.js';
import { IceGateway } from './ice.gateway.js';
import { IceServersService } from './ice-servers.service.js';

@Module({ imports: [AuthModule], controllers: [IceController], providers: [IceGateway, IceServersService] })
export class IceModule {}
