import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import { streamHarness } from './stream-harness'

/** Events as they stand on the wire. */
export const linesOf = (...events: readonly unknown[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')

/** The stored answer of a call to this model, and the lines that were logged of it. */
export async function answerOf(model: AvailableModel, { fastLane = true } = {}) {
  const { start, database, manager, logged } = streamHarness()
  const { record } = await start('a', {
    fastLane,
    openProvider: (abortSignal) =>
      model.languageModel.doStream({
        ...model.callOptions({}),
        abortSignal,
        prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      }),
  })
  const feed = await manager.follow(record)
  while ((await feed.read()) !== undefined);
  return { answer: await database.streams.findAnswer('a'), logged }
}
