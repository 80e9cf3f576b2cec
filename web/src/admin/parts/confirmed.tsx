import { useState } from 'react';
import { attempt } from '../../chat/attempt.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { toast } from '../../ui/toasts.js';

/** Something that is asked about before it is done. */
export interface Question {
  title: string;
  text: string;
  /** A verb. */
  confirm: string;
  run: () => Promise<unknown>;
  /** What is said when it is done; absent where what follows is seen. */
  done?: string;
  /** Called when it is done. */
  after?: () => void;
}

/** Asks before it does: give `ask` a question, and show `dialog`. What fails is told. */
export function useConfirmed(): { ask: (question: Question) => void; dialog: React.ReactNode } {
  const [question, setQuestion] = useState<Question>();
  const [isOpen, setOpen] = useState(false);
  const run = async ({ run: carryOut, done, after }: Question): Promise<void> => {
    if (!(await attempt(carryOut()))) return;
    if (done !== undefined) toast(done);
    after?.();
  };
  return {
    ask: (next) => {
      setQuestion(next);
      setOpen(true);
    },
    dialog: question !== undefined && (
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={question.title}
        description={question.text}
        confirm={question.confirm}
        onConfirm={() => run(question)}
      />
    ),
  };
}
