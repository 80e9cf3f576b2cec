import type { Webhook } from '@lyceum/client';
import { KeyRound, Pencil, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../../chat/attempt.js';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/page.js';
import { Switch } from '../../ui/switch.js';
import { toast } from '../../ui/toasts.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { useConfirmed } from '../parts/confirmed.js';
import { SecretDialog } from './secret-dialog.js';
import { WebhookForm } from './webhook-form.js';

const said = webhooks.page;

interface WebhookActionsProps {
  webhook: Webhook;
  onChanged: () => void;
  onRemoved: () => void;
}

/** What can be done with a webhook. */
export function WebhookActions({ webhook, onChanged, onRemoved }: WebhookActionsProps) {
  const http = useAdminHttp();
  const { ask, dialog } = useConfirmed();
  const [isEditing, setEditing] = useState(false);
  const [isTesting, setTesting] = useState(false);
  const [secret, setSecret] = useState<string>();
  const { id, enabled } = webhook;

  const enable = async (next: boolean): Promise<void> => {
    if (await attempt(http.changeWebhook(id, { enabled: next }))) onChanged();
  };
  const test = async (): Promise<void> => {
    setTesting(true);
    await attempt(
      http.testWebhook(id).then(({ delivered, status, error, durationMs }) => {
        const why = error ?? (status === null ? '' : String(status));
        if (delivered) toast(said.tested(status, Math.round(durationMs)));
        else toast(said.testFailed(why), { tone: 'danger' });
      }),
    );
    setTesting(false);
    onChanged();
  };
  const rotate = (): void =>
    ask({
      title: said.rotateQuestion,
      text: said.rotateText,
      confirm: said.rotateConfirm,
      run: async () => setSecret((await http.rotateSecret(id)).secret),
      after: onChanged,
    });
  const remove = (): void =>
    ask({
      title: said.removeQuestion,
      text: said.removeText,
      confirm: said.removeConfirm,
      run: () => http.removeWebhook(id),
      done: said.removed,
      after: onRemoved,
    });

  return (
    <Card>
      <Switch label={said.enabled} hint={said.enabledHint} checked={enabled} onChange={(next) => void enable(next)} />
      <div className="flex flex-wrap gap-3">
        <Button icon={<Send aria-hidden size={18} />} busy={isTesting} onClick={() => void test()}>
          {said.test}
        </Button>
        <Button icon={<Pencil aria-hidden size={18} />} onClick={() => setEditing(true)}>
          {said.edit}
        </Button>
        <Button icon={<KeyRound aria-hidden size={18} />} onClick={rotate}>
          {said.rotate}
        </Button>
        <Button look="danger" icon={<Trash2 aria-hidden size={18} />} onClick={remove}>
          {said.remove}
        </Button>
      </div>
      {isEditing && (
        <WebhookForm
          webhook={webhook}
          onClose={() => setEditing(false)}
          save={async (wishes) => {
            await http.changeWebhook(id, wishes);
            setEditing(false);
            toast(webhooks.form.saved);
            onChanged();
          }}
        />
      )}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
      {dialog}
    </Card>
  );
}
