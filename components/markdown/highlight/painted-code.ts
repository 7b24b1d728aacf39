import { ownText } from '../text/own-text'

/** So many characters of one kind. Without a kind they have the colour of ordinary text. */
export type Run = { length: number; kind?: string }

/** A piece of code and its kind. */
export type Token = { text: string; kind: string | undefined }

/** Lines that are drawn together, so that the finished ones are not compared again. */
export type Chunk = { start: number; tokens: readonly Token[] }

/** The part of a piece of code that has its colours: its beginning. */
export type PaintedCode = { code: string; lines: number; chunks: readonly Chunk[] }

const LINES_OF_A_CHUNK = 40
const MOST_LINES_AT_ONCE = 100
/** The rest stays plain: nobody reads that far, and each token would be an element of the page. */
const MOST_LINES = 2_000

export const unpainted: PaintedCode = { code: '', lines: 0, chunks: [] }

/**
 * The next lines after those that are painted. A line that is still being written is left out, since
 * each new character may change its kinds. With `ended`, no line is still being written.
 */
export function linesToPaint(painted: PaintedCode, code: string, ended: boolean): string[] {
  const lines: string[] = []
  const most = Math.min(MOST_LINES - painted.lines, MOST_LINES_AT_ONCE)
  for (let start = painted.code.length; lines.length < most && start < code.length;) {
    const newline = code.indexOf('\n', start)
    if (newline === -1 && !ended) break
    const end = newline === -1 ? code.length : newline + 1
    lines.push(ownText(code.slice(start, end)))
    start = end
  }
  return lines
}

/**
 * Appends lines with the kinds of their runs. The runs never give the text: one that is too long or too
 * short changes colours, but no character.
 */
export function append(
  painted: PaintedCode,
  lines: readonly string[],
  runs: readonly (readonly Run[])[],
): PaintedCode {
  const chunks = [...painted.chunks]
  let start = painted.code.length
  for (const [index, line] of lines.entries()) {
    const tokens = tokensOf(line, runs[index] ?? [])
    const last = chunks.at(-1)
    if (last === undefined || (painted.lines + index) % LINES_OF_A_CHUNK === 0) {
      chunks.push({ start, tokens })
    } else chunks[chunks.length - 1] = { ...last, tokens: [...last.tokens, ...tokens] }
    start += line.length
  }
  return { code: painted.code + lines.join(''), lines: painted.lines + lines.length, chunks }
}

/** Fewer elements draw faster: blanks, and runs of the same kind, join the token before them. */
function tokensOf(line: string, runs: readonly Run[]): Token[] {
  const tokens: Token[] = []
  let start = 0
  for (const { length, kind } of [...runs, { length: line.length, kind: undefined }]) {
    const text = line.slice(start, start + length)
    start += length
    const last = tokens.at(-1)
    if (last && (last.kind === kind || text.trim() === '')) {
      tokens[tokens.length - 1] = { ...last, text: last.text + text }
    } else if (text !== '') tokens.push({ text, kind })
  }
  return tokens
}
