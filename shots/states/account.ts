import { expect } from '@playwright/test'
import type { State } from '../studio/state'
import type { Studio } from '../studio/studio'
import { LIST, LIST_QUESTION } from '../studio/texts'

async function openAccount(studio: Studio): Promise<void> {
  await studio.signUp()
  await studio.page.goto('/account')
  await expect(studio.page.getByRole('list', { name: 'Devices' })).toBeVisible()
  await studio.chatsAreListed()
}

async function makeKey({ page }: Studio, name: string, scope: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the new key' }).fill(name)
  await page.getByRole('combobox', { name: 'What it can do' }).selectOption(scope)
  await page.getByRole('button', { name: 'Create a key' }).click()
  await expect(page.getByRole('textbox', { name: 'Your new key' })).toBeFocused()
}

export const accountStates: readonly State[] = [
  {
    name: 'account-guest',
    title: 'A guest',
    fullPage: true,
    async arrive(studio) {
      await studio.open(LIST_QUESTION, { say: LIST })
      await studio.page.goto('/account')
      await expect(studio.page.getByText('You are a guest')).toBeVisible()
      await studio.chatsAreListed()
    },
  },
  {
    name: 'account',
    title: 'A person with a key that was just made',
    environment: {},
    fullPage: true,
    async arrive(studio) {
      await openAccount(studio)
      await makeKey(studio, 'Nightly summary', 'Read chats')
      await studio.page.reload()
      await makeKey(studio, 'Home assistant', 'chat')
      await expect(studio.page.getByRole('list', { name: 'API keys' })).toContainText(
        'Home assistant',
      )
    },
  },
  {
    name: 'end-key',
    title: 'Revoking a key',
    environment: {},
    async arrive(studio) {
      await openAccount(studio)
      await makeKey(studio, 'Nightly summary', 'Read chats')
      await studio.page.getByRole('button', { name: 'Revoke the key Nightly summary' }).click()
      await expect(studio.page.getByRole('alertdialog')).toBeVisible()
    },
  },
  {
    name: 'delete-account',
    title: 'Deleting the account',
    environment: {},
    async arrive(studio) {
      await openAccount(studio)
      await studio.page.getByRole('button', { name: 'Delete my account' }).click()
      await expect(studio.page.getByRole('alertdialog')).toBeVisible()
    },
  },
]
