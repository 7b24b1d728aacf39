/** A reader's end of something that goes on: it pulls, so a slow reader just gets more at once. */
export interface Feed<Event> {
  /** Everything new since the last read; waits until there is something; undefined at the end. */
  read(): Promise<Event[] | undefined>
  /** Says that nobody reads any more. Safe to call twice. */
  leave(): void
}
