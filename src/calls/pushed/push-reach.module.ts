import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PushReach } from './push-reach.js';

/** Binds the port `PushReach`. */
@Global()
@Module({})
export class PushReachModule {
  static forRoot(reach: { imports: DynamicModule['imports']; provider: Provider }): DynamicModule {
    return { module: PushReachModule, imports: reach.imports ?? [], providers: [reach.provider], exports: [PushReach] };
  }
}
