import { useMentors } from '@lyceum/client/react';
import { useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Tabs } from '../ui/tabs.js';
import { Directory } from './directory.js';
import { Statistics } from './statistics.js';

const said = mentors.views;
type View = 'directory' | 'statistics';

/** For administrators, who neither ask nor are asked: the mentors as students see them, and how requests went. */
export function AdminFace() {
  const [view, setView] = useState<View>('directory');
  const list = useMentors();
  return (
    <Tabs<View>
      label={said.label}
      value={view}
      onChange={setView}
      tabs={[
        { value: 'directory', label: said.directory, content: <Directory list={list} /> },
        { value: 'statistics', label: said.statistics, content: <Statistics /> },
      ]}
    />
  );
}
