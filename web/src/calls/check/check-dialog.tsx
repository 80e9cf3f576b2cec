import { LyceumError, type Call } from '@lyceum/client';
import { useClient, useStore } from '@lyceum/client/react';
import { Phone, Video as VideoIcon, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { calls } from '../../strings/calls.js';
import { strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { Spinner } from '../../ui/spinner.js';
import { Switch } from '../../ui/switch.js';
import { chooseDevices, chosenDevices, withChosenDevices } from '../chosen-devices.js';
import { mediaProblemOf } from '../media-problem.js';
import type { CallPlan } from '../planned-call.js';
import { ProblemNotice } from '../problem-notice.js';
import { Video } from '../video.js';
import { DeviceFields } from './device-fields.js';
import { LevelMeter } from './level-meter.js';
import { usePreview, type Preview } from './use-preview.js';

const said = calls.check;

interface CheckDialogProps {
  plan: CallPlan;
  onClose: () => void;
  /** Also where nobody could be rung: then it has ended. */
  onStarted: (call: Call) => void;
}

/** Before a call: whether one can be seen and heard, and with what. */
export function CheckDialog({ plan, onClose, onStarted }: CheckDialogProps) {
  const { calls: made } = useClient();
  const devices = useStore(chosenDevices);
  const [isCameraOn, setCameraOn] = useState(plan.kind === 'video');
  const [isHeard, setHeard] = useState(true);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<LyceumError>();
  // Some devices can be opened but once: the preview lets go of them before the call takes them.
  const preview = usePreview({ isOn: !isStarting, withCamera: isCameraOn, devices });
  const [isNamed, setNamed] = useState(false);
  // From the first picture on: a change of device must not take the focus from its field.
  if (preview.stream !== undefined && !isNamed) setNamed(true);
  const { to, room, kind } = plan;
  const { cameraProblem } = preview;
  const isSeen = isCameraOn && cameraProblem === undefined;

  const start = async (): Promise<void> => {
    setStarting(true);
    setError(undefined);
    try {
      const options = { ...(to === undefined ? { room } : { to }), kind: isCameraOn ? ('video' as const) : kind };
      onStarted(
        await withChosenDevices((chosen) => made.start({ ...options, devices: chosen, cameraOff: !isSeen, muted: !isHeard })),
      );
      onClose();
    } catch (thrown) {
      setError(LyceumError.from(thrown));
      setStarting(false);
    }
  };
  const retry = (): void => {
    setError(undefined);
    preview.retry();
  };
  const problem = mediaProblemOf(error) ?? preview.problem;
  const Picture = isSeen ? VideoIcon : Phone;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={plan.isJoining === true ? said.titleJoin : room === undefined ? said.title(plan.name) : said.titleRoom}
      description={said.explained}
      actions={
        <>
          <Button onClick={onClose}>{strings.ui.cancel}</Button>
          <Button look="primary" busy={isStarting} icon={<Picture aria-hidden size={18} />} onClick={() => void start()}>
            {plan.isJoining === true ? said.join : room === undefined ? said.start : said.startRoom}
          </Button>
        </>
      }
    >
      {problem !== undefined ? (
        <ProblemNotice problem={problem} onRetry={retry} />
      ) : (
        error !== undefined && <Notice tone="danger">{error.message}</Notice>
      )}
      {cameraProblem !== undefined && <ProblemNotice problem={cameraProblem} isVoiceLeft onRetry={retry} />}
      {/* One item: what clips its picture would give way where the dialog is higher than the screen. */}
      <div className="grid gap-4">
        <PreviewPicture preview={preview} isCameraOn={isSeen} />
        <LevelMeter stream={preview.stream} />
      </div>
      <div className="grid gap-2">
        <Switch label={said.camera} hint={said.cameraHint} checked={isCameraOn} onChange={setCameraOn} />
        <Switch label={said.microphone} hint={said.microphoneHint} checked={isHeard} onChange={setHeard} />
      </div>
      <details>
        <summary className="flex min-h-11 items-center rounded-lg font-medium underline underline-offset-4">
          {said.devices}
        </summary>
        <DeviceFields key={isNamed ? 'named' : 'nameless'} devices={devices} onChoose={chooseDevices} />
      </details>
    </Dialog>
  );
}

function PreviewPicture({ preview: { stream, problem }, isCameraOn }: { preview: Preview; isCameraOn: boolean }) {
  return (
    <div className="grid aspect-video place-items-center overflow-hidden rounded-2xl bg-sunken text-center text-muted">
      {!isCameraOn ? (
        <p className="flex items-center gap-2 px-4">
          <VideoOff aria-hidden size={20} />
          {said.cameraOff}
        </p>
      ) : stream !== undefined ? (
        <Video stream={stream} mirrored label={said.preview} />
      ) : (
        problem === undefined && (
          <p role="status" className="flex items-center gap-2 px-4 text-pretty">
            <Spinner />
            {said.looking}
          </p>
        )
      )}
    </div>
  );
}
