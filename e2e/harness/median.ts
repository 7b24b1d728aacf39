/**
 * The middle of several measurements: other work of the machine now and then lengthens one of them,
 * and never shortens one.
 */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
