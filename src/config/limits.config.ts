import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

const rate = () => wholeNumber(1, 1_000_000);

export const limitsSchema = () =>
  z.object({
    commandsPerSecond: setting(rate(), {
      env: 'RATE_COMMANDS_PER_SECOND',
      default: '100',
      meaning: 'Commands of any kind per second and connection.',
    }),
    sendPerSecond: setting(rate(), {
      env: 'RATE_SEND_PER_SECOND',
      default: '20',
      meaning: 'Messages per second and person, over all their devices.',
    }),
    sendBurst: setting(rate(), {
      env: 'RATE_SEND_BURST',
      default: '60',
      meaning: 'Messages a person may send at once before the rate per second holds.',
    }),
    joinPerSecond: setting(rate(), {
      env: 'RATE_JOIN_PER_SECOND',
      default: '5',
      meaning: 'Joins per second and person.',
    }),
    typingPerSecond: setting(rate(), {
      env: 'RATE_TYPING_PER_SECOND',
      default: '1',
      meaning: 'Typing notices per second and person.',
    }),
    createPerHour: setting(rate(), {
      env: 'RATE_CREATE_PER_HOUR',
      default: '20',
      meaning: 'Rooms a person may create per hour.',
    }),
    helpPerHour: setting(rate(), {
      env: 'RATE_HELP_PER_HOUR',
      default: '60',
      meaning: 'Requests for help a person may make per hour.',
    }),
    readPerSecond: setting(rate(), {
      env: 'RATE_READ_PER_SECOND',
      default: '50',
      meaning: 'Reading commands (history, sync, lists) per second and person.',
    }),
    searchPerSecond: setting(rate(), {
      env: 'RATE_SEARCH_PER_SECOND',
      default: '5',
      meaning: 'Searches per second and person.',
    }),
    peoplePagesPerHour: setting(rate(), {
      env: 'RATE_PEOPLE_PAGES_PER_HOUR',
      default: '600',
      meaning: 'Pages of people found by name, per hour and person: nobody should copy the whole list.',
    }),
    uploadPerMinute: setting(rate(), {
      env: 'RATE_UPLOAD_PER_MINUTE',
      default: '60',
      meaning: 'Uploads of files a person may begin per minute.',
    }),
    managePerSecond: setting(rate(), {
      env: 'RATE_MANAGE_PER_SECOND',
      default: '10',
      meaning: 'Commands that manage rooms, members and sessions per second and person.',
    }),
    callPerMinute: setting(rate(), {
      env: 'RATE_CALL_PER_MINUTE',
      default: '10',
      meaning: 'Calls a person may start per minute.',
    }),
    signalPerSecond: setting(rate(), {
      env: 'RATE_SIGNAL_PER_SECOND',
      default: '100',
      meaning: 'Signals of calls (offers, answers, candidates) per second and person.',
    }),
    registrationsPerHour: setting(rate(), {
      env: 'RATE_REGISTRATIONS_PER_HOUR',
      default: '20',
      meaning: 'Registrations per hour and address.',
    }),
    failedCodesPerAddress: setting(rate(), {
      env: 'FAILED_CODES_PER_ADDRESS',
      default: '10',
      meaning: 'Wrong session codes per 10 minutes and address before further ones are refused.',
    }),
    failedCodesPerUser: setting(rate(), {
      env: 'FAILED_CODES_PER_USER',
      default: '5',
      meaning: 'Wrong session codes per 10 minutes and person before further ones are refused.',
    }),
    failedCodesGlobal: setting(rate(), {
      env: 'FAILED_CODES_GLOBAL',
      default: '300',
      meaning: 'Wrong session codes of everybody together per minute before codes are refused for a while.',
    }),
  });
