import type { Type } from '@nestjs/common';
import { GUARDS_METADATA, HEADERS_METADATA, METHOD_METADATA, PARAMTYPES_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { documentedOf, type Documented } from '../../common/documented.js';

/** What the running application knows of a route, beside where it is. */
export interface Route {
  /** What was said with decorators: of the route itself first, then of its controller, then of its guards. */
  readonly said: readonly Documented[];
  /** The classes of the handler's parameters. */
  readonly inputs: readonly Type[];
  /** `content-type` of the answer, where it is set. */
  readonly contentType: string | undefined;
}

interface Controller {
  readonly name: string;
  readonly prototype: Readonly<Record<string, object | undefined>>;
}

/** All of them, by `<controller>_<method>`. */
export function routesOf(modules: ModulesContainer): Map<string, Route> {
  const routes = new Map<string, Route>();
  const scanner = new MetadataScanner();
  for (const { controllers } of modules.values()) {
    for (const { metatype } of controllers.values()) {
      const controller = metatype as Controller;
      for (const name of scanner.getAllMethodNames(controller.prototype)) {
        const handler = controller.prototype[name];
        if (handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler)) {
          routes.set(`${controller.name}_${name}`, routeOf(controller, name, handler));
        }
      }
    }
  }
  return routes;
}

function routeOf(controller: Controller, name: string, handler: object): Route {
  const guards = [handler, controller].flatMap((target) => (Reflect.getMetadata(GUARDS_METADATA, target) ?? []) as Type[]);
  const headers = (Reflect.getMetadata(HEADERS_METADATA, handler) ?? []) as { name: string; value: unknown }[];
  const contentType = headers.find((header) => header.name.toLowerCase() === 'content-type')?.value;
  const said = [handler, controller, ...guards].map(documentedOf);
  const parameters = (Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype, name) ?? []) as Type[];
  return {
    said,
    inputs: [...parameters, ...said.flatMap(({ takes }) => takes ?? [])],
    contentType: typeof contentType === 'string' ? contentType.replace(/;.*/, '') : undefined,
  };
}
