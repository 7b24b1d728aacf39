import { providerVariables, test as base } from './fixtures'
import { AppServer } from './server/app-server'

/** A server that a test may kill. */
export const test = base.extend<{ ownServer: AppServer }>({
  ownServer: async ({ provider }, provide) => {
    const server = await AppServer.start({
      ...providerVariables(provider.url),
      STREAMS_PER_USER: '50',
    })
    await provide(server)
    await server.remove()
  },
})
