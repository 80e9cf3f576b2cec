import type { CallPeer, CallSnapshot } from '@lyceum/client';
import { useMe } from '@lyceum/client/react';
import { clsx } from 'clsx';
import { calls } from '../../strings/calls.js';
import { isCalling } from '../call-words.js';
import { showsVideo } from '../shows-video.js';
import { Tile } from './tile.js';

const said = calls.view;

/** Everybody in the call. Of two the other is large and one is small oneself; more stand side by side. */
export function Tiles({ call }: { call: CallSnapshot }) {
  const { peers } = call;
  const [first, ...others] = peers;
  if (first === undefined) {
    return (
      <div className="grid min-h-0 grow px-3 sm:px-4">
        <OwnTile call={call} />
      </div>
    );
  }
  if (others.length === 0) {
    return (
      <div className="relative grid min-h-0 grow px-3 sm:px-4">
        <PeerTile call={call} peer={first} />
        <div className="absolute right-6 bottom-3 grid h-36 w-24 overflow-hidden rounded-2xl shadow-floating sm:right-8 sm:h-32 sm:w-48">
          <OwnTile call={call} isSmall />
        </div>
      </div>
    );
  }
  const count = peers.length + 1;
  return (
    <ul
      className={clsx(
        'grid min-h-0 grow auto-rows-fr gap-2 px-3 sm:gap-3 sm:px-4',
        count > 4 ? 'grid-cols-2 overflow-y-auto lg:grid-cols-3' : 'grid-cols-2',
        // Three on a tall screen: one below the other.
        count === 3 && 'max-sm:grid-cols-1',
      )}
    >
      {peers.map((peer) => (
        <li key={peer.user.id} className="grid min-h-0">
          <PeerTile call={call} peer={peer} />
        </li>
      ))}
      <li className="grid min-h-0">
        <OwnTile call={call} />
      </li>
    </ul>
  );
}

function PeerTile({ call, peer }: { call: CallSnapshot; peer: CallPeer }) {
  const { user, muted, sharing } = peer;
  const stream = call.remoteStreams.get(user.id);
  return (
    <Tile
      name={user.name}
      avatarUrl={user.avatarUrl}
      stream={showsVideo(peer, stream) ? stream : undefined}
      muted={muted}
      sharing={sharing}
      about={isCalling(call) ? undefined : aboutPeer(peer)}
      label={sharing ? said.sharing(user.name) : user.name}
    />
  );
}

function OwnTile({
  call: { localStream, muted, cameraOff, sharing },
  isSmall = false,
}: {
  call: CallSnapshot;
  isSmall?: boolean;
}) {
  const me = useMe();
  const isSeen = sharing || !cameraOff;
  return (
    <Tile
      name={said.you}
      avatarName={me?.name ?? said.you}
      avatarUrl={me?.avatarUrl ?? null}
      stream={isSeen ? localStream : undefined}
      muted={muted}
      sharing={sharing}
      mirrored={!sharing}
      isSmall={isSmall}
      about={undefined}
      label={sharing ? said.youShare : said.you}
    />
  );
}

/** Why somebody can't be seen or heard right now. */
function aboutPeer({ state, connection }: CallPeer): string | undefined {
  if (state === 'reconnecting' || connection === 'restoring') return said.away;
  return connection === 'connected' ? undefined : said.connecting;
}
