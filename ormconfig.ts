// The data source of the TypeORM command line: the same options, migrations and lock as the gateway's.
//   node --import ./scripts/typescript.mjs node_modules/typeorm/cli.js migration:show -d ormconfig.ts
import 'reflect-metadata';
import { UserEntity } from './src/auth/user.entity.js';
import { MessageEntity } from './src/chat/message.entity.js';
import { loadConfig, readEnvironment } from './src/config/index.js';
import { LyceumDataSource } from './src/database/lyceum-data-source.js';
import { RoomMemberEntity } from './src/rooms/room-member.entity.js';
import { RoomEntity } from './src/rooms/room.entity.js';

const entities = [UserEntity, RoomEntity, RoomMemberEntity, MessageEntity];

// Its answers belong on the terminal, and not in the gateway's log.
export default new LyceumDataSource(loadConfig(readEnvironment()), entities).setOptions({ logger: 'simple-console' });
