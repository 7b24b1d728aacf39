import type { Token } from '../books/call.ts'
import type { Script } from '../directives/directive.ts'
import { cutIntoPieces } from '../directives/said-text.ts'
import { markdownSection } from './markdown-section.ts'

const TOKENS_IN_A_LINE = 12

/** Graphemes of several code units and code points. The first four are each in two tokens. */
const emojiPieces = [
  '\u{1F468}\u200D\u{1F469}',
  '\u200D\u{1F467}\u200D\u{1F466} ',
  '\u{1F1E9}',
  '\u{1F1EA} ',
  'e',
  '\u0301 ',
  '\u{1F44D}',
  '\u{1F3FD} ',
  '\u{1F600} ',
  '\u{1F3F3}\uFE0F\u200D\u{1F308} ',
  'a\u0328\u0301 ',
  '漢字 ',
  '한국어 ',
  'नमस्ते ',
  '1\uFE0F\u20E3 ',
  '\u{1D4B3} ',
  '\u{20BB7} ',
]

/** The tokens of a script's whole answer, in order. The same script gives the same tokens. */
export function answerTokens(script: Script): Token[] {
  return [
    ...reasoningTokens(script).map((text): Token => ({ kind: 'reasoning', text })),
    ...textTokens(script).map((text): Token => ({ kind: 'text', text })),
  ]
}

/** The text tokens that are left of an answer that has begun; all tokens if nothing has. */
export function tokensAfter(tokens: Token[], begun: string): Token[] {
  if (begun === '') return tokens
  let skip = begun.length
  return tokens.flatMap((token) => {
    if (token.kind === 'reasoning') return []
    const text = token.text.slice(skip)
    skip = Math.max(0, skip - token.text.length)
    return text === '' ? [] : [{ ...token, text }]
  })
}

function reasoningTokens({ think, reasoning, pieceLength, splitSurrogates }: Script): string[] {
  if (think !== undefined) return cutIntoPieces(think, pieceLength, splitSurrogates === true)
  return Array.from({ length: reasoning }, (_, index) => numberedToken('thought', index))
}

function textTokens(script: Script): string[] {
  const { text, tokens, splitSurrogates, wordLength = 0, say, pieceLength } = script
  if (say !== undefined) return cutIntoPieces(say, pieceLength, splitSurrogates === true)
  switch (text) {
    case 'numbered':
      return Array.from({ length: tokens }, (_, index) =>
        numberedToken('word'.padEnd(wordLength, 'd'), index),
      )
    case 'emoji':
      return repeat(splitSurrogates === true ? splitEmojiRound : emojiRound, tokens)
    case 'markdown':
      return repeat((round) => markdownSection(round).match(/\S+\s*/g) ?? [], tokens)
  }
}

function numberedToken(word: string, index: number): string {
  const number = String(index + 1).padStart(4, '0')
  return `${word}${number}${(index + 1) % TOKENS_IN_A_LINE === 0 ? '\n' : ' '}`
}

/** Each round ends in its own number, so that a lost round is seen. */
function emojiRound(round: number): string[] {
  return [...emojiPieces, `№${round}\n`]
}

function splitEmojiRound(round: number): string[] {
  return emojiRound(round).flatMap((piece) =>
    piece.split(/(?<=[\uD800-\uDBFF])(?=[\uDC00-\uDFFF])/),
  )
}

function repeat(makeRound: (round: number) => readonly string[], length: number): string[] {
  const tokens: string[] = []
  for (let round = 1; tokens.length < length; round += 1) tokens.push(...makeRound(round))
  return endWhole(tokens.slice(0, length), tokens[length])
}

/** A whole answer does not end in half a character: the last token takes the other half too. */
function endWhole(tokens: string[], next = ''): string[] {
  const last = tokens.at(-1) ?? ''
  const endsInHalf = /[\uD800-\uDBFF]$/.test(last)
  return endsInHalf ? [...tokens.slice(0, -1), last + next.charAt(0)] : tokens
}
