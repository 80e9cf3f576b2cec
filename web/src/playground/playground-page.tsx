import { useState } from 'react';
import { playground } from '../strings/playground.js';
import { Page } from '../ui/page.js';
import { Tabs } from '../ui/tabs.js';
import { Panels, useClients } from './frames/panels.js';
import { Board } from './self-check/board.js';
import { useChecks } from './self-check/use-checks.js';

type View = 'frames' | 'checks';

/** Where one sees what goes over the wire, and whether the server serves each dialect as it should. */
export function PlaygroundPage() {
  const [view, setView] = useState<View>('frames');
  // Here, so that they go on while the other view is looked at.
  const [clients, checks] = [useClients(), useChecks()];
  const tabs = [
    { value: 'frames', label: playground.tabs.frames, content: <Panels {...clients} /> },
    { value: 'checks', label: playground.tabs.checks, content: <Board {...checks} /> },
  ] as const;
  return (
    <Page title={playground.title} description={playground.description}>
      <Tabs label={playground.tabs.label} value={view} onChange={setView} tabs={tabs} />
    </Page>
  );
}
