import type { RoomDetails } from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/inputs.js';
import { Card } from '../ui/page.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { ShareDialog } from './share-dialog.js';

const said = strings.home.start;
/** As the server cuts titles. */
const TITLE_CHARACTERS = 128;

/** Makes a session, and shows what to share. */
export function StartCard() {
  const { rooms } = useClient();
  const [made, setMade] = useState<RoomDetails>();
  const form = useForm({
    fields: ['title'],
    submit: async ({ title }) => setMade(await rooms.create(title.trim() === '' ? {} : { title: title.trim() })),
  });
  return (
    <Card title={said.title} description={said.text}>
      <Form form={form}>
        <TextField
          label={said.label}
          name="title"
          maxLength={TITLE_CHARACTERS}
          placeholder={said.placeholder}
          autoComplete="off"
          error={form.errors.title}
        />
        <Button
          type="submit"
          look="primary"
          busy={form.busy}
          icon={<Plus aria-hidden size={18} />}
          className="sm:justify-self-start"
        >
          {said.submit}
        </Button>
      </Form>
      {made !== undefined && <ShareDialog room={made} fresh onClose={() => setMade(undefined)} />}
    </Card>
  );
}
