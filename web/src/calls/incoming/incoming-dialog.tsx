import { LyceumError, type Call, type CallSnapshot } from '@lyceum/client';
import { Phone, PhoneOff, Video } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../../chat/attempt.js';
import { calls } from '../../strings/calls.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { withChosenDevices } from '../chosen-devices.js';
import { mediaProblemOf } from '../media-problem.js';
import { ProblemNotice } from '../problem-notice.js';
import { DeclineForm } from './decline-form.js';

const said = calls.incoming;

interface IncomingDialogProps {
  call: CallSnapshot;
  handle: Call;
  /** Closed without an answer. */
  onSilence: () => void;
}

/** Somebody calls: take it, with or without video, or say why not. */
export function IncomingDialog({ call: { caller, kind }, handle, onSilence }: IncomingDialogProps) {
  const [taking, setTaking] = useState<'video' | 'audio'>();
  const [isDeclining, setDeclining] = useState(false);
  const [error, setError] = useState<LyceumError>();
  const accept = async (how: 'video' | 'audio'): Promise<void> => {
    setTaking(how);
    setError(undefined);
    try {
      await withChosenDevices((devices) => handle.accept({ devices, cameraOff: how === 'audio' }));
    } catch (thrown) {
      // It rings on, where it is not over.
      setError(LyceumError.from(thrown));
      setTaking(undefined);
    }
  };
  const problem = mediaProblemOf(error);
  const isBusy = taking !== undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onSilence()}
      title={said.title(caller.name)}
      description={kind === 'video' ? said.video : said.audio}
      uncalled
    >
      <div className="grid gap-5">
        <div className="grid justify-items-center py-2">
          <Avatar name={caller.name} src={caller.avatarUrl} size="large" />
        </div>
        {problem !== undefined ? (
          <ProblemNotice problem={problem} />
        ) : (
          error !== undefined && <Notice tone="danger">{error.message}</Notice>
        )}
        {isDeclining ? (
          <DeclineForm onDecline={(reason) => attempt(handle.decline(reason))} onBack={() => setDeclining(false)} />
        ) : (
          <div className="grid gap-3 sm:grid-cols-2">
            {kind === 'video' && (
              <Button
                look="primary"
                busy={taking === 'video'}
                disabled={isBusy}
                icon={<Video aria-hidden size={18} />}
                onClick={() => void accept('video')}
              >
                {said.acceptVideo}
              </Button>
            )}
            <Button
              look={kind === 'video' ? 'secondary' : 'primary'}
              busy={taking === 'audio'}
              disabled={isBusy}
              icon={<Phone aria-hidden size={18} />}
              onClick={() => void accept('audio')}
            >
              {kind === 'video' ? said.acceptAudio : said.accept}
            </Button>
            <Button look="danger" icon={<PhoneOff aria-hidden size={18} />} onClick={() => void attempt(handle.decline())}>
              {said.decline}
            </Button>
            <Button look="ghost" onClick={() => setDeclining(true)}>
              {said.declineReason}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
