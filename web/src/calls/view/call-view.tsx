import type { Call, CallSnapshot } from '@lyceum/client';
import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useCovering } from '../../app/covering.js';
import { calls } from '../../strings/calls.js';
import { IconButton } from '../../ui/button.js';
import { CallLength } from '../call-length.js';
import { partnerOf, stateOf } from '../call-words.js';
import { actionsIn } from './call-actions.js';
import { keysFor } from './call-keys.js';
import { Controls } from './controls.js';
import { DevicesDialog } from './devices-dialog.js';
import { EndedCall } from './ended-call.js';
import { Quality } from './quality.js';
import { Tiles } from './tiles.js';

const said = calls.view;

interface CallViewProps {
  call: CallSnapshot;
  handle: Call;
  onShrink: () => void;
  /** It is over, and enough was seen of that. */
  onDismiss: () => void;
}

/** The call one is in, over the page; on wide screens the navigation stays in reach. */
export function CallView({ call, handle, onShrink, onDismiss }: CallViewProps) {
  const [areDevicesOpen, setDevicesOpen] = useState(false);
  const section = useRef<HTMLElement>(null);
  const actions = actionsIn(call, handle);
  const isOver = call.state === 'ended';
  const name = partnerOf(call);
  const since = call.state === 'active' && !call.offline ? call.acceptedAt : null;
  const words = stateOf(call);
  // Where all is well the time says enough.
  const isWell = since !== null && words === calls.state.active;
  useCovering();
  useEffect(() => {
    // After the dialog that led here has given the focus back; and when what had it is gone with the call.
    const timer = setTimeout(() => section.current?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, [isOver]);
  const onKeyDown = keysFor(isOver ? undefined : actions, {
    shrink: isOver ? onDismiss : onShrink,
    devices: () => setDevicesOpen(true),
  });
  return (
    <section
      ref={section}
      aria-label={call.isRoomCall && call.peers.length === 0 ? said.regionRoom : said.region(name)}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="fixed inset-0 z-35 flex animate-appear flex-col bg-page outline-none md:left-60"
    >
      <header className="flex min-h-16 shrink-0 items-center gap-2 px-2 py-1.5 pt-[max(0.375rem,env(safe-area-inset-top))] sm:px-4">
        {!isOver && (
          <IconButton label={said.minimise} onClick={onShrink} aria-keyshortcuts="Escape">
            <ChevronDown aria-hidden size={22} />
          </IconButton>
        )}
        <div className="grid min-w-0 grow leading-snug">
          <h2 className="truncate text-lg font-semibold tracking-tight">{name}</h2>
          <p className="flex gap-2 text-sm text-muted">
            {since !== null && <CallLength since={since} />}
            {!isOver && !isWell && <span className="truncate">{words}</span>}
          </p>
        </div>
        {!isOver && <Quality call={call} handle={handle} />}
      </header>
      {isOver ? (
        <EndedCall call={call} onClose={onDismiss} />
      ) : (
        <>
          <Tiles call={call} />
          <Controls call={call} actions={actions} onDevices={() => setDevicesOpen(true)} />
        </>
      )}
      {areDevicesOpen && !isOver && <DevicesDialog call={call} handle={handle} onClose={() => setDevicesOpen(false)} />}
    </section>
  );
}
