import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { RingingCalls } from './ringing-calls.js';

/** Binds the port `RingingCalls`. */
@Global()
@Module({})
export class RingingCallsModule {
  static forRoot(calls: { imports: DynamicModule['imports']; provider: Provider }): DynamicModule {
    return { module: RingingCallsModule, imports: calls.imports ?? [], providers: [calls.provider], exports: [RingingCalls] };
  }
}
