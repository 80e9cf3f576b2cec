import { Module } from '@nestjs/common';
import { NameResolver } from './name-resolver.js';
import { SafeHttp } from './safe-http.js';

/** The way out to addresses that people give us. */
@Module({ providers: [SafeHttp, NameResolver], exports: [SafeHttp] })
export class EgressModule {}
