import { expect, type Locator } from '@playwright/test'
import type { State } from '../studio/state'
import type { Studio } from '../studio/studio'
import { STARS, STARS_QUESTION } from '../studio/texts'

async function openCommands(studio: Studio): Promise<Locator> {
  const list = await studio.openList()
  await list.getByRole('button', { name: /^Commands/ }).click()
  const commands = studio.page.getByRole('dialog', { name: 'Commands' })
  await expect(commands.getByRole('option', { name: 'New chat', exact: true })).toBeVisible()
  return commands
}

export const commandStates: readonly State[] = [
  {
    name: 'commands',
    title: 'While an answer arrives',
    async arrive(studio) {
      await studio.openNewChat()
      await studio.askInBackground(STARS_QUESTION, { say: STARS, until: 'its own weight.' })
      const commands = await openCommands(studio)
      await expect(commands.getByRole('option', { name: /^Stop all/ })).toBeVisible()
    },
  },
  {
    name: 'commands-typed',
    title: 'Looking for one, or for a chat',
    async arrive(studio) {
      await studio.openNewChat()
      const commands = await openCommands(studio)
      await commands.getByRole('combobox').fill('plan')
      await expect(commands.getByRole('option', { name: /Lisbon/ }).first()).toBeVisible()
    },
  },
  {
    name: 'shortcuts',
    title: 'The keyboard shortcuts',
    needsKeys: true,
    async arrive(studio) {
      await studio.openNewChat()
      const commands = await openCommands(studio)
      await commands.getByRole('option', { name: /^Keyboard shortcuts/ }).click()
      await expect(studio.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    },
  },
]
