import type { User } from '@lyceum/client';
import { strings } from '../strings/index.js';
import { Avatar } from '../ui/avatar.js';
import { Badge } from '../ui/badge.js';
import { Card } from '../ui/page.js';

const said = strings.account.settings;

/** Who one is, as others see it. */
export function Profile({ user }: { user: User }) {
  return (
    <Card title={said.profile} description={said.profileHint}>
      <div className="flex items-center gap-4">
        <Avatar name={user.name} src={user.avatarUrl} size="large" />
        <div className="grid min-w-0 gap-1">
          <p className="truncate text-lg font-medium">{user.name}</p>
          {user.username !== null && user.username !== user.name && <p className="truncate text-muted">@{user.username}</p>}
          <p>
            <Badge tone={user.role === 'student' ? 'neutral' : 'accent'}>{said.role[user.role]}</Badge>
          </p>
        </div>
      </div>
    </Card>
  );
}
