import { nameOf, useIdentity, type Identity } from '../account/identity.js';
import { pathWithReturn } from '../app/return-to.js';
import { strings } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { Card, Page } from '../ui/page.js';
import { TextLink } from '../ui/text-link.js';
import { JoinCard } from './join-card.js';
import { RoomList } from './room-list.js';
import { StartCard } from './start-card.js';

const said = strings.home;

export function HomePage() {
  const identity = useIdentity();
  return identity === undefined ? <Welcome /> : <Home identity={identity} />;
}

function Home({ identity }: { identity: Identity }) {
  return (
    <Page title={said.greeting(nameOf(identity))} description={said.hello}>
      <div className="grid gap-5 lg:grid-cols-2">
        <StartCard />
        <JoinCard />
      </div>
      <RoomList />
    </Page>
  );
}

/** For who is new: a code is all it takes. */
function Welcome() {
  return (
    <Page title={said.welcome} description={said.welcomeText}>
      <div className="grid gap-5 lg:grid-cols-2">
        <JoinCard />
        <Card title={said.start.title} description={said.start.text}>
          <div className="grid gap-4 sm:max-w-xs">
            <ButtonLink to={pathWithReturn('/register', '/')} look="primary">
              {strings.account.register.title}
            </ButtonLink>
            <ButtonLink to="/guest">{strings.account.guest.submit}</ButtonLink>
          </div>
          <p className="text-muted">
            {strings.account.register.haveAccount} <TextLink to="/sign-in">{strings.app.signIn}</TextLink>
          </p>
        </Card>
      </div>
    </Page>
  );
}
