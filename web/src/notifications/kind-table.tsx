import type { NotificationKind, NotificationPreferences } from '@lyceum/client';
import { notifications } from '../strings/notifications.js';

const said = notifications.preferences;
type Kinds = NotificationPreferences['kinds'];
type Way = keyof Kinds[NotificationKind];

const KINDS = Object.keys(notifications.kinds) as NotificationKind[];
const WAYS: readonly { way: Way; label: string; named: (kind: string) => string }[] = [
  { way: 'feed', label: said.feed, named: said.feedNamed },
  { way: 'push', label: said.push, named: said.pushNamed },
];

/** For each kind whether it is listed, and whether it is pushed. */
export function KindTable({ kinds, onChange }: { kinds: Kinds; onChange: (kinds: Kinds) => void }) {
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-muted">
        <tr>
          <th scope="col" className="pb-1 font-medium">
            {said.kind}
          </th>
          {WAYS.map(({ way, label }) => (
            <th key={way} scope="col" className="w-24 pb-1 text-center font-medium">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {KINDS.map((kind) => (
          <tr key={kind} className="border-t border-line">
            <th scope="row" className="py-1 pr-3 font-medium">
              {notifications.kinds[kind]}
            </th>
            {WAYS.map(({ way, named }) => (
              <td key={way} className="py-1 text-center">
                <label className="touch inline-grid cursor-pointer place-items-center">
                  <input
                    type="checkbox"
                    checked={kinds[kind][way]}
                    aria-label={named(notifications.kinds[kind])}
                    onChange={({ target }) => onChange({ ...kinds, [kind]: { ...kinds[kind], [way]: target.checked } })}
                    className="size-5 accent-accent"
                  />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
