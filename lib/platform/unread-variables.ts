import { ownEnvironment, variableNames } from './env'
import { vendorPrefixes, type Variables } from './vendor-variables'

/** Shorter names have neighbours by chance: `HOST` is no misspelt `PORT`. */
const SHORTEST_NAME = 6

const vendorEndings = ['_API_KEY', '_BASE_URL', '_MODELS']

/** Without Ollama, whose own program reads `OLLAMA_…` variables: only the address is ours. */
const keyedVendors = vendorPrefixes.filter((prefix) => prefix !== 'OLLAMA')

const ownNames: readonly string[] = [
  ...variableNames,
  ...keyedVendors.flatMap((prefix) => vendorEndings.map((ending) => prefix + ending)),
  'OLLAMA_BASE_URL',
]

/**
 * A line for each variable that has no effect although somebody may believe that it has: it is one edit or
 * a plural away from one of ours, or is ours but lacks another that it needs.
 */
export function unreadVariables(environment: Variables = ownEnvironment()): string[] {
  const isSet = (name: string) => (environment[name] ?? '').trim() !== ''
  return Object.keys(environment)
    .filter(isSet)
    .flatMap((name) => {
      const needed = neededWith(name)
      if (needed !== undefined) {
        return isSet(needed) ? [] : [`${name}: has no effect without ${needed}`]
      }
      const meant = probablyMeant(name)
      return meant === undefined
        ? []
        : [`${name}: is not a setting of this server; did you mean ${meant}?`]
    })
}

/** The variable without which a vendor's variable has no effect. */
function neededWith(name: string): string | undefined {
  const [, prefix = '', ending = ''] = /^(.+?)(_API_KEY|_BASE_URL|_MODELS)$/.exec(name) ?? []
  if (/^COMPATIBLE(_[A-Z0-9_]+)?$/.test(prefix)) return `${prefix}_BASE_URL`
  if (keyedVendors.some((vendor) => vendor === prefix) && ending !== '') return `${prefix}_API_KEY`
  return undefined
}

function probablyMeant(name: string): string | undefined {
  if (ownNames.includes(name)) return undefined
  const written = name.toUpperCase()
  return (
    ownNames.find((own) => own.length >= SHORTEST_NAME && isNear(written, own)) ??
    compatibleMeant(written)
  )
}

/** The variable of a compatible server that was meant, with one edit before or after the server's name. */
function compatibleMeant(written: string): string | undefined {
  const whole = vendorEndings.find((ending) => written.endsWith(ending))
  if (whole !== undefined) {
    const [start = '', ...name] = written.slice(0, -whole.length).split('_')
    return isNear(start, 'COMPATIBLE') ? ['COMPATIBLE', ...name].join('_') + whole : undefined
  }
  if (!written.startsWith('COMPATIBLE')) return undefined
  return vendorEndings
    .flatMap((ending) => [-1, 0, 1].map((more) => ({ ending, length: ending.length + more })))
    .filter(({ ending, length }) => isNear(written.slice(-length), ending))
    .map(({ ending, length }) => written.slice(0, -length) + ending)[0]
}

function isNear(written: string, own: string): boolean {
  return written === own || isOneEditAway(written, own) || singular(written) === singular(own)
}

function singular(name: string): string {
  return name.replaceAll(/S(?=_|$)/g, '')
}

/** Whether one character was left out, added, changed, or swapped with the next. */
function isOneEditAway(left: string, right: string): boolean {
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  let end = 0
  const shorter = Math.min(left.length, right.length)
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  if (a.length === 2 && b.length === 2) return a[0] === b[1] && a[1] === b[0]
  return Math.max(a.length, b.length) === 1
}
