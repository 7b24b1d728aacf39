import { parseDirective, type Script } from '../../fake-provider/directives/directive.ts'
import { answerTokens } from '../../fake-provider/play/answer-tokens.ts'

/** The answer that a directive gives when nothing ends it early. */
export function wholeAnswer(directive: string): { text: string; script: Script } {
  const script = parseDirective(`[[${directive}]]`)
  const tokens = answerTokens(script).filter(({ kind }) => kind === 'text')
  return { text: tokens.map(({ text }) => text).join(''), script }
}
