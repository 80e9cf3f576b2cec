import { nameOf, useIdentity, type Identity } from '../account/identity.js';
import { strings } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { TextLink } from '../ui/text-link.js';
import { useTitle } from '../ui/use-title.js';
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
  useTitle(strings.app.name);
  return (
    <div className="mx-auto grid w-full max-w-6xl grow content-start items-center gap-x-16 gap-y-8 px-4 py-8 sm:px-8 lg:grid-cols-[7fr_5fr] lg:content-center">
      <div className="grid gap-4 lg:self-end">
        <h1 className="text-3xl font-semibold tracking-tight sm:text-5xl">{said.welcome}</h1>
        <p className="max-w-prose text-lg text-pretty text-muted sm:text-xl">{said.welcomeText}</p>
      </div>
      <div className="lg:row-span-2">
        <JoinCard />
      </div>
      <div className="grid gap-4 lg:self-start">
        <h2 className="sr-only">{said.start.title}</h2>
        <div className="flex flex-wrap gap-3 *:grow sm:*:grow-0">
          <ButtonLink to="/register" look="primary">
            {strings.account.register.title}
          </ButtonLink>
          <ButtonLink to="/guest">{strings.account.guest.submit}</ButtonLink>
        </div>
        <p className="text-muted">
          {strings.account.register.haveAccount} <TextLink to="/sign-in">{strings.app.signIn}</TextLink>
        </p>
      </div>
    </div>
  );
}
