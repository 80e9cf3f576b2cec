import type { AppConfig } from '../../config/index.js';
import { COMMANDS, METADATA_BYTES, TEXT_BYTES, TEXT_CHARACTERS } from '../../protocol/index.js';
import type { ServerView } from '../dialects/index.js';

/** What `hello` announces: the limits in force, and the domains whose commands this server has. */
export function serverView({ limits, realtime, rooms, files }: AppConfig): ServerView {
  return {
    now: () => new Date(),
    features: [...new Set(Object.keys(COMMANDS).map((command) => command.split(':', 1)[0] ?? command))],
    limits: {
      frameBytes: realtime.maxFrameBytes,
      jsonDepth: realtime.maxJsonDepth,
      commandsPerSecond: limits.commandsPerSecond,
      sendPerSecond: limits.sendPerSecond,
      sendBurst: limits.sendBurst,
      joinPerSecond: limits.joinPerSecond,
      typingPerSecond: limits.typingPerSecond,
      createPerHour: limits.createPerHour,
      helpPerHour: limits.helpPerHour,
      readPerSecond: limits.readPerSecond,
      searchPerSecond: limits.searchPerSecond,
      managePerSecond: limits.managePerSecond,
      callPerMinute: limits.callPerMinute,
      signalPerSecond: limits.signalPerSecond,
      joinedRooms: rooms.joinedRooms,
      connectionsPerUser: realtime.connectionsPerUser,
      outboundBytes: realtime.outboundBytes,
      outboundPackets: realtime.outboundPackets,
      pingIntervalMs: realtime.pingIntervalMs,
      pingTimeoutMs: realtime.pingTimeoutMs,
      textCharacters: TEXT_CHARACTERS,
      textBytes: TEXT_BYTES,
      metadataBytes: METADATA_BYTES,
      fileBytes: files.maxBytes,
      uploadPerMinute: limits.uploadPerMinute,
    },
  };
}
