import { Cell } from './store.js';

/** A live value that the server is asked for from the first subscriber on, and spared before. */
export class AskedCell<T> extends Cell<T> {
  /** Whether anybody ever subscribed: then it is asked for after each connect. */
  isWanted = false;

  constructor(
    value: T,
    private readonly ask: () => void,
  ) {
    super(value);
  }

  protected override subscribed(): void {
    if (this.isWanted) return;
    this.isWanted = true;
    this.ask();
  }
}
