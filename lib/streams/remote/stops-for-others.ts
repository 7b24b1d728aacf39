import type { ServerMessage } from '@/lib/bus/bus'
import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { describeError } from '@/lib/platform/log'
import type { RemoteSources } from './remote-sources'

/** How often the database is asked for stops whose message was lost, in milliseconds. */
const LOOK_MS = 2_000

/** Ends a session that runs or opens here; undefined where there is none. Safe to repeat. */
type Carry = (
  session: { messageId: string; sessionId: string },
  mark: CancelMark,
) => Promise<CancelOutcome | undefined>

/** Carries out the stops that other servers ask for. */
export class StopsForOthers {
  readonly #sources: RemoteSources
  readonly #carry: Carry
  #callOff = () => {}
  #isClosed = false

  constructor(sources: RemoteSources, carry: Carry) {
    this.#sources = sources
    this.#carry = carry
    this.#lookLater()
  }

  /** Another server asks for a stop, and is told what came of it. */
  async carryOut(request: Extract<ServerMessage, { type: 'cancel-requested' }>): Promise<void> {
    const { type: _, replyTo, messageId, sessionId, ...mark } = request
    const { bus, log } = this.#sources
    const { requestId, reason, mode = 'now' } = mark
    log.info({ messageId, sessionId, mode, reason, fromServer: replyTo }, 'stop received')
    const outcome = await this.#tryToCarry({ messageId, sessionId }, mark)
    const answer = { requestId, ...(outcome && { outcome }) }
    bus.send(replyTo, { type: 'cancel-answered', ...answer })
  }

  /** The mark stays where this fails, so that it is tried again. */
  async #tryToCarry(...stop: Parameters<Carry>): Promise<CancelOutcome | undefined> {
    try {
      return await this.#carry(...stop)
    } catch (error) {
      const [session] = stop
      const facts = { ...session, error: describeError(error) }
      this.#sources.log.warn(facts, 'a stop could not be carried out, trying again')
      return undefined
    }
  }

  close(): void {
    this.#isClosed = true
    this.#callOff()
  }

  #lookLater(): void {
    this.#callOff = this.#sources.clock.after(LOOK_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const { servers, bus, log } = this.#sources
    try {
      for (const { mark, ...session } of await servers.marksFor(bus.serverId)) {
        void this.#tryToCarry(session, mark)
      }
    } catch (error) {
      log.debug({ error: describeError(error) }, 'looking for stops failed, trying again')
    }
    if (!this.#isClosed) this.#lookLater()
  }
}
