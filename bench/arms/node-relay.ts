// A server that does the least that is possible between a reader and a provider.
// Usage: PROVIDER_URL=… node bench/arms/node-relay.ts PORT
import { Agent, createServer, request as call } from 'node:http'
import { pipeline } from 'node:stream/promises'

const agent = new Agent({ keepAlive: true })
const provider = new URL('/v1/chat/completions', process.env['PROVIDER_URL'])

const server = createServer((request, response) => {
  const upstream = call(provider, { agent, method: 'POST', headers: request.headers })
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': 'text/event-stream' })
    // When either side closes, the other is closed too. That is no error here.
    pipeline(answer, response).catch(() => upstream.destroy())
  })
  upstream.on('error', () => response.destroy())
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
})

server.listen(Number(process.argv[2]), '127.0.0.1')
