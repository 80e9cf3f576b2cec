import type { Help, HelpRequest, MentorStatus, Urgency } from '@lyceum/client';
import { useId, useState } from 'react';
import { mentors as texts } from '../strings/mentors.js';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { SelectField, TextArea, TextField } from '../ui/inputs.js';
import { Segmented } from '../ui/segmented.js';
import { useForm } from '../ui/use-form.js';
import { subjectsOf } from './subjects.js';

const said = texts.ask;
/** As the server cuts them. */
const [SUBJECT_CHARACTERS, TEXT_CHARACTERS] = [64, 2_000];
const URGENCIES: readonly Urgency[] = ['low', 'medium', 'high'];

/** What the form begins with: a mentor who was chosen, or a request that was in vain. */
export interface Asked extends Partial<Pick<HelpRequest, 'subject' | 'text' | 'urgency'>> {
  mentorId?: string;
}

interface AskDialogProps {
  begin: Asked;
  mentors: readonly MentorStatus[];
  help: Help;
  onClose: () => void;
}

/** Asks for help: what with, how urgently, and whom. */
export function AskDialog({ begin, mentors, help, onClose }: AskDialogProps) {
  const [urgency, setUrgency] = useState<Urgency>(begin.urgency ?? 'medium');
  const suggestions = useId();
  const chosen = mentors.find(({ mentor }) => mentor.id === begin.mentorId);
  const open = mentors.filter(({ mentor, availability }) => availability !== 'offline' || mentor.id === begin.mentorId);
  const form = useForm({
    fields: ['subject', 'text', 'mentor'],
    check: ({ subject }) => (subject.trim() === '' ? { subject: said.subjectMissing } : {}),
    submit: async ({ subject, text, mentor }) => {
      await help.request({
        subject: subject.trim(),
        urgency,
        ...(text.trim() === '' ? {} : { text: text.trim() }),
        ...(mentor === '' ? {} : { mentor: { id: mentor } }),
      });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={said.title} description={said.description}>
      <Form form={form}>
        <SelectField label={said.who} name="mentor" defaultValue={begin.mentorId ?? ''} error={form.errors.mentor}>
          <option value="">{said.everybody}</option>
          {open.map(({ mentor, availability }) => (
            <option key={mentor.id} value={mentor.id}>
              {said.one(mentor.name, texts.availability[availability])}
            </option>
          ))}
        </SelectField>
        <TextField
          label={said.subject}
          name="subject"
          list={suggestions}
          defaultValue={begin.subject ?? (chosen?.subjects.length === 1 ? chosen.subjects[0] : undefined)}
          maxLength={SUBJECT_CHARACTERS}
          hint={said.subjectHint}
          autoComplete="off"
          error={form.errors.subject}
        />
        <datalist id={suggestions}>
          {subjectsOf(chosen === undefined ? mentors : [chosen]).map(({ key, name }) => (
            <option key={key} value={name} />
          ))}
        </datalist>
        <TextArea
          label={said.text}
          name="text"
          defaultValue={begin.text ?? undefined}
          maxLength={TEXT_CHARACTERS}
          hint={said.textHint}
          error={form.errors.text}
        />
        <div className="grid gap-1.5">
          <p className="text-sm font-medium">{said.urgency}</p>
          <Segmented
            label={said.urgency}
            value={urgency}
            onChange={setUrgency}
            options={URGENCIES.map((value) => ({ value, label: texts.urgency[value] }))}
          />
        </div>
        <footer className="flex flex-wrap justify-end gap-3 pt-2">
          <Button onClick={onClose}>{strings.ui.cancel}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {said.submit}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
}
