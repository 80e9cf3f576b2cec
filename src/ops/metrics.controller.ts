import { Controller, Get, Header } from '@nestjs/common';
import { register } from 'prom-client';
import { Refuses } from '../common/documented.js';
import { AppError } from '../common/index.js';
import { AppConfig } from '../config/index.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly config: AppConfig) {}

  /** Everything this process measures, in the Prometheus text format. */
  @Get()
  @Refuses('NOT_FOUND')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    if (!this.config.ops.metrics) throw new AppError('NOT_FOUND');
    return register.metrics();
  }
}
