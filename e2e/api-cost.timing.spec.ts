import { expect, test } from './harness/fixtures'
import { eventsOf, turnOf } from './harness/guest'

test('C4 R8 tokens are not gathered while few answers run', async ({ guest }) => {
  const tokens = 200
  const deltasOf = async () => {
    let deltas = 0
    const response = await guest.post('/api/chat', turnOf(`[[tokens=${tokens} rate=100]]`))
    for await (const { data } of eventsOf(response)) {
      if ((data as { type: string }).type === 'text-delta') deltas += 1
    }
    return deltas
  }
  // Tokens held back for as long as under load would come five or six to a delta.
  const counts = await Promise.all(Array.from({ length: 5 }, deltasOf))
  for (const count of counts) expect(count).toBeGreaterThan(tokens / 2)
})
