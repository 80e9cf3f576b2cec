import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AppConfig } from './app-config.js';
import { ConfigModule } from './config.module.js';
import { loadConfig } from './load.js';

@Injectable()
class Reader {
  constructor(readonly config: AppConfig) {}
}

@Module({ providers: [Reader] })
class FeatureModule {}

describe('ConfigModule', () => {
  it('gives the configuration to a module that does not import it', async () => {
    const config = loadConfig({ JWT_SECRET: 'x' });
    const app = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), FeatureModule] }).compile();
    expect(app.get(Reader).config).toBe(config);
    await app.close();
  });
});
