import { cutAddress } from '../source/cut-address'
import type { Construct, State } from './construct'
import type { MarkdownNode } from './markdown-node'
import type { RemarkProcessor } from './remark-processor'

/** The names of GFM's constructs, and of the tokens that links are made of. */
const KINDS: Record<string, { token: string; letters: string }> = {
  protocolAutolink: { token: 'literalAutolinkHttp', letters: 'hH' },
  wwwAutolink: { token: 'literalAutolinkWww', letters: 'wW' },
}

/**
 * A remark plugin, to be used after the one for GFM: a bare address ends where a reader would end it,
 * even if no blank follows. The text after it is read as Markdown again.
 */
export function bareAddresses(this: RemarkProcessor) {
  const data = this.data()
  const extensions = data.micromarkExtensions ?? []
  const text: Record<number, Construct[]> = {}
  for (const [name, { token, letters }] of Object.entries(KINDS)) {
    for (const letter of letters) {
      const code = letter.charCodeAt(0)
      text[code] = constructsFor(extensions, code, name).map((given) => cutting(given, token))
    }
  }
  data.micromarkExtensions = [...extensions, { text }]
  return cutIn
}

/** A construct for the addresses that have to be cut. The given one still reads all others. */
function cutting(given: Construct, token: string): Construct {
  return {
    ...given,
    tokenize(effects, found, notFound) {
      let rest = 0
      const address: Construct = {
        tokenize: (inner, isCut, isNone) => {
          let text = ''
          const inside: State = (code) => {
            if (code !== null && code > 32 && code !== 60) {
              text += String.fromCharCode(code)
              inner.consume(code)
              return inside
            }
            inner.exit(token)
            rest = cutAddress(text) ?? 0
            return rest > 0 ? isCut(code) : isNone(code)
          }
          return (code) => {
            inner.enter(token)
            return inside(code)
          }
        },
      }
      const within: State = (code) => {
        if (rest > 0) {
          rest -= 1
          effects.consume(code)
          return within
        }
        effects.exit(token)
        effects.exit('literalAutolink')
        return found(code)
      }
      const begin: State = (code) => {
        effects.enter('literalAutolink')
        effects.enter(token)
        return within(code)
      }
      // The given construct knows whether a link may begin here at all.
      return effects.check(given, effects.check(address, begin, notFound), notFound)
    },
  }
}

function constructsFor(extensions: readonly unknown[], code: number, name: string): Construct[] {
  return extensions.flatMap((extension) => {
    const constructs = fieldOf(fieldOf(extension, 'text'), String(code))
    return [constructs]
      .flat()
      .filter(isConstruct)
      .filter((one) => fieldOf(one, 'name') === name)
  })
}

function isConstruct(value: unknown): value is Construct {
  return typeof fieldOf(value, 'tokenize') === 'function'
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** Cuts the addresses that were found in text later, such as after a bracket: they have no position. */
function cutIn(node: MarkdownNode): void {
  if (!node.children) return
  node.children = node.children.flatMap((child) => {
    cutIn(child)
    const text = child.children?.[0]?.value
    if (child.type !== 'link' || child.position || text === undefined) return [child]
    const length = cutAddress(text)
    if (length === undefined || child.url === undefined) return [child]
    const url = child.url.slice(0, child.url.length - (text.length - length))
    const link = { ...child, url, children: [{ type: 'text', value: text.slice(0, length) }] }
    return [link, { type: 'text', value: text.slice(length) }]
  })
}
