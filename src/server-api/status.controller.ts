import { Controller, Get } from '@nestjs/common';
import { ServerStatus, type Status } from './server-status.js';

/** How much goes on here, as the instant-mentor apps ask for it before anybody has signed in. */
@Controller('api/status')
export class StatusController {
  constructor(private readonly status: ServerStatus) {}

  /** How many people are here, and what they do. */
  @Get()
  read(): Promise<Status> {
    return this.status.read();
  }
}
