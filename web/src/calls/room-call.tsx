import type { Call, CallDetails, RoomDetails } from '@lyceum/client';
import { useClient, useStore } from '@lyceum/client/react';
import { Phone, PhoneCall, Video } from 'lucide-react';
import { calls as said } from '../strings/calls.js';
import { Button, IconButton } from '../ui/button.js';
import { useIsInCall } from './call-buttons.js';
import { planCall } from './planned-call.js';

interface RoomCallProps {
  room: Pick<RoomDetails, 'id' | 'title'>;
}

/** In the header of a room: starts a call there. Where one is under way, the bar below leads into it. */
export function RoomCallButtons({ room: { id, title } }: RoomCallProps) {
  const isInCall = useIsInCall();
  if (useCallIn(id) !== undefined) return null;
  const plan = { room: { id }, name: title ?? said.roomCall };
  return (
    <>
      {/* On phones one is enough: the camera can be left off. */}
      <span className="hidden sm:block">
        <IconButton
          label={isInCall ? said.busy : said.roomAudio}
          disabled={isInCall}
          onClick={() => planCall({ ...plan, kind: 'audio' })}
        >
          <Phone aria-hidden size={20} />
        </IconButton>
      </span>
      <IconButton
        label={isInCall ? said.busy : said.roomVideo}
        disabled={isInCall}
        onClick={() => planCall({ ...plan, kind: 'video' })}
      >
        <Video aria-hidden size={20} />
      </IconButton>
    </>
  );
}

/** Above the chat of a room: a call is under way here, and the way into it. */
export function RoomCallBar({ room: { id, title } }: RoomCallProps) {
  const { calls } = useClient();
  const current = useStore<Call | undefined>(calls.current);
  const call = useCallIn(id);
  const isIn = call !== undefined && current?.id === call.id;
  return (
    <div role="status" className="shrink-0">
      {call !== undefined && !isIn && (
        <div className="flex animate-appear flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-success-soft px-4 py-2 text-success sm:px-6">
          <PhoneCall aria-hidden size={20} className="shrink-0" />
          <p className="min-w-0 grow font-medium">{said.inRoom.underWay(said.names(peopleIn(call)))}</p>
          <Button
            look="primary"
            size="small"
            className="pointer-coarse:min-h-11"
            disabled={current !== undefined}
            onClick={() => planCall({ room: { id }, name: title ?? said.roomCall, kind: call.kind, isJoining: true })}
          >
            {said.inRoom.join}
          </Button>
        </div>
      )}
    </div>
  );
}

function useCallIn(roomId: string): CallDetails | undefined {
  const { calls } = useClient();
  return useStore(calls.inRooms).get(roomId);
}

function peopleIn({ parties }: CallDetails): string[] {
  return parties.filter(({ state }) => state === 'joined' || state === 'reconnecting').map(({ user }) => user.name);
}
