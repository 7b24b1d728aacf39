import { Nginx } from '../network/nginx'
import { readRecommendation, withReplacements } from '../network/nginx-recommendation'

/** Starts the nginx that docs/proxies.md recommends for several servers, without its TLS, on this port. */
export async function startClusterNginx(
  port: number,
  serverPorts: readonly number[],
): Promise<Nginx> {
  const { server, upstream, passing } = await readRecommendation()
  const plain = server
    .split('\n')
    .filter((line) => !line.includes('ssl_certificate'))
    .join('\n')
  return Nginx.start({
    port,
    server: [
      ofServers(upstream, serverPorts),
      withReplacements(plain, {
        'listen 443 ssl http2;': `listen 127.0.0.1:${port};`,
        '    proxy_pass http://127.0.0.1:3000;\n': passing,
      }),
    ].join('\n'),
  })
}

/** The upstream with one line for each server, like its first one. */
function ofServers(upstream: string, ports: readonly number[]): string {
  const lines = upstream.split('\n')
  const [first = ''] = lines.filter((line) => line.includes(':3000'))
  const others = lines.filter((line) => line !== '' && !line.includes(':3000'))
  const servers = ports.map((port) => first.replace(/[\d.]+:3000/, `127.0.0.1:${port}`))
  return [others[0], ...servers, ...others.slice(1)].join('\n')
}
