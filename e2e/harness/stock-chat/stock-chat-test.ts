import { test as base } from '../fixtures'
import { majors, openStockChat, type Major, type StockChat } from './stock-chat'

type OpenStockChat = (
  init: Parameters<typeof openStockChat>[1],
  transport?: Parameters<typeof openStockChat>[2],
) => StockChat

/** Opens the guest's chats with the client of one major of the AI SDK. */
export const test = base.extend<{ major: Major; open: OpenStockChat }>({
  major: [7, { option: true }],
  open: async ({ guest, major }, provide) => {
    await provide((init, transport) => openStockChat(guest, init, transport, major))
  },
})

/** Runs the tests once with the client of each major. */
export function withEachMajor(tests: () => void): void {
  for (const major of majors) {
    test.describe(`ai ${major}`, () => {
      test.use({ major })
      tests()
    })
  }
}
