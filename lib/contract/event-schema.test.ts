import { expect, test } from 'vitest'
import { answerChunkSchema } from './event-schema'
import { everyKind, rulesOf } from './parts/part-kinds'

test.each(everyKind)('the schema of answers knows the chunks of the part kind %s', (kind) => {
  const { openChunk, growChunk, closeChunk } = rulesOf(kind)
  for (const chunk of [openChunk('0'), growChunk('0', 'more'), closeChunk('0')]) {
    expect(answerChunkSchema.parse(chunk)).toEqual(chunk)
  }
})
