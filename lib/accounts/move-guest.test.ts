import { expect, test, vi } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { createTestServices } from '@/lib/testing/test-services'
import { moveGuest } from './move-guest'

test('P12 a question that a guest sends while everything moves is the account’s, too', async () => {
  const services = createTestServices()
  const { accounts, streams, addPerson } = services.database
  await addPerson({ id: 'gus', guest: true })
  const deleteMovedGuest = accounts.deleteMovedGuest.bind(accounts)
  vi.spyOn(accounts, 'deleteMovedGuest').mockImplementationOnce(async (guestId) => {
    await streams.begin(answerStart({ owner: 'gus' }))
    return deleteMovedGuest(guestId)
  })
  await moveGuest(services, 'gus', 'ann')
  expect(await streams.findAnswer('a1')).toMatchObject({ ownerId: 'ann' })
  expect(await accounts.find('gus')).toBeUndefined()
})

test('P11 a guest who never stops sending holds up no sign-in', async () => {
  const services = createTestServices()
  const { accounts } = services.database
  const move = vi.spyOn(accounts, 'moveAll').mockResolvedValue()
  vi.spyOn(accounts, 'deleteMovedGuest').mockResolvedValue(undefined)
  expect(await moveGuest(services, 'gus', 'ann')).toEqual([])
  expect(move.mock.calls.length).toBeLessThan(20)
})
