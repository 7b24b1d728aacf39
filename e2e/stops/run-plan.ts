import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { readCall, releaseCall } from '../fake-provider/books/books'
import type { CancelProxy } from '../harness/network/cancel-proxy'
import { ChatPage } from '../harness/page/chat-page'
import type { AppServer } from '../harness/server/app-server'
import type { History, LaterSession, StopHistory } from './history'
import { Person } from './person'
import type { StopPlan } from './plan'
import { lengthWithoutSpace, runStop, type StoppedAnswer } from './run-stop'

/** Everything that a history needs. Histories of one scene run one after another. */
export type Scene = {
  browser: Browser
  server: AppServer
  providerUrl: string
  network: CancelProxy
}

/** In tokens: longer than any history. */
const ENDLESS = 9_000

/** A session counts as running once it shows this many characters. */
const RUNNING = 10

/** Carries out a plan with a person of its own. */
export async function runPlan(plan: StopPlan, scene: Scene): Promise<History> {
  const { browser, server, network } = scene
  const person = await Person.arrive(browser, network)
  const history: History = {
    plan,
    tabs: person.histories,
    stops: [],
    later: undefined,
    brokenOff: undefined,
  }
  try {
    await happen(history, person, scene)
  } catch (error) {
    const shown = await Promise.all(person.tabs.map((tab) => tab.describe()))
    history.brokenOff = [String(error), ...shown].join('\n')
  } finally {
    network.calm()
    await person.leave(server.url)
  }
  return history
}

async function happen(history: History, person: Person, scene: Scene): Promise<void> {
  const { server, providerUrl } = scene
  const { plan, stops } = history
  const answer = await ask(plan, person, scene)
  const first = await runStop(plan.stop, answer, { person, server, providerUrl })
  stops.push(first)
  if (plan.afterwards.kind === 'nothing' || !isStopped(first)) {
    await showTheRest(person, first)
    return
  }
  const next = await goOn(plan.afterwards.kind, person, { answer, first })
  history.later = await lateCancels(next, scene)
  if (history.later.call?.open !== true) return
  stops.push(await runStop(plan.afterwards.stop, next, { person, server, providerUrl }))
}

async function ask(plan: StopPlan, person: Person, scene: Scene): Promise<StoppedAnswer> {
  const { seed, sendDelay, endsAfter } = plan
  const { server, providerUrl, network } = scene
  const key = `stop-${seed}-${randomUUID()}`
  const tab = await person.openTab()
  const chat = await ChatPage.open(tab.page)
  network.prepare({ sendDelay })
  await chat.ask(questionOf(plan, key))
  await chat.answer.waitFor()
  const messageId = await chat.answerId()
  await tab.page.waitForURL((url) => url.pathname !== '/')
  const path = new URL(tab.page.url()).pathname
  if (sendDelay === 0) {
    await tab.waitForLength(messageId, 1)
    const others = [
      ...(plan.tabs === 2 ? [await person.openTab()] : []),
      ...(plan.device ? [await person.openDevice(server.url)] : []),
    ]
    for (const other of others) other.load(path)
    for (const other of others) await other.waitForLength(messageId, 1)
  }
  return {
    name: 'the first stop',
    messageId,
    key,
    attempt: 1,
    path,
    before: '',
    isBeforeSend: sendDelay > 0,
    presser: person.tabs[plan.stop.tab % person.tabs.length] ?? tab,
    ...(endsAfter !== undefined && {
      async onPressed() {
        await pause(endsAfter)
        await releaseCall(providerUrl, key)
      },
    }),
  }
}

function questionOf({ text, rate, endsAfter, stop }: StopPlan, key: string): string {
  if (endsAfter === undefined) return `[[key=${key} tokens=${ENDLESS} rate=${rate} text=${text}]]`
  const held = Math.ceil(stop.seen / 'word0001'.length)
  return `[[key=${key} tokens=${held + 100} hold=${held} rate=200]]`
}

function isStopped({ call, stored, stillGoing }: StopHistory): boolean {
  return call?.open !== true && stored?.status === 'cancelled' && stillGoing.length === 0
}

/** Asks for the text that a stop that came too late had hidden, if a page offers that. */
async function showTheRest(person: Person, stop: StopHistory): Promise<void> {
  for (const tab of person.tabs) {
    const offer = tab.chat.answer.getByRole('button', { name: 'Show the rest' })
    if ((await offer.count()) === 0) continue
    stop.mayGrowFrom = Math.min(stop.mayGrowFrom, Date.now())
    await offer.click()
    await tab.waitForLength(stop.messageId, lengthWithoutSpace(stop.stored?.text ?? ''))
  }
}

/** Continues the stopped answer, or asks for another one. Resolves when some of it is shown. */
async function goOn(
  kind: 'continue' | 'regenerate',
  person: Person,
  { answer, first }: { answer: StoppedAnswer; first: StopHistory },
): Promise<StoppedAnswer> {
  const tab = person.tabs.find((each) => each.shown(first.messageId)?.state === 'ended')
  if (!tab) throw new Error('no tab shows that the answer has ended')
  const { key, path, attempt, messageId, before } = answer
  const next: StoppedAnswer = {
    name: `the stop after ${kind}`,
    messageId,
    key,
    attempt: attempt + 1,
    path,
    before,
    isBeforeSend: false,
    presser: tab,
  }
  if (kind === 'continue') {
    first.mayGrowFrom = Date.now()
    await tab.chat.answer.getByRole('button', { name: 'Continue' }).click()
    next.before = first.stored?.text ?? ''
  } else {
    await tab.chat.pressInMenu('Regenerate', 'Try again')
    await tab.page.waitForFunction(
      (id) => document.querySelector(`[data-role="assistant"][data-message-id="${id}"]`) === null,
      messageId,
    )
    next.messageId = await tab.chat.answerId()
  }
  await tab.waitForLength(next.messageId, lengthWithoutSpace(next.before) + RUNNING)
  return next
}

/** Waits for the late cancels of the first session, and looks what they did to the second one. */
async function lateCancels(
  { messageId, key, attempt, presser }: StoppedAnswer,
  { network, providerUrl }: Scene,
): Promise<LaterSession> {
  const reached = presser.shown(messageId)?.length ?? 0
  await network.settled()
  const call = await readCall(providerUrl, key)
  return {
    messageId,
    call: call?.attempt === attempt ? call : undefined,
    reached,
    shown: presser.shown(messageId)?.length ?? 0,
  }
}
