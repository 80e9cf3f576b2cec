import type { JsonObject } from '../../../support/inbox.js';
import type { Scene, Setting } from './scene.js';
import type { Cells } from './kinds.js';
import type { GuestFrames } from './guest.js';

/** A command, or one use of it, and what each kind of person gets who gives it. */
export interface Row {
  readonly command: string;
  /** Which use, where a command has several rows. */
  readonly of?: string;
  readonly cells: Cells;
  /** What the command needs to find; a room, unless it says otherwise. */
  readonly setting?: Setting;
  readonly payload: (scene: Scene) => JsonObject | Promise<JsonObject>;
  /** What the room's owner does beforehand. */
  readonly given?: (scene: Scene) => Promise<unknown>;
  /** How the outcome stands in a successful answer that has one for each room. */
  readonly outcome?: (data: JsonObject) => string;
  /** What a guest's client sends for it; absent where the cell is `unreachable`. */
  readonly asGuest?: GuestFrames;
}

export const nameOf = ({ command, of }: Row): string => (of === undefined ? command : `${command} (${of})`);

/** How a command names the scene's room. */
export const here = ({ room }: Scene): { room: JsonObject } => ({ room: { id: room.id } });
/** A command about the target, a plain member. */
export const target = (scene: Scene) => ({ ...here(scene), userId: scene.cast.target.id });
export const nothing = (): JsonObject => ({});
