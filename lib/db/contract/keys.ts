import { describe, expect, test } from 'vitest'
import { apiKey } from '@/lib/db/testing/api-key'
import type { OpenEmpty } from './open-empty'

/** The promises of a store of API keys. */
export function describeKeys(open: OpenEmpty): void {
  describe('API keys', () => {
    test('keys are listed with the newest first, whatever the clock said, and without their hash', async () => {
      const { keys } = await open()
      for (const [id, createdAt] of [
        ['k1', 1],
        ['k2', 3],
        ['k3', 2],
      ] as const) {
        expect(await keys.create(apiKey(id, { createdAt }), 5)).toBe(true)
      }
      const listed = await keys.list('ann')
      expect(listed.map(({ id }) => id)).toEqual(['k3', 'k2', 'k1'])
      expect(JSON.stringify(listed)).not.toContain('hash of')
    })

    test('P11 keys are no more than a person may have, though all are made at once', async () => {
      const { keys } = await open()
      const ids = ['k1', 'k2', 'k3', 'k4']
      const made = await Promise.all(ids.map((id) => keys.create(apiKey(id), 2)))
      expect(made.filter(Boolean)).toHaveLength(2)
      expect(await keys.list('ann')).toHaveLength(2)
      expect(await keys.create(apiKey('bobs', { ownerId: 'bob' }), 2)).toBe(true)
    })

    test('keys are found by their hash, with their owner and their last use', async () => {
      const { keys } = await open()
      await keys.create(apiKey('k1'), 5)
      await keys.markUsed('k1', 7)
      expect(await keys.findByHash('hash of k1')).toMatchObject({
        id: 'k1',
        lastUsedAt: 7,
        owner: { id: 'ann', guest: false },
      })
      expect(await keys.findByHash('hash of k2')).toBeUndefined()
    })

    test('P12 keys of somebody else are neither listed nor deleted', async () => {
      const { keys } = await open()
      await keys.create(apiKey('k1'), 5)
      expect(await keys.list('bob')).toEqual([])
      expect(await keys.delete('bob', 'k1')).toBe(false)
      expect(await keys.deleteAll('bob')).toEqual([])
      expect(await keys.deleteAll('ann')).toEqual(['k1'])
      expect(await keys.findByHash('hash of k1')).toBeUndefined()
    })
  })
}
