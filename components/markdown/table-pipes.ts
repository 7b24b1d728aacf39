import { readMath } from './math/read-math'
import { fenceAfter, hasFence } from './text/fences'

const DELIMITER_ROW = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$/
const CODE = /^(`+)(?!`).*?[^`]\1(?!`)/
const PIPE = /(?<!\\)\|/g

/**
 * The same Markdown, but with the pipes escaped that are in code or a formula of a table. Markdown
 * splits cells there, too, and drops those that are too many for the table. A row that has as many cells
 * as its table stays as it is.
 */
export function escapeTablePipes(text: string): string {
  if (!text.includes('|') || !/[`$\\]/.test(text)) return text
  const lines = text.split('\n')
  let fence: string | undefined
  let columns: number | undefined
  for (const [at, line] of lines.entries()) {
    if (fence !== undefined || hasFence(line)) fence = fenceAfter(fence, line)
    if (fence !== undefined || !line.includes('|')) columns = undefined
    else if (columns !== undefined) lines[at] = escapedIn(line, columns)
    else if (at > 0 && DELIMITER_ROW.test(line)) {
      columns = cellsIn(line)
      lines[at - 1] = escapedIn(lines[at - 1] ?? '', columns)
    }
  }
  return lines.join('\n')
}

function escapedIn(row: string, columns: number): string {
  if (cellsIn(row) <= columns) return row
  let result = ''
  for (let at = 0; at < row.length;) {
    const math = readMath(row, at)
    const code = row[at] === '`' ? CODE.exec(row.slice(at))?.[0] : undefined
    if (math?.isOpen === false) {
      // An escaped pipe would be another sign.
      result += row.slice(at, math.end).replaceAll(PIPE, String.raw`\vert{}`)
      at = math.end
    } else {
      const piece = code ?? row.charAt(at)
      result += code === undefined ? piece : piece.replaceAll(PIPE, String.raw`\|`)
      at += piece.length
    }
  }
  // Fewer cells than columns: the code or the formula was not meant as one.
  return cellsIn(result) < columns ? row : result
}

function cellsIn(row: string): number {
  const inner = row.replace(/^[ \t>]*\|?/, '').replace(/(?<!\\)\|\s*$/, '')
  return inner.split(PIPE).length
}
