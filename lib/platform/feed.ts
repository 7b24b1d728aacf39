/** A reader's end of a stream of events: a reader pulls, so a slow one just gets more at once. */
export interface Feed<Event> {
  /** Everything new since the last read; waits until there is something; undefined at the end. */
  read(): Promise<Event[] | undefined>
  /** Says that nobody reads any more: a read that waits ends. Safe to call twice. */
  leave(): void
}
