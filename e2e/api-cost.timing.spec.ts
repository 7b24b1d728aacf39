import { expect, test } from './harness/fixtures'
import { eventsOf, turnOf } from './harness/guest'

test('C4 R8 with few answers running, tokens are not gathered', async ({ guest }) => {
  const tokens = 200
  const deltasOf = async () => {
    let deltas = 0
    const response = await guest.post('/api/chat', turnOf(`[[tokens=${tokens} rate=100]]`))
    for await (const { data } of eventsOf(response)) {
      if ((data as { type: string }).type === 'text-delta') deltas += 1
    }
    return deltas
  }
  // Held back for as long as under load, five or six would come in one delta.
  const counts = await Promise.all(Array.from({ length: 5 }, deltasOf))
  for (const count of counts) expect(count).toBeGreaterThan(tokens / 2)
})
