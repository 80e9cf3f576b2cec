import { Answering } from './answering.js';
import { DueRepository } from './due.repository.js';
import { Ending } from './ending.js';
import { ExpiredHelp } from './expired-help.js';
import { HelpEvents } from './help-events.js';
import { HelpGateway } from './help.gateway.js';
import { HelpLoad } from './help-load.js';
import { HelpLoadRepository } from './help-load.repository.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import { HelpPeople } from './help-people.js';
import { HelpRequestRepository } from './help-request.repository.js';
import { HelpStatsController } from './help-stats.controller.js';
import { HelpTeller } from './help-teller.js';
import { Lapsing } from './lapsing.js';
import { OverRepository } from './over.repository.js';
import { PositionRepository } from './position.repository.js';
import { Positions } from './positions.js';
import { QueueView } from './queue-view.js';
import { Requesting } from './requesting.js';
import { Resolving } from './resolving.js';
import { Revoking } from './revoking.js';
import { Routing } from './routing.js';
import { RoutingRepository } from './routing.repository.js';
import { Sightings } from './sightings.js';
import { Statistics } from './statistics.js';
import { StatisticsRepository } from './statistics.repository.js';
import { Sweep } from './sweep.js';
import { Targets } from './targets.js';

export const HELP_CONTROLLERS = [HelpStatsController];

/** What the module of mentors provides for the queue of help requests. */
export const HELP = [
  HelpGateway,
  Requesting,
  Targets,
  Routing,
  Answering,
  Ending,
  Resolving,
  Lapsing,
  Revoking,
  Sightings,
  Sweep,
  ExpiredHelp,
  Positions,
  QueueView,
  Statistics,
  HelpLoad,
  HelpLoadRepository,
  HelpTeller,
  HelpPeople,
  HelpEvents,
  HelpRequestRepository,
  HelpOfferRepository,
  RoutingRepository,
  DueRepository,
  OverRepository,
  PositionRepository,
  StatisticsRepository,
];
