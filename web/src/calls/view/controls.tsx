import type { CallSnapshot } from '@lyceum/client';
import { clsx } from 'clsx';
import { Mic, MicOff, PhoneOff, ScreenShare, ScreenShareOff, Settings2, Video, VideoOff } from 'lucide-react';
import type { ComponentProps } from 'react';
import { calls } from '../../strings/calls.js';
import { IconButton } from '../../ui/button.js';
import type { CallActions } from './call-actions.js';

const said = calls.view;

interface ControlsProps {
  call: CallSnapshot;
  actions: CallActions;
  onDevices: () => void;
}

/** Below the pictures: what one does in a call, the way out last. */
export function Controls({ call: { muted, cameraOff, sharing }, actions, onDevices }: ControlsProps) {
  const picture = { 'aria-hidden': true, size: 22 } as const;
  return (
    <div
      role="group"
      aria-label={said.controls}
      className="flex shrink-0 items-center justify-center gap-3 px-4 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]"
    >
      <Control label={muted ? said.unmute : said.mute} isOff={muted} aria-keyshortcuts="M" onClick={actions.mute}>
        {muted ? <MicOff {...picture} /> : <Mic {...picture} />}
      </Control>
      <Control
        label={cameraOff ? said.cameraOn : said.cameraOff}
        isOff={cameraOff}
        aria-keyshortcuts="V"
        onClick={actions.camera}
      >
        {cameraOff ? <VideoOff {...picture} /> : <Video {...picture} />}
      </Control>
      {actions.share !== undefined && (
        <Control label={sharing ? said.stopSharing : said.share} isOn={sharing} aria-keyshortcuts="S" onClick={actions.share}>
          {sharing ? <ScreenShareOff {...picture} /> : <ScreenShare {...picture} />}
        </Control>
      )}
      <Control label={said.devices} aria-keyshortcuts="D" onClick={onDevices}>
        <Settings2 {...picture} />
      </Control>
      <IconButton
        look="danger"
        label={said.hangUp}
        aria-keyshortcuts="Shift+H"
        onClick={actions.hangUp}
        className="h-13 w-18 rounded-full!"
      >
        <PhoneOff {...picture} />
      </IconButton>
    </div>
  );
}

interface ControlProps extends ComponentProps<typeof IconButton> {
  /** Something of one's own is not sent. */
  isOff?: boolean;
  /** Something that stands out is. */
  isOn?: boolean;
}

function Control({ isOff = false, isOn = false, className, ...rest }: ControlProps) {
  return (
    <IconButton
      {...rest}
      look="secondary"
      className={clsx(
        'size-13 rounded-full!',
        isOff && 'bg-sunken! text-danger!',
        isOn && 'bg-accent! text-on-accent!',
        className,
      )}
    />
  );
}
