import { Agent, get } from 'node:http'

/** Next keeps up to 8 MB of looked-up paths. An entry is 128 bytes and the path. */
const CACHE_BYTES = 8 * 1024 * 1024
const ENTRY_BYTES = 128
const AT_ONCE = 20

/**
 * Fills Next's cache of paths with paths as long as those of messages. Its memory then counts from
 * the first measurement on, and no stream can add to it.
 */
export async function fillPathCache(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const pathOf = (number: number) => `/_next/static/${String(number).padStart(50, '0')}`
  const paths = Math.ceil(CACHE_BYTES / (ENTRY_BYTES + pathOf(0).length))
  let asked = 0
  const ask = async () => {
    while (asked < paths) {
      asked += 1
      await request(`${url}${pathOf(asked)}`, agent)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  agent.destroy()
}

function request(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })
}
