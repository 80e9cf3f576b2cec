import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Described } from '../common/documented.js';
import { HealthService, type Readiness } from './health.service.js';

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The server answers. For people and the old clients. */
  @Get()
  status(): { status: 'ok'; timestamp: string } {
    return { status: 'ok', timestamp: new Date().toISOString() };
  }

  /** The process runs. For the orchestrator: restart the container when this fails. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether new clients may come. For the load balancer: send them here only while this is 200. */
  @Get('ready')
  @Described({ responses: { 503: { description: 'Not now; the body has the same form.' } } })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (readiness.status === 'unavailable') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
