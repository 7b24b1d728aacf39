import { anthropic } from './anthropic-wire.ts'
import { chatCompletions } from './chat-completions-wire.ts'
import { deepseek } from './deepseek-wire.ts'
import { ollama } from './ollama-wire.ts'
import { responses } from './responses-wire.ts'
import type { Page, Protocol } from './wire.ts'

/** Every protocol that the fake speaks. */
const protocols: readonly Protocol[] = [chatCompletions, responses, anthropic, deepseek, ollama]

/** The target of a request: a page of the protocol, or a model call if there is no page. */
export type Route = { protocol: Protocol; page?: Page }

const routes = new Map<string, Route>(
  protocols.flatMap((protocol) => [
    ...protocol.paths.map((path): [string, Route] => [`POST ${path}`, { protocol }]),
    ...Object.entries(protocol.pages ?? {}).map(([place, page]): [string, Route] => [
      place,
      { protocol, page },
    ]),
  ]),
)

/** @param place method and path, as in `POST /v1/messages` */
export function routeOf(place: string): Route | undefined {
  return routes.get(place)
}
