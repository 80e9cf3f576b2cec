import type { Call, UserTarget } from '@lyceum/client';
import { useClient, useStore } from '@lyceum/client/react';
import { Phone, Video } from 'lucide-react';
import { calls as said } from '../strings/calls.js';
import { IconButton } from '../ui/button.js';
import { planCall } from './planned-call.js';

/** Whether we are in a call: then there is no other. */
export function useIsInCall(): boolean {
  const { calls } = useClient();
  return useStore<Call | undefined>(calls.current) !== undefined;
}

/** Calls somebody, with or without video. */
export function CallButtons({ to, name }: { to: UserTarget; name: string }) {
  const isInCall = useIsInCall();
  return (
    <>
      <IconButton
        label={isInCall ? said.busy : said.audioCall(name)}
        disabled={isInCall}
        onClick={() => planCall({ to, name, kind: 'audio' })}
      >
        <Phone aria-hidden size={20} />
      </IconButton>
      <IconButton
        label={isInCall ? said.busy : said.videoCall(name)}
        disabled={isInCall}
        onClick={() => planCall({ to, name, kind: 'video' })}
      >
        <Video aria-hidden size={20} />
      </IconButton>
    </>
  );
}
