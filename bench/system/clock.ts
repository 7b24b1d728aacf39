/** The system's monotonic clock at this process's start, in milliseconds. */
const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/**
 * Milliseconds on a clock that all processes of this machine share and that never jumps. The wall
 * clock may jump between the starts of two processes.
 */
export function now(): number {
  return origin + performance.now()
}
