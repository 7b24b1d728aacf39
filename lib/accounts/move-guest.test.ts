import { expect, test, vi } from 'vitest'
import { addSpending } from '@/lib/db/testing/add-spending'
import { answerStart } from '@/lib/db/testing/answer-start'
import { createTestServices } from '@/lib/testing/test-services'
import { moveGuest } from './move-guest'

const DAY = '2026-11-20'

test('P12 a question that a guest sends while everything moves is the account’s, too', async () => {
  const services = createTestServices()
  const { accounts, streams, spending, addPerson } = services.database
  await addPerson({ id: 'gus', guest: true })
  await addSpending(spending, DAY, ['gus'], 7)
  const endMovedGuest = accounts.endMovedGuest.bind(accounts)
  vi.spyOn(accounts, 'endMovedGuest').mockImplementationOnce(async (...move) => {
    await streams.begin(answerStart({ owner: 'gus' }))
    return endMovedGuest(...move)
  })
  await moveGuest(services, 'gus', 'ann')
  expect(await spending.of(DAY, 'ann')).toBe(7)
  expect(await streams.findAnswer('a1')).toMatchObject({ ownerId: 'ann' })
  expect(await accounts.find('gus')).toBeUndefined()
})

test('P11 a guest who never stops sending holds up no sign-in', async () => {
  const services = createTestServices()
  const { accounts } = services.database
  let moves = 0
  vi.spyOn(accounts, 'moveAll').mockImplementation(async () => {
    moves += 1
    if (moves > 20) throw new Error('it never ends')
  })
  vi.spyOn(accounts, 'endMovedGuest').mockResolvedValue(undefined)
  expect(await moveGuest(services, 'gus', 'ann')).toEqual([])
})
