import { expect, providerVariables, test } from './harness/fixtures'
import {
  fillCredentials,
  makeAccount,
  newPerson,
  signIn,
  signOut,
} from './harness/page/account-forms'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

const NO_CHATS = 'Your chats will appear here.'

test('chats of a guest move to the account, stay there, and are found again', async ({
  page,
  key,
}) => {
  const person = newPerson(key)
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Mine to keep')
  await chat.waitForWords(3)
  await page.getByRole('link', { name: /^Guest/ }).click()
  await expect(page).toHaveTitle('Account · Fullstop')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(page).toHaveTitle('Sign in · Fullstop')
  await makeAccount(page, person)
  await expect(chat.chatList.first()).toContainText('Mine to keep')

  await signOut(page)
  await expect(page.getByText(NO_CHATS)).toBeVisible()
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()

  await page.goto('/sign-in')
  await fillCredentials(page, { ...person, password: 'not the password' })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The e-mail address or password is wrong.')).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await signIn(page, person)
  await expect(chat.chatList.first()).toContainText('Mine to keep')
})

test('an address that has an account is not taken twice @long', async ({ page, key }) => {
  const person = newPerson(key)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  await signOut(page)
  await page.goto('/sign-in?new')
  await page.getByRole('textbox', { name: 'Name' }).fill('Another')
  await fillCredentials(page, person)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByText('An account with this address already exists.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'E-mail', exact: true })).toBeFocused()
})

test('the form gives the length of a password to a person who chooses one, and not at sign-in', async ({
  page,
}) => {
  const password = page.getByLabel('Password', { exact: true })
  await page.goto('/sign-in?new')
  await expect(password).toHaveAccessibleDescription('8 to 128 characters')
  await page.getByRole('radio', { name: 'Sign in' }).check()
  await expect(password).toHaveAccessibleDescription('')
  await expect(page.getByText('8 to 128 characters')).toHaveCount(0)
})

test('the form is filled and sent by keyboard alone @long', async ({ page, key }) => {
  const person = newPerson(key)
  const { keyboard } = page
  await page.goto('/sign-in')
  await expect(page.getByRole('radio', { name: 'Sign in' })).toBeChecked()
  await keyboard.press('Tab')
  await expect(page.getByRole('radio', { name: 'Sign in' })).toBeFocused()
  await keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Create an account' })).toBeChecked()
  await keyboard.press('Enter')
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await expect(name).toHaveAccessibleDescription('Enter your name.')
  await keyboard.type(person.name)
  await keyboard.press('Tab')
  await keyboard.type(person.email)
  await keyboard.press('Tab')
  await keyboard.type('short')
  await keyboard.press('Enter')
  const password = page.getByLabel('Password', { exact: true })
  await expect(password).toHaveAccessibleDescription('A password needs at least 8 characters.')
  await expect(password).toBeFocused()
  await password.press('ControlOrMeta+a')
  await keyboard.type(person.password)
  await keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Create an account' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('link', { name: person.name })).toBeVisible()
})

test('a key is shown once, and opens the API until it is revoked', async ({
  page,
  server,
  key,
}) => {
  const callWith = async (apiKey: string) => {
    const headers = { Authorization: `Bearer ${apiKey}` }
    return (await fetch(`${server.url}/api/chats`, { headers })).status
  }
  await page.goto('/sign-in?new')
  await makeAccount(page, newPerson(key))
  await page.goto('/account')
  await page.getByRole('textbox', { name: 'Name of the new key' }).fill('My script')
  await page.getByRole('combobox', { name: 'What it can do' }).selectOption('Read chats')
  await page.getByRole('button', { name: 'Create a key' }).click()
  const shown = page.getByRole('textbox', { name: 'Your new key' })
  await expect(shown).toBeFocused()
  const apiKey = await shown.inputValue()
  expect(await callWith(apiKey)).toBe(200)

  await page.reload()
  const row = page.getByRole('list', { name: 'API keys' }).getByRole('listitem')
  await expect(row).toContainText('My script')
  await expect(row).toContainText('Read chats')
  await expect(row).toContainText(/last used/)
  await expect(shown).toHaveCount(0)
  await row.getByRole('button', { name: 'Revoke the key My script' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Revoke key' }).click()
  // Behind an open dialog no row has a role.
  await expect(dialog).toBeHidden()
  await expect(row).toHaveCount(0)
  expect(await callWith(apiKey)).toBe(401)
})

test('a device is signed out from afar, and its page asks to sign in', async ({
  page,
  browser,
  server,
  key,
}) => {
  const person = newPerson(key)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  const elsewhere = await browser.newContext({ baseURL: server.url })
  const other = await elsewhere.newPage()
  await other.goto('/sign-in')
  await signIn(other, person)

  await page.goto('/account')
  const devices = page.getByRole('list', { name: 'Devices' }).getByRole('listitem')
  await expect(devices).toHaveCount(2)
  await expect(devices.filter({ hasText: 'this device' })).toHaveCount(1)
  await expect(devices.first()).toContainText('Chrome on')
  await devices.getByRole('button', { name: /^Sign out Chrome on/ }).click()
  await expect(devices).toHaveCount(1)
  await expect(devices).toContainText('this device')
  await expect(other).toHaveURL('/sign-in')
  await elsewhere.close()
})

test('a new password needs the current one, and is then the one that signs in @long', async ({
  page,
  key,
}) => {
  const person = newPerson(key)
  const changed = { ...person, password: 'another password' }
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  await page.goto('/account')
  await page.getByLabel('Current password').fill('a wrong one')
  await page.getByLabel('New password').fill(changed.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The password is wrong.')).toBeVisible()
  await page.getByLabel('Current password').fill(person.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password has been changed')).toBeVisible()
  await signOut(page)
  await page.goto('/sign-in')
  await signIn(page, changed)
})

test('the chats of an account leave a tab when another tab signs out @long', async ({
  context,
  page,
  key,
}) => {
  await page.goto('/sign-in?new')
  await makeAccount(page, newPerson(key))
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Private')
  await chat.waitForWords(3)
  const other = await context.newPage()
  await signOut(other)
  await expect(chat.chatList).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^Guest/ })).toBeVisible()
})

test('an account is deleted with its chats by a person who knows its password', async ({
  page,
  key,
}) => {
  const person = newPerson(key)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Soon gone')
  await chat.waitForWords(3)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Your password').fill('a guess')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toContainText('The password is wrong.')
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL('/')
  await expect(page.getByText(NO_CHATS)).toBeVisible()
  const said = page.getByRole('status').filter({ hasText: 'Your account and everything in it' })
  await expect(said).toBeVisible()
  await page.reload()
  await expect(page.getByText(NO_CHATS)).toBeVisible()
  await expect(said).toHaveCount(0)

  await page.goto('/sign-in')
  await fillCredentials(page, person)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The e-mail address or password is wrong.')).toBeVisible()
})

test('a guest deletes everything without a password @long', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=3 rate=0]] Soon gone')
  await chat.waitForWords(3)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL('/')
  await expect(page.getByText(NO_CHATS)).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'has been deleted' })).toHaveText(
    'Everything you had here has been deleted.',
  )
})

test('a name and an address are changed, and typed values outlive a refusal @long', async ({
  page,
  key,
}) => {
  const person = newPerson(key)
  const changed = { ...person, name: 'Anna', email: `new-${key}@example.org` }
  await page.goto('/sign-in?new')
  await makeAccount(page, newPerson(`other-${key}`))
  await signOut(page)
  await page.goto('/sign-in?new')
  await makeAccount(page, person)
  await page.goto('/account')
  const { keyboard } = page
  const changeName = page.getByRole('button', { name: 'Change your name' })
  await changeName.focus()
  await keyboard.press('Enter')
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await expect(name).toBeFocused()
  await expect(name).toHaveValue(person.name)
  await page.getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect(changeName).toBeFocused()
  await keyboard.press('Enter')
  await name.fill(' ')
  await keyboard.press('Enter')
  await expect(name).toHaveAccessibleDescription('Enter your name.')
  await name.fill(changed.name)
  await keyboard.press('Enter')
  await expect(page.getByText('Your name has been changed.')).toBeFocused()
  await expect(page.getByRole('definition').first()).toHaveText(changed.name)

  await page.getByRole('button', { name: 'Change your e-mail' }).click()
  const email = page.getByRole('textbox', { name: 'New e-mail' })
  const password = page.getByLabel('Your password')
  await email.fill('nowhere')
  await keyboard.press('Enter')
  await expect(email).toHaveAccessibleDescription('Enter a valid e-mail address.')
  await email.fill(`other-${key}@example.org`)
  await password.fill('a guess')
  await keyboard.press('Enter')
  await expect(password).toHaveAccessibleDescription('The password is wrong.')
  await expect(email).toHaveValue(`other-${key}@example.org`)
  await password.fill(person.password)
  await keyboard.press('Enter')
  await expect(email).toHaveAccessibleDescription('An account with this address already exists.')
  await expect(password).toHaveValue(person.password)
  await email.fill(changed.email.toUpperCase())
  await keyboard.press('Enter')
  await expect(page.getByText('Your address has been changed.')).toBeFocused()
  await expect(page.getByText(changed.email)).toBeVisible()
  await signOut(page)
  await page.goto('/sign-in')
  await signIn(page, changed)
})

test('the pages mention the chats of a guest to a guest who has some, and to nobody else @long', async ({
  page,
}) => {
  const comeAlong = page.getByText('Your chats as a guest will come with you.')
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(comeAlong).toHaveCount(0)
  const chat = await ChatPage.open(page)
  await expect(page.getByText(NO_CHATS)).toBeVisible()
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(comeAlong).toHaveCount(0)
  for (const path of ['/', '/account']) {
    await page.goto(path)
    await expect(page.getByText(/your chats (can|come|are|and)|keep your chats/i)).toHaveCount(0)
  }
  await page.goto('/')
  await chat.ask('[[tokens=3 rate=0]] Mine')
  await chat.waitForWords(3)
  await page.goto('/sign-in')
  await expect(comeAlong).toBeVisible()
})

test('a server without guests asks a visitor to sign in, and lets them make an account @long', async ({
  page,
  provider,
  key,
}) => {
  const closed = await AppServer.start({
    ...providerVariables(provider.url),
    AUTH_GUESTS: 'off',
  })
  try {
    await page.goto(closed.url)
    await expect(page).toHaveURL(`${closed.url}/sign-in`)
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    await expect(page.getByText('Continue as a guest')).toHaveCount(0)
    await makeAccount(page, newPerson(key))
    const chat = await ChatPage.open(page, closed.url)
    await chat.ask('[[tokens=3 rate=0]] Let in')
    await chat.waitForWords(3)
  } finally {
    await closed.remove()
  }
})

test('an expired link for a new password says so', async ({ page }) => {
  await page.goto('/reset-password?token=expired')
  await expect(page).toHaveTitle('New password · Fullstop')
  await page.getByLabel('New password').fill('a new password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This link has expired or has already been used.')).toBeVisible()
  await expect(page.getByText('Ask whoever runs this server for a new password.')).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/sign-in')
})

for (const path of ['/sign-in?new', '/reset-password', '/account']) {
  test(`the page ${path} does not scroll sideways on a small phone`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(path)
    await expect(page.getByRole('heading').last()).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(360)
  })
}
