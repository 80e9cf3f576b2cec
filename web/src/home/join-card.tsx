import { useState } from 'react';
import { useNavigate } from 'react-router';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/inputs.js';
import { Card } from '../ui/page.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { CODE_LENGTH, strangeLetters, typedCode } from './code.js';

const said = strings.home.join;

/** The way in for whoever was told a code. */
export function JoinCard() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const form = useForm({
    fields: ['code'],
    check: ({ code }) => {
      const strange = strangeLetters(code);
      if (strange.length > 0) return { code: said.wrongLetters(strange.join(' or ')) };
      return code.length === CODE_LENGTH ? {} : { code: said.wrongLength };
    },
    submit: ({ code }) => navigate(`/s/${code}`),
  });
  return (
    <Card title={said.title} description={said.text}>
      <Form form={form}>
        <TextField
          label={said.label}
          name="code"
          value={typed}
          onChange={({ target }) => setTyped(typedCode(target.value))}
          placeholder={said.placeholder}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          inputMode="text"
          enterKeyHint="go"
          className="code-letters text-xl uppercase"
          error={form.errors.code}
        />
        <Button type="submit" look="primary" busy={form.busy} className="sm:justify-self-start">
          {said.submit}
        </Button>
      </Form>
    </Card>
  );
}
