/** What the title of a test has that `npm test` leaves out, and `npm run test:long` tries. */
const LONG = ' @long'

/** The end of a title in a table of which `npm test` tries a part only. */
export function longUnless(isAlwaysTried: boolean): string {
  return isAlwaysTried ? '' : LONG
}
