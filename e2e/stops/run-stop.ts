import { setTimeout as pause } from 'node:timers/promises'
import { readCall } from '../fake-provider/books/books'
import type { Call } from '../fake-provider/books/call.ts'
import type { AppServer } from '../harness/server/app-server'
import { doStep, fail } from './disturb'
import type { StopHistory } from './history'
import { DRAWING, STOP_BOUND } from './limits'
import type { Person } from './person'
import type { PlannedStop } from './plan'
import type { Tab } from './tab'

/** The answer that is stopped. */
export type StoppedAnswer = {
  name: string
  messageId: string
  /** The key of the answer's calls in the provider's books. This session's is number `attempt`. */
  key: string
  attempt: number
  path: string
  /** The text that earlier sessions had kept. */
  before: string
  isBeforeSend: boolean
  presser: Tab
  /** Called right after the press. */
  onPressed?: () => Promise<void>
}

/** Stops an answer, puts everything in the way, and waits until the stop is over or overdue. */
export async function runStop(
  planned: PlannedStop,
  answer: StoppedAnswer,
  scene: { person: Person; server: AppServer; providerUrl: string },
): Promise<StopHistory> {
  const { person, server } = scene
  const { messageId, path, presser } = answer
  const { network } = person
  await presser.waitForLength(messageId, lengthWithoutSpace(answer.before) + planned.seen)
  await presser.waitForControl(planned.by)
  network.prepare({ cancels: planned.cancels })
  const cancels = network.records

  const { outage, steps } = planned
  let pressedFrom = 0
  const doSteps = async () => {
    for (const step of steps) await doStep(person, step, { presser, path })
  }
  const press = async () => {
    await pause(Math.max(0, -(outage?.after ?? 0)))
    pressedFrom = presser.history.events.length
    await presser.press(planned.by)
    await Promise.all([answer.onPressed?.(), doSteps()])
  }
  const failNetwork = async () => {
    if (!outage) return
    await pause(Math.max(0, outage.after))
    await fail(person, outage)
  }
  await Promise.all([press(), failNetwork()])
  await pause(planned.patience)

  network.calm()
  const calmAt = Date.now()
  if (answer.isBeforeSend) await network.settled()
  if (person.tabs.length === 0) (await person.openTab()).load(path)
  // A tab that is closed at once may never have sent its question.
  const isThere = storedOf(server, messageId) !== undefined
  const loaded = await Promise.all(
    person.tabs.map(async (tab) => (isThere && (await tab.repair(path, messageId))) || calmAt),
  )
  const outcome = await waitForEnd(answer, scene, {
    closed: Math.min(...loaded) + STOP_BOUND + DRAWING,
    shown: Math.max(...loaded) + STOP_BOUND + DRAWING,
  })
  return {
    name: answer.name,
    messageId,
    pressed: { tab: presser.history.name, from: pressedFrom },
    isBeforeSend: answer.isBeforeSend,
    backAt: Math.min(...loaded),
    before: answer.before,
    ...outcome,
    stored: storedOf(server, messageId),
    cancels,
    mayGrowFrom: Infinity,
  }
}

/** Resolves when nothing of the answer is running any more, at the deadlines at the latest. */
async function waitForEnd(
  { messageId, key, attempt }: StoppedAnswer,
  { person, server, providerUrl }: Parameters<typeof runStop>[2],
  deadline: { closed: number; shown: number },
): Promise<Pick<StopHistory, 'call' | 'stillGoing' | 'isRowActive'>> {
  while (true) {
    const call = await callOf(providerUrl, key, attempt)
    const stillGoing = person.tabs
      .filter((tab) => ['active', 'stopping'].includes(tab.shown(messageId)?.state ?? ''))
      .map(({ history }) => history.name)
    const rows = server.query(
      `SELECT id FROM stream_sessions WHERE message_id = ? AND status = 'active'`,
      messageId,
    )
    const isClosed = call?.open !== true && rows.length === 0
    const now = Date.now()
    if ((isClosed || now > deadline.closed) && (stillGoing.length === 0 || now > deadline.shown)) {
      return { call, stillGoing, isRowActive: rows.length > 0 }
    }
    await pause(40)
  }
}

async function callOf(url: string, key: string, attempt: number): Promise<Call | undefined> {
  const call = await readCall(url, key)
  return call?.attempt === attempt ? call : undefined
}

function storedOf(server: AppServer, messageId: string): StopHistory['stored'] {
  const isThere = server.query('SELECT id FROM messages WHERE id = ?', messageId).length > 0
  return isThere ? server.storedMessage(messageId) : undefined
}

/** The length of a text as the pages count it. */
export function lengthWithoutSpace(text: string): number {
  return text.replaceAll(/\s/g, '').length
}
