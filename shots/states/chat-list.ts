import { expect, type Locator } from '@playwright/test'
import { ChatPage } from '../../e2e/harness/page/chat-page'
import type { State } from '../studio/state'
import { LIST_ADDRESS, type Studio } from '../studio/studio'
import { LIST, LIST_QUESTION, STARS, STARS_QUESTION } from '../studio/texts'

const CHAT = 'Difference between a latch and a lock'

async function openMenu(studio: Studio): Promise<void> {
  await studio.open(LIST_QUESTION, { say: LIST })
  const list = await studio.openList()
  await list.getByRole('button', { name: `Options for ${CHAT}` }).click()
  await expect(studio.page.getByRole('menuitem', { name: 'Delete' })).toBeVisible()
}

async function search(studio: Studio, words: string): Promise<Locator> {
  await studio.open(LIST_QUESTION, { say: LIST })
  const list = await studio.openList()
  await list.getByRole('searchbox').fill(words)
  return list
}

export const listStates: readonly State[] = [
  {
    name: 'chats',
    title: 'By day, pinned, answering, with news',
    async arrive(studio) {
      await studio.openNewChat()
      await studio.askInBackground(STARS_QUESTION, { say: STARS, until: 'its own weight.' })
      const list = await studio.openList()
      await expect(list.getByRole('button', { name: /^Stop the answer/ })).toBeVisible()
      await studio.askInBackground(LIST_QUESTION, { say: LIST })
      await expect(list.getByText('New answer')).toBeAttached()
      if (!studio.isPhone) await list.getByRole('link', { name: 'Plan a week' }).hover()
    },
  },
  {
    name: 'search',
    title: 'Found',
    async arrive(studio) {
      const list = await search(studio, 'neutrons')
      await expect(list.locator('mark').first()).toBeVisible()
    },
  },
  {
    name: 'search-nothing',
    title: 'Nothing found',
    async arrive(studio) {
      const list = await search(studio, 'a word that was never said')
      await expect(list.getByText('Nothing found')).toBeVisible()
    },
  },
  {
    name: 'chats-failed',
    title: 'The list could not be loaded',
    async arrive(studio) {
      await studio.refuse(LIST_ADDRESS)
      await ChatPage.open(studio.page)
      const list = await studio.openList()
      await expect(list.getByText('Could not load')).toBeVisible()
    },
  },
  { name: 'chat-menu', title: 'What one can do with one', arrive: openMenu },
  {
    name: 'rename',
    title: 'Renaming it',
    async arrive(studio) {
      await openMenu(studio)
      await studio.page.getByRole('menuitem', { name: 'Rename' }).click()
      await expect(studio.page.getByLabel('Title')).toBeFocused()
    },
  },
  {
    name: 'deleted',
    title: 'Deleted: it can be undone for 5 s',
    async arrive(studio) {
      await openMenu(studio)
      await studio.page.getByRole('menuitem', { name: 'Delete' }).click()
      await expect(studio.page.getByRole('button', { name: 'Undo' }).first()).toBeVisible()
    },
  },
]
