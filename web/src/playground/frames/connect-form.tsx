import { useState } from 'react';
import { DIALECTS } from '../connection/settings.js';
import { PLAYGROUND_DIALECTS } from '../dialects/dialects.js';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { SelectField, TextArea, TextField } from '../../ui/inputs.js';
import { Notice } from '../../ui/notice.js';
import { Switch } from '../../ui/switch.js';
import { choiceFor, onCarrier, whosOf, type Choice } from './choice.js';

const said = playground.connect;

interface ConnectFormProps {
  choice: Choice;
  onChange: (choice: Choice) => void;
  signedIn: boolean;
  /** Rejects with a sentence when nobody can be made or found to connect. */
  onConnect: () => Promise<void>;
}

/** As whom, and how, to connect. */
export function ConnectForm({ choice, onChange, signedIn, onConnect }: ConnectFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { says, carriers, named } = PLAYGROUND_DIALECTS[choice.dialect];
  const change = (more: Partial<Choice>): void => onChange({ ...choice, ...more });
  const whos = whosOf(choice, signedIn);

  const submit = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onConnect();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label={said.dialect}
        hint={says}
        value={choice.dialect}
        onChange={({ target }) => {
          const dialect = DIALECTS.find((name) => name === target.value);
          if (dialect !== undefined) onChange(choiceFor(dialect, choice.guest, choice));
        }}
      >
        {DIALECTS.map((name) => (
          <option key={name} value={name}>
            {PLAYGROUND_DIALECTS[name].title} ({name})
          </option>
        ))}
      </SelectField>
      <div className="grid gap-4 @5xl:grid-cols-2">
        <SelectField
          label={said.carrier}
          value={choice.carrier}
          onChange={({ target }) => onChange(onCarrier(choice, carriers.find((one) => one === target.value) ?? choice.carrier))}
        >
          {carriers.map((carrier) => (
            <option key={carrier} value={carrier}>
              {said.carriers[carrier]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={said.who}
          value={choice.who}
          onChange={({ target }) => change({ who: whos.find((one) => one === target.value) ?? choice.who })}
        >
          {whos.map((who) => (
            <option key={who} value={who}>
              {said.whos[who]}
            </option>
          ))}
        </SelectField>
      </div>
      <PersonFields choice={choice} change={change} />
      {named && choice.dialect !== 'lyceum' && (
        <Switch label={said.named} hint={said.namedHint} checked={choice.named} onChange={(on) => change({ named: on })} />
      )}
      {failure !== undefined && <Notice tone="danger">{failure}</Notice>}
      <Button type="submit" look="primary" busy={busy}>
        {said.connect}
      </Button>
    </form>
  );
}

function PersonFields({ choice, change }: { choice: Choice; change: (more: Partial<Choice>) => void }) {
  if (choice.who === 'pasted') {
    return (
      <TextArea
        label={said.token}
        rows={2}
        value={choice.token}
        spellCheck={false}
        className="font-mono text-sm break-all"
        onChange={({ target }) => change({ token: target.value.trim() })}
      />
    );
  }
  if (choice.who !== 'guest') return null;
  const isMentoring = choice.dialect === 'instant-mentor';
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={isMentoring ? said.userId : said.name}
        value={choice.guest}
        onChange={({ target }) => change({ guest: target.value })}
      />
      {isMentoring && (
        <SelectField
          label={said.role}
          value={choice.role}
          onChange={({ target }) => change({ role: target.value === 'mentor' ? 'mentor' : 'student' })}
        >
          {(['student', 'mentor'] as const).map((role) => (
            <option key={role} value={role}>
              {said.roles[role]}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
