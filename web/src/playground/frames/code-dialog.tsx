import { useState } from 'react';
import { playground } from '../../strings/playground.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Dialog } from '../../ui/dialog.js';
import { Segmented } from '../../ui/segmented.js';
import { Switch } from '../../ui/switch.js';
import { codeOf } from '../code/code.js';
import { earlierSendings } from '../code/earlier.js';
import { LANGUAGES, type Language, type Sending } from '../code/program.js';
import type { Frame } from '../connection/recorder.js';
import type { Settings } from '../connection/settings.js';

const said = playground.code;

interface CodeDialogProps {
  settings: Settings;
  sending: Sending;
  /** What went over this connection so far. */
  frames: readonly Frame[];
  onClose: () => void;
}

/** The frame as a program, in the language that one writes. */
export function CodeDialog({ settings, sending, frames, onClose }: CodeDialogProps) {
  const [language, setLanguage] = useState<Language>('javascript');
  const [withEarlier, setWithEarlier] = useState(false);
  const earlier = earlierSendings(frames);
  const sendings = withEarlier ? [...earlier, sending] : [sending];
  const code = codeOf(language, { server: location.origin, settings, sendings });
  const options = LANGUAGES.map((value) => ({ value, label: said.languages[value] }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={said.title}
      description={said.description}
      actions={
        <CopyButton text={code} look="primary">
          {said.copy}
        </CopyButton>
      }
    >
      <Segmented label={said.language} value={language} onChange={setLanguage} options={options} />
      {earlier.length > 0 && <Switch label={said.earlier} checked={withEarlier} onChange={setWithEarlier} />}
      <pre
        tabIndex={0}
        aria-label={said.languages[language]}
        className="max-h-80 overflow-auto rounded-xl bg-sunken p-4 font-mono text-sm leading-6"
      >
        {code}
      </pre>
    </Dialog>
  );
}
