import { useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { Chips } from '../ui/chips.js';
import type { SubjectCount } from './subjects.js';

const said = mentors.directory;
/** Beside the keys of subjects: the choice of none of them. */
const ALL = '*';
/** So many are in sight at first: three lines of a phone. */
const FEW = 8;

interface SubjectChipsProps {
  subjects: readonly SubjectCount[];
  /** A key; empty: all. */
  chosen: string;
  onChoose: (key: string) => void;
}

/** The subjects that there are mentors for. */
export function SubjectChips({ subjects, chosen, onChoose }: SubjectChipsProps) {
  const [isWhole, setWhole] = useState(false);
  if (subjects.length < 2 && chosen === '') return null;
  const hidden = subjects.length - FEW;
  // What is chosen stays in sight.
  const shown = isWhole || hidden <= 1 ? subjects : subjects.filter(({ key }, index) => index < FEW || key === chosen);
  // The last one who named the subject may be gone by now.
  const isGone = chosen !== '' && !subjects.some(({ key }) => key === chosen);
  const options = [
    { value: ALL, label: said.all },
    ...shown.map(({ key, name, count }) => ({ value: key, label: name, count })),
    ...(isGone ? [{ value: chosen, label: chosen, count: 0 }] : []),
  ];
  return (
    <div className="grid justify-items-start gap-2">
      <Chips
        label={said.subjects}
        value={chosen === '' ? ALL : chosen}
        onChange={(value) => onChoose(value === ALL ? '' : value)}
        options={options}
      />
      {hidden > 1 && (
        <Button look="ghost" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? said.fewerSubjects : said.moreSubjects(hidden)}
        </Button>
      )}
    </div>
  );
}
