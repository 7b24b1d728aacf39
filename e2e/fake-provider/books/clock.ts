/** Milliseconds since the epoch with fractions, comparable between processes of one machine. */
export function epochNow(): number {
  return performance.timeOrigin + performance.now()
}
