import { keys } from '../../strings/admin-lists.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Card, Page } from '../../ui/page.js';

const COMMANDS = [
  { title: keys.make, text: keys.makeText, command: 'npm run lyceum -- keys create --name backend --scopes users,tokens,rooms' },
  { title: keys.list, command: 'npm run lyceum -- keys list' },
  { title: keys.revoke, command: 'npm run lyceum -- keys revoke <id>' },
] as const;

/** How keys of the app's own backend are made: not here. */
export function KeysPage() {
  return (
    <Page title={keys.title} description={keys.description}>
      {COMMANDS.map(({ title, command, ...more }) => (
        <Card key={title} title={title} {...('text' in more && { description: more.text })}>
          <div className="flex flex-col gap-3 sm:flex-row sm:items-center">
            <code className="min-w-0 grow rounded-xl bg-sunken px-4 py-3 font-mono text-sm break-words">{command}</code>
            <CopyButton text={command} className="w-fit shrink-0">
              {keys.copy}
            </CopyButton>
          </div>
        </Card>
      ))}
      <p className="text-muted">
        {keys.docs}{' '}
        <a
          href="/docs"
          target="_blank"
          rel="noreferrer"
          className="rounded font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
        >
          {keys.openDocs}
        </a>
        .
      </p>
    </Page>
  );
}
