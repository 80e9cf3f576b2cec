import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { AppError, newId } from '../../common/index.js';
import type { Connection } from '../connection/connection.js';

/** An error that is no refusal of ours: logged whole under an id, answered as that id and nothing else. */
export class InternalError extends AppError {
  readonly correlationId = newId();

  constructor(cause: unknown) {
    super('INTERNAL', { cause });
  }

  override toPublic() {
    return { ...super.toPublic(), correlationId: this.correlationId };
  }
}

const logger = new Logger('Command');

export function refusalOf(error: unknown, connectionId: string): AppError {
  if (error instanceof AppError) return error;
  const internal = new InternalError(error);
  logger.error({ correlationId: internal.correlationId, connectionId, err: error }, 'A command failed');
  return internal;
}

/** The last filter of every command: whatever was thrown leaves as an `AppError`. */
@Catch()
export class CommandErrorFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): never {
    throw refusalOf(exception, host.switchToWs().getClient<Connection>().id);
  }
}
