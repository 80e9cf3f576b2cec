import type { Call, CallSnapshot } from '@lyceum/client';
import { Maximize2, Mic, MicOff, PhoneCall, PhoneOff, X } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { createPortal } from 'react-dom';
import { attempt } from '../chat/attempt.js';
import { calls } from '../strings/calls.js';
import { IconButton } from '../ui/button.js';
import { Bar } from './bar.js';
import { CallLength } from './call-length.js';
import { partnerOf, stateOf } from './call-words.js';
import { FloatingPicture } from './floating-picture.js';

const said = calls.view;
/** How a small call ended is shown so long. */
const ENDED_MS = 8_000;

interface CallBarProps {
  call: CallSnapshot;
  handle: Call;
  onEnlarge: () => void;
  onDismiss: () => void;
}

/** The call while one is on other pages: who, how long, and the ways back and out. */
export function CallBar({ call, handle, onEnlarge, onDismiss }: CallBarProps) {
  const { state, muted, acceptedAt } = call;
  const isOver = state === 'ended';
  const dismiss = useEffectEvent(onDismiss);
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => dismiss(), ENDED_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
  const about = state === 'active' && acceptedAt !== null ? <CallLength since={acceptedAt} /> : stateOf(call);
  const Microphone = muted ? MicOff : Mic;
  return (
    <>
      <Bar
        icon={isOver ? <PhoneOff aria-hidden size={20} /> : <PhoneCall aria-hidden size={20} />}
        text={
          isOver ? (
            <p className="font-medium">{stateOf(call)}</p>
          ) : (
            <p className="flex min-w-0 items-baseline gap-2">
              <span className="truncate font-medium">{partnerOf(call)}</span>
              <span className="truncate text-sm text-muted">{about}</span>
            </p>
          )
        }
        actions={
          isOver ? (
            <IconButton label={calls.ended.close} onClick={onDismiss}>
              <X aria-hidden size={20} />
            </IconButton>
          ) : (
            <>
              <IconButton label={muted ? said.unmute : said.mute} onClick={() => handle.mute(!muted)}>
                <Microphone aria-hidden size={20} className={muted ? 'text-danger' : undefined} />
              </IconButton>
              <IconButton label={said.back} onClick={onEnlarge}>
                <Maximize2 aria-hidden size={20} />
              </IconButton>
              <IconButton look="danger" label={said.hangUp} onClick={() => void attempt(handle.hangUp())}>
                <PhoneOff aria-hidden size={20} />
              </IconButton>
            </>
          )
        }
      />
      {!isOver && createPortal(<FloatingPicture call={call} onEnlarge={onEnlarge} />, document.body)}
    </>
  );
}
