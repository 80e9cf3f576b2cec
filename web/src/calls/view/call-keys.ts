import type { KeyboardEvent } from 'react';
import type { CallActions } from './call-actions.js';

interface Ways {
  shrink: () => void;
  devices: () => void;
}

/** Keys of the call; only while the focus is in it, so that they take no letter from a text. Undefined actions: it is over. */
export function keysFor(actions: CallActions | undefined, { shrink, devices }: Ways): (event: KeyboardEvent) => void {
  return (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target, currentTarget, repeat } = event;
    // What a dialog of it hears comes by here, too, though it stands elsewhere on the page.
    const isElsewhere = !(target instanceof Node && currentTarget.contains(target));
    if (isElsewhere || ctrlKey || metaKey || altKey || repeat || event.defaultPrevented) return;
    const does = shiftKey ? shifted(key, actions) : plain(key, actions, { shrink, devices });
    if (does === undefined) return;
    event.preventDefault();
    does();
  };
}

function plain(key: string, actions: CallActions | undefined, { shrink, devices }: Ways): (() => void) | undefined {
  if (key === 'Escape') return shrink;
  if (actions === undefined) return undefined;
  if (key === 'm') return actions.mute;
  if (key === 'v') return actions.camera;
  if (key === 's') return actions.share;
  return key === 'd' ? devices : undefined;
}

function shifted(key: string, actions: CallActions | undefined): (() => void) | undefined {
  return key === 'H' ? actions?.hangUp : undefined;
}
