import { cutAddress } from '../source/cut-address'
import { fenceAfter } from '../text/fences'
import { readMath, type MathRead } from './read-math'

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>]+/iy
const CONTAINERS = /^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*$/

/**
 * Models write formulas in four ways, and the parser knows one. Code is not changed. A text between
 * single dollars becomes a formula only if it is not a price.
 */
export function canonicalMath(text: string): string {
  if (!/[$]|\\[([]|\\begin\{/.test(text)) return text
  let result = ''
  let fence: string | undefined
  for (let at = 0; at < text.length;) {
    const isLineStart = at === 0 || text[at - 1] === '\n'
    const lineEnd = text.indexOf('\n', at) + 1 || text.length
    const line = isLineStart ? text.slice(at, lineEnd) : ''
    const next = isLineStart ? fenceAfter(fence, line) : undefined
    if (isLineStart && (fence !== undefined || next !== undefined)) {
      fence = next
      result += line
      at = lineEnd
      continue
    }
    const math = readMath(text, at)
    if (math && !math.isOpen) {
      result += written(text, at, math)
      at = math.end
      continue
    }
    const length = plainLength(text, at)
    result += text.slice(at, at + length)
    at += length
  }
  return result
}

/** The number of characters to take as they are: a whole code span or address, or an escaped character. */
function plainLength(text: string, at: number): number {
  if (text[at] === '\\' && text[at + 1] !== '\n') return 2
  if (text[at] === '$') return /^\$+/.exec(text.slice(at, at + 9))?.[0].length ?? 1
  if (/[hw]/i.test(text[at] ?? '')) return addressLength(text, at)
  if (text[at] !== '`') return 1
  const [run = ''] = /^`+/.exec(text.slice(at)) ?? []
  const rest = text.slice(at + run.length)
  const end = new RegExp(`(?<!\`)${run}(?!\`)`).exec(rest)?.index
  return end === undefined ? run.length : end + 2 * run.length
}

/** The length of the address that begins at a place of a text; 1 if none does. */
function addressLength(text: string, at: number): number {
  ADDRESS.lastIndex = at
  const address = ADDRESS.exec(text)?.[0]
  return address === undefined ? 1 : (cutAddress(address) ?? address.length)
}

function written(text: string, at: number, math: MathRead): string {
  const dollars = '$'.repeat(Math.max(2, longestRun(math.source) + 1))
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  const behind = text.slice(math.end, text.indexOf('\n', math.end) + 1 || text.length)
  const isAlone = CONTAINERS.test(before) && behind.trim() === ''
  if (!math.isDisplay || !isAlone) {
    const source = math.source.replaceAll(/\s*\n[ \t>]*/g, ' ').trim()
    const blank = source.startsWith('$') || source.endsWith('$') ? ' ' : ''
    return dollars + blank + source + blank + dollars
  }
  // The inserted lines are in the same quote and the same item of a list.
  const prefix = before.replaceAll(/[^ \t>]/g, ' ')
  const [first = '', ...more] = math.source.split('\n')
  if (more.at(-1)?.replaceAll('>', '').trim() === '') more.pop()
  const lines = first.trim() === '' ? more : [prefix + first.trim(), ...more]
  return [dollars, ...lines, prefix + dollars].join('\n')
}

function longestRun(source: string): number {
  return Math.max(0, ...Array.from(source.matchAll(/\$+/g), ([run]) => run.length))
}
