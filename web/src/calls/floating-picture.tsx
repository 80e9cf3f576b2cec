import type { CallSnapshot } from '@lyceum/client';
import { calls } from '../strings/calls.js';
import { showsVideo } from './shows-video.js';
import { Video } from './video.js';

/** While one is on other pages: the other's picture, or screen, in a corner, which leads back. */
export function FloatingPicture({ call: { peers, remoteStreams }, onEnlarge }: { call: CallSnapshot; onEnlarge: () => void }) {
  const shown = peers.find((peer) => showsVideo(peer, remoteStreams.get(peer.user.id)));
  const stream = shown === undefined ? undefined : remoteStreams.get(shown.user.id);
  if (shown === undefined || stream === undefined) return null;
  return (
    <button
      type="button"
      aria-label={calls.view.back}
      onClick={onEnlarge}
      className="fixed top-36 right-3 z-30 h-40 w-28 animate-rise overflow-hidden rounded-2xl border border-line bg-sunken shadow-floating md:top-auto md:right-6 md:bottom-28 md:h-36 md:w-64"
    >
      <Video stream={stream} whole={shown.sharing} label={shown.user.name} />
    </button>
  );
}
