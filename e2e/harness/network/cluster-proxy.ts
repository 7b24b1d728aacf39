import { readFile } from 'node:fs/promises'
import type { AppServer } from '../server/app-server'
import { freePort } from '../server/free-port'
import { Nginx } from './nginx'
import type { Proxy } from './proxies'

/**
 * The nginx of compose.cluster.yaml in front of these two servers, with the addresses of this test in place
 * of Docker's names, which only a newer nginx can look up.
 */
export async function openClusterProxy(servers: readonly AppServer[]): Promise<Proxy> {
  const port = await freePort()
  const configuration = await readFile('nginx.cluster.conf', 'utf8')
  const server = configuration
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace(/^ *(zone|resolver) .*\n/gm, '')
    .replace(/fullstop-(\d+):3000 resolve/g, (_, number: string) => {
      return `127.0.0.1:${servers[Number(number) - 1]?.port}`
    })
  const nginx = await Nginx.start({ port, server })
  return { url: `http://127.0.0.1:${port}`, fetch, remove: () => nginx.remove() }
}
