import { newClientId } from '@/client/new-id'
import { withBrowserLock } from '@/lib/client/browser/browser-locks'

/** The life of a lease that is not renewed, and the pause between two looks at it, in milliseconds. */
const LEASE_MS = 5_000
const LOOK_MS = 1_000

/** Longer than any lease can still last, in milliseconds. */
const LONGEST_LEASE_MS = 10 * 60_000

/** Longer than another tab needs to overwrite a lease that both found free, in milliseconds. */
const SETTLE_MS = 50

type Lease = { holder: string; expiresAt: number }

/**
 * Runs `lead` in one tab of this browser at a time, and in the next when that tab is gone. Ends when the
 * signal aborts; `lead` must end when the signal that it is given aborts.
 */
export async function electOneTab(
  name: string,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await withBrowserLock(
      name,
      () => lead(signal),
      () => leadByLease(name, signal, lead),
      signal,
    )
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/**
 * Browsers have locks on https and localhost only; elsewhere a lease in the local storage serves. A hidden
 * tab has slow timers and loses the lease to a visible one, as it should. Without storage each tab leads.
 */
async function leadByLease(
  name: string,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const holder = newClientId()
  const giveUp = () => {
    if (readLease(name)?.holder === holder) removeLease(name)
  }
  addEventListener('pagehide', giveUp)
  let leading: AbortController | undefined
  while (!signal.aborted) {
    const lease = readLease(name)
    const free = !lease || isOver(lease) || lease.holder === holder
    const isWritten = free && writeLease(name, { holder, expiresAt: Date.now() + LEASE_MS })
    if (free && !leading) {
      await pause(SETTLE_MS, signal)
      if (!signal.aborted && (!isWritten || readLease(name)?.holder === holder)) {
        leading = new AbortController()
        void lead(leading.signal)
      }
    } else if (!free && leading) {
      leading.abort()
      leading = undefined
    }
    await pause(LOOK_MS, signal)
  }
  leading?.abort()
  giveUp()
  removeEventListener('pagehide', giveUp)
}

function readLease(name: string): Lease | undefined {
  try {
    // Nobody but this file writes under this name.
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as Lease | null) ?? undefined
  } catch {
    return undefined
  }
}

/** A lease that would last for longer is from before the clock was set back. */
function isOver({ expiresAt }: Lease): boolean {
  const left = expiresAt - Date.now()
  return left < 0 || left > LONGEST_LEASE_MS
}

/** Returns false where the browser keeps nothing. */
function writeLease(name: string, lease: Lease): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(lease))
    return true
  } catch {
    return false
  }
}

function removeLease(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {
    // The lease runs out.
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
