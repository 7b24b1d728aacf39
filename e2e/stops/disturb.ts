import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from './person'
import type { Outage, Step, Tabs } from './plan'
import type { Tab } from './tab'

/** Lets the person's network fail for the length of the outage. */
export async function fail(person: Person, { kind, milliseconds }: Outage): Promise<void> {
  const isOffline = kind === 'offline'
  if (isOffline) await person.setOffline(true)
  else person.network.cut(kind)
  await pause(milliseconds)
  if (isOffline) await person.setOffline(false)
  else person.network.restore()
}

/** Does one thing that a person does after they pressed Stop in one tab. */
export async function doStep(
  person: Person,
  step: Step,
  { presser, path }: { presser: Tab; path: string },
): Promise<void> {
  await pause(step.after)
  switch (step.kind) {
    case 'press again':
      await (person.tabs.includes(presser) ? presser : person.tabs[0])?.pressIfThere(step.by)
      break
    case 'reload':
      for (const tab of tabsOf(person, step.of, presser)) tab.load()
      break
    case 'close':
      for (const tab of tabsOf(person, step.of, presser)) await person.closeTab(tab)
      break
    case 'close and open':
      for (const tab of tabsOf(person, step.of, presser)) {
        await person.closeTab(tab)
        await open(person, path)
      }
      break
    case 'open another':
      await open(person, path)
      break
    case 'sleep':
      for (const tab of person.tabs) await tab.freeze()
      person.network.drop()
      await pause(step.milliseconds)
      for (const tab of person.tabs) await tab.wake()
  }
}

async function open(person: Person, path: string): Promise<void> {
  const tab = await person.openTab()
  tab.load(path)
}

function tabsOf({ tabs }: Person, which: Tabs, presser: Tab): readonly Tab[] {
  switch (which) {
    case 'all':
      return tabs
    case 'presser':
      return tabs.filter((tab) => tab === presser)
    case 'other':
      return tabs.filter((tab) => tab !== presser)
  }
}
