import { expect, test } from 'vitest'
import { responsesWire } from './responses-wire'

const delta = (id: string, text: string) => ({
  type: 'response.output_text.delta',
  item_id: id,
  delta: text,
})
const done = (id: string, text: string) => ({
  type: 'response.output_text.done',
  item_id: id,
  text,
})

test('P11 a text is known until a thousand others have come, and empty ones do not count', () => {
  const wire = responsesWire()
  for (let item = 0; item < 1_000; item += 1) wire.read(delta(`item${item}`, 'a'))
  for (let item = 0; item < 2_000; item += 1) wire.read(delta(`empty${item}`, ''))
  expect(wire.read(done('item0', 'ab'))).toEqual([{ type: 'text', text: 'b' }])
  wire.read(delta('one more', 'a'))
  expect(wire.read(done('item0', 'ab'))).toEqual([{ type: 'text', text: 'ab' }])
  expect(wire.read(done('one more', 'ab'))).toEqual([{ type: 'text', text: 'b' }])
})

test('P1 two texts that have places are kept apart, although they have the same ID', () => {
  const wire = responsesWire()
  expect(wire.read({ ...done('', 'Hello'), output_index: 0 })).toHaveLength(1)
  expect(wire.read({ ...done('', 'you'), output_index: 1 })).toEqual([
    { type: 'text', text: 'you' },
  ])
  expect(wire.read({ ...done('', '!'), output_index: 1, content_index: 1 })).toHaveLength(1)
  expect(wire.read({ ...done('', 'you'), output_index: 1 })).toEqual([])
})
