import { WEBHOOK_EVENTS, type NewWebhook, type Webhook } from '@lyceum/client';
import { useId, useState } from 'react';
import { strings } from '../../strings/index.js';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { TextField } from '../../ui/inputs.js';
import { useForm } from '../../ui/use-form.js';
import { EventChoice, type ChosenEvent } from './event-choice.js';

const said = webhooks.form;

interface WebhookFormProps {
  /** Absent: a new one. */
  webhook?: Webhook;
  save: (wishes: Required<NewWebhook>) => Promise<unknown>;
  onClose: () => void;
}

/** What a webhook is told of, and where. */
export function WebhookForm({ webhook, save, onClose }: WebhookFormProps) {
  const formId = useId();
  const [events, setEvents] = useState<readonly ChosenEvent[]>(webhook?.events ?? ['*']);
  const [eventsError, setEventsError] = useState<string>();
  const form = useForm({
    fields: ['url', 'description'],
    check: ({ url }) => {
      setEventsError(events.length === 0 ? said.needsEvents : undefined);
      return url.trim() === '' ? { url: said.needsUrl } : {};
    },
    submit: async ({ url, description }) => {
      if (events.length === 0) return;
      await save({ url: url.trim(), description: description.trim(), events: [...events] });
    },
  });
  const actions = (
    <>
      <Button onClick={onClose}>{strings.ui.cancel}</Button>
      <Button look="primary" type="submit" form={formId} busy={form.busy}>
        {webhook === undefined ? said.create : strings.ui.save}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={webhook === undefined ? said.newTitle : said.editTitle}
      actions={actions}
    >
      <Form form={form} id={formId}>
        <TextField
          label={said.url}
          hint={said.urlHint}
          error={form.errors.url}
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          maxLength={2_048}
          defaultValue={webhook?.url}
        />
        <TextField
          label={said.description}
          hint={said.descriptionHint}
          error={form.errors.description}
          name="description"
          autoComplete="off"
          maxLength={256}
          defaultValue={webhook?.description}
        />
        <EventChoice events={events} all={WEBHOOK_EVENTS} onChange={setEvents} error={eventsError} />
      </Form>
    </Dialog>
  );
}
