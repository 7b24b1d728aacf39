import { isUnspacedLetter } from '../text/characters'

/**
 * Signs that end an address anywhere: Chinese and Japanese ones, quotation marks, dashes, and the commas
 * and full stops of Arabic, Urdu, Armenian, Hindi, Ethiopic and Khmer.
 */
const END =
  /[\u060C\u061B\u061F\u06D4\u0589\u0964\u0965\u1362-\u1367\u17D4-\u17D6\u3000-\u3004\u3008-\u3020\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65“”‘’«»‹›…—]/
/** After these, a letter of a script without spaces belongs to the address. */
const GOES_ON_IN_HOST = /[./-]/
const GOES_ON_IN_PATH = /[/=#&?%+\-_:@]/
const PROTOCOL = /^(?:https?:\/\/)?/i
const TRAILING = /[!"'*,.:;?_~`([{]/

/**
 * The length of the bare address that a text begins with, if something other than a blank ends it:
 * `https://a.test/b，谢谢`, `https://a.test查看`. Undefined if nothing does.
 */
export function cutAddress(text: string): number | undefined {
  let isHost = true
  for (let at = PROTOCOL.exec(text)?.[0].length ?? 0; at < text.length; at += 1) {
    const [before = '', character = ''] = [text[at - 1], text[at]]
    if (/[/?#]/.test(character)) isHost = false
    const goesOn = (isHost ? GOES_ON_IN_HOST : GOES_ON_IN_PATH).test(before)
    const isGlued = isUnspacedLetter(character) && !isUnspacedLetter(before) && !goesOn
    if (END.test(character) || isGlued) return withoutTrail(text.slice(0, at))
  }
  return undefined
}

/** The length without the punctuation that only follows an address. */
function withoutTrail(address: string): number {
  let end = address.length
  let open = address.split('(').length - address.split(')').length
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? ''
    if (last === ')' && open < 0) open += 1
    else if (last === '(') open -= 1
    else if (!TRAILING.test(last)) break
  }
  return end
}
