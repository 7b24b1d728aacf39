/**
 * The middle of several measurements. What else the machine does can only add to a single one, and
 * it does so now and then.
 */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
