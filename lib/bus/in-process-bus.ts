import type { Log } from '@/lib/platform/log'
import type { Bus } from './bus'
import { LocalListeners } from './local-listeners'

/** The bus of a server that is alone: it is never deaf. */
export function createInProcessBus({ serverId, log }: { serverId: string; log: Log }): Bus {
  const here = new LocalListeners(log)
  return {
    serverId,
    isDeaf: false,
    publish: (personId, notice) => {
      here.tellPerson(personId, notice)
    },
    subscribe: (personId, listener) => here.addToPerson(personId, listener),
    subscribed: async () => {},
    send: (to, message) => {
      if (to === serverId) here.toServer.tell(message)
    },
    broadcast: (message) => {
      here.toServer.tell(message)
    },
    receive: (listener) => here.toServer.add(listener),
    whenDeaf: (listener) => here.toDeafness.add(listener),
  }
}
