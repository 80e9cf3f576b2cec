import { isRouteErrorResponse, useRouteError } from 'react-router';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { ErrorState } from '../ui/states.js';
import { NotFoundPage } from './not-found-page.js';

/** A chunk of an older version is gone from the server after an update; browsers word that each in their own way. */
const CHUNK_GONE = /dynamically imported module|module script|preload/i;

/** Where a page throws: in its place, with the navigation still there. */
export function RouteError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  const isOld = error instanceof Error && CHUNK_GONE.test(error.message);
  const { title, text } = isOld ? strings.app.newVersion : strings.app.broken;
  const reload = (
    <Button look="primary" onClick={() => location.reload()}>
      {strings.app.broken.reload}
    </Button>
  );
  return (
    <ErrorState title={title} actions={reload}>
      {text}
    </ErrorState>
  );
}
