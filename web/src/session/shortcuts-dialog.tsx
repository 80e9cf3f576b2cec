import { session } from '../strings/session.js';
import { Dialog } from '../ui/dialog.js';

const said = session.shortcuts;

/** What the keyboard can do here. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title}>
      <div className="grid gap-5">
        <Keys title={said.writing} keys={said.keys.writing} />
        <Keys title={said.reading} keys={said.keys.reading} />
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section className="grid gap-1">
      <h3 className="text-sm font-semibold text-muted">{title}</h3>
      <dl className="grid">
        {keys.map(([combination, what]) => (
          <div key={combination} className="flex items-center justify-between gap-4 py-1.5">
            <dt className="order-last flex shrink-0 gap-1">
              {combination.split(' ').map((key) => (
                <kbd key={key} className="rounded-md border border-line bg-sunken px-2 py-0.5 font-sans text-sm">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
