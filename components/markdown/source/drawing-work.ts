/**
 * What drawing one block may take, in units of about 2 µs: a list of 600 items, or a table of 2,000
 * cells. The parser of Markdown knows constructs whose cost grows with the square of their
 * number or worse, and not in all of them can it be interrupted.
 */
export const MOST_WORK = 80_000

/** Quotes and lists within each other that one line may begin with. */
const MOST_CONTAINERS = 32
/** Of items that lie as far in as they are deep. */
const BLANKS_OF_A_LEVEL = 4
/** Brackets within each other: of images, each reads the text of all that are inside it again. */
const MOST_BRACKETS = 100

/** What these take beside their characters, each of which is a unit; the first container takes no more. */
const WORK_OF_A_LINE = 35
const WORK_OF_A_CONTAINER = 20
const WORK_OF_A_MARK = 6
const WORK_OF_A_CELL = 25
/** A formula has two dollars or four; the page takes about half a millisecond to set it. */
const WORK_OF_A_FORMULA_MARK = 80
/** To find where a bare address ends, all up to the next blank is read, a few times. */
const ADDRESS = /(?:https?:\/\/|www\.)\S*/giy
const CHARACTERS_OF_AN_ADDRESS_IN_A_UNIT = 4
/** A mark may be compared with each before it in its paragraph, this many in a unit. */
const MARKS_COMPARED_IN_A_UNIT = 8

/** As the parser takes it: a carriage return alone ends a line, too. */
const LINE_ENDING = /\r\n?|\n/g
const CONTAINER = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y
const ROW_OR_HEADING = /[ \t]*[|#]/y
const MARKS = new Set('*_~[]<&`$\\')
/** What the line below a table's head consists of, or the one that makes a heading of a line. */
const MARKS_OF_A_RULE = new Set('-=:| \t>')

/** What of a text is known line by line. */
type Reading = { work: number; brackets: number; marksOfParagraph: number; columns: number }

/**
 * How much drawing a text as Markdown takes; Infinity where it is not to be parsed at all. No more of
 * the text is read than it takes to know.
 */
export function drawingWork(text: string): number {
  const reading: Reading = { work: 0, brackets: 0, marksOfParagraph: 0, columns: 0 }
  for (let start = 0; start < text.length && reading.work <= MOST_WORK;) {
    LINE_ENDING.lastIndex = start
    const ending = LINE_ENDING.exec(text)
    const end = ending?.index ?? text.length
    reading.work += WORK_OF_A_LINE + end - start
    if (reading.work <= MOST_WORK) readLine(reading, text.slice(start, end))
    start = end + (ending?.[0].length ?? 0)
  }
  return reading.work > MOST_WORK ? Infinity : reading.work
}

function readLine(reading: Reading, line: string): void {
  const { depth, isItem, length } = containersOf(line)
  reading.work += WORK_OF_A_CONTAINER * Math.max(0, depth - 1)
  ROW_OR_HEADING.lastIndex = length
  const isBlank = line.trim() === ''
  if (isBlank || isItem || ROW_OR_HEADING.test(line)) reading.marksOfParagraph = 0
  if (isBlank) reading.columns = 0
  let pipes = 0
  let isRule = /[-=]/.test(line)
  for (let at = 0; at < line.length && reading.work <= MOST_WORK; at += 1) {
    const mark = line[at] ?? ''
    if (mark === '|') pipes += 1
    if (at >= length && MARKS.has(mark)) readMark(reading, mark, line[at + 1])
    if (/[hw]/i.test(mark)) readAddress(reading, line, at)
    isRule &&= MARKS_OF_A_RULE.has(mark)
  }
  if (isRule) {
    reading.columns = pipes
    addMark(reading)
  }
  // A row that is too short has the cells that it lacks, too.
  reading.work += WORK_OF_A_CELL * Math.max(pipes, reading.columns)
  if (depth > MOST_CONTAINERS || reading.brackets > MOST_BRACKETS) reading.work = Infinity
}

function containersOf(line: string): { depth: number; isItem: boolean; length: number } {
  let depth = 0
  let isItem = false
  let length = 0
  for (CONTAINER.lastIndex = 0; ;) {
    const [found] = CONTAINER.exec(line) ?? []
    if (found === undefined) return { depth, isItem, length }
    depth += 1 + Math.floor(found.length / BLANKS_OF_A_LEVEL)
    isItem ||= !found.endsWith('>')
    length += found.length
  }
}

function readMark(reading: Reading, mark: string, next: string | undefined): void {
  addMark(reading)
  if (mark === '$' || (mark === '\\' && (next === '(' || next === '['))) {
    reading.work += WORK_OF_A_FORMULA_MARK
  }
  if (mark === '[') reading.brackets += 1
  if (mark === ']') reading.brackets = Math.max(0, reading.brackets - 1)
  if (reading.brackets > MOST_BRACKETS) reading.work = Infinity
}

function readAddress(reading: Reading, line: string, at: number): void {
  ADDRESS.lastIndex = at
  const [address] = ADDRESS.exec(line) ?? []
  reading.work += (address?.length ?? 0) / CHARACTERS_OF_AN_ADDRESS_IN_A_UNIT
}

function addMark(reading: Reading): void {
  reading.marksOfParagraph += 1
  reading.work += WORK_OF_A_MARK + reading.marksOfParagraph / MARKS_COMPARED_IN_A_UNIT
}
