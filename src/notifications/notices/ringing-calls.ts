/** What notices must know of calls; bound in the app module. */
export abstract class RingingCalls {
  /** Whether the call rings still, but on no connected device of the person: then a push has to. Never in a transaction. */
  abstract isUnheard(callId: string, userId: string): Promise<boolean>;
}
