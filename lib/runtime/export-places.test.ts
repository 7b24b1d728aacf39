import { expect, test } from 'vitest'
import { ExportPlaces } from './export-places'

test('P11 a person downloads at most two files at once, and all people together twenty', () => {
  const places = new ExportPlaces()
  const first = places.take('ann')
  places.take('ann')
  expect(() => places.take('ann')).toThrow(
    expect.objectContaining({ details: { limit: 2, retryAfterSeconds: 10 } }),
  )
  first()
  first()
  for (let other = 0; other < 19; other += 1) places.take(`other-${other}`)
  expect(() => places.take('bob')).toThrow(expect.objectContaining({ code: 'rate_limited' }))
})
