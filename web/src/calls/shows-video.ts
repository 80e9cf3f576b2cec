import type { CallPeer } from '@lyceum/client';

/** Whether there are pictures of somebody to show. Clients that tell nothing of their camera are believed to have it on. */
export function showsVideo(
  { cameraOff, sharing }: Pick<CallPeer, 'cameraOff' | 'sharing'>,
  stream: MediaStream | undefined,
): boolean {
  return stream !== undefined && stream.getVideoTracks().length > 0 && (sharing || !cameraOff);
}
