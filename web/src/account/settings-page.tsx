import { useStore } from '@lyceum/client/react';
import { NotificationSettings } from '../notifications/notification-settings.js';
import { strings } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { Card, Page } from '../ui/page.js';
import { Segmented } from '../ui/segmented.js';
import { theme, THEMES } from '../theme/theme.js';
import { Devices } from './devices.js';
import { GuestName } from './guest-name.js';
import { useIdentity } from './identity.js';
import { PasswordForm } from './password-form.js';
import { Profile } from './profile.js';
import { SignOutCard } from './sign-out-card.js';

const said = strings.account.settings;

export function SettingsPage() {
  const identity = useIdentity();
  if (identity === undefined) return null;
  return (
    <Page title={said.title} width="narrow">
      {identity.kind === 'account' ? <Profile user={identity.user} /> : <GuestName name={identity.name} />}
      <Appearance />
      {identity.kind === 'account' && (
        <>
          <NotificationSettings />
          <PasswordForm />
          <Devices />
        </>
      )}
      <Card title={said.developers} description={said.developersHint}>
        <div>
          <ButtonLink to="/test">{said.playground}</ButtonLink>
        </div>
      </Card>
      <SignOutCard everywhere={identity.kind === 'account'} />
    </Page>
  );
}

function Appearance() {
  const options = THEMES.map((value) => ({ value, label: said.themes[value] }));
  return (
    <Card title={said.appearance}>
      <div className="grid gap-1.5">
        <p className="text-sm font-medium">{said.theme}</p>
        <Segmented label={said.theme} value={useStore(theme)} onChange={theme.set} options={options} />
      </div>
    </Card>
  );
}
