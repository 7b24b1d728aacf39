import { test as base } from '../fixtures'
import type { Fetch } from '../guest'
import type { AppServer } from '../server/app-server'
import { freePort } from '../server/free-port'
import { openHttp2 } from './http2-fetch'
import { Nginx } from './nginx'
import { readRecommendation, withReplacements } from './nginx-recommendation'
import { selfSignedCertificate } from './self-signed-certificate'

/** A way to the server that leads through an nginx. */
export type Proxy = { url: string; fetch: Fetch; remove(): Promise<void> }

export const proxyNames = ['default nginx', 'gzip nginx', 'recommended nginx'] as const
type ProxyName = (typeof proxyNames)[number]

/** The server of this worker, behind each of the proxies. */
export const test = base.extend<object, { proxies: Record<ProxyName, Proxy> }>({
  proxies: [
    async ({ server }, provide) => {
      await using opened = new AsyncDisposableStack()
      const kept = async (proxy: Promise<Proxy>) => opened.adopt(await proxy, (it) => it.remove())
      await provide({
        'default nginx': await kept(openPlainProxy(server)),
        'gzip nginx': await kept(openPlainProxy(server, 'gzip on; gzip_types *;')),
        'recommended nginx': await kept(openRecommendedProxy(server)),
      })
    },
    { scope: 'worker' },
  ],
})

/** An nginx with the server's address, these directives, and nothing more. */
async function openPlainProxy(server: AppServer, directives = ''): Promise<Proxy> {
  const port = await freePort()
  const nginx = await Nginx.start({
    port,
    server: `server {
      listen 127.0.0.1:${port};
      ${directives}
      location / { proxy_pass http://127.0.0.1:${server.port}; }
    }`,
  })
  return { url: `http://127.0.0.1:${port}`, fetch, remove: () => nginx.remove() }
}

/** The configuration that docs/proxies.md recommends, with the addresses and files of this test. */
export async function openRecommendedProxy(server: AppServer, port?: number): Promise<Proxy> {
  const ownPort = port ?? (await freePort())
  const { certificate, key } = selfSignedCertificate()
  const recommended = await readRecommendation()
  const nginx = await Nginx.start({
    port: ownPort,
    server: withReplacements(recommended.server, {
      'listen 443 ': `listen 127.0.0.1:${ownPort} `,
      'http://127.0.0.1:3000': `http://127.0.0.1:${server.port}`,
      '/etc/ssl/chat.example.org.pem': 'certificate.pem',
      '/etc/ssl/chat.example.org.key': 'key.pem',
    }),
    files: { 'certificate.pem': certificate, 'key.pem': key },
  })
  const url = `https://localhost:${ownPort}`
  const { fetch, close } = openHttp2(url, certificate)
  const remove = () => {
    close()
    return nginx.remove()
  }
  return { url, fetch, remove }
}
