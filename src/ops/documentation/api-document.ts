import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject, OperationObject, SchemaObject } from '@nestjs/swagger';
import { version } from '../../version.js';
import { readApiTypes } from './api-types.js';
import { bind } from './bounds.js';
import { describe } from './operation.js';
import { routesOf } from './routes.js';

const DESCRIPTION =
  `What the gateway answers over HTTP on the port of its sockets. Every refusal is an \`HttpRefusal\`: its \`code\` is for
programs, its \`message\` for people, and \`retryable\` says whether the same request may succeed later.`.replaceAll('\n', ' ');

/**
 * The HTTP API of this application in OpenAPI 3.1. Where the routes are comes from Nest, what goes over them from their types (see
 * `scripts/api-types`), what is refused from guards, the rules of DTOs and the registry of errors.
 */
export async function apiDocument(app: INestApplication): Promise<OpenAPIObject> {
  // It takes a fifth of a second to load: only for who asks.
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const { operations, components } = await readApiTypes();
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Lyceum')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: "A person's access token." })
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: "A key of the app's own backend." })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller}_${method}`,
  });
  const routes = routesOf(app.get(ModulesContainer));
  const schemas = { ...components };
  bind(
    [...routes.values()].flatMap(({ inputs }) => inputs),
    schemas,
  );
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [verb, operation] of Object.entries(item as Record<string, OperationObject>)) {
      const { operationId = '' } = operation;
      const [route, types] = [routes.get(operationId), operations[operationId]];
      if (route === undefined || types === undefined) throw new Error(`The build knows no route ${operationId}.`);
      Object.assign(item, { [verb]: describe({ path, verb, operation, route, types, components: schemas }) });
    }
  }
  return { ...document, components: { ...document.components, schemas: used(document.paths, schemas) } };
}

/** The schemas that something refers to: DTOs of a query are spread out, and needed no more. */
function used(paths: OpenAPIObject['paths'], schemas: Record<string, SchemaObject>): Record<string, SchemaObject> {
  const found: Record<string, SchemaObject> = {};
  const look = (within: unknown): void => {
    for (const [, name = ''] of JSON.stringify(within).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = schemas[name];
      if (schema === undefined || name in found) continue;
      found[name] = schema;
      look(schema);
    }
  };
  look(paths);
  return found;
}
