/** `help:queue` takes no fields. */
export class HelpQueueDto {
  [field: string]: never;
}
