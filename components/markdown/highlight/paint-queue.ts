/** The time in a frame for painting, for all code on the page together. */
const MS_A_FRAME = 6

type Job = () => void

const waiting = new Set<Job>()
let isScheduled = false

/** Runs a job in the next frame that has time for it: once, however often it was asked for. */
export function paintSoon(job: Job): void {
  waiting.add(job)
  schedule()
}

export function paintNoMore(job: Job): void {
  waiting.delete(job)
}

function schedule(): void {
  if (isScheduled || waiting.size === 0) return
  isScheduled = true
  requestAnimationFrame(run)
}

function run(): void {
  isScheduled = false
  const end = performance.now() + MS_A_FRAME
  for (const job of waiting) {
    waiting.delete(job)
    job()
    if (performance.now() >= end) break
  }
  schedule()
}
