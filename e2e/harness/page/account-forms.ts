import { expect, type Page } from '@playwright/test'

export type TestPerson = { name: string; email: string; password: string }

/** A person of this test only. */
export function newPerson(key: string): TestPerson {
  return { name: 'Ann Example', email: `${key}@example.org`, password: 'a password of Ann' }
}

/** Makes an account with the form of the sign-in page, and waits for the chats. */
export async function makeAccount(page: Page, person: TestPerson): Promise<void> {
  await page.getByRole('radio', { name: 'Create an account' }).check()
  await page.getByRole('textbox', { name: 'Name' }).fill(person.name)
  await fillCredentials(page, person)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await waitForChats(page, person)
}

/** Signs in with the form of the sign-in page, and waits for the chats. */
export async function signIn(page: Page, person: TestPerson): Promise<void> {
  await fillCredentials(page, person)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await waitForChats(page, person)
}

export async function fillCredentials(
  page: Page,
  { email, password }: Omit<TestPerson, 'name'>,
): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

export async function signOut(page: Page): Promise<void> {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL('/')
}

async function waitForChats(page: Page, { name }: TestPerson): Promise<void> {
  await expect(page).not.toHaveURL(/sign-in/)
  await expect(page.getByRole('link', { name })).toBeVisible()
}
