/** What calls must know of pushes; bound in the app module. */
export abstract class PushReach {
  /** Whether a call that rings now is pushed to any device of the person: they have one, and nothing that they chose keeps it silent. */
  abstract isPushed(userId: string): Promise<boolean>;
  /** Whether pushes still go to that device, and to nobody but this person: not where it was signed out, or they were banned. */
  abstract isSubscribed(userId: string, subscriptionId: string): Promise<boolean>;
}
