import type { INestApplication } from '@nestjs/common';
import { Router, static as files, type RequestHandler, type Response } from 'express';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiDocument } from './api-document.js';

/** The files of Swagger UI that the page needs; the package has more, and none of that is served. */
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** No script but the two files; Swagger UI writes styles into its elements, and its pictures into its styles. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Lyceum: HTTP API</title>
    <link rel="icon" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="page"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/page.js"></script>
  </body>
</html>
`;

const PAGE_SCRIPT = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#page', deepLinking: true });
`;

/** `/docs`: the page and `/docs/openapi.json`, which is made when somebody first asks. */
export function documentation(app: INestApplication): RequestHandler {
  const router = Router();
  let document: Promise<string> | undefined;
  const send = (response: Response, type: string, text: string): void => {
    response.setHeader('Content-Security-Policy', POLICY);
    response.type(type).send(text);
  };
  router.get('/', (_request, response) => send(response, 'html', PAGE));
  router.get('/page.js', (_request, response) => send(response, 'js', PAGE_SCRIPT));
  router.get('/openapi.json', async (_request, response) => {
    document ??= madeOf(app, () => (document = undefined));
    send(response, 'json', await document);
  });
  router.get(
    ASSETS.map((name) => `/${name}`),
    assets(),
  );
  return router;
}

/** Made once for all who ask meanwhile; where that fails, again for who asks next. */
async function madeOf(app: INestApplication, failed: () => void): Promise<string> {
  try {
    return JSON.stringify(await apiDocument(app));
  } catch (error) {
    failed();
    throw error;
  }
}

function assets(): RequestHandler {
  let serve: RequestHandler | undefined;
  return (request, response, next) => {
    serve ??= files(dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json'))), { index: false });
    void serve(request, response, next);
  };
}
