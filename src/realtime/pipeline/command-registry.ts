import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ApplicationConfig, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ExternalContextCreator } from '@nestjs/core/helpers/external-context-creator.js';
import { GATEWAY_METADATA, PARAM_ARGS_METADATA } from '@nestjs/websockets/constants.js';
import { WsParamsFactory } from '@nestjs/websockets/factories/ws-params-factory.js';
import { COMMANDS, isCommand, type CommandName } from '../../protocol/index.js';
import type { Connection } from '../connection/connection.js';
import { COMMAND_METADATA } from './command.decorator.js';
import { directHandler } from './direct-handler.js';

export type CommandHandler = (connection: Connection, payload: unknown) => Promise<unknown>;

/**
 * The one table from command to handler, shared by all connections. Each handler's Nest context (guards, pipes,
 * filters, interceptors) is built once, here; the start fails when a command of the map has no handler or two.
 */
@Injectable()
export class CommandRegistry implements OnApplicationBootstrap {
  private readonly handlers = new Map<CommandName, CommandHandler>();
  private readonly params = new WsParamsFactory();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
    private readonly app: ApplicationConfig,
  ) {}

  onApplicationBootstrap(): void {
    for (const gateway of this.gateways()) this.register(gateway);
    const missing = Object.keys(COMMANDS).filter((name) => !this.handlers.has(name as CommandName));
    if (missing.length > 0) throw new Error(`No gateway handles ${missing.join(', ')}`);
  }

  handlerOf(command: CommandName): CommandHandler {
    const handler = this.handlers.get(command);
    if (handler === undefined) throw new Error(`No gateway handles ${command}`);
    return handler;
  }

  private gateways(): Record<string, unknown>[] {
    return this.discovery
      .getProviders()
      .filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(GATEWAY_METADATA, metatype))
      .map(({ instance }) => instance as Record<string, unknown>);
  }

  private register(gateway: Record<string, unknown>): void {
    for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(gateway) as object)) {
      const callback = gateway[method] as (...args: unknown[]) => unknown;
      const name = Reflect.getMetadata(COMMAND_METADATA, callback) as string | undefined;
      if (name === undefined) continue;
      if (!isCommand(name)) throw new Error(`${name} is not in the command map`);
      if (this.handlers.has(name)) throw new Error(`Two gateways handle ${name}`);
      this.handlers.set(name, directHandler(gateway, callback, method, this.app) ?? this.inContext(gateway, callback, method));
    }
  }

  private inContext(gateway: Record<string, unknown>, callback: (...args: unknown[]) => unknown, method: string): CommandHandler {
    const options = { guards: true, interceptors: true, filters: true };
    return this.contexts.create(
      gateway,
      callback,
      method,
      PARAM_ARGS_METADATA,
      this.params as never,
      undefined,
      undefined,
      options,
      'ws',
    ) as CommandHandler;
  }
}
