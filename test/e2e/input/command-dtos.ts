import type { DynamicModule, Type } from '@nestjs/common';
import { AppModule } from '../../../src/app.module.js';
import type { AppConfig } from '../../../src/config/index.js';
import type { CommandName } from '../../../src/protocol/index.js';
import { COMMAND_METADATA, PAYLOAD_METADATA } from '../../../src/realtime/pipeline/command.decorator.js';

type Part = Type | DynamicModule | { forwardRef: () => Part };

/** The DTO of every command, as the gateways of the app's modules declare it; nothing is started for it. */
export function commandDtos(): Map<CommandName, Type> {
  const found = new Map<CommandName, Type>();
  for (const provider of providersOf(AppModule.forRoot({} as AppConfig), new Set())) {
    if (typeof provider !== 'function') continue;
    const prototype = (provider as Type).prototype as Record<string, unknown> | undefined;
    for (const method of Object.getOwnPropertyNames(prototype ?? {})) {
      const handler = Object.getOwnPropertyDescriptor(prototype, method)?.value as unknown;
      if (typeof handler !== 'function') continue;
      const command = Reflect.getMetadata(COMMAND_METADATA, handler) as CommandName | undefined;
      if (command !== undefined) found.set(command, Reflect.getMetadata(PAYLOAD_METADATA, handler) as Type);
    }
  }
  return found;
}

/** Providers of a module and of all it imports. */
function providersOf(part: Part, seen: Set<unknown>): unknown[] {
  if (typeof part !== 'function' && 'forwardRef' in part) return providersOf(part.forwardRef(), seen);
  const { module, imports = [], providers = [] } = typeof part === 'function' ? { module: part } : part;
  if (seen.has(module)) return [];
  seen.add(module);
  const declared = (what: string): unknown[] => (Reflect.getMetadata(what, module) as unknown[] | undefined) ?? [];
  const below = [...imports, ...declared('imports')].filter((entry) => !(entry instanceof Promise)) as Part[];
  return [...providers, ...declared('providers'), ...below.flatMap((entry) => providersOf(entry, seen))];
}
