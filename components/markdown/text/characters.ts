/** Letters of scripts whose words have no spaces between them, or particles behind them. */
const UNSPACED_LETTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u
/** Signs as wide as those letters, and their forms for vertical lines. */
const CJK_SIGN = /[\u3000-\u303F\u30FB\u30FC\uFE10-\uFE1F\uFE30-\uFE4F\uFF00-\uFFEF]/
const CJK = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Yi}]/u

/** Whether a character is Chinese, Japanese or Korean: a letter, or a sign of punctuation. */
export function isCjk(character: string): boolean {
  return CJK.test(character) || CJK_SIGN.test(character)
}

/** Whether a letter belongs to a script that writes words without spaces. */
export function isUnspacedLetter(character: string): boolean {
  return UNSPACED_LETTER.test(character)
}

/** The whole character that ends before a place of a text; empty where the text begins. */
export function characterBefore(text: string, at: number): string {
  return Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''
}

/** The whole character at a place of a text; empty where the text ends. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}
